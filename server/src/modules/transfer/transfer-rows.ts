/** The columns that lists and single documents show alike. */

export const ORDER_COLUMNS = `o.transfer_id, o.document_no, o.from_warehouse_id, f.warehouse_code as from_warehouse_code,
    o.to_warehouse_id, t.warehouse_code as to_warehouse_code, o.status, o.lane_id, n.mode, c.name as carrier_name,
    o.needed_at, o.expected_arrival, o.cost_fen, o.requested_by, o.approved_by, o.proposal_id, o.requested_at,
    s.lines, s.qty, s.qty_shipped, s.qty_received,
    (select count(*)::integer from transfer.discrepancy d where d.transfer_id = o.transfer_id and d.status = 'open')
      as open_discrepancies,
    o.from_entity_id is distinct from o.to_entity_id as intercompany, o.value_fen, o.actual_cost_fen, o.over_budget,
    o.delayed_minutes, o.delivered_at`;
export const ORDER_TABLES = `transfer.transfer_order o
  join masterdata.v_warehouse f on f.warehouse_id = o.from_warehouse_id
  join masterdata.v_warehouse t on t.warehouse_id = o.to_warehouse_id
  left join masterdata.v_lane n on n.lane_id = o.lane_id
  left join masterdata.v_partner c on c.partner_id = n.carrier_id
  cross join lateral (
    select count(*)::integer as lines, sum(l.qty)::bigint as qty, sum(l.qty_shipped)::bigint as qty_shipped,
      sum(l.qty_received)::bigint as qty_received
    from transfer.v_transfer_line l where l.transfer_id = o.transfer_id) s`;

export const DISCREPANCY_ROWS = `select d.discrepancy_id, d.document_no, d.transfer_id, o.document_no as transfer_no,
    d.transfer_line_id, d.from_warehouse_id, f.warehouse_code as from_warehouse_code, d.to_warehouse_id,
    t.warehouse_code as to_warehouse_code, d.item_id, i.item_code, i.name as item_name, d.lot_id, b.lot_no, d.kind, d.qty,
    d.note, d.status, d.resolution, d.responsible, d.reason, d.opened_at, d.opened_by, d.resolved_at, d.resolved_by,
    d.movement_id,
    (select c.document_no from transfer.claim c where c.discrepancy_id = d.discrepancy_id and c.status <> 'withdrawn')
      as claim_no
  from transfer.discrepancy d
  join transfer.transfer_order o on o.transfer_id = d.transfer_id
  join masterdata.v_warehouse f on f.warehouse_id = d.from_warehouse_id
  join masterdata.v_warehouse t on t.warehouse_id = d.to_warehouse_id
  join masterdata.v_item i on i.item_id = d.item_id
  join stock.v_lot b on b.item_id = d.item_id and b.lot_id = d.lot_id`;

export const CLAIM_ROWS = `select c.claim_id, c.document_no, c.discrepancy_id, d.document_no as discrepancy_no, c.transfer_id,
    o.document_no as transfer_no, c.from_warehouse_id, c.to_warehouse_id, c.against, c.debtor_id, p.name as debtor_name,
    i.item_code, i.name as item_name, b.lot_no, c.qty, c.amount_fen, c.agreed_fen, c.status, c.reason, c.outcome,
    c.opened_by, c.opened_at, c.decided_at, c.settled_at
  from transfer.claim c
  join transfer.discrepancy d on d.discrepancy_id = c.discrepancy_id
  join transfer.transfer_order o on o.transfer_id = c.transfer_id
  join masterdata.v_partner p on p.partner_id = c.debtor_id
  join masterdata.v_item i on i.item_id = d.item_id
  join stock.v_lot b on b.item_id = d.item_id and b.lot_id = d.lot_id`;
