/** Goods of ours that stand at a hospital: reading what stands there, and taking from it what was scanned. */
import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';
import type { Disposition } from '../compliance/index.ts';
import { type AccountName, ensureAccounts, type PostLine } from '../stock/index.ts';

/** One balance at a place. */
export type Standing = {
  readonly account_id: number;
  readonly item_id: number;
  readonly item_code: string;
  readonly tracking: 'lot' | 'serial';
  readonly storage_condition: string;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly owner_id: number;
  readonly disposition: Disposition;
  readonly qty: number;
  /** Empty for goods that are tracked by lot. */
  readonly serial_nos: readonly string[];
};
/** Pieces of one lot as scanned. */
export type Scanned = {
  readonly item_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly serial_nos?: readonly string[];
};
/** A share of a balance that was taken for the line of this number, counted from nought. */
export type Taken = {
  readonly standing: Standing;
  readonly qty: number;
  readonly serial_nos: readonly string[] | undefined;
  readonly line: number;
};

/** The account of a case at its department, or of the department's cabinet. */
export async function hospitalPlace(
  tx: Tx,
  department_id: number,
  document_key: string | null,
): Promise<number> {
  const name: AccountName = { kind: 'consigned', department_id, document_key };
  const [account_id] = await ensureAccounts(tx, [name]);
  return account_id!;
}

/** What stands at a place, usable goods first. */
export function standingAt(tx: Tx, account_id: number): Promise<Standing[]> {
  return tx.rows<Standing>(
    `select b.account_id, b.item_id, i.item_code, i.tracking, i.storage_condition, b.lot_id, l.lot_no, b.owner_id,
       b.disposition::text as disposition, b.qty,
       array(select s.serial_no from stock.v_serial s
         where (s.item_id, s.lot_id, s.account_id, s.owner_id, s.disposition)
           = (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) order by s.serial_no) as serial_nos
     from stock.v_balance b
     join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
     join masterdata.v_item i on i.item_id = b.item_id
     where b.account_id = $1 and b.qty > 0
     order by b.item_id, b.lot_id, b.disposition = 'released' desc, b.owner_id, b.disposition`,
    [account_id],
  );
}

/** Pieces that an open difference speaks of: they stand there and are nobody's to take. */
export type Aside = {
  readonly lot_id: number;
  readonly owner_id: number;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};

/** What is left of what stands there. Pure. */
export function less(standing: readonly Standing[], aside: readonly Aside[]): Standing[] {
  const open = aside.map((one) => ({ ...one }));
  return standing.flatMap((one) => {
    let { qty } = one;
    const gone = new Set<string>();
    for (const set_aside of open) {
      if (set_aside.lot_id !== one.lot_id || set_aside.owner_id !== one.owner_id) continue;
      const numbers = set_aside.serial_nos.filter((serial_no) => one.serial_nos.includes(serial_no));
      const taken = one.tracking === 'serial' ? numbers.length : Math.min(qty, set_aside.qty);
      for (const serial_no of numbers) gone.add(serial_no);
      set_aside.qty -= taken;
      qty -= taken;
    }
    return qty === 0 ? [] : [{ ...one, qty, serial_nos: one.serial_nos.filter((no) => !gone.has(no)) }];
  });
}

/** What remains of what stands there after some of it was taken. Pure. */
export function rest(standing: readonly Standing[], taken: readonly Taken[]): Standing[] {
  return standing.flatMap((one) => {
    const shares = taken.filter((share) => share.standing === one);
    const qty = one.qty - shares.reduce((sum, share) => sum + share.qty, 0);
    const gone = new Set(shares.flatMap((share) => share.serial_nos ?? []));
    return qty === 0 ? [] : [{ ...one, qty, serial_nos: one.serial_nos.filter((no) => !gone.has(no)) }];
  });
}

/**
 * Takes what was scanned from what stands there, never a piece twice; or says for every line what is wrong with it.
 * Numbered pieces are taken by their numbers only. Pure.
 */
export function takeFrom(
  standing: readonly Standing[],
  lines: readonly Scanned[],
): { readonly taken: readonly Taken[] } | { readonly errors: readonly FieldError[] } {
  const left = standing.map((one) => ({ one, qty: one.qty, serials: new Set(one.serial_nos) }));
  const taken: Taken[] = [];
  const errors = lines.flatMap((line, index): FieldError[] => {
    const there = left.filter(({ one }) => one.item_id === line.item_id && one.lot_no === line.lot_no);
    const path = `lines.${index}`;
    const numbered = there[0]?.one.tracking === 'serial';
    const problem = there.length === 0 ? notOut(path, line) : numbered ? numbersWrong(path, line) : null;
    if (problem !== null) return [problem];
    return numbered ? takeNumbered(index, line, there, taken) : takeCounted(index, line, there, taken);
  });
  return errors.length > 0 ? { errors } : { taken };
}

type Left = { readonly one: Standing; qty: number; readonly serials: Set<string> };

const notOut = (path: string, { lot_no }: Scanned): FieldError => ({
  path,
  code: 'fulfilment.not_out',
  params: { lot_no },
});

function numbersWrong(path: string, { lot_no, qty, serial_nos = [] }: Scanned): FieldError | null {
  if (new Set(serial_nos).size === qty && serial_nos.length === qty) return null;
  return { path, code: 'fulfilment.serials_missing', params: { lot_no, qty, given: serial_nos.length } };
}

function takeNumbered(index: number, line: Scanned, there: readonly Left[], taken: Taken[]): FieldError[] {
  const named = new Set(line.serial_nos);
  for (const place of there) {
    const serial_nos = [...named].filter((serial_no) => place.serials.delete(serial_no));
    for (const serial_no of serial_nos) named.delete(serial_no);
    if (serial_nos.length > 0)
      taken.push({ standing: place.one, qty: serial_nos.length, serial_nos, line: index });
  }
  return [...named].map((serial_no) => ({
    path: `lines.${index}`,
    code: 'fulfilment.serial_not_out',
    params: { serial_no },
  }));
}

function takeCounted(index: number, line: Scanned, there: readonly Left[], taken: Taken[]): FieldError[] {
  const out = there.reduce((sum, { qty }) => sum + qty, 0);
  if (out < line.qty) {
    const params = { lot_no: line.lot_no, qty: line.qty, out };
    return [{ path: `lines.${index}`, code: 'fulfilment.more_than_out', params }];
  }
  let missing = line.qty;
  for (const place of there) {
    const qty = Math.min(missing, place.qty);
    if (qty === 0) continue;
    place.qty -= qty;
    missing -= qty;
    taken.push({ standing: place.one, qty, serial_nos: undefined, line: index });
  }
  return [];
}

/** The same, where a mistake ends the verb: the first one gives the error its code, all are named. */
export function takeOrFail(standing: readonly Standing[], lines: readonly Scanned[]): readonly Taken[] {
  const outcome = takeFrom(standing, lines);
  if ('taken' in outcome) return outcome.taken;
  const [first] = outcome.errors;
  const code = first!.code === 'fulfilment.more_than_out' ? first!.code : 'fulfilment.not_out';
  throw new AppError(
    code,
    { lot_no: lines[lineOf(first!)]!.lot_no, ...first!.params },
    { errors: outcome.errors },
  );
}

const lineOf = ({ path }: FieldError): number => Number(path.split('.')[1]);

/** The posting of a share to another place; whose it is and what it may be used for change only where said. */
export function move(
  { standing, qty, serial_nos }: Taken,
  to: {
    readonly account_id: number;
    readonly owner_id?: number;
    readonly disposition?: Disposition;
  },
): PostLine {
  return {
    item_id: standing.item_id,
    lot_id: standing.lot_id,
    qty,
    from_account_id: standing.account_id,
    to_account_id: to.account_id,
    from_owner_id: standing.owner_id,
    to_owner_id: to.owner_id ?? standing.owner_id,
    from_disposition: standing.disposition,
    to_disposition: to.disposition ?? standing.disposition,
    serial_nos,
  };
}

/** Sums of `qty` by lot and owner, with the serials: how documents count what the ledger moved. */
export function byLot(
  taken: readonly Taken[],
): { item_id: number; lot_id: number; owner_id: number; qty: number; serial_nos: string[] }[] {
  const lots = Map.groupBy(taken, ({ standing }) => `${standing.lot_id}|${standing.owner_id}`);
  return [...lots.values()].map((shares) => ({
    item_id: shares[0]!.standing.item_id,
    lot_id: shares[0]!.standing.lot_id,
    owner_id: shares[0]!.standing.owner_id,
    qty: shares.reduce((sum, share) => sum + share.qty, 0),
    serial_nos: shares.flatMap((share) => share.serial_nos ?? []),
  }));
}

/** The first bin of a kind of zone at a warehouse, of the right storage condition where there is one. */
export async function placeOfZone(
  tx: Tx,
  warehouse_id: number,
  zone_kind: 'returns' | 'rejected' | 'dispatch',
): Promise<number> {
  const [row] = await tx.rows<{ account_id: number }>(
    `select a.account_id from masterdata.v_location p
     join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     where p.warehouse_id = $1 and p.zone_kind = $2 order by p.location_code limit 1`,
    [warehouse_id, zone_kind],
  );
  if (row === undefined) throw new AppError('fulfilment.no_place', { zone_kind });
  return row.account_id;
}
