import { getRisk as contract, type OutputOf } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { judgeRisks } from './assess.ts';
import { readDemandOfLines } from './demand-of-lines.ts';
import { readPolicy } from './list-policies.ts';
import { RISK_COLUMNS, RISK_FROM, type RiskRow } from './list-risks.ts';
import { PROJECTION_DAYS } from './planning.model.ts';
import { readRiskFacts, readSettings } from './planning.read.ts';
import { dated } from './proposal-rows.ts';

type Output = OutputOf<typeof contract>;

export const getRisk = defineVerb(
  contract,
  { permission: 'planning.read', audit: null },
  async ({ tx }, { item_id, warehouse_id }) => {
    const pair = [item_id, warehouse_id];
    const [rows, facts, settings, lots, arrivals, elsewhere, policy, history, open_proposals] =
      await Promise.all([
        tx.rows<RiskRow>(
          `select ${RISK_COLUMNS} from ${RISK_FROM} where r.item_id = $1 and r.warehouse_id = $2`,
          pair,
        ),
        readRiskFacts(tx, { item_ids: [item_id], warehouse_id }),
        readSettings(tx),
        tx.rows<Output['lots'][number]>(LOTS, pair),
        tx.rows<Output['arrivals'][number]>(ARRIVALS, pair),
        tx.rows<Output['elsewhere'][number]>(ELSEWHERE, pair),
        readPolicy(tx, { item_id, warehouse_id }),
        tx.rows<Output['history'][number]>(HISTORY, pair),
        tx.rows<Output['open_proposals'][number]>(PROPOSALS, pair),
      ]);
    const [row] = rows;
    if (row === undefined) notFound('risk', `${item_id}/${warehouse_id}`);
    const demand = await readDemandOfLines(
      tx,
      facts.demand.map((line) => line.demand_line_id),
    );
    const [now] = judgeRisks(facts, PROJECTION_DAYS, true);
    const today = facts.positions[0]!.today;
    return {
      ...row,
      horizon_days: settings.horizon_days,
      projection: dated(today, now!.projection!),
      lots,
      arrivals,
      demand,
      elsewhere,
      policy,
      history,
      open_proposals,
    };
  },
);

const LOTS = `select b.lot_id, l.lot_no, l.expiry_date,
    coalesce(sum(b.qty - b.allocated) filter (where usable), 0)::bigint as usable_qty,
    coalesce(sum(b.allocated), 0)::bigint as allocated_qty,
    coalesce(sum(b.qty - b.allocated) filter (where not usable), 0)::bigint as blocked_qty
  from (
    select b.*, b.disposition = 'released' and p.zone_kind in ('receiving', 'storage', 'dispatch')
      and o.kind = 'legal_entity' as usable
    from stock.v_balance b
    join stock.v_account a on a.account_id = b.account_id
    join masterdata.v_location p on p.location_id = a.location_id
    join masterdata.v_partner o on o.partner_id = b.owner_id
    where b.item_id = $1 and b.warehouse_id = $2 and b.qty > 0) b
  join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
  group by b.lot_id, l.lot_no, l.expiry_date order by l.expiry_date nulls last, l.lot_no`;

const ARRIVALS = `select t.transfer_id, null::bigint as purchase_order_id, t.document_no, w.warehouse_code as from_warehouse_code,
    (coalesce(t.expected_arrival, now()) at time zone w.timezone)::date as date, l.expiry_date, t.qty
  from (
    select item_id, lot_id, from_warehouse_id, to_warehouse_id, qty, expected_arrival, transfer_id, document_no
      from transfer.v_in_transit where not disputed
    union all
    select item_id, lot_id, from_warehouse_id, to_warehouse_id, qty, expected_arrival, transfer_id, document_no
      from transfer.v_planned where status = 'approved') t
  join masterdata.v_warehouse w on w.warehouse_id = t.from_warehouse_id
  left join stock.v_lot l on l.item_id = t.item_id and l.lot_id = t.lot_id
  where t.item_id = $1 and t.to_warehouse_id = $2
  union all
  select null, o.purchase_order_id, o.document_no, null, o.expected_on, o.expiry_date, o.qty
  from supply.v_on_order o where o.item_id = $1 and o.warehouse_id = $2
  order by date, document_no`;

const ELSEWHERE = `select r.warehouse_id, w.warehouse_code, r.usable_qty, r.safety_stock, r.level
  from planning.risk r join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
  where r.item_id = $1 and r.warehouse_id <> $2 order by r.usable_qty - r.safety_stock desc, r.warehouse_id`;

const HISTORY = `select period_start, bucket, sum(qty)::bigint as qty from planning.demand_history
  where item_id = $1 and warehouse_id = $2 group by bucket, period_start order by bucket, period_start`;

const PROPOSALS = `select p.proposal_id, w.warehouse_code as from_warehouse_code, p.qty, p.arrival_at,
    p.variable_fen + p.fixed_share_fen as cost_fen
  from planning.proposal p join masterdata.v_warehouse w on w.warehouse_id = p.from_warehouse_id
  where p.status = 'proposed' and p.item_id = $1 and p.to_warehouse_id = $2 order by 5, 1`;
