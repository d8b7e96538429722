import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { insertTakenOver } from './reviews.write.ts';

/**
 * Papers of the example company that no file brings: its suppliers and items were reviewed before, suppliers and carriers
 * have agreements on quality, warehouses of other provinces are filed. Some of it runs out soon.
 */
export async function seedCompliance(tx: Tx): Promise<void> {
  await changeRules(tx);
  await insertTakenOver(tx, '系统启用前已完成首营审核', { ...SYSTEM_ACTOR, display_name: '系统' });
  await seedAgreements(tx);
  await seedFilings(tx);
  await seedDetails(tx);
}

async function seedAgreements(tx: Tx): Promise<void> {
  await tx.run(
    `insert into compliance.agreement (agreement_no, partner_id, kind, valid_from, valid_to, recorded_by_name)
     select 'ZLXY-' || partner_code, partner_id, 'quality', t.today - 250,
       t.today + 20 + (row_number() over (order by partner_code) * 41 % 500)::int, '系统'
     from masterdata.v_partner
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
     where kind in ('supplier', 'carrier') order by partner_id`,
  );
}

/** A warehouse in another province than its company is filed with the authority there. */
async function seedFilings(tx: Tx): Promise<void> {
  await tx.run(
    `insert into compliance.warehouse_filing (warehouse_id, regulator, filing_no, valid_from, recorded_by_name)
     select w.warehouse_id, w.city || '市场监督管理局', 'YDKF-' || w.warehouse_code, t.today - 700, '系统'
     from masterdata.v_warehouse w join masterdata.v_partner p on p.partner_id = w.legal_entity_id
     cross join (select (now() at time zone 'Asia/Shanghai')::date as today) t
     where w.province <> p.province order by w.warehouse_id`,
  );
}

/** What else stands on a licence for distribution. */
async function seedDetails(tx: Tx): Promise<void> {
  await tx.run(
    `update compliance.licence l set mode = 'wholesale', issuer = p.province || '药品监督管理部门', domicile = p.address,
       premises = p.address, legal_representative = coalesce(p.contact, '–'), person_in_charge = coalesce(p.contact, '–'),
       warehouse_addresses = array(select w.address from masterdata.v_warehouse w
         where w.warehouse_id = any (l.warehouse_ids) order by w.warehouse_id)
     from masterdata.v_partner p where p.partner_id = l.partner_id and l.kind in ('distribution_licence', 'distribution_filing')`,
  );
}
