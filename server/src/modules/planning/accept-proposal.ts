import { acceptProposal as contract, type Reason } from '@tongcang/contract';
import { type Actor, requireAt, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { factsOf, knowItems } from '../compliance/index.ts';
import { momentOf } from '../stock/index.ts';
import { approve, openTransfer } from '../transfer/index.ts';
import { arrivalDate, gateReasons } from './gate-arcs.ts';
import type { ProposalStatus } from './planning.model.ts';
import { type DonorRow, readDonors } from './planning.read.ts';
import { decideProposal } from './planning.write.ts';
import type { StoredExplanation, StoredLine, StoredNeed } from './proposal-rows.ts';

export const acceptProposal = defineVerb(
  contract,
  { permission: 'planning.accept', audit: 'planning.accept_proposal', judges: true },
  async (context, { proposal_id, qty, reason }) => {
    const { tx, actor, audit, emit } = context;
    const proposal = await lockProposal(tx, proposal_id);
    mayDecide(actor, proposal);
    if (!sees(actor, proposal.from_warehouse_id)) notFound('proposal', proposal_id);
    const lines = reducedTo(proposal, qty, reason);
    const { item_id, from_warehouse_id, to_warehouse_id, lane_id } = proposal;
    const reasons = await whatHasChanged(tx, proposal, lines);
    const entry = { entity: 'proposal', entity_id: proposal_id, warehouse_id: to_warehouse_id };
    if (reasons.length > 0) {
      await decideProposal(tx, proposal_id, { status: 'expired', by: actor, reason: reasons[0]!.code });
      audit({ ...entry, action: 'planning.expire_proposal', detail: { reasons } });
      emit('planning.proposal_expired', String(proposal_id), {
        proposal_id,
        from_warehouse_id,
        to_warehouse_id,
      });
      return {
        proposal_id,
        status: 'expired' as const,
        transfer_id: null,
        document_no: null,
        allocated: 0,
        reasons,
      };
    }
    const made = await openTransfer(
      context,
      {
        from_warehouse_id,
        to_warehouse_id,
        lane_id,
        needed_at: proposal.needed_by,
        reason: reason ?? (actor.language === 'en' ? `proposal ${proposal_id}` : `调拨建议 ${proposal_id}`),
        lines: lines.map((line) => ({ item_id, lot_id: line.lot_id, qty: line.qty })),
      },
      { proposal_id, explanation: { needs: proposal.needs, ...proposal.explanation } },
    );
    const { allocated } = await approve(context, made.transfer_id, reason ?? null);
    const { transfer_id, document_no } = made;
    await decideProposal(tx, proposal_id, {
      status: 'accepted',
      by: actor,
      reason: reason ?? null,
      transfer_id,
    });
    audit({
      ...entry,
      reason: reason ?? null,
      detail: { transfer_id, proposed: proposal.qty, accepted: allocated, after: { status: 'accepted' } },
    });
    emit('planning.proposal_accepted', String(proposal_id), {
      proposal_id,
      transfer_id,
      item_ids: [item_id],
      from_warehouse_id,
      to_warehouse_id,
    });
    return { proposal_id, status: 'accepted' as const, transfer_id, document_no, allocated, reasons: [] };
  },
);

export type LockedProposal = {
  readonly proposal_id: number;
  readonly status: ProposalStatus;
  readonly item_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly lane_id: number;
  readonly transit_hours: number;
  readonly qty: number;
  readonly needed_by: string;
  readonly lines: readonly StoredLine[];
  readonly needs: readonly StoredNeed[];
  readonly explanation: StoredExplanation;
};

/** Locks a proposal that is still open; a decided one is refused, one out of sight does not exist. */
export async function lockProposal(tx: Tx, proposal_id: number): Promise<LockedProposal> {
  const [proposal] = await tx.rows<LockedProposal>(
    `select p.proposal_id, p.status, p.item_id, p.from_warehouse_id, p.to_warehouse_id, p.lane_id, l.transit_hours, p.qty,
       p.needed_by, p.lines, p.needs, p.explanation
     from planning.proposal p join masterdata.v_lane l on l.lane_id = p.lane_id
     where p.proposal_id = $1 for update of p`,
    [proposal_id],
  );
  if (proposal === undefined) notFound('proposal', proposal_id);
  if (proposal.status !== 'proposed') fail('planning.proposal_closed', { status: proposal.status });
  return proposal;
}

/** The receiver decides. To the other end there is no such decision, in the words of a proposal that does not exist. */
export function mayDecide(actor: Actor, { proposal_id, to_warehouse_id }: LockedProposal): void {
  if (!sees(actor, to_warehouse_id)) notFound('proposal', proposal_id);
  requireAt(actor, 'planning.accept', to_warehouse_id);
}

/** The lots of a smaller transfer: the ones that expire last stay where they are. */
function reducedTo(
  proposal: LockedProposal,
  qty: number | undefined,
  reason: string | undefined,
): readonly StoredLine[] {
  if (qty === undefined || qty === proposal.qty) return proposal.lines;
  if (qty > proposal.qty) {
    fail('planning.qty_above_proposal', { qty, proposed: proposal.qty }, [
      { path: 'qty', code: 'too_big', params: { maximum: proposal.qty } },
    ]);
  }
  if (reason === undefined || reason === '') {
    fail('planning.reason_needed', {}, [{ path: 'reason', code: 'required', params: {} }]);
  }
  let left = qty;
  const life = (line: StoredLine) => line.remaining_days ?? Number.POSITIVE_INFINITY;
  return proposal.lines
    .toSorted((a, b) => (life(a) < life(b) ? -1 : 1))
    .map((line) => {
      const taken = Math.min(left, line.qty);
      left -= taken;
      return { ...line, qty: taken };
    })
    .filter((line) => line.qty > 0);
}

/** Why a proposal no longer stands: lots that have gone meanwhile, or that the gate no longer lets pass. */
async function whatHasChanged(
  tx: Tx,
  proposal: LockedProposal,
  lines: readonly StoredLine[],
): Promise<Reason[]> {
  const { item_id, from_warehouse_id } = proposal;
  const [donors, moment] = await Promise.all([
    readDonors(tx, [item_id], { less_promised: false }),
    momentOf(tx),
  ]);
  const facts = await factsOf(tx, moment.epoch);
  await knowItems(tx, facts, [item_id]);
  const here = donors.filter((d) => d.warehouse_id === from_warehouse_id && d.disposition === 'released');
  const standing = new Map<number, DonorRow>(here.map((donor) => [donor.lot_id, donor]));
  const arrival = arrivalDate(moment.now, proposal.transit_hours);
  const names = await lotNames(tx, item_id, lines);
  return lines.flatMap((line): Reason[] => {
    const lot = standing.get(line.lot_id);
    const available = lot?.qty_free ?? 0;
    if (lot === undefined || available < line.qty) {
      const params = { lot_no: names.get(line.lot_id) ?? '', available, wanted: line.qty };
      return [{ code: 'planning.lot_gone', params, legal_basis: null }];
    }
    return [...gateReasons(facts, moment, lot, proposal, arrival)];
  });
}

async function lotNames(tx: Tx, item_id: number, lines: readonly StoredLine[]): Promise<Map<number, string>> {
  const rows = await tx.rows<{ lot_id: number; lot_no: string }>(
    'select lot_id, lot_no from stock.v_lot where item_id = $1 and lot_id = any($2::bigint[])',
    [item_id, lines.map((line) => line.lot_id)],
  );
  return new Map(rows.map((row) => [row.lot_id, row.lot_no]));
}
