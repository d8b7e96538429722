import { CALLED } from './terms.read.ts';

/** The columns that the list of agreements and the single one show alike. */
export const AGREEMENT_COLUMNS = `a.agreement_id, a.document_no, a.partner_id, p.name as partner_name, a.kind, a.title,
    a.contract_no, a.valid_from, a.valid_to, a.status, a.status = 'active'
      and (now() at time zone 'Asia/Shanghai')::date between a.valid_from and a.valid_to as in_force,
    s.lines, s.qty_committed, s.qty_called, a.created_by_name, a.created_at`;
export const AGREEMENT_TABLES = `supply.agreement a
  join masterdata.v_partner p on p.partner_id = a.partner_id
  cross join lateral (
    select count(*)::integer as lines, sum(l.qty_committed)::bigint as qty_committed,
      coalesce(sum(${CALLED}), 0)::bigint as qty_called
    from supply.agreement_line l where l.agreement_id = a.agreement_id) s`;
