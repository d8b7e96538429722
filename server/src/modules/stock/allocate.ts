import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { assert } from '../../platform/errors.ts';
import {
  type Facts,
  factsOf,
  judge,
  knowItems,
  type Movement,
  noteFacts,
  type Place,
  type Purpose,
  type Verdict,
} from '../compliance/index.ts';
import { type Candidate, chooseLots } from './choose-lots.ts';
import { allocationEvidence } from './evidence.ts';
import { type Moment, momentOf, todayAt } from './moment.ts';
import { placesOf } from './places.ts';
import { type BalanceKey, byText, type DemandKind } from './stock.model.ts';
import { lockBalances } from './stock.write.ts';

/** A wish for released stock of one item at one warehouse, for one line of demand or transfer. */
export type Want = {
  readonly demand_kind: DemandKind;
  readonly demand_id: number;
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly qty: number;
  /** A named lot instead of first expiry first; then `override_reason` says why an earlier lot is passed over. */
  readonly lot_id?: number | null;
  readonly override_reason?: string | null;
  /** All from one lot or nothing. */
  readonly single_lot?: boolean;
  /** Take what there is instead of refusing when not all can be had. */
  readonly partial?: boolean;
  /** Lots that are taken before all others, the best first. */
  readonly lots_before?: readonly number[];
  /** Lots that may not serve, with the reason that is given for each. */
  readonly lots_closed?: ReadonlyMap<number, Reason>;
  /** Places where the goods turned out not to be. */
  readonly not_from?: readonly { readonly lot_id: number; readonly account_id: number }[];
  readonly min_remaining_days?: number;
  readonly arrival_date?: string | null;
  readonly lane_id?: number | null;
  /** Whether the goods go to a customer or to another warehouse; the gate judges the destination. */
  readonly purpose: Extract<Purpose, 'ship' | 'transfer_ship' | 'convert_out' | 'supplier_return'>;
  readonly to: Pick<Place, 'kind' | 'warehouse_id' | 'partner_id'>;
  /** Minutes until an allocation that nobody picks is given back; null: never. */
  readonly expires_in_minutes?: number | null;
  readonly actor_id: number | null;
};
export type AllocatedLot = {
  readonly allocation_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly owner_id: number;
  readonly qty: number;
};
export type WantOutcome =
  | { readonly allocations: readonly AllocatedLot[]; readonly short_by: number }
  | { readonly refusal: Reason; readonly passed_over: readonly PassedOver[] };
/** A lot that stood there but may not serve, and why. */
export type PassedOver = {
  readonly lot_id: number;
  readonly qty: number;
  readonly reasons: readonly Reason[];
};

/**
 * Allocates for all wants in one transaction with a fixed number of statements: locks the candidate balances in key
 * order, judges each lot, takes first expiry first, writes. Wants are served in the order given, each whole (or in
 * part where it says so), and see what the earlier ones took. The calling verb is declared with `judges: true`.
 */
export async function allocate(tx: Tx, wants: readonly Want[]): Promise<WantOutcome[]> {
  const asking = momentOf(tx);
  const candidates = await lockCandidates(tx, wants);
  const moment = await asking;
  const facts = await factsOf(tx, moment.epoch);
  await knowItems(tx, facts, new Set(wants.map((w) => w.item_id)));
  const accounts = new Set(candidates.map((c) => c.account_id));
  const places = await placesOf(tx, moment.epoch, accounts, candidates);
  const shelf = Map.groupBy(candidates, (c) => `${c.item_id}|${c.warehouse_id}`);
  const judged: Movement[] = [];
  const ask = (want: Want, candidate: Candidate) => {
    const movement = movementOf(want, candidate, facts, places, moment);
    judged.push(movement);
    return judge(facts, movement);
  };
  const decided = wants.map((want) =>
    decideWant(want, shelf.get(`${want.item_id}|${want.warehouse_id}`) ?? [], ask),
  );
  noteFacts(tx, facts, judged);
  return write(tx, wants, decided, moment);
}

type Places = Awaited<ReturnType<typeof placesOf>>;
type Taken = { candidate: Candidate; qty: number; verdict: Verdict };
type Decided = { shares: Taken[]; short_by: number } | { refusal: Reason; passed_over: PassedOver[] };

function decideWant(
  want: Want,
  shelf: readonly Candidate[],
  ask: (want: Want, candidate: Candidate) => Verdict,
): Decided {
  const passed_over: PassedOver[] = [];
  const verdicts = new Map<Candidate, Verdict>();
  for (const candidate of shelf) {
    if (candidate.free <= 0 || !asked(want, candidate)) continue;
    const closed = want.lots_closed?.get(candidate.lot_id);
    if (closed !== undefined) {
      passed_over.push({ lot_id: candidate.lot_id, qty: candidate.free, reasons: [closed] });
      continue;
    }
    const verdict = ask(want, candidate);
    if (verdict.allowed) verdicts.set(candidate, verdict);
    else passed_over.push({ lot_id: candidate.lot_id, qty: candidate.free, reasons: verdict.reasons });
  }
  const chosen = chooseLots([...verdicts.keys()], want.qty, want.single_lot === true, want.lots_before);
  const found = chosen.reduce((sum, share) => sum + share.qty, 0);
  if (found === 0 || (found < want.qty && want.partial !== true)) {
    const available = [...verdicts.keys()].reduce((sum, c) => sum + c.free, 0);
    const params = { wanted: want.qty, available, short_by: want.qty - Math.min(available, found) };
    return { refusal: { code: 'stock.short', params, legal_basis: null }, passed_over };
  }
  for (const share of chosen) share.candidate.free -= share.qty;
  return {
    shares: chosen.map((share) => ({ ...share, verdict: verdicts.get(share.candidate)! })),
    short_by: want.qty - found,
  };
}

/** Whether the wish is for this lot and place at all. */
function asked({ lot_id, not_from = [] }: Want, candidate: Candidate): boolean {
  if (lot_id != null && candidate.lot_id !== lot_id) return false;
  return !not_from.some((n) => n.lot_id === candidate.lot_id && n.account_id === candidate.account_id);
}

const SALEABLE_ZONES = new Set(['receiving', 'storage', 'dispatch']);

function movementOf(
  want: Want,
  candidate: Candidate,
  facts: Facts,
  places: Places,
  moment: Moment,
): Movement {
  const from = places.accounts.get(candidate.account_id);
  const lot = places.lots.get(candidate.lot_id);
  assert(from !== undefined && lot !== undefined, 'a locked balance stands at an unknown place');
  const on_date = todayAt(facts, moment, want.warehouse_id);
  return {
    purpose: want.purpose,
    item_id: want.item_id,
    lot,
    from,
    to: { ...want.to, zone_kind: null, storage_condition: null },
    from_disposition: 'released',
    to_disposition: 'released',
    on_date,
    arrival_date: want.arrival_date ?? on_date,
    min_remaining_days: want.min_remaining_days ?? 0,
    lane_id: want.lane_id ?? null,
    person_id: want.actor_id,
  };
}

/**
 * Locks these balances and all that could serve wishes for `wants`, in one key order, before a verb that first moves or
 * stops goods and then looks for others: else it would lock twice, and meet another one crosswise.
 */
export async function lockForReplan(
  tx: Tx,
  keys: readonly BalanceKey[],
  wants: readonly { readonly item_id: number; readonly warehouse_id: number }[],
): Promise<void> {
  const candidates = await tx.rows<BalanceKey>(
    `select distinct b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition::text as disposition
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, warehouse_id)
     join stock.balance b on b.item_id = k.item_id and b.warehouse_id = k.warehouse_id
     where b.disposition = 'released' and b.qty > 0 and not b.unbounded`,
    [wants.map((w) => w.item_id), wants.map((w) => w.warehouse_id)],
  );
  await lockBalances(tx, byText([...keys, ...candidates]));
}

/** Locks every released balance of the wanted items in the wanted warehouses that has something free, in key order. */
async function lockCandidates(tx: Tx, wants: readonly Want[]): Promise<Candidate[]> {
  const pairs = [...new Map(wants.map((w) => [`${w.item_id}|${w.warehouse_id}`, w])).values()];
  const rows = await tx.rows<Candidate & { zone_kind: string; owner_kind: string }>(
    `with locked as materialized (
       select b.item_id, b.lot_id, b.account_id, b.owner_id, b.warehouse_id, b.qty - b.allocated as free
       from unnest($1::bigint[], $2::bigint[]) as k(item_id, warehouse_id)
       join stock.balance b on b.item_id = k.item_id and b.warehouse_id = k.warehouse_id
       where b.disposition = 'released' and b.qty > b.allocated and not b.unbounded
       order by b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
       for update of b)
     select c.*, l.expiry_date, p.zone_kind, o.kind as owner_kind
     from locked c
     join stock.lot l on l.item_id = c.item_id and l.lot_id = c.lot_id
     join stock.account a on a.account_id = c.account_id
     join masterdata.v_location p on p.location_id = a.location_id
     join masterdata.v_partner o on o.partner_id = c.owner_id`,
    [pairs.map((w) => w.item_id), pairs.map((w) => w.warehouse_id)],
  );
  return rows.filter((r) => SALEABLE_ZONES.has(r.zone_kind) && r.owner_kind === 'legal_entity');
}

const WRITE = `with raised as (
    update stock.balance b set allocated = b.allocated + d.qty
    from (select item_id, lot_id, account_id, owner_id, sum(qty)::bigint as qty
          from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $6::bigint[]) as t(item_id, lot_id, account_id, owner_id, qty)
          group by 1, 2, 3, 4) d
    where (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition)
      = (d.item_id, d.lot_id, d.account_id, d.owner_id, 'released'::stock.disposition)
    returning 1
  ), numbered as (
    select t.*, nextval('stock.allocation_allocation_id_seq') as allocation_id
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[],
      $9::integer[], $10::text[], $11::text[], $12::bigint[]) with ordinality
      as t(item_id, lot_id, account_id, owner_id, warehouse_id, qty, demand_kind, demand_id, expires_in_minutes,
        override_reason, verdict, actor_id, ord)
  ), written as (
    insert into stock.allocation (allocation_id, item_id, lot_id, account_id, owner_id, warehouse_id, qty, demand_kind,
      demand_id, expires_at, fefo_override_reason, verdict, actor_id) overriding system value
    select allocation_id, item_id, lot_id, account_id, owner_id, warehouse_id, qty, demand_kind, demand_id,
      now() + make_interval(mins => expires_in_minutes), override_reason, verdict::jsonb, actor_id
    from numbered
  )
  select array_agg(allocation_id order by ord) as ids, (select count(*) from raised) as raised from numbered`;

async function write(
  tx: Tx,
  wants: readonly Want[],
  decided: readonly Decided[],
  moment: Moment,
): Promise<WantOutcome[]> {
  const rows = decided.flatMap((d, index) =>
    'shares' in d ? d.shares.map((s) => ({ ...s, want: wants[index]! })) : [],
  );
  const { ids, raised } =
    rows.length === 0
      ? { ids: [], raised: 0 }
      : await tx.one<{ ids: number[]; raised: number }>(WRITE, [
          rows.map((r) => r.candidate.item_id),
          rows.map((r) => r.candidate.lot_id),
          rows.map((r) => r.candidate.account_id),
          rows.map((r) => r.candidate.owner_id),
          rows.map((r) => r.candidate.warehouse_id),
          rows.map((r) => r.qty),
          rows.map((r) => r.want.demand_kind),
          rows.map((r) => r.want.demand_id),
          rows.map((r) => r.want.expires_in_minutes ?? null),
          rows.map((r) => r.want.override_reason ?? null),
          rows.map((r) => JSON.stringify(allocationEvidence(r.want.purpose, r.verdict.spoken, moment))),
          rows.map((r) => r.want.actor_id),
        ]);
  assert(raised === new Set(rows.map((r) => r.candidate)).size, 'a locked balance disappeared');
  let next = 0;
  return decided.map((d) => {
    if ('refusal' in d) return d;
    const allocations = d.shares.map(({ candidate, qty }) => ({
      allocation_id: ids[next++]!,
      lot_id: candidate.lot_id,
      account_id: candidate.account_id,
      owner_id: candidate.owner_id,
      qty,
    }));
    return { allocations, short_by: d.short_by };
  });
}
