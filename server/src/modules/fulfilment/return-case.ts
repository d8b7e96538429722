import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type PostLine, postOrFail } from '../stock/index.ts';
import {
  byLot,
  hospitalPlace,
  move,
  placeOfZone,
  rest,
  type Standing,
  type Taken,
  takeOrFail,
} from './consigned.ts';
import {
  type CaseStatus,
  caseKey,
  followCase,
  mayGoStraightBack,
  requireCase,
  statusAfterReturn,
} from './surgery.model.ts';
import {
  type CasePiece,
  lockCase,
  lockSetsOfCase,
  openAtCase,
  piecesOf,
  type Surgery,
  type SurgicalSet,
} from './surgery.read.ts';
import { addToPieces, endReservations, saveReturn, saveSetStates } from './surgery.write.ts';
import { insertDifferences, type NewDifference, type OpenedDifference } from './usage.write.ts';

type Input = contract.InputOf<typeof contract.returnCase>;
type Output = contract.OutputOf<typeof contract.returnCase>;

export const returnCase = defineVerb(
  contract.returnCase,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.return_case', judges: true },
  async (context, input): Promise<Output> => {
    const { tx, actor } = context;
    const { case_id } = input;
    const surgery = await lockCase(tx, case_id);
    requireAt(actor, 'fulfilment.surgery', surgery.warehouse_id);
    requireCase(surgery, ['out'], 'return');
    const sets = await lockSetsOfCase(tx, case_id);
    const place = await hospitalPlace(tx, surgery.department_id, caseKey(case_id));
    const [standing, pieces] = [await openAtCase(tx, place, case_id), await piecesOf(tx, case_id)];
    const sorted = sort(input, surgery, standing, pieces);
    if (input.lines.length === 0 && !input.final) fail('fulfilment.nothing_named');
    const movement_id = await bringBack(context, surgery, input, sorted);
    const back = byLot([...sorted.straight, ...sorted.waiting]);
    await addToPieces(
      tx,
      case_id,
      back.map((lot) => ({ ...lot, returned: lot.qty })),
    );
    const differences = await openDifferences(context, surgery, input, sorted);
    const status = await finish(context, surgery, sets, pieces, sorted, differences);
    const quarantined = sum(sorted.waiting);
    const answer = {
      returned: sum(sorted.straight) + quarantined,
      quarantined,
      out: sum(sorted.left),
      differences,
    };
    report(context, surgery, sets, sorted, { ...answer, status, movement_id });
    return { case_id, status, movement_id, ...answer };
  },
);

const sum = (shares: readonly { readonly qty: number }[]) =>
  shares.reduce((total, { qty }) => total + qty, 0);

type Sorted = {
  /** Fit for the shelf at once. */
  readonly straight: readonly Taken[];
  /** To the returns zone, until quality has looked. */
  readonly waiting: readonly Taken[];
  /** Spoilt: they stay where they are until somebody settles it. */
  readonly spoilt: readonly Taken[];
  /** Still out. With `final` these are missing. */
  readonly left: readonly Standing[];
  readonly missing: readonly Standing[];
  readonly opened: boolean;
};

/** Takes what was scanned from what is out, and says where each piece goes. */
function sort(
  { lines, final }: Input,
  { late }: Surgery,
  standing: readonly Standing[],
  pieces: readonly CasePiece[],
): Sorted {
  const taken = takeOrFail(standing, lines);
  const roles = new Map(pieces.map((piece) => [`${piece.lot_id}|${piece.owner_id}`, piece.role]));
  const straight: Taken[] = [];
  const waiting: Taken[] = [];
  const spoilt: Taken[] = [];
  for (const share of taken) {
    const { condition } = lines[share.line]!;
    const { lot_id, owner_id, disposition, storage_condition } = share.standing;
    const role = roles.get(`${lot_id}|${owner_id}`) ?? 'implant';
    if (condition === 'contaminated') spoilt.push(share);
    else if (mayGoStraightBack({ role, disposition, storage_condition, condition, on_time: !late }))
      straight.push(share);
    else waiting.push(share);
  }
  const remaining = rest(standing, taken);
  const opened = lines.some((line) => line.condition !== 'intact');
  return { straight, waiting, spoilt, opened, left: final ? [] : remaining, missing: final ? remaining : [] };
}

async function bringBack(
  { tx, actor }: Context,
  { case_id, warehouse_id }: Surgery,
  { to_account_id, note }: Input,
  { straight, waiting }: Sorted,
): Promise<number | null> {
  if (straight.length + waiting.length === 0) return null;
  const shelf = straight.length === 0 ? 0 : await binOf(tx, warehouse_id, to_account_id);
  const returns = waiting.length === 0 ? 0 : await placeOfZone(tx, warehouse_id, 'returns');
  const lines: PostLine[] = [
    ...straight.map((share) => move(share, { account_id: shelf })),
    ...waiting.map((share) =>
      move(share, {
        account_id: returns,
        disposition: share.standing.disposition === 'released' ? 'quarantine' : share.standing.disposition,
      }),
    ),
  ];
  return postOrFail(tx, {
    purpose: 'customer_return',
    actor,
    document_key: caseKey(case_id),
    reason: note ?? null,
    lines,
  });
}

/** The bin named, which must be one of the warehouse, or its dispatch place. */
export async function binOf(tx: Tx, warehouse_id: number, named: number | undefined): Promise<number> {
  if (named === undefined) return placeOfZone(tx, warehouse_id, 'dispatch');
  const [row] = await tx.rows(
    `select 1 as one from stock.v_account where account_id = $1 and kind = 'bin' and warehouse_id = $2`,
    [named, warehouse_id],
  );
  if (row === undefined) fail('fulfilment.no_place', { zone_kind: 'dispatch' });
  return named;
}

function openDifferences(
  { tx, actor }: Context,
  surgery: Surgery,
  { note }: Input,
  { spoilt, missing }: Sorted,
): Promise<OpenedDifference[]> {
  const rows: NewDifference[] = [
    ...byLot(spoilt).map((lot) => ({ ...lot, kind: 'contaminated' as const })),
    ...byLot(missing.map((standing) => ({ ...standing, standing, line: 0 }))).map((lot) => ({
      ...lot,
      kind: 'missing' as const,
    })),
  ];
  const { warehouse_id, partner_id, department_id, case_id } = surgery;
  return insertDifferences(
    tx,
    {
      warehouse_id,
      partner_id,
      department_id,
      case_id,
      count_id: null,
      agreement_id: null,
      note: note ?? null,
      opened_by: actor.user_id,
      opened_by_name: actor.display_name,
    },
    rows,
  );
}

/** Once nothing is left out the sets are home: used where anything of the case was used or opened, else as they left. */
async function finish(
  { tx, actor }: Context,
  surgery: Surgery,
  sets: readonly SurgicalSet[],
  pieces: readonly CasePiece[],
  { left, opened }: Sorted,
  fresh: readonly OpenedDifference[],
): Promise<CaseStatus> {
  const { case_id } = surgery;
  const person = { user_id: actor.user_id, user_name: actor.display_name };
  const { open, used } = await tx.one<{ open: number; used: boolean }>(
    `select (select count(*) from fulfilment.consign_difference where case_id = $1 and status = 'open') as open,
       exists (select from fulfilment.usage where case_id = $1) as used`,
    [case_id],
  );
  const next = statusAfterReturn(left.length, open);
  const status = next === surgery.status ? next : followCase(surgery, next);
  await saveReturn(tx, case_id, status, person);
  if (status === 'out') return status;
  const touched = used || opened || fresh.length > 0 || pieces.some((piece) => piece.role === 'instrument');
  await saveSetStates(
    tx,
    sets.map((set) => ({ ...set, from: set.state, to: touched ? ('used' as const) : ('clean' as const) })),
    { case_id, ...person },
  );
  await endReservations(tx, case_id);
  return status;
}

function report(
  { audit, emit }: Context,
  { case_id, document_no, warehouse_id, status }: Surgery,
  sets: readonly SurgicalSet[],
  { straight }: Sorted,
  answer: Pick<Output, 'status' | 'movement_id' | 'returned' | 'quarantined' | 'out' | 'differences'>,
): void {
  const { differences, ...numbers } = answer;
  audit({
    entity: 'surgical_case',
    entity_id: case_id,
    warehouse_id,
    detail: {
      document_no,
      ...numbers,
      differences: differences.map((d) => d.document_no),
      before: { status },
      after: { status: answer.status },
    },
  });
  emit('fulfilment.case_returned', String(case_id), {
    case_id,
    warehouse_id,
    set_ids: sets.map((set) => set.set_id),
    back: byLot(straight).map(({ item_id, lot_id, qty }) => ({ warehouse_id, item_id, lot_id, qty })),
    home: answer.status !== 'out',
  });
}
