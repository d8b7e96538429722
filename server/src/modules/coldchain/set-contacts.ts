import * as contract from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockArea } from './areas.read.ts';
import { saveContacts } from './coldchain.write.ts';
import { rulesNow } from './rules.ts';

export const setContacts = defineVerb(
  contract.setAreaContacts,
  { permission: 'coldchain.manage', audit: 'coldchain.set_contacts' },
  async ({ tx, actor, audit }, { area_id, people }) => {
    const area = await lockArea(tx, actor, 'coldchain.manage', area_id);
    const { rules } = await rulesNow(tx);
    const named = [...new Map(people.map((person) => [person.user_id, person])).values()];
    const given = named.filter((person) => person.level === 1).length;
    if (given < rules.recipients_min)
      fail('coldchain.recipients_needed', { min: rules.recipients_min, given });
    const known = new Set(
      (
        await tx.rows<{ user_id: number }>(
          'select user_id from identity.v_user where user_id = any($1::bigint[])',
          [named.map((person) => person.user_id)],
        )
      ).map((row) => row.user_id),
    );
    const unknown = named.find((person) => !known.has(person.user_id));
    if (unknown !== undefined) fail('coldchain.recipient_unknown', { user_id: unknown.user_id });
    await saveContacts(tx, area_id, named);
    const { warehouse_id } = area;
    audit({ entity: 'temperature_area', entity_id: area_id, warehouse_id, detail: { people: named } });
    return { area_id, people: named.length };
  },
);

/** The staff, without those of partners and without accounts of machines that nobody reads. */
export const listPeople = defineVerb(
  contract.listAlarmPeople,
  { permission: 'coldchain.manage', audit: null },
  async ({ tx }) => ({
    rows: await tx.rows<{ user_id: number; account: string; name: string }>(
      `select u.user_id, u.account, u.display_name as name from identity.v_user u
       where exists (select from identity.v_grant g where g.user_id = u.user_id and g.partner_id is null)
       order by u.display_name, u.user_id limit 2000`,
    ),
  }),
);
