/** The columns that the list of work orders and a single one show alike. */
export const WORK_ROWS = `select o.work_order_id, o.document_no, o.warehouse_id, w.warehouse_code, o.kind, o.status, o.item_id,
    i.item_code, i.name as item_name, i.unit, o.lot_id, t.lot_no, o.qty, r.qty_started, r.qty_finished, o.disposition, o.label_version,
    o.reason, o.created_by_name, o.created_at, o.closed_at, o.note
  from warehouse.work_order o
  join masterdata.v_warehouse w on w.warehouse_id = o.warehouse_id
  join masterdata.v_item i on i.item_id = o.item_id
  left join stock.v_lot t on t.item_id = o.item_id and t.lot_id = o.lot_id
  cross join lateral (
    select coalesce(sum(n.qty) filter (where n.status <> 'undone'), 0)::bigint as qty_started,
      coalesce(sum(n.qty) filter (where n.status = 'finished'), 0)::bigint as qty_finished
    from warehouse.work_run n where n.work_order_id = o.work_order_id) r`;
