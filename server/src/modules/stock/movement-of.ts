import type { Facts, Movement } from '../compliance/index.ts';
import { type Moment, todayAt } from './moment.ts';
import type { AccountFact, placesOf } from './places.ts';
import { awaited, type ReleaseLocks } from './release-locks.ts';
import type { PostDocument, PostLine } from './stock.model.ts';

type Known = {
  readonly facts: Facts;
  readonly places: Awaited<ReturnType<typeof placesOf>>;
  readonly moment: Moment;
  readonly locks: ReleaseLocks;
};

/** A line of a document as the gate is asked about it. */
export function movementOf(
  document: PostDocument,
  line: PostLine,
  { facts, places, moment, locks }: Known,
): Movement {
  const from = places.accounts.get(line.from_account_id) ?? NOWHERE;
  const to = destination(document, places.accounts.get(line.to_account_id) ?? NOWHERE);
  const on_date = todayAt(facts, moment, from.warehouse_id ?? to.warehouse_id);
  return {
    purpose: document.lent === true ? 'lend' : document.purpose,
    item_id: line.item_id,
    lot: places.lots.get(line.lot_id) ?? { ...UNKNOWN_LOT, lot_id: line.lot_id },
    from,
    to,
    from_disposition: line.from_disposition,
    to_disposition: line.to_disposition,
    on_date,
    arrival_date: document.arrival_date ?? on_date,
    min_remaining_days: line.min_remaining_days ?? 0,
    lane_id: document.lane_id ?? null,
    person_id: document.actor.user_id,
    label: line.label,
    awaits: awaited(document, line, from.warehouse_id, locks),
  };
}

const UNKNOWN_LOT = { lot_no: '', production_date: null, expiry_date: null, recalled: false };

/** Goods on the road belong to no warehouse or customer yet; the gate judges the one they are going to. */
function destination(document: PostDocument, to: AccountFact): AccountFact {
  if (to.kind !== 'in_transit') return to;
  const { destination_warehouse_id: warehouse_id, destination_partner_id: partner_id } = document;
  return { ...to, warehouse_id: warehouse_id ?? to.warehouse_id, partner_id: partner_id ?? to.partner_id };
}

const NOWHERE: AccountFact = {
  account_id: 0,
  kind: 'adjustment',
  warehouse_id: null,
  zone_kind: null,
  storage_condition: null,
  partner_id: null,
  department_id: null,
};
