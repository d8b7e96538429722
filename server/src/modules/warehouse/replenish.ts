/** Which goods go from the reserve to the pick faces: pure, first expiry first. */

/** An item at a pick face with its limits and what is there or on its way. */
export type Face = {
  readonly account_id: number;
  readonly location_code: string;
  readonly item_id: number;
  readonly item_code: string;
  readonly min_qty: number;
  readonly max_qty: number;
  readonly free: number;
  readonly coming: number;
};
/** Loose released goods of the reserve that nobody has been promised. */
export type Reserve = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly account_id: number;
  readonly expiry_date: string | null;
  free: number;
};
export type Task = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly owner_id: number;
  readonly from_account_id: number;
  readonly to_account_id: number;
  readonly qty: number;
};
export type ReplenishmentPlan = {
  readonly tasks: readonly Task[];
  readonly short: readonly { location_code: string; item_code: string; short_by: number }[];
};

/** Fills every face below its minimum up to its maximum; what the reserve lacks is told. */
export function replenish(faces: readonly Face[], reserve: readonly Reserve[]): ReplenishmentPlan {
  const shelves = Map.groupBy(
    reserve.map((one) => ({ ...one })),
    (one) => one.item_id,
  );
  for (const shelf of shelves.values()) shelf.sort(byExpiry);
  const tasks: Task[] = [];
  const short: ReplenishmentPlan['short'][number][] = [];
  for (const face of faces) {
    const there = face.free + face.coming;
    if (there >= face.min_qty) continue;
    let wanted = face.max_qty - there;
    for (const shelf of shelves.get(face.item_id) ?? []) {
      const qty = Math.min(wanted, shelf.free);
      if (qty <= 0) continue;
      const { item_id, lot_id, owner_id, account_id: from_account_id } = shelf;
      tasks.push({ item_id, lot_id, owner_id, from_account_id, to_account_id: face.account_id, qty });
      shelf.free -= qty;
      wanted -= qty;
    }
    const short_by = face.min_qty - (face.max_qty - wanted);
    if (short_by > 0) short.push({ location_code: face.location_code, item_code: face.item_code, short_by });
  }
  return { tasks, short };
}

/** First expiry first; then what empties a place soonest, so that the reserve does not crumble. */
function byExpiry(a: Reserve, b: Reserve): number {
  const [left, right] = [a.expiry_date ?? '9999-12-31', b.expiry_date ?? '9999-12-31'];
  if (left !== right) return left < right ? -1 : 1;
  return a.free - b.free || a.lot_id - b.lot_id || a.account_id - b.account_id || a.owner_id - b.owner_id;
}
