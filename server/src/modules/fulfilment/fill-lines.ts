/** Allocates what lines of sets, cases and refills lack, and says for each what it got. */

import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { allocate, type DemandKind, type Want } from '../stock/index.ts';
import { reasonsOf } from './explain.ts';
import { chooseLane, type Lane, type Transported } from './lanes.ts';
import { readyGoodsOf, sumByLine } from './ready-goods.ts';
import { closedLotsOf, type LotTerms } from './wants.ts';

/** A line that is to hold `qty` pieces of an item. */
export type Lacking = Transported & {
  readonly line_id: number;
  readonly line_no: number;
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly qty: number;
  readonly min_remaining_days: number;
  /** Takes back what came from it and nothing else, as long as more may come. */
  readonly only_preferred?: boolean;
};
/** A piece that is wanted back in the line that it came from, before anything else is taken for it. */
export type Preferred = {
  readonly warehouse_id: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly qty: number;
};
type Kind = Extract<DemandKind, 'case_line' | 'cabinet_line'>;
export type Filling = {
  readonly demand_kind: Kind;
  /** Null for a set at home, which nobody has asked for yet. */
  readonly partner_id: number | null;
  readonly arrival_date: string | null;
  readonly lanes: readonly Lane[];
  readonly needed_at: string | null;
  readonly actor_id: number | null;
  readonly preferred?: readonly Preferred[];
};
export type Filled = {
  readonly line_id: number;
  readonly line_no: number;
  readonly item_id: number;
  readonly wanted: number;
  readonly allocated: number;
  readonly short_by: number;
  readonly reasons: OutputOf<typeof contract.fillSet>['lines'][number]['reasons'];
};

/** Fills lines as far as stock goes, by first expiry; a fixed number of statements. Nothing where nothing is lacking. */
export async function fillLines(tx: Tx, lines: readonly Lacking[], filling: Filling): Promise<Filled[]> {
  if (lines.length === 0) return [];
  const ready = sumByLine(
    await readyGoodsOf(
      tx,
      filling.demand_kind,
      lines.map((line) => line.line_id),
    ),
  );
  const lacking = lines
    .map((line) => ({ line, missing: line.qty - (ready.get(line.line_id) ?? 0) }))
    .filter(({ missing }) => missing > 0);
  if (lacking.length === 0) return [];
  const item_ids = lacking.map(({ line }) => line.item_id);
  const closed = await closedLotsOf(tx, item_ids, filling.partner_id);
  const wants = wantsOf(lacking, filling, closed);
  if (wants.length === 0) return [];
  const outcomes = await allocate(tx, wants);
  const reasons = await reasonsOf(tx, wants, outcomes);
  return lacking.map(({ line, missing }) => {
    const own = wants.flatMap((want, index) => (want.demand_id === line.line_id ? [index] : []));
    const allocated = own.reduce((sum, index) => {
      const outcome = outcomes[index]!;
      return 'refusal' in outcome ? sum : sum + outcome.allocations.reduce((s, a) => s + a.qty, 0);
    }, 0);
    const short_by = missing - allocated;
    const { line_id, line_no, item_id } = line;
    return {
      line_id,
      line_no,
      item_id,
      wanted: missing,
      allocated,
      short_by,
      reasons: short_by > 0 ? (reasons[own.at(-1) ?? -1] ?? []) : [],
    };
  });
}

type ClosedLots = (item_id: number) => LotTerms;
type Gap = { readonly line: Lacking; missing: number };

/** What came back is wanted first, by its lot; the rest by first expiry. */
function wantsOf(lacking: readonly Gap[], filling: Filling, closed: ClosedLots): Want[] {
  const left = (filling.preferred ?? []).map((piece) => ({ ...piece }));
  const back: Want[] = [];
  const rest: Want[] = [];
  for (const { line, missing } of lacking) {
    let open = missing;
    for (const piece of left) {
      if (piece.item_id !== line.item_id || piece.warehouse_id !== line.warehouse_id) continue;
      const qty = Math.min(open, piece.qty);
      if (qty === 0) continue;
      piece.qty -= qty;
      open -= qty;
      back.push({ ...want(line, qty, filling), lot_id: piece.lot_id, override_reason: 'back in its set' });
    }
    if (open > 0 && line.only_preferred !== true)
      rest.push({ ...want(line, open, filling), ...closed(line.item_id) });
  }
  return [...back, ...rest];
}

function want(line: Lacking, qty: number, filling: Filling): Want {
  const { demand_kind, partner_id, arrival_date, actor_id } = filling;
  return {
    demand_kind,
    demand_id: line.line_id,
    item_id: line.item_id,
    warehouse_id: line.warehouse_id,
    qty,
    partial: true,
    min_remaining_days: line.min_remaining_days,
    arrival_date,
    lane_id: laneFor([line], filling)?.lane_id ?? null,
    purpose: 'ship',
    to: { kind: 'consigned', warehouse_id: null, partner_id },
    expires_in_minutes: null,
    actor_id,
  };
}

/** The lane that fits these goods best; null where the customer has none and ambient goods are carried by hand. */
export function laneFor(
  items: readonly Transported[],
  { lanes, needed_at }: Pick<Filling, 'lanes' | 'needed_at'>,
) {
  return chooseLane(lanes, items, { needed_at, weight_kg: 1 });
}
