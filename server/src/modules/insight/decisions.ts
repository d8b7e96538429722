import type { decision } from '@tongcang/contract';
import type { z } from 'zod';
import type { Tx } from '../../platform/db.ts';
import type { ProposalView, RiskRow } from '../planning/index.ts';

export type Decision = z.infer<typeof decision>;

/** What weighs when the item is at no risk there: goods whose whereabouts are open, goods kept from use. */
const BASE = { discrepancy: 400, hold: 300, quarantine: 100 } as const;

const NOTHING = { risk: null, proposal: null, discrepancy: null, hold: null, quarantine: null } as const;

/** Waiting makes things more pressing: doubled after a week, never more than tripled. */
export function withTime(weight: number, waiting_days: number): number {
  return weight * Math.min(3, 1 + Math.max(0, waiting_days) / 7);
}

/** A risk with an open proposal is decided by the proposal; the others stand for themselves. */
export function riskDecisions(risks: readonly RiskRow[], proposals: readonly ProposalView[]): Decision[] {
  const answered = new Set(proposals.map((p) => `${p.item_id}|${p.to_warehouse_id}`));
  const open = risks.filter(
    (risk) =>
      risk.level !== 'watch' && risk.level !== 'ok' && !answered.has(`${risk.item_id}|${risk.warehouse_id}`),
  );
  return open.map((risk) => ({
    ...NOTHING,
    kind: 'risk' as const,
    score: risk.severity,
    warehouse_id: risk.warehouse_id,
    warehouse_code: risk.warehouse_code,
    item_id: risk.item_id,
    item_code: risk.item_code,
    item_name: risk.item_name,
    since: risk.level_since,
    risk,
  }));
}

/** A proposal weighs a little more than the risk it answers: there is something to decide. */
export function proposalDecisions(proposals: readonly ProposalView[]): Decision[] {
  return proposals.map((proposal) => ({
    ...NOTHING,
    kind: 'proposal' as const,
    score: proposal.severity * 1.05 + 1,
    warehouse_id: proposal.to_warehouse_id,
    warehouse_code: proposal.to_warehouse_code,
    item_id: proposal.item_id,
    item_code: proposal.item_code,
    item_name: proposal.item_name,
    since: proposal.created_at,
    proposal,
  }));
}

type Row = {
  readonly id: number;
  readonly warehouse_id: number | null;
  readonly warehouse_code: string | null;
  readonly item_id: number;
  readonly item_code: string;
  readonly item_name: string;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly qty: number;
  readonly kind: string;
  readonly note: string;
  readonly document_no: string;
  readonly transfer_id: number;
  readonly since: string;
  readonly waiting_days: number;
  /** Severity of the item's risk at the warehouse, or anywhere where no warehouse is named. */
  readonly severity: number;
  readonly total: number;
};

/** Differences, holds and quarantine that wait, the most pressing of each first; `total` counts all of them. */
export async function readWaiting(
  tx: Tx,
  warehouse_id: number | null,
  limit: number,
): Promise<{ decisions: Decision[]; total: number }> {
  const values = [warehouse_id, limit];
  const [discrepancies, holds, quarantine] = await Promise.all([
    tx.rows<Row>(DISCREPANCIES, values),
    tx.rows<Row>(HOLDS, values),
    tx.rows<Row>(QUARANTINE, values),
  ]);
  const total = [discrepancies, holds, quarantine].reduce((sum, rows) => sum + (rows[0]?.total ?? 0), 0);
  const decisions = [
    ...discrepancies.map((row) => ({
      ...common('discrepancy', row),
      discrepancy: {
        discrepancy_id: row.id,
        document_no: row.document_no,
        transfer_id: row.transfer_id,
        kind: row.kind,
        qty: row.qty,
        lot_no: row.lot_no,
      },
    })),
    ...holds.map((row) => ({
      ...common('hold', row),
      hold: { hold_id: row.id, kind: row.kind, lot_id: row.lot_id, lot_no: row.lot_no, reason: row.note },
    })),
    ...quarantine.map((row) => ({
      ...common('quarantine', row),
      quarantine: { lot_id: row.lot_id, lot_no: row.lot_no, qty: row.qty },
    })),
  ];
  return { decisions, total };
}

function common(kind: keyof typeof BASE, row: Row): Decision {
  const { warehouse_id, warehouse_code, item_id, item_code, item_name, since } = row;
  const score = withTime(Math.max(BASE[kind], row.severity), row.waiting_days);
  return { ...NOTHING, kind, score, warehouse_id, warehouse_code, item_id, item_code, item_name, since };
}

const WAITING = 'extract(epoch from now() - since) / 86400.0';

const DISCREPANCIES = `select d.discrepancy_id as id, d.to_warehouse_id as warehouse_id, w.warehouse_code, d.item_id,
    i.item_code, i.name as item_name, d.lot_id, l.lot_no, d.qty, d.kind, d.document_no, d.transfer_id, since,
    (${WAITING})::float8 as waiting_days, coalesce(r.severity, 0) as severity, count(*) over () as total
  from (select *, opened_at as since from transfer.v_discrepancy where status = 'open') d
  join masterdata.v_warehouse w on w.warehouse_id = d.to_warehouse_id
  join masterdata.v_item i on i.item_id = d.item_id
  join stock.v_lot l on l.item_id = d.item_id and l.lot_id = d.lot_id
  left join planning.v_risk r on r.item_id = d.item_id and r.warehouse_id = d.to_warehouse_id
  where $1::bigint is null or d.to_warehouse_id = $1 or d.from_warehouse_id = $1
  order by greatest(coalesce(r.severity, 0), 1) * least(3, 1 + ${WAITING} / 7) desc, d.discrepancy_id limit $2`;

const HOLDS = `select h.hold_id as id, h.warehouse_id, w.warehouse_code, h.item_id, i.item_code, i.name as item_name,
    h.lot_id, l.lot_no, 0 as qty, h.kind, h.reason as note, since, (${WAITING})::float8 as waiting_days,
    coalesce(r.severity, 0) as severity, count(*) over () as total
  from (select *, held_at as since from stock.v_hold where lifted_at is null and kind = 'hold') h
  left join masterdata.v_warehouse w on w.warehouse_id = h.warehouse_id
  join masterdata.v_item i on i.item_id = h.item_id
  join stock.v_lot l on l.item_id = h.item_id and l.lot_id = h.lot_id
  left join lateral (select max(severity) as severity from planning.v_risk r
    where r.item_id = h.item_id and (h.warehouse_id is null or r.warehouse_id = h.warehouse_id)) r on true
  where h.warehouse_id is null or ($1::bigint is null or h.warehouse_id = $1)
  order by greatest(coalesce(r.severity, 0), 1) * least(3, 1 + ${WAITING} / 7) desc, h.hold_id limit $2`;

// Goods in quarantine wait for a decision only where somebody waits for them: the item is at risk there.
const QUARANTINE = `select b.lot_id as id, b.warehouse_id, w.warehouse_code, b.item_id, i.item_code, i.name as item_name,
    b.lot_id, l.lot_no, b.qty, since, (${WAITING})::float8 as waiting_days, r.severity, count(*) over () as total
  from (select item_id, lot_id, warehouse_id, sum(qty)::bigint as qty from stock.v_balance
        where disposition = 'quarantine' and qty > 0 and not unbounded and warehouse_id is not null
        group by item_id, lot_id, warehouse_id) b
  join (select item_id, warehouse_id, severity, level_since as since from planning.v_risk
        where level in ('stock_out', 'critical', 'warning')) r using (item_id, warehouse_id)
  join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
  join masterdata.v_item i on i.item_id = b.item_id
  join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
  where $1::bigint is null or b.warehouse_id = $1
  order by r.severity desc, b.lot_id limit $2`;
