import type { INSPECTED_PURPOSES } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { Context } from '../../platform/use-case.ts';
import { lockRelease } from '../stock/index.ts';
import { type Check, drawOf, type PlanTerms } from './inspection.model.ts';
import { insertInspections, type NewInspection } from './inspection.write.ts';
import { lockStates, stateKey } from './sampling-state.ts';
import { type SamplingState, skipsLot } from './switching.ts';

export type Arrived = {
  readonly movement_id: number;
  /** `document`: its own acceptance posts what is decided, as for receipts and returns. */
  readonly settled_by: 'inspection' | 'document';
};
/** The name under which goods of a movement wait for their inspections, and are posted by them. */
export const arrivalKey = (movement_id: number): string => `arrival:${movement_id}`;
type Who = Pick<Context, 'actor'>['actor'];

/** What arrived, with the plan that applies to it. */
type Row = PlanTerms & {
  readonly movement_id: number;
  readonly purpose: (typeof INSPECTED_PURPOSES)[number];
  readonly document_key: string | null;
  readonly source_no: string | null;
  readonly arrived_by: number | null;
  readonly arrived_at: string;
  readonly warehouse_id: number;
  readonly account_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly supplier_id: number;
  readonly qty: number;
  readonly plan_id: number;
  readonly plan_version: number;
  readonly target_hours: number;
  readonly skip_after: number | null;
  readonly skip_every: number | null;
  readonly checks: readonly Check[];
};

/** The narrowest plan that is in force for an item, its class, supplier and storage condition. */
const PLAN_OF = `select p.plan_id, v.version, v.level, v.aql_critical, v.aql_major, v.aql_minor, v.target_hours,
    v.skip_after, v.skip_every
  from quality.inspection_plan p
  join quality.inspection_plan_version v on v.plan_id = p.plan_id and v.status = 'approved'
  where p.retired_at is null
    and (p.item_id is null or p.item_id = i.item_id)
    and (p.supplier_id is null or p.supplier_id = coalesce(t.supplier_id, i.manufacturer_id))
    and (p.device_class is null or p.device_class = i.device_class)
    and (p.storage_condition is null or p.storage_condition = i.storage_condition)
    and g.purpose = any (v.purposes)
  order by p.item_id is null, p.supplier_id is null, p.device_class is null, p.storage_condition is null, p.plan_id
  limit 1`;

/**
 * Lots that a plan in force wants inspected when they arrive by such a movement: whoever takes them in puts them into
 * quarantine, although they were released where they came from.
 */
export async function inspectedOnArrival(
  tx: Tx,
  purpose: (typeof INSPECTED_PURPOSES)[number],
  lots: readonly { readonly item_id: number; readonly lot_id: number }[],
): Promise<ReadonlySet<number>> {
  const rows = await tx.rows<{ lot_id: number }>(
    `select t.lot_id from (select $3::text as purpose) g
     join stock.v_lot t on (t.item_id, t.lot_id) in (select * from unnest($1::bigint[], $2::bigint[]))
     join masterdata.v_item i on i.item_id = t.item_id
     where exists (${PLAN_OF})`,
    [lots.map((lot) => lot.item_id), lots.map((lot) => lot.lot_id), purpose],
  );
  return new Set(rows.map((row) => row.lot_id));
}

/** Goods of these movements that came into quarantine, by lot and place; moving within quarantine is no arrival. */
const ARRIVED = `with arrived as (
    select m.movement_id, m.purpose, m.document_key, m.document_no as source_no, m.actor_id as arrived_by,
      m.occurred_at as arrived_at, g.to_warehouse_id as warehouse_id, g.to_account_id as account_id, g.item_id, g.lot_id,
      g.to_owner_id as owner_id, sum(g.qty)::bigint as qty
    from stock.v_movement m
    join stock.v_posting g on g.movement_id = m.movement_id
    join stock.v_account a on a.account_id = g.to_account_id and a.kind = 'bin'
    where m.movement_id = any($1::bigint[]) and g.to_disposition = 'quarantine' and m.reverses_id is null
      and (g.from_disposition <> 'quarantine' or g.from_warehouse_id is distinct from g.to_warehouse_id
        or m.purpose not in ('putaway', 'relocate', 'pick'))
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  )
  select g.*, coalesce(t.supplier_id, i.manufacturer_id) as supplier_id, p.plan_id, p.version as plan_version, p.level,
    p.aql_critical, p.aql_major, p.aql_minor, p.target_hours, p.skip_after, p.skip_every,
    (select jsonb_agg(to_jsonb(c) order by c.line_no) from quality.inspection_check c
      where c.plan_id = p.plan_id and c.version = p.version) as checks
  from arrived g
  join stock.v_lot t on t.item_id = g.item_id and t.lot_id = g.lot_id
  join masterdata.v_item i on i.item_id = g.item_id
  join lateral (${PLAN_OF}) p on true
  where not exists (select 1 from quality.inspection n where n.movement_id = g.movement_id and n.item_id = g.item_id
    and n.lot_id = g.lot_id and n.owner_id = g.owner_id and n.account_id = g.account_id)
  order by g.item_id, g.lot_id, g.account_id`;

/**
 * Opens an inspection for each lot that these movements brought into quarantine and that a plan in force speaks of, with
 * its sample drawn. Done once for a movement, however often it is asked for; nothing is asked of goods without a plan.
 */
export async function openInspections(
  tx: Tx,
  arrived: readonly Arrived[],
  actor: Pick<Who, 'user_id' | 'display_name'>,
): Promise<readonly { inspection_id: number; document_no: string; warehouse_id: number }[]> {
  const rows = await tx.rows<Row>(ARRIVED, [arrived.map(({ movement_id }) => movement_id)]);
  if (rows.length === 0) return [];
  const states = await lockStates(tx, rows);
  const settled = new Map(arrived.map(({ movement_id, settled_by }) => [movement_id, settled_by]));
  const drawn = rows.map((row) => draw(row, states, settled.get(row.movement_id)!));
  const opened = await insertInspections(tx, drawn, actor);
  await lockUntilDecided(tx, drawn);
  return opened;
}

/** Until they are signed, nothing else releases these goods; documents lock what they bring themselves. */
async function lockUntilDecided(tx: Tx, drawn: readonly NewInspection[]): Promise<void> {
  const own = drawn.filter((one) => one.settled_by === 'inspection');
  const arrivals = Map.groupBy(own, (one) => `${arrivalKey(one.movement_id)}|${one.warehouse_id}`);
  for (const lots of arrivals.values()) {
    const { movement_id, warehouse_id } = lots[0]!;
    await lockRelease(tx, { document_key: arrivalKey(movement_id), warehouse_id }, lots);
  }
}

/** Draws a lot, and notes in `states` whether it was skipped, because the next row may be of the same item. */
function draw(
  row: Row,
  states: Map<string, SamplingState>,
  settled_by: Arrived['settled_by'],
): NewInspection {
  const state = states.get(stateKey(row))!;
  const skipped = skipsLot(state, row);
  states.set(stateKey(row), { ...state, skipped: skipped ? state.skipped + 1 : 0 });
  const { sample, classes } = skipped
    ? { sample: 0, classes: [] }
    : drawOf(row.qty, row, row.checks, state.severity);
  const { checks: _checks, ...arrival } = row;
  return {
    ...arrival,
    settled_by,
    severity: state.severity,
    skipped,
    skipped_after: skipped ? state.skipped + 1 : 0,
    sample,
    classes,
  };
}
