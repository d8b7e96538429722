import type { Actor } from '../../../platform/actor.ts';
import type { Tx } from '../../../platform/db.ts';
import type { Known } from './known.ts';

export type NewCapture = {
  readonly partner_id: number | null;
  readonly sender: string | null;
  readonly document: string;
  readonly sha256: Buffer;
  readonly events: number;
};

/** Keeps a document; null where the same one was kept before. */
export async function insertCapture(tx: Tx, capture: NewCapture, actor: Actor): Promise<number | null> {
  const [made] = await tx.rows<{ capture_id: number }>(
    `insert into integration.epcis_capture (partner_id, sender, document, sha256, events, captured_by, captured_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (sha256) do nothing returning capture_id`,
    [
      capture.partner_id,
      capture.sender,
      capture.document,
      capture.sha256,
      capture.events,
      actor.user_id,
      actor.display_name,
    ],
  );
  return made?.capture_id ?? null;
}

export type NewObject = {
  readonly event_no: number;
  readonly event_id: string | null;
  readonly event_time: string;
  readonly type: string;
  readonly action: string | null;
  readonly biz_step: string | null;
  readonly disposition: string | null;
  readonly role: string;
  readonly uri: string;
  readonly qty: number | null;
  readonly gtin: string | null;
  readonly lot_no: string | null;
  readonly serial_no: string | null;
  readonly sscc: string | null;
  readonly state: 'matched' | 'parked';
} & Known;

export async function insertObjects(
  tx: Tx,
  capture: { capture_id: number; partner_id: number | null },
  objects: readonly NewObject[],
): Promise<void> {
  if (objects.length === 0) return;
  await tx.run(
    `insert into integration.epcis_object (capture_id, partner_id, object_no, event_no, event_id, event_time, type, action,
       biz_step, disposition, role, uri, qty, gtin, lot_no, serial_no, sscc, item_id, lot_id, serial_id, handling_unit_id, state)
     select $1, $2, row_number() over (), k.event_no, k.event_id, k.event_time, k.type, k.action, k.biz_step, k.disposition,
       k.role, k.uri, k.qty, k.gtin, k.lot_no, k.serial_no, k.sscc, k.item_id, k.lot_id, k.serial_id, k.handling_unit_id, k.state
     from jsonb_to_recordset($3::text::jsonb) as k(event_no integer, event_id text, event_time timestamptz, type text,
       action text, biz_step text, disposition text, role text, uri text, qty double precision, gtin text, lot_no text,
       serial_no text, sscc text, item_id bigint, lot_id bigint, serial_id bigint, handling_unit_id bigint, state text)`,
    [capture.capture_id, capture.partner_id, JSON.stringify(objects)],
  );
}

/** Objects that were parked and are known now. */
export function settleObjects(
  tx: Tx,
  found: readonly ({ readonly capture_id: number; readonly object_no: number } & Known)[],
): Promise<number> {
  return tx.run(
    `update integration.epcis_object o set item_id = k.item_id, lot_id = k.lot_id, serial_id = k.serial_id,
       handling_unit_id = k.handling_unit_id, state = 'matched'
     from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
       as k(capture_id, object_no, item_id, lot_id, serial_id, handling_unit_id)
     where o.capture_id = k.capture_id and o.object_no = k.object_no and o.state = 'parked'`,
    [
      found.map((f) => f.capture_id),
      found.map((f) => f.object_no),
      found.map((f) => f.item_id),
      found.map((f) => f.lot_id),
      found.map((f) => f.serial_id),
      found.map((f) => f.handling_unit_id),
    ],
  );
}

export async function writeGln(tx: Tx, kind: string, entity_id: number, gln: string | null): Promise<void> {
  if (gln === null) {
    await tx.run('delete from integration.gln where kind = $1 and entity_id = $2', [kind, entity_id]);
    return;
  }
  await tx.run(
    `insert into integration.gln (kind, entity_id, gln) values ($1, $2, $3)
     on conflict (kind, entity_id) do update set gln = excluded.gln, changed_at = clock_timestamp()`,
    [kind, entity_id, gln],
  );
}
