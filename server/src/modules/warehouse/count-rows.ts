/** The columns that the list of counts and a single count show alike. */
export const COUNT_ROWS = `select c.count_id, c.document_no, c.warehouse_id, w.warehouse_code, c.status, c.method, c.blind,
    c.reason, c.created_by_name, c.created_at, c.closed_at, c.note, s.lines, s.settled, s.recount, s.differing, s.net_fen,
    s.gross_fen
  from warehouse.count c
  join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
  cross join lateral (
    select count(*)::integer as lines, count(*) filter (where l.status in ('matched', 'differs', 'posted'))::integer as settled,
      count(*) filter (where l.status = 'recount')::integer as recount,
      count(*) filter (where l.status in ('differs', 'posted'))::integer as differing,
      coalesce(sum(l.value_fen), 0)::bigint as net_fen, coalesce(sum(abs(l.value_fen)), 0)::bigint as gross_fen
    from warehouse.count_line l where l.count_id = c.count_id) s`;
