import * as contract from '@tongcang/contract';
import { requireAt } from '../../../platform/actor.ts';
import type { Tx } from '../../../platform/db.ts';
import { SYSTEM_SCOPE } from '../../../platform/db.ts';
import { fail, notFound } from '../../../platform/errors.ts';
import { ids, sha256 } from '../../../platform/ids.ts';
import { definePreparedVerb, defineVerb } from '../../../platform/use-case.ts';
import { requireWarehouse } from '../../masterdata/index.ts';
import { topicOf } from './mqtt.ts';
import { knowReader, takeReads } from './reads.ts';
import { insertReader, saveKey, updateReader } from './rfid.write.ts';

type Row = contract.OutputOf<typeof contract.listRfidReaders>['rows'][number];
/** The prefix lets secret scanners recognise a key that was left in a file. */
const KEY_PREFIX = 'tcr_';

export const listRfidReaders = defineVerb(
  contract.listRfidReaders,
  { permission: 'integration.rfid', audit: null },
  async ({ tx }, { warehouse_id, limit, after }) => {
    const rows = await tx.rows<Row>(
      `select r.reader_id, r.reader_no, r.name, r.warehouse_id, w.name as warehouse_name, r.quiet_seconds, r.llrp_host,
         r.llrp_port, r.key_hash is not null as has_key, r.last_read_at, r.retired_at
       from integration.rfid_reader r join masterdata.v_warehouse w on w.warehouse_id = r.warehouse_id
       where ($1::bigint is null or r.warehouse_id = $1) and ($2::bigint is null or r.reader_id > $2)
       order by r.reader_id limit $3`,
      [warehouse_id ?? null, after ?? null, limit],
    );
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.reader_id };
  },
);

type Known = { reader_no: string; warehouse_id: number; retired: boolean };
async function lockReader(tx: Tx, reader_id: number): Promise<Known> {
  const [found] = await tx.rows<Known>(
    `select reader_no, warehouse_id, retired_at is not null as retired from integration.rfid_reader
     where reader_id = $1 for update`,
    [reader_id],
  );
  return found ?? notFound('reader', reader_id);
}

export const saveRfidReader = defineVerb(
  contract.saveRfidReader,
  { permission: 'warehouse.design', audit: 'integration.save_rfid_reader' },
  async ({ tx, actor, audit }, { reader_id, llrp_host, llrp_port, ...fields }) => {
    const known = reader_id === undefined ? null : await lockReader(tx, reader_id);
    const warehouse_id = known?.warehouse_id ?? fields.warehouse_id;
    requireAt(actor, 'warehouse.design', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const { reader_no, name, quiet_seconds, retired } = fields;
    const at = llrp_host === '' ? { llrp_host: null, llrp_port: null } : { llrp_host, llrp_port };
    const reader = { reader_no, name, warehouse_id, quiet_seconds, ...at, retired };
    const saved = reader_id ?? (await insertReader(tx, reader));
    if (reader_id !== undefined) await updateReader(tx, reader_id, reader);
    audit({
      entity: 'rfid_reader',
      entity_id: saved,
      warehouse_id,
      detail: { before: known, after: reader },
    });
    return { reader_id: saved };
  },
);

export const makeRfidKey = defineVerb(
  contract.makeRfidKey,
  { permission: 'warehouse.design', audit: 'integration.make_rfid_key', idempotent: false },
  async ({ tx, actor, audit }, { reader_id }) => {
    const { reader_no, warehouse_id, retired } = await lockReader(tx, reader_id);
    requireAt(actor, 'warehouse.design', warehouse_id);
    if (retired) fail('integration.rfid_reader_retired', { reader_no });
    const reader_key = `${KEY_PREFIX}${ids.token()}`;
    await saveKey(tx, reader_id, sha256(reader_key));
    audit({ entity: 'rfid_reader', entity_id: reader_id, warehouse_id, detail: { reader_no } });
    return { reader_no, reader_key, topic: topicOf(reader_no) };
  },
);

/**
 * A reader has no account: it is known by its number and key, and all it may do is tell what it has read. The reads are
 * stored before the frame's transaction, because that one has the sight of a stranger.
 */
export const sendRfidReads = definePreparedVerb(
  contract.sendRfidReads,
  { permission: 'public', audit: 'integration.send_rfid_reads', idempotent: false, secrets: ['reader_key'] },
  async ({ db }, { reader_no, reader_key, reads }) => {
    if (!(await knowReader(db, reader_no, reader_key))) fail('integration.rfid_key_wrong');
    const taken = await db.tx(SYSTEM_SCOPE, (tx) => takeReads(tx, reader_no, reads));
    return taken ?? fail('integration.rfid_key_wrong');
  },
  async (_context, _input, taken) => taken,
);
