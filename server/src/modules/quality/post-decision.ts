import { fail } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import { type PostDocument, type PostLine, post, refusedError, unlockRelease } from '../stock/index.ts';
import { arrivalKey } from './arrivals.ts';
import { type Inspection, waitsElsewhere } from './inspection.read.ts';
import { firstPlace } from './places.ts';

type Decided = {
  readonly released: number;
  readonly rejected: number;
  readonly released_serial_nos: readonly string[];
  readonly rejected_serial_nos: readonly string[];
  /** Warnings of the gate that the signer has read. */
  readonly acknowledged?: PostDocument['acknowledged'];
};
type Moved = { readonly release_movement_id: number | null; readonly reject_movement_id: number | null };
type Standing = {
  readonly account_id: number;
  readonly zone_kind: string;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/**
 * Posts what was signed: released where it stands, rejected into the rejected zone. Where a document's own acceptance
 * posts (receipts, returns), nothing is moved here; the signature is what that acceptance needs.
 */
export async function postDecision(
  context: Context,
  inspection: Inspection,
  decided: Decided,
): Promise<Moved> {
  if (inspection.settled_by === 'document') {
    const named = decided.released_serial_nos.length + decided.rejected_serial_nos.length;
    if (named > 0) fail('quality.decided_by_document');
    return { release_movement_id: null, reject_movement_id: null };
  }
  const standing = await standingOf(context, inspection);
  const good_place = await placeForReleased(context, inspection, standing, decided.released);
  const bad_place =
    decided.rejected > 0 ? await firstPlace(context.tx, inspection.warehouse_id, 'rejected') : null;
  const shares = sharesOf(standing, decided, inspection);
  const { acknowledged } = decided;
  const head = { actor: context.actor, document_key: arrivalKey(inspection.movement_id), acknowledged };
  const documents: PostDocument[] = [
    {
      ...head,
      purpose: 'release' as const,
      lines: shares.released.map((s) => line(s, inspection, 'released', good_place(s.account_id))),
    },
    {
      ...head,
      purpose: 'reject' as const,
      lines: shares.rejected.map((s) => line(s, inspection, 'rejected', bad_place)),
    },
  ].filter((document) => document.lines.length > 0);
  const outcomes = await post(context.tx, documents);
  const ids = new Map(
    outcomes.map((outcome, index) => {
      if ('refusals' in outcome) throw refusedError(outcome.refusals);
      return [documents[index]!.purpose, outcome.movement_id];
    }),
  );
  return { release_movement_id: ids.get('release') ?? null, reject_movement_id: ids.get('reject') ?? null };
}

/** Released goods stay where they are, but not among returns: those go to the receiving place, to be put away. */
async function placeForReleased(
  { tx }: Context,
  { warehouse_id, storage_condition }: Inspection,
  standing: readonly Standing[],
  released: number,
): Promise<(account_id: number) => number | null> {
  const among_returns = new Set(standing.filter((s) => s.zone_kind === 'returns').map((s) => s.account_id));
  if (released === 0 || among_returns.size === 0) return () => null;
  const receiving = await firstPlace(tx, warehouse_id, 'receiving', storage_condition);
  return (account_id) => (among_returns.has(account_id) ? receiving : null);
}

/** The inspection is over: its lot no longer waits for it. */
export async function unlockLot({ tx }: Pick<Context, 'tx'>, inspection: Inspection): Promise<void> {
  if (inspection.settled_by === 'document' || (await waitsElsewhere(tx, inspection))) return;
  await unlockRelease(tx, arrivalKey(inspection.movement_id), [inspection]);
}

/** Where the lot stands in quarantine now: it may have been moved since it came. Its first place goes first. */
function standingOf({ tx }: Context, inspection: Inspection): Promise<Standing[]> {
  const { item_id, lot_id, owner_id, warehouse_id, account_id } = inspection;
  return tx.rows<Standing>(
    `select b.account_id, p.zone_kind, b.qty, array(select n.serial_no from stock.v_serial n where n.item_id = b.item_id
         and n.lot_id = b.lot_id and n.account_id = b.account_id and n.disposition = 'quarantine'
         order by n.serial_no) as serial_nos
     from stock.v_balance b join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
     join masterdata.v_location p on p.location_id = a.location_id
     where b.item_id = $1 and b.lot_id = $2 and b.owner_id = $3 and b.warehouse_id = $4 and b.disposition = 'quarantine'
       and b.qty > 0
     order by b.account_id <> $5, b.account_id`,
    [item_id, lot_id, owner_id, warehouse_id, account_id],
  );
}

type Share = { readonly account_id: number; readonly qty: number; readonly serial_nos?: readonly string[] };

/** Takes rejected pieces first, because they are named; pure. Fails where less stands there than was decided on. */
export function sharesOf(
  standing: readonly Standing[],
  decided: Decided,
  { tracking, lot_no }: Pick<Inspection, 'tracking' | 'lot_no'>,
): { readonly released: readonly Share[]; readonly rejected: readonly Share[] } {
  const wanted = decided.released + decided.rejected;
  const there = standing.reduce((sum, place) => sum + place.qty, 0);
  if (there < wanted) fail('stock.short', { lot_no, wanted, available: there });
  if (tracking === 'serial') return bySerial(standing, decided);
  const left = standing.map((place) => ({ ...place }));
  const take = (qty: number): Share[] => {
    let missing = qty;
    return left.flatMap((place) => {
      const taken = Math.min(place.qty, missing);
      place.qty -= taken;
      missing -= taken;
      return taken > 0 ? [{ account_id: place.account_id, qty: taken }] : [];
    });
  };
  const rejected = take(decided.rejected);
  return { rejected, released: take(decided.released) };
}

/** Numbered pieces: those that are named, or all that are left where the number fits. */
function bySerial(standing: readonly Standing[], decided: Decided) {
  const all = standing.flatMap((place) => place.serial_nos);
  const rest = (named: readonly string[]) => all.filter((serial_no) => !named.includes(serial_no));
  const { released, rejected, released_serial_nos: good, rejected_serial_nos: bad } = decided;
  const rejects = bad.length > 0 || rejected === 0 ? bad : rest(good);
  const releases = good.length > 0 || released === 0 ? good : rest(rejects);
  const given = rejects.length + releases.length;
  const fits = rejects.length === rejected && releases.length === released;
  if (!fits || new Set([...rejects, ...releases]).size !== given)
    fail('stock.serial_count', { qty: released + rejected, given });
  const at = (serial_nos: readonly string[]): Share[] =>
    standing.flatMap(({ account_id, serial_nos: here }) => {
      const own = serial_nos.filter((serial_no) => here.includes(serial_no));
      return own.length > 0 ? [{ account_id, qty: own.length, serial_nos: own }] : [];
    });
  const unknown = [...rejects, ...releases].find((serial_no) => !all.includes(serial_no));
  if (unknown !== undefined) fail('stock.serial_unknown', { serial_no: unknown });
  return { rejected: at(rejects), released: at(releases) };
}

function line(
  share: Share,
  { item_id, lot_id, owner_id }: Inspection,
  to_disposition: 'released' | 'rejected',
  place: number | null,
): PostLine {
  return {
    item_id,
    lot_id,
    qty: share.qty,
    from_account_id: share.account_id,
    to_account_id: place ?? share.account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: 'quarantine',
    to_disposition,
    serial_nos: share.serial_nos,
  };
}
