import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { chooseLane, type Lane, laneCostFen, lanesBetween, type Transported } from '../fulfilment/index.ts';
import { entitiesOf, pricedLines, warningsOf } from './entities.ts';
import { requireAtEitherEnd } from './transfer.read.ts';
import { insertOrder } from './transfer.write.ts';

type Input = contract.InputOf<typeof contract.requestTransfer>;
type Output = contract.OutputOf<typeof contract.requestTransfer>;

export const requestTransfer = defineVerb(
  contract.requestTransfer,
  { permission: 'transfer.request', audit: 'transfer.request' },
  async (context, input) => {
    requireAtEitherEnd(context.actor, 'transfer.request', input);
    return openTransfer(context, input);
  },
);

/** What planning adds to a request: then nobody of ours has asked, and any planner may approve. */
export type Proposed = {
  readonly proposal_id: number;
  readonly explanation: unknown;
};

/**
 * Writes a request after checking that its warehouses, items, lots and lane exist and fit. The caller has checked
 * that the actor may ask. The gate judges when the request is approved, because only then lots are chosen.
 */
export async function openTransfer(
  { tx, actor, audit, emit }: Pick<Context, 'tx' | 'actor' | 'audit' | 'emit'>,
  input: Input,
  proposed: Proposed | null = null,
): Promise<Output> {
  const { from_warehouse_id, to_warehouse_id } = input;
  if (from_warehouse_id === to_warehouse_id) {
    fail('transfer.same_warehouse', {}, [{ path: 'to_warehouse_id', code: 'invalid', params: {} }]);
  }
  refuseRepeated(input.lines);
  const [items, lanes, entities] = await Promise.all([
    knownItems(tx, input),
    lanesBetween(tx, { from_warehouse_id, to_warehouse_id }),
    entitiesOf(tx, input),
  ]);
  const { lines, value_fen } = pricedLines(input.lines, items, entities);
  const weight_kg = input.lines.reduce(
    (sum, line) => sum + (line.qty * items.get(line.item_id)!.unit_weight_g) / 1000,
    0,
  );
  const lane = laneFor(lanes, [...items.values()], weight_kg, input);
  const cost_fen = lane === null ? 0 : laneCostFen(lane, weight_kg);
  const expected_arrival = lane?.arrives_at ?? null;
  const lane_id = lane?.lane_id ?? null;
  const made = await insertOrder(tx, {
    from_warehouse_id,
    to_warehouse_id,
    lane_id,
    requested_by: proposed === null ? actor.user_id : null,
    requested_by_name: proposed === null ? actor.display_name : null,
    proposal_id: proposed?.proposal_id ?? null,
    reason: input.reason,
    needed_at: input.needed_at ?? null,
    expected_arrival,
    cost_fen,
    explanation: proposed?.explanation ?? null,
    from_entity_id: entities.from.partner_id,
    to_entity_id: entities.to.partner_id,
    value_fen,
    lines,
  });
  const detail = { document_no: made.document_no, lane_id, cost_fen, value_fen, lines: lines.length };
  audit({
    entity: 'transfer',
    entity_id: made.transfer_id,
    warehouse_id: to_warehouse_id,
    reason: input.reason,
    detail: { ...detail, from_warehouse_id, before: null, after: { status: 'requested' } },
  });
  const item_ids = [...items.keys()];
  emit('transfer.requested', String(made.transfer_id), {
    ...made,
    from_warehouse_id,
    to_warehouse_id,
    item_ids,
  });
  const warnings = warningsOf(entities, [...items.values()]);
  return { ...made, lane_id, cost_fen, expected_arrival, warnings };
}

function refuseRepeated(lines: Input['lines']): void {
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  lines.forEach(({ item_id, lot_id }, index) => {
    const key = `${item_id}|${lot_id ?? ''}`;
    if (seen.has(key)) errors.push({ path: `lines.${index}`, code: 'duplicate', params: {} });
    seen.add(key);
  });
  if (errors.length > 0) fail('transfer.line_repeated', {}, errors);
}

type Item = Transported & {
  readonly unit_weight_g: number;
  readonly unit_cost_fen: number;
  readonly device_class: string;
};

/** The items by id; an unknown warehouse, item or lot is refused with its place in the input. */
async function knownItems(tx: Tx, input: Input): Promise<Map<number, Item>> {
  const ends = [input.from_warehouse_id, input.to_warehouse_id];
  const [items, { warehouses, wrong_lots }] = await Promise.all([
    tx.rows<Item & { item_id: number }>(
      `select item_id, storage_condition, temp_min_c, temp_max_c, unit_weight_g, unit_cost_fen, device_class
       from masterdata.v_item
       where item_id = any($1::bigint[])`,
      [input.lines.map((line) => line.item_id)],
    ),
    tx.one<{ warehouses: number[]; wrong_lots: number[] }>(
      `select array(select warehouse_id from masterdata.v_warehouse where warehouse_id = any($1::bigint[])) as warehouses,
         array(select k.ord - 1 from unnest($2::bigint[], $3::bigint[]) with ordinality as k(item_id, lot_id, ord)
           where k.lot_id is not null and not exists (
             select from stock.v_lot t where t.item_id = k.item_id and t.lot_id = k.lot_id) order by k.ord) as wrong_lots`,
      [ends, input.lines.map((line) => line.item_id), input.lines.map((line) => line.lot_id ?? null)],
    ),
  ]);
  for (const warehouse_id of ends) {
    if (!warehouses.includes(warehouse_id)) notFound('warehouse', warehouse_id);
  }
  const known = new Map(items.map((item) => [item.item_id, item]));
  const errors = input.lines.flatMap((line, index) => [
    ...(known.has(line.item_id) ? [] : [{ path: `lines.${index}.item_id`, code: 'unknown', params: {} }]),
    ...(wrong_lots.includes(index) ? [{ path: `lines.${index}.lot_id`, code: 'unknown', params: {} }] : []),
  ]);
  if (errors.length > 0) fail('platform.invalid_input', {}, errors);
  return known;
}

function laneFor(
  lanes: readonly Lane[],
  items: readonly Item[],
  weight_kg: number,
  { lane_id, needed_at }: Input,
): Lane | null {
  if (lane_id === undefined) return chooseLane(lanes, items, { needed_at: needed_at ?? null, weight_kg });
  const named = lanes.find((lane) => lane.lane_id === lane_id);
  if (named === undefined) {
    fail('transfer.lane_mismatch', { lane_id }, [{ path: 'lane_id', code: 'invalid', params: {} }]);
  }
  return named;
}
