import { captureEpcis as contract } from '@tongcang/contract';
import type { Tx } from '../../../platform/db.ts';
import { AppError, fail } from '../../../platform/errors.ts';
import { sha256 } from '../../../platform/ids.ts';
import { defineVerb } from '../../../platform/use-case.ts';
import { insertCapture, insertObjects, type NewObject } from './capture.write.ts';
import { type EpcisEvent, eventsOf, faultsOf } from './document.ts';
import { readUri } from './ids.ts';
import { knownOf } from './known.ts';

export const captureEpcis = defineVerb(
  contract,
  { permission: 'integration.import', audit: 'integration.capture_epcis', statement_timeout_ms: 30_000 },
  async ({ tx, actor, audit }, received) => {
    refuseUnsound(received);
    const document = JSON.stringify(received);
    const events = eventsOf(received);
    const sender = senderOf(received);
    const partner_id = sender === null ? null : await partnerOf(tx, sender);
    const hash = sha256(document);
    const head = { partner_id, sender, document, sha256: hash, events: events.length };
    const capture_id = (await insertCapture(tx, head, actor)) ?? (await refuseKnown(tx, hash));
    const objects = await matched(tx, events.flatMap(objectsOf));
    await insertObjects(tx, { capture_id, partner_id }, objects);
    const parked = objects.filter(({ state }) => state === 'parked').length;
    const counted = { events: events.length, matched: objects.length - parked, parked };
    audit({ entity: 'epcis_capture', entity_id: capture_id, detail: { sender, ...counted } });
    return { capture_id, ...counted };
  },
);

function refuseUnsound(received: unknown): void {
  const faults = faultsOf(received);
  if (faults.length === 0) return;
  throw new AppError(
    'integration.epcis_invalid',
    { errors: faults.length },
    {
      errors: faults.map(({ path, problem }) => ({
        path,
        code: 'integration.epcis_field',
        params: { path, problem },
      })),
    },
  );
}

function senderOf({ sender }: Readonly<Record<string, unknown>>): string | null {
  return typeof sender === 'string' && sender.trim() !== '' ? sender.trim().slice(0, 200) : null;
}

/** Who sends names himself by a location number: his own, or that of a place of his. */
async function partnerOf(tx: Tx, sender: string): Promise<number | null> {
  const gln = /^\d{13}$/.test(sender) ? sender : readUri(sender).gln;
  const [row] = await tx.rows<{ partner_id: number | null }>(
    `select coalesce(d.partner_id, w.legal_entity_id, g.entity_id) as partner_id from integration.gln g
     left join masterdata.v_department d on g.kind = 'department' and d.department_id = g.entity_id
     left join masterdata.v_warehouse w on g.kind = 'warehouse' and w.warehouse_id = g.entity_id
     where g.gln = $1`,
    [gln],
  );
  return row?.partner_id ?? null;
}

async function refuseKnown(tx: Tx, hash: Buffer): Promise<never> {
  const { capture_id, captured_at } = await tx.one<{ capture_id: number; captured_at: string }>(
    'select capture_id, captured_at from integration.epcis_capture where sha256 = $1',
    [hash],
  );
  fail('integration.epcis_known', { capture_id, captured_at });
}

type Spoken = { readonly role: string; readonly uri: string; readonly qty: number | null };
type Unmatched = Omit<NewObject, 'item_id' | 'lot_id' | 'serial_id' | 'handling_unit_id' | 'state'>;

/** Every object that an event speaks of, in the list in which it does. */
function objectsOf(event: EpcisEvent, index: number): Unmatched[] {
  const { type, eventID, eventTime, bizStep, disposition } = event;
  const head = {
    event_no: index + 1,
    event_id: eventID ?? null,
    event_time: eventTime,
    type,
    action: event.type === 'TransformationEvent' ? null : event.action,
    biz_step: bizStep ?? null,
    disposition: disposition ?? null,
  };
  return spokenOf(event).map((spoken) => {
    const { gtin, lot_no, serial_no, sscc } = readUri(spoken.uri);
    return { ...head, ...spoken, gtin, lot_no, serial_no, sscc };
  });
}

type Quantities = readonly { readonly epcClass: string; readonly quantity?: number | undefined }[];

function spokenOf(event: EpcisEvent): Spoken[] {
  const epcs = (role: string, list: readonly string[] = []): Spoken[] =>
    list.map((uri) => ({ role, uri, qty: 1 }));
  const classes = (role: string, list: Quantities = []): Spoken[] =>
    list.map(({ epcClass, quantity }) => ({ role, uri: epcClass, qty: quantity ?? null }));
  switch (event.type) {
    case 'ObjectEvent':
      return [...epcs('epc', event.epcList), ...classes('class', event.quantityList)];
    case 'TransactionEvent':
      return [
        ...epcs('parent', event.parentID === undefined ? [] : [event.parentID]),
        ...epcs('epc', event.epcList),
        ...classes('class', event.quantityList),
      ];
    case 'TransformationEvent':
      return [
        ...epcs('input', event.inputEPCList),
        ...classes('input', event.inputQuantityList),
        ...epcs('output', event.outputEPCList),
        ...classes('output', event.outputQuantityList),
      ];
    default:
      return [
        ...epcs('parent', event.parentID === undefined ? [] : [event.parentID]),
        ...epcs('child', event.childEPCs),
        ...classes('child', event.childQuantityList),
      ];
  }
}

async function matched(tx: Tx, objects: readonly Unmatched[]): Promise<NewObject[]> {
  const known = await knownOf(
    tx,
    objects.map((object) => ({ ...object, gln: null, item_code: readUri(object.uri).item_code })),
  );
  return objects.map((object, index) => {
    const { item_id, lot_id, serial_id, handling_unit_id } = known[index]!;
    const state = lot_id !== null || handling_unit_id !== null ? 'matched' : 'parked';
    return { ...object, item_id, lot_id, serial_id, handling_unit_id, state };
  });
}
