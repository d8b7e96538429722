import type { Reason } from '../../ui/index.ts';

/** Why a form cannot be sent yet, for a `BlockedButton`: the fields whose condition is not met, by their labels. */
export function missingFields(fields: readonly (readonly [met: boolean, label: string])[]): Reason[] {
  const labels = [...new Set(fields.filter(([met]) => !met).map(([, label]) => label))];
  return labels.length > 0 ? [{ code: 'web.field_missing', params: { fields: labels.join('、') } }] : [];
}
