import { previewRecall as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { standingOf } from './recall.model.ts';
import { deadlinesOn, describeLots, placesOf, requireEverywhere } from './recall.read.ts';
import { resolveScope } from './recall.scope.ts';
import { consigneesOf } from './recall-consignees.ts';

/** Looks and leaves nothing behind. */
export const previewRecall = defineVerb(
  contract,
  { permission: 'quality.recall', audit: 'quality.preview_recall', idempotent: false },
  async ({ tx, actor, rollBack }, input) => {
    requireEverywhere(actor);
    rollBack();
    const scope = await resolveScope(tx, input);
    const [lots, places, deadlines] = await Promise.all([
      describeLots(tx, scope),
      placesOf(tx, scope),
      deadlinesOn(tx, null),
    ]);
    const names = new Map(places.map((place) => [place.department_id ?? -place.warehouse_id!, place.name]));
    return {
      lots,
      places,
      consignees: consigneesOf(places, new Map(), new Map(), true).map(({ lines, ...end }) => ({
        ...end,
        name: nameOf(names.get(end.department_id ?? -end.warehouse_id!) ?? '', end.department_id === null),
        qty: lines.reduce((sum, line) => sum + line.qty, 0),
      })),
      standing: standingOf(scope.criteria).length,
      problems: scope.empty.map((index) => ({
        path: index < input.criteria.length ? `criteria.${index}` : `scans.${index - input.criteria.length}`,
        code: 'nothing_on_file',
        params: {},
      })),
      deadlines,
    };
  },
);

/** A bin is named with its warehouse; only that is told. */
function nameOf(place: string, warehouse: boolean): string {
  return warehouse ? place.replace(/ \S+$/, '') : place;
}
