import { type Actor, canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';

/** Records are kept and deleted for the whole company: a right at one warehouse does not reach. */
export function requireCompanyWide(actor: Actor): void {
  if (!canEverywhere(actor, 'insight.retention'))
    fail('platform.forbidden', { permission: 'insight.retention' });
}
