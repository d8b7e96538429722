import type { PlaceKind, Purpose } from '../compliance/index.ts';
import type { Refused } from './decide.ts';
import type { AccountFact } from './places.ts';
import type { PostLine } from './stock.model.ts';

type Shape = {
  readonly from: readonly PlaceKind[];
  readonly to: readonly PlaceKind[];
  /** Both ends in one warehouse. */
  readonly within?: true;
  /** Whose it is does not change. */
  readonly keeps_owner?: true;
  /** The disposition that goods get; where nothing is said they keep theirs or become less usable. */
  readonly becomes?: PostLine['to_disposition'];
};

const OURS: readonly PlaceKind[] = ['bin', 'in_transit', 'consigned', 'repair'];
const marks = (becomes: PostLine['to_disposition']): Shape => ({
  from: OURS,
  to: OURS,
  keeps_owner: true,
  within: true,
  becomes,
});

/**
 * Where each purpose leads from and to. A purpose chooses the rules of the gate, so a receipt called "relocate" or a
 * release called "putaway" would walk around them.
 */
const SHAPES: Readonly<Record<Purpose, Shape>> = {
  opening: { from: ['adjustment'], to: OURS },
  receive: { from: ['supplier'], to: ['bin'] },
  putaway: { from: ['bin'], to: ['bin'], within: true, keeps_owner: true },
  relocate: { from: ['bin'], to: ['bin'], within: true, keeps_owner: true },
  pick: { from: ['bin'], to: ['bin'], within: true, keeps_owner: true },
  release: { ...marks('released'), from: ['bin'], to: ['bin'], within: true },
  hold: marks('held'),
  lift_hold: marks('released'),
  reject: marks('rejected'),
  recall: marks('recalled'),
  expire: marks('expired'),
  quarantine: marks('quarantine'),
  transfer_ship: { from: ['bin'], to: ['in_transit'] },
  transfer_receive: { from: ['in_transit'], to: ['bin', 'adjustment', 'destroyed'] },
  ship: { from: ['bin', 'consigned'], to: ['customer', 'consigned', 'in_transit'] },
  deliver: { from: ['in_transit'], to: ['customer', 'consigned'] },
  undelivered: { from: ['in_transit'], to: ['bin'], keeps_owner: true },
  consume: { from: ['consigned'], to: ['customer'] },
  customer_return: { from: ['customer', 'consigned'], to: ['bin'] },
  supplier_return: { from: ['bin'], to: ['supplier'] },
  adjust: { from: [...OURS, 'adjustment'], to: [...OURS, 'adjustment'], keeps_owner: true },
  count: { from: ['bin', 'adjustment'], to: ['bin', 'adjustment'], keeps_owner: true },
  destroy: { from: [...OURS, 'adjustment'], to: ['destroyed'] },
  convert_out: { from: ['bin'], to: ['conversion'], keeps_owner: true },
  convert_in: { from: ['conversion'], to: ['bin'], keeps_owner: true },
  repair_send: { from: ['bin'], to: ['repair'], keeps_owner: true },
  repair_return: { from: ['repair'], to: ['bin'], keeps_owner: true },
};

const MAKES_USABLE: ReadonlySet<Purpose> = new Set(['release', 'lift_hold']);
/** What stands there has no disposition of its own that would need to be kept. */
const OUTSIDE: ReadonlySet<PlaceKind> = new Set(['supplier', 'adjustment', 'customer', 'conversion']);

/** Why `purpose` does not lead along this line, or null. Unknown places are left to the decider. */
export function shapeRefusal(
  purpose: Purpose,
  line: PostLine,
  place: (account_id: number) => AccountFact | null,
): Refused | null {
  const shape = SHAPES[purpose];
  const from = place(line.from_account_id);
  const to = place(line.to_account_id);
  if (from === null || to === null) return null;
  const params = { purpose, from: from.kind, to: to.kind };
  const settles = purpose === 'adjust' || purpose === 'count';
  if (!shape.from.includes(from.kind) || !shape.to.includes(to.kind))
    return { code: 'stock.purpose_places', params };
  if (settles && (from.kind === 'adjustment') === (to.kind === 'adjustment'))
    return { code: 'stock.purpose_places', params };
  if (shape.within && from.warehouse_id !== to.warehouse_id)
    return { code: 'stock.purpose_warehouses', params: { purpose } };
  if (shape.keeps_owner && line.from_owner_id !== line.to_owner_id)
    return { code: 'stock.purpose_owner', params: { purpose } };
  return dispositionRefusal(purpose, shape, line, from.kind);
}

function dispositionRefusal(
  purpose: Purpose,
  shape: Shape,
  line: PostLine,
  from_kind: PlaceKind,
): Refused | null {
  const params = { purpose, from: line.from_disposition, to: line.to_disposition };
  if (shape.becomes !== undefined) {
    return line.to_disposition === shape.becomes ? null : { code: 'stock.purpose_disposition', params };
  }
  const raised = line.to_disposition === 'released' && line.from_disposition !== 'released';
  return raised && !MAKES_USABLE.has(purpose) && !OUTSIDE.has(from_kind)
    ? { code: 'stock.purpose_disposition', params }
    : null;
}
