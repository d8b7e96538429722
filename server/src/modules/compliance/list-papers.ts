import {
  listPartnerAgreements as agreements,
  listAuthorisations as authorisations,
  listWarehouseFilings as filings,
  type OutputOf,
} from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';

const READ = { permission: 'compliance.read', audit: null } as const;

export const listAuthorisations = defineVerb(authorisations, READ, async ({ tx }, input) => {
  const rows = await tx.rows<OutputOf<typeof authorisations>['rows'][number]>(
    `select a.authorisation_id, a.authorisation_no, g.name as grantor_name, e.name as grantee_name, r.name as registrant_name,
       array(select i.item_code from masterdata.v_item i where i.item_id = any (a.item_ids) order by 1) as item_codes,
       a.categories, a.regions, a.note, a.status, a.end_reason, a.valid_from, a.valid_to, a.recorded_by_name,
       a.valid_to - t.today as days_left,
       case when a.status = 'cancelled' then 'cancelled' when a.valid_from > t.today then 'future'
         when a.valid_to < t.today then 'expired' when a.valid_to < t.today + 90 then 'expiring' else 'valid' end as state,
       (select count(*) from platform.attachment f
        where f.entity = 'compliance.authorisation' and f.entity_id = a.authorisation_id)::int as attachments
     from compliance.authorisation a
     join masterdata.v_partner g on g.partner_id = a.grantor_id
     join masterdata.v_partner e on e.partner_id = a.grantee_id
     join masterdata.v_partner r on r.partner_id = a.registrant_id
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
     where a.authorisation_id > $1 and ($2::bigint is null or a.grantee_id = $2)
       and ($3::text is null or a.authorisation_no ilike '%' || $3 || '%' or g.name ilike '%' || $3 || '%'
         or e.name ilike '%' || $3 || '%' or r.name ilike '%' || $3 || '%')
     order by a.authorisation_id limit $4`,
    [input.after ?? 0, input.grantee_id ?? null, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'authorisation_id', input.limit) };
});

export const listPartnerAgreements = defineVerb(agreements, READ, async ({ tx }, input) => {
  const rows = await tx.rows<OutputOf<typeof agreements>['rows'][number]>(
    `select a.agreement_id, a.agreement_no, a.partner_id, p.name as partner_name, a.kind,
       array(select w.warehouse_code from masterdata.v_warehouse w where w.warehouse_id = any (a.warehouse_ids) order by 1)
         as warehouse_codes,
       a.assessed_on, a.note, a.status, a.end_reason, a.valid_from, a.valid_to, a.recorded_by_name,
       a.valid_to - t.today as days_left,
       case when a.status = 'cancelled' then 'cancelled' when a.valid_from > t.today then 'future'
         when a.valid_to < t.today then 'expired' when a.valid_to < t.today + 90 then 'expiring' else 'valid' end as state,
       (select count(*) from platform.attachment f
        where f.entity = 'compliance.agreement' and f.entity_id = a.agreement_id)::int as attachments
     from compliance.agreement a join masterdata.v_partner p on p.partner_id = a.partner_id
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
     where a.agreement_id > $1 and ($2::bigint is null or a.partner_id = $2)
       and ($3::text is null or a.agreement_no ilike '%' || $3 || '%' or p.name ilike '%' || $3 || '%')
     order by a.agreement_id limit $4`,
    [input.after ?? 0, input.partner_id ?? null, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'agreement_id', input.limit) };
});

export const listWarehouseFilings = defineVerb(filings, READ, async ({ tx }, input) => {
  const rows = await tx.rows<OutputOf<typeof filings>['rows'][number]>(
    `select f.warehouse_filing_id, w.warehouse_code, w.name as warehouse_name, f.regulator, f.filing_no, f.note, f.status,
       f.end_reason, f.valid_from, f.valid_to, f.recorded_by_name, f.valid_to - t.today as days_left,
       case when f.status = 'cancelled' then 'cancelled' when f.valid_from > t.today then 'future'
         when f.valid_to < t.today then 'expired' when f.valid_to < t.today + 90 then 'expiring' else 'valid' end as state,
       (select count(*) from platform.attachment a
        where a.entity = 'compliance.warehouse_filing' and a.entity_id = f.warehouse_filing_id)::int as attachments
     from compliance.warehouse_filing f join masterdata.v_warehouse w on w.warehouse_id = f.warehouse_id
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
     where f.warehouse_filing_id > $1
       and ($2::text is null or f.filing_no ilike '%' || $2 || '%' or w.name ilike '%' || $2 || '%')
     order by f.warehouse_filing_id limit $3`,
    [input.after ?? 0, likeText(input.search), input.limit],
  );
  return { rows, next: nextOf(rows, 'warehouse_filing_id', input.limit) };
});
