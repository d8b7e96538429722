import type { DatasetRow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';

export async function writeRegistrations(
  tx: Tx,
  rows: readonly DatasetRow<'registration'>[],
): Promise<number> {
  const written = await tx.run(
    `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to,
       models, category_code_new, category_code_old, insurance_code, change_note, version_no)
     select r.registration_no, p.partner_id, r.product_name, r.device_class, r.valid_from, r.valid_to,
       coalesce(r.models, o.models, '{}'), coalesce(r.category_code_new, o.category_code_new),
       coalesce(r.category_code_old, o.category_code_old), coalesce(r.insurance_code, o.insurance_code),
       coalesce(r.change_note, o.change_note),
       row_number() over (partition by r.registration_no order by r.valid_from)
         + (select count(*) from compliance.registration b where b.registration_no = r.registration_no
            and b.valid_from < r.valid_from)
     from jsonb_to_recordset($1::jsonb) as r(registration_no text, registrant_code text, product_name text,
       device_class text, valid_from date, valid_to date, models text[], category_code_new text, category_code_old text,
       insurance_code text, change_note text)
     join masterdata.v_partner p on p.partner_code = r.registrant_code
     left join compliance.registration o on o.registration_no = r.registration_no and o.valid_from = r.valid_from
     order by r.registration_no, r.valid_from
     on conflict (registration_no, valid_from) do update set registrant_id = excluded.registrant_id,
       product_name = excluded.product_name, device_class = excluded.device_class, valid_to = excluded.valid_to,
       models = excluded.models, category_code_new = excluded.category_code_new,
       category_code_old = excluded.category_code_old, insurance_code = excluded.insurance_code,
       change_note = excluded.change_note, changed_at = excluded.changed_at`,
    [JSON.stringify(rows)],
  );
  if (written !== rows.length) {
    fail('masterdata.code_unknown', { dataset: 'registration', count: rows.length - written });
  }
  return written;
}

export async function writeLicences(tx: Tx, rows: readonly DatasetRow<'licence'>[]): Promise<number> {
  const written = await tx.run(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to,
       warehouse_addresses, scope_text, legal_representative, person_in_charge, issuer, change_note, version_no)
     select p.partner_id, r.kind, r.licence_no, r.classes, r.categories,
       coalesce((select array_agg(w.warehouse_id order by w.warehouse_id) from masterdata.v_warehouse w
                 where w.warehouse_code = any (r.warehouse_codes)), '{}'),
       r.valid_from, r.valid_to, coalesce(r.warehouse_addresses, o.warehouse_addresses, '{}'),
       coalesce(r.scope_text, o.scope_text), coalesce(r.legal_representative, o.legal_representative),
       coalesce(r.person_in_charge, o.person_in_charge), coalesce(r.issuer, o.issuer),
       coalesce(r.change_note, o.change_note),
       row_number() over (partition by p.partner_id, r.licence_no order by r.valid_from)
         + (select count(*) from compliance.licence b where b.partner_id = p.partner_id and b.licence_no = r.licence_no
            and b.valid_from < r.valid_from)
     from jsonb_to_recordset($1::jsonb) as r(partner_code text, kind text, licence_no text, classes text[],
       categories text[], warehouse_codes text[], valid_from date, valid_to date, warehouse_addresses text[],
       scope_text text, legal_representative text, person_in_charge text, issuer text, change_note text)
     join masterdata.v_partner p using (partner_code)
     left join compliance.licence o on o.partner_id = p.partner_id and o.licence_no = r.licence_no
       and o.valid_from = r.valid_from
     order by p.partner_id, r.licence_no, r.valid_from
     on conflict (partner_id, licence_no, valid_from) do update set kind = excluded.kind, classes = excluded.classes,
       categories = excluded.categories, warehouse_ids = excluded.warehouse_ids, valid_to = excluded.valid_to,
       warehouse_addresses = excluded.warehouse_addresses, scope_text = excluded.scope_text,
       legal_representative = excluded.legal_representative, person_in_charge = excluded.person_in_charge,
       issuer = excluded.issuer, change_note = excluded.change_note, changed_at = excluded.changed_at`,
    [JSON.stringify(rows)],
  );
  if (written !== rows.length)
    fail('masterdata.code_unknown', { dataset: 'licence', count: rows.length - written });
  return written;
}

export async function writeAuthorisations(
  tx: Tx,
  rows: readonly DatasetRow<'authorisation'>[],
): Promise<number> {
  const written = await tx.run(
    `insert into compliance.authorisation (authorisation_no, grantor_id, grantee_id, registrant_id, item_ids, categories, regions,
       valid_from, valid_to, recorded_by_name)
     select r.authorisation_no, g.partner_id, e.partner_id, m.partner_id,
       coalesce((select array_agg(i.item_id order by i.item_id) from masterdata.v_item i
                 where i.item_code = any (r.item_codes)), '{}'),
       case when r.item_codes = '{}' and r.categories = '{}' then '{*}' else r.categories end,
       r.regions, r.valid_from, r.valid_to, 'import'
     from jsonb_to_recordset($1::jsonb) as r(authorisation_no text, grantor_code text, grantee_code text,
       registrant_code text, item_codes text[], categories text[], regions text[], valid_from date, valid_to date)
     join masterdata.v_partner g on g.partner_code = r.grantor_code
     join masterdata.v_partner e on e.partner_code = r.grantee_code
     join masterdata.v_partner m on m.partner_code = r.registrant_code
     order by g.partner_id, e.partner_id, r.authorisation_no, r.valid_from
     on conflict (grantor_id, grantee_id, authorisation_no, valid_from) do update set registrant_id = excluded.registrant_id,
       item_ids = excluded.item_ids, categories = excluded.categories, regions = excluded.regions,
       valid_to = excluded.valid_to`,
    [JSON.stringify(rows)],
  );
  if (written !== rows.length)
    fail('masterdata.code_unknown', { dataset: 'authorisation', count: rows.length - written });
  return written;
}
