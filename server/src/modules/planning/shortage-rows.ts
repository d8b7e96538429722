import type { OutputOf, propose } from '@tongcang/contract';
import type { RejectedArc, Remedy } from '@tongcang/planning';
import type { PlanGround, Planned } from './propose.ts';

type ShortageRow = OutputOf<typeof propose>['shortages'][number];
type RejectedRow = ShortageRow['rejected'][number];

/** What the plan leaves unserved, with causes and remedies, the most urgent first. */
export function shortageRows(ground: PlanGround, { plan }: Planned): ShortageRow[] {
  const outcomes = new Map(plan.needs.map((outcome) => [outcome.need_id, outcome]));
  const names = namesOf(ground);
  return plan.shortages.map((shortage) => ({
    item_id: shortage.item_id,
    item_code: ground.items.get(shortage.item_id)!.item_code,
    item_name: ground.items.get(shortage.item_id)!.name,
    to_warehouse_id: shortage.to_warehouse_id,
    to_warehouse_code: ground.warehouses.get(shortage.to_warehouse_id)!.warehouse_code,
    priority_class: shortage.priority_class,
    short_qty: shortage.short_qty,
    causes: shortage.causes.map(({ code, qty }) => ({ code, qty })),
    remedies: shortage.remedies.map(remedyRow),
    rejected: rejectedRows(names, outcomes.get(shortage.need_id)?.rejected ?? []),
  }));
}

function remedyRow({ code, ...params }: Remedy): ShortageRow['remedies'][number] {
  return { code, params };
}

/** Codes of warehouses and numbers of lots. */
export type Names = {
  readonly warehouses: PlanGround['warehouses'];
  readonly lots: ReadonlyMap<number, string>;
};
export function namesOf({ warehouses, donors }: Pick<PlanGround, 'warehouses' | 'donors'>): Names {
  return { warehouses, lots: new Map(donors.map((donor) => [donor.lot_id, donor.lot_no])) };
}

/** Closed ways with codes of warehouses and lots; what the gate refused carries the gate's own code. */
export function rejectedRows(names: Names, arcs: readonly RejectedArc[]): RejectedRow[] {
  return arcs.map(({ code, params, ...arc }) => ({
    ...arc,
    code: code === 'refused' ? String(params.refusal) : code,
    params,
    from_warehouse_code: names.warehouses.get(arc.from_warehouse_id)!.warehouse_code,
    lot_no: arc.lot_id === null ? null : (names.lots.get(arc.lot_id) ?? null),
  }));
}
