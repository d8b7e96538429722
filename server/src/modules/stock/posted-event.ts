import type { Context } from '../../platform/use-case.ts';
import type { Purpose } from '../compliance/index.ts';

/** The event that read models and the risk radar follow: something moved of these items. */
export function emitPosted(
  { emit }: Pick<Context, 'emit'>,
  posted: {
    readonly movement_id: number;
    readonly purpose: Purpose;
    readonly lines: readonly { readonly item_id: number }[];
  },
): void {
  const { movement_id, purpose, lines } = posted;
  const item_ids = [...new Set(lines.map((line) => line.item_id))];
  emit('stock.posted', String(movement_id), { movement_id, purpose, item_ids });
}
