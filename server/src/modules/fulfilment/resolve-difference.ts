import type { DIFFERENCE_RESOLUTIONS } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, type PostDocument, postOrFail } from '../stock/index.ts';
import { hospitalPlace, move, placeOfZone, standingAt, type Taken, takeOrFail } from './consigned.ts';
import { caseKey, followCase } from './surgery.model.ts';
import { lockCase, type Surgery } from './surgery.read.ts';
import { addToPieces, saveCaseStatus } from './surgery.write.ts';
import { insertUsages, saveResolved } from './usage.write.ts';

type Input = contract.InputOf<typeof contract.resolveDifference>;
type Resolution = (typeof DIFFERENCE_RESOLUTIONS)[number];

/** How a difference of each kind may end; the CHECK says the same. */
export const ENDS_OF: Readonly<Record<'missing' | 'contaminated' | 'surplus', readonly Resolution[]>> = {
  missing: ['lost', 'found', 'charged'],
  contaminated: ['scrapped', 'charged'],
  surplus: ['booked'],
};

export const resolveDifference = defineVerb(
  contract.resolveDifference,
  { permission: 'stock.adjust', audit: 'fulfilment.resolve_difference', judges: true },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { difference, surgery } = await lockDifference(tx, input.difference_id);
    maySettle(context, difference, surgery, input);
    const movement_id = await settle(context, difference, surgery, input);
    const { difference_id, document_no, warehouse_id } = difference;
    await saveResolved(tx, {
      ...input,
      resolved_by: actor.user_id,
      resolved_by_name: actor.display_name,
      movement_id,
    });
    if (surgery !== null) await closeCase(tx, surgery, difference, input.resolution);
    const { resolution, responsible, reason } = input;
    const detail = { document_no, qty: difference.qty, resolution, responsible, movement_id };
    audit({ entity: 'consign_difference', entity_id: difference_id, warehouse_id, reason, detail });
    emit('fulfilment.difference_resolved', String(difference_id), {
      difference_id,
      warehouse_id,
      resolution,
    });
    return { difference_id, movement_id };
  },
);

type Difference = {
  readonly difference_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly case_id: number | null;
  readonly agreement_id: number | null;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly owner_id: number;
  readonly kind: 'missing' | 'contaminated' | 'surplus';
  readonly qty: number;
  readonly serial_nos: readonly string[];
  readonly status: 'open' | 'resolved';
  readonly opened_by: number | null;
};

/** The case is locked before its difference, as in every other verb. */
async function lockDifference(
  tx: Tx,
  difference_id: number,
): Promise<{ difference: Difference; surgery: Surgery | null }> {
  const [place] = await tx.rows<{ case_id: number | null }>(
    'select case_id from fulfilment.consign_difference where difference_id = $1',
    [difference_id],
  );
  if (place === undefined) notFound('difference', difference_id);
  const surgery = place.case_id === null ? null : await lockCase(tx, place.case_id);
  const difference = await tx.one<Difference>(
    `select x.difference_id, x.document_no, x.warehouse_id, x.partner_id, x.department_id, x.case_id, x.agreement_id, x.item_id,
       x.lot_id, b.lot_no, x.owner_id, x.kind, x.qty, x.serial_nos, x.status, x.opened_by
     from fulfilment.consign_difference x join stock.v_lot b on b.item_id = x.item_id and b.lot_id = x.lot_id
     where x.difference_id = $1 for update of x`,
    [difference_id],
  );
  return { difference, surgery };
}

function maySettle(
  { actor }: Context,
  { warehouse_id, document_no, status, kind, opened_by }: Difference,
  surgery: Surgery | null,
  { resolution }: Input,
): void {
  requireAt(actor, 'stock.adjust', warehouse_id);
  if (status !== 'open') fail('fulfilment.difference_resolved', { document_no });
  const finders = [opened_by, surgery?.returned_by ?? null];
  if (actor.user_id !== null && finders.includes(actor.user_id)) fail('fulfilment.same_person');
  if (ENDS_OF[kind].includes(resolution)) return;
  fail('fulfilment.resolution_does_not_fit', { kind, resolution }, [
    { path: 'resolution', code: 'option', params: { options: ENDS_OF[kind].join(', ') } },
  ]);
}

/** Moves the pieces to where the resolution says they are. What a count missed and then found has not moved. */
async function settle(
  context: Context,
  difference: Difference,
  surgery: Surgery | null,
  { resolution, reason }: Input,
): Promise<number | null> {
  if (resolution === 'found' && surgery === null) return null;
  const { tx, actor } = context;
  const { department_id, case_id } = difference;
  const document_key = case_id === null ? null : caseKey(case_id);
  const place = await hospitalPlace(tx, department_id, document_key);
  if (resolution === 'booked') return book(context, difference, place, reason);
  const taken = takeOrFail(await ownedAt(tx, place, difference), [difference]);
  const movement_id = await postOrFail(tx, {
    ...(await documentOf(tx, difference, resolution, taken)),
    actor,
    reason,
    document_key: document_key ?? `difference:${difference.difference_id}`,
  });
  if (resolution === 'charged') await charge(context, difference, surgery, movement_id);
  return movement_id;
}

/** What stands there of the owner that the difference speaks of. */
async function ownedAt(tx: Tx, place: number, { owner_id, lot_id }: Difference) {
  return (await standingAt(tx, place)).filter((one) => one.owner_id === owner_id && one.lot_id === lot_id);
}

async function documentOf(
  tx: Tx,
  { warehouse_id, department_id, partner_id }: Difference,
  resolution: Resolution,
  taken: readonly Taken[],
): Promise<Pick<PostDocument, 'purpose' | 'lines'>> {
  switch (resolution) {
    case 'charged': {
      const [customer] = await ensureAccounts(tx, [{ kind: 'customer', department_id }]);
      const to = { account_id: customer!, owner_id: partner_id };
      return { purpose: 'consume', lines: taken.map((share) => move(share, to)) };
    }
    case 'lost': {
      const [adjustment] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id }]);
      return { purpose: 'adjust', lines: taken.map((share) => move(share, { account_id: adjustment! })) };
    }
    case 'scrapped': {
      const account_id = await placeOfZone(tx, warehouse_id, 'rejected');
      const lines = taken.map((share) => move(share, { account_id, disposition: 'rejected' }));
      return { purpose: 'customer_return', lines };
    }
    default: {
      const account_id = await placeOfZone(tx, warehouse_id, 'returns');
      const lines = taken.map((share) => move(share, { account_id, disposition: waiting(share) }));
      return { purpose: 'customer_return', lines };
    }
  }
}

/** What comes back waits for quality; what was stopped meanwhile stays stopped. */
export function waiting({ standing }: Taken) {
  return standing.disposition === 'released' ? 'quarantine' : standing.disposition;
}

/** Pieces that stand in the cabinet and on no book are found goods. */
async function book(
  { tx, actor }: Context,
  { warehouse_id, item_id, lot_id, owner_id, qty, serial_nos, difference_id }: Difference,
  place: number,
  reason: string,
): Promise<number> {
  const [adjustment] = await ensureAccounts(tx, [{ kind: 'adjustment', warehouse_id }]);
  return postOrFail(tx, {
    purpose: 'adjust',
    actor,
    reason,
    document_key: `difference:${difference_id}`,
    lines: [
      {
        item_id,
        lot_id,
        qty,
        from_account_id: adjustment!,
        to_account_id: place,
        from_owner_id: owner_id,
        to_owner_id: owner_id,
        from_disposition: 'released',
        to_disposition: 'released',
        serial_nos: serial_nos.length > 0 ? serial_nos : undefined,
      },
    ],
  });
}

function charge(
  { tx, actor }: Context,
  difference: Difference,
  surgery: Surgery | null,
  movement_id: number,
): Promise<void> {
  return insertUsages(tx, {
    ...difference,
    source: difference.case_id === null ? 'cabinet' : 'case',
    patient_ref: surgery?.patient_ref ?? null,
    used_at: null,
    movement_id,
    recorded_by_name: actor.display_name,
    lots: [difference],
  });
}

/** What the pieces count as from now on; with its last difference settled the case is back. */
async function closeCase(
  tx: Tx,
  surgery: Surgery,
  { lot_id, owner_id, qty }: Difference,
  resolution: Resolution,
): Promise<void> {
  const becomes = resolution === 'charged' ? 'used' : resolution === 'found' ? 'returned' : 'written_off';
  await addToPieces(tx, surgery.case_id, [{ lot_id, owner_id, [becomes]: qty }]);
  const { open } = await tx.one<{ open: number }>(
    `select count(*) as open from fulfilment.consign_difference where case_id = $1 and status = 'open'`,
    [surgery.case_id],
  );
  if (open === 0 && surgery.status === 'differing')
    await saveCaseStatus(tx, surgery.case_id, followCase(surgery, 'returned'));
}
