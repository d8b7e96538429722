import * as contract from '@tongcang/contract';
import { isValidGln } from '@tongcang/udi';
import { fail, notFound } from '../../../platform/errors.ts';
import { defineVerb } from '../../../platform/use-case.ts';
import { writeGln } from './capture.write.ts';

type Row = contract.OutputOf<typeof contract.listGlns>['rows'][number];

const NAMED = `select 'warehouse' as kind, warehouse_id as entity_id, warehouse_code as code, name from masterdata.v_warehouse
  union all select 'partner', partner_id, partner_code, name from masterdata.v_partner
  union all select 'department', department_id, department_code, name from masterdata.v_department`;
const LIST = `select n.kind, n.entity_id, n.code, n.name, g.gln from (${NAMED}) n
  left join integration.gln g on g.kind = n.kind and g.entity_id = n.entity_id
  order by array_position(array['warehouse', 'partner', 'department'], n.kind), n.code limit 5000`;
const ONE = `select n.code, g.gln from (${NAMED}) n
  left join integration.gln g on g.kind = n.kind and g.entity_id = n.entity_id where n.kind = $1 and n.entity_id = $2`;

export const listGlns = defineVerb(
  contract.listGlns,
  { permission: 'masterdata.read', audit: null },
  async ({ tx }) => ({ rows: await tx.rows<Row>(LIST) }),
);

export const saveGln = defineVerb(
  contract.saveGln,
  { permission: 'masterdata.write', audit: 'integration.save_gln' },
  async ({ tx, audit }, { kind, entity_id, gln, reason }) => {
    if (gln !== null && !isValidGln(gln)) fail('integration.gln_invalid', { gln });
    const [found] = await tx.rows<{ code: string; gln: string | null }>(ONE, [kind, entity_id]);
    if (found === undefined) notFound(kind, entity_id);
    await writeGln(tx, kind, entity_id, gln);
    audit({ entity: 'gln', entity_id: `${kind}:${entity_id}`, reason, detail: { before: found.gln, gln } });
    return { kind, entity_id, gln };
  },
);
