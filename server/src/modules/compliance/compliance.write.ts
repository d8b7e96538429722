import type { DatasetRow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';

export async function writeRegistrations(
  tx: Tx,
  rows: readonly DatasetRow<'registration'>[],
): Promise<number> {
  const written = await tx.run(
    `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
     select r.registration_no, p.partner_id, r.product_name, r.device_class, r.valid_from, r.valid_to
     from jsonb_to_recordset($1::jsonb) as r(registration_no text, registrant_code text, product_name text,
       device_class text, valid_from date, valid_to date)
     join masterdata.v_partner p on p.partner_code = r.registrant_code
     order by r.registration_no, r.valid_from
     on conflict (registration_no, valid_from) do update set registrant_id = excluded.registrant_id,
       product_name = excluded.product_name, device_class = excluded.device_class, valid_to = excluded.valid_to,
       changed_at = excluded.changed_at`,
    [JSON.stringify(rows)],
  );
  if (written !== rows.length) {
    fail('masterdata.code_unknown', { dataset: 'registration', count: rows.length - written });
  }
  return written;
}

export async function writeLicences(tx: Tx, rows: readonly DatasetRow<'licence'>[]): Promise<number> {
  const written = await tx.run(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
     select p.partner_id, r.kind, r.licence_no, r.classes, r.categories,
       coalesce((select array_agg(w.warehouse_id order by w.warehouse_id) from masterdata.v_warehouse w
                 where w.warehouse_code = any (r.warehouse_codes)), '{}'),
       r.valid_from, r.valid_to
     from jsonb_to_recordset($1::jsonb) as r(partner_code text, kind text, licence_no text, classes text[],
       categories text[], warehouse_codes text[], valid_from date, valid_to date)
     join masterdata.v_partner p using (partner_code)
     order by p.partner_id, r.licence_no, r.valid_from
     on conflict (partner_id, licence_no, valid_from) do update set kind = excluded.kind, classes = excluded.classes,
       categories = excluded.categories, warehouse_ids = excluded.warehouse_ids, valid_to = excluded.valid_to,
       changed_at = excluded.changed_at`,
    [JSON.stringify(rows)],
  );
  if (written !== rows.length)
    fail('masterdata.code_unknown', { dataset: 'licence', count: rows.length - written });
  return written;
}
