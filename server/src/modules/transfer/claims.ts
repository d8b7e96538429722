import type { InputOf, OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { yuan } from './limits.model.ts';
import { insertClaim, saveClaimDecision } from './settings.write.ts';
import { CLAIM_TRANSITIONS, type ClaimStatus, documentKey } from './transfer.model.ts';
import { lockOrder, type Order, requireAtEitherEnd } from './transfer.read.ts';
import { CLAIM_ROWS } from './transfer-rows.ts';

type Against = InputOf<typeof contract.openClaim>['against'];
type Row = OutputOf<typeof contract.listClaims>['rows'][number];

/** A difference as far as a claim speaks of it. */
type Difference = { readonly discrepancy_id: number; readonly document_no: string; readonly qty: number };

export const openClaim = defineVerb(
  contract.openClaim,
  { permission: 'transfer.resolve', audit: 'transfer.open_claim' },
  async (context, { discrepancy_id, against, amount_fen, reason }) => {
    const { tx, actor } = context;
    const [found] = await tx.rows<Difference & { transfer_id: number }>(
      'select discrepancy_id, document_no, qty, transfer_id from transfer.discrepancy where discrepancy_id = $1',
      [discrepancy_id],
    );
    if (found === undefined) notFound('discrepancy', discrepancy_id);
    const order = await lockOrder(tx, found.transfer_id);
    requireAtEitherEnd(actor, 'transfer.resolve', order);
    return raiseClaim(context, order, found, { against, amount_fen, reason });
  },
);

/** Writes a claim for a difference of a locked order; there is one at a time. */
export async function raiseClaim(
  { tx, actor, audit, emit }: Context,
  order: Order,
  { discrepancy_id, document_no: discrepancy_no, qty }: Difference,
  claim: { readonly against: Against; readonly amount_fen: number; readonly reason: string },
): Promise<{ claim_id: number; document_no: string }> {
  const [standing] = await tx.rows<{ claim_no: string }>(
    `select document_no as claim_no from transfer.claim where discrepancy_id = $1 and status <> 'withdrawn'`,
    [discrepancy_id],
  );
  if (standing !== undefined) fail('transfer.claimed_before', standing);
  const debtor_id = await debtorOf(tx, order, claim.against);
  if (debtor_id === null) fail('transfer.claim_without_debtor', { document_no: order.document_no });
  const made = await insertClaim(tx, order, {
    ...claim,
    discrepancy_id,
    qty,
    debtor_id,
    opened_by: actor.user_id,
  });
  const { against, amount_fen, reason } = claim;
  const { transfer_id, to_warehouse_id } = order;
  audit({
    entity: 'claim',
    entity_id: made.claim_id,
    action: 'transfer.open_claim',
    warehouse_id: to_warehouse_id,
    reason,
    detail: {
      ...made,
      discrepancy_no,
      against,
      debtor_id,
      amount_fen,
      before: null,
      after: { status: 'open' },
    },
  });
  emit('transfer.claim_opened', String(transfer_id), {
    transfer_id,
    ...made,
    against,
    debtor_id,
    amount_fen,
  });
  return made;
}

/** Who carried it, by its journey before its lane; or the legal entity at one of its ends. */
async function debtorOf(tx: Tx, order: Order, against: Against): Promise<number | null> {
  if (against === 'sender') return order.from_entity_id;
  if (against === 'receiver') return order.to_entity_id;
  const { carrier_id } = await tx.one<{ carrier_id: number | null }>(
    `select coalesce(
       (select d.partner_id from transport.v_document d where d.document_key = $1 and d.status <> 'withdrawn'),
       (select l.carrier_id from masterdata.v_lane l where l.lane_id = $2)) as carrier_id`,
    [documentKey(order.transfer_id), order.lane_id],
  );
  return carrier_id;
}

type Claim = {
  readonly claim_id: number;
  readonly document_no: string;
  readonly transfer_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly status: ClaimStatus;
  readonly amount_fen: number;
  readonly opened_by: number | null;
};

export const decideClaim = defineVerb(
  contract.decideClaim,
  { permission: 'transfer.resolve', audit: 'transfer.decide_claim' },
  async ({ tx, actor, audit, emit }, { claim_id, action, agreed_fen, outcome }) => {
    const [claim] = await tx.rows<Claim>(
      `select claim_id, document_no, transfer_id, from_warehouse_id, to_warehouse_id, status, amount_fen, opened_by
       from transfer.claim where claim_id = $1 for update`,
      [claim_id],
    );
    if (claim === undefined) notFound('claim', claim_id);
    requireAtEitherEnd(actor, 'transfer.resolve', claim);
    const { document_no, status, amount_fen, opened_by } = claim;
    if (opened_by !== null && opened_by === actor.user_id) fail('transfer.own_claim');
    if (!CLAIM_TRANSITIONS[status].includes(action))
      fail('transfer.claim_status', { document_no, status, action });
    const agreed = action === 'agreed' ? (agreed_fen ?? amount_fen) : null;
    if (agreed !== null && agreed > amount_fen) {
      const params = { agreed_yuan: yuan(agreed), amount_yuan: yuan(amount_fen) };
      fail('transfer.agreed_above_claim', params, [
        { path: 'agreed_fen', code: 'transfer.agreed_above_claim', params },
      ]);
    }
    await saveClaimDecision(tx, {
      claim_id,
      status: action,
      agreed_fen: agreed,
      outcome,
      decided_by: actor.user_id,
    });
    audit({
      entity: 'claim',
      entity_id: claim_id,
      warehouse_id: claim.to_warehouse_id,
      reason: outcome,
      detail: { document_no, agreed_fen: agreed, before: { status }, after: { status: action } },
    });
    const { transfer_id } = claim;
    emit('transfer.claim_decided', String(transfer_id), {
      transfer_id,
      claim_id,
      document_no,
      status: action,
    });
    return { claim_id, status: action };
  },
);

export const listClaims = defineVerb(
  contract.listClaims,
  { permission: 'transfer.read', audit: null },
  async ({ tx }, input) => {
    const rows = await tx.rows<Row>(
      `${CLAIM_ROWS}
       where ($1::bigint is null or c.from_warehouse_id = $1 or c.to_warehouse_id = $1)
         and ($2::text is null or c.status = $2) and ($3::bigint is null or c.claim_id < $3)
       order by c.claim_id desc limit $4`,
      [input.warehouse_id ?? null, input.status ?? null, input.after ?? null, input.limit],
    );
    return { rows, next: nextOf(rows, 'claim_id', input.limit) };
  },
);
