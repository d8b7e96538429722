import { matchEpcis as contract } from '@tongcang/contract';
import { defineVerb } from '../../../platform/use-case.ts';
import { settleObjects } from './capture.write.ts';
import { knownUris } from './known.ts';

const PARKED_MAX = 20_000;

export const matchEpcis = defineVerb(
  contract,
  { permission: 'integration.import', audit: 'integration.match_epcis', statement_timeout_ms: 30_000 },
  async ({ tx, audit }) => {
    const rows = await tx.rows<{ capture_id: number; object_no: number; uri: string }>(
      `select capture_id, object_no, uri from integration.epcis_object where state = 'parked'
       order by capture_id desc, object_no limit ${PARKED_MAX}`,
    );
    const known = await knownUris(
      tx,
      rows.map(({ uri }) => uri),
    );
    const found = rows.flatMap((row, index) => {
      const here = known[index]!;
      return here.lot_id === null && here.handling_unit_id === null ? [] : [{ ...row, ...here }];
    });
    const matched = found.length === 0 ? 0 : await settleObjects(tx, found);
    const parked = rows.length - matched;
    audit({ entity: 'epcis_object', entity_id: 'parked', detail: { matched, parked } });
    return { matched, parked };
  },
);
