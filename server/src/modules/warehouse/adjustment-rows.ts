/** The columns that the list of corrections and a single one show alike. */
export const ADJUSTMENT_ROWS = `select j.adjustment_id, j.document_no, j.warehouse_id, w.warehouse_code, j.status, j.cause,
    j.reason, j.value_fen, s.lines, s.gained, s.lost, j.requested_by_name, j.requested_at, j.decided_by_name, j.decided_at,
    j.decision_note, j.movement_id
  from warehouse.adjustment j
  join masterdata.v_warehouse w on w.warehouse_id = j.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, coalesce(sum(l.change) filter (where l.change > 0), 0)::bigint as gained,
      coalesce(-sum(l.change) filter (where l.change < 0), 0)::bigint as lost
    from warehouse.adjustment_line l where l.adjustment_id = j.adjustment_id) s`;
