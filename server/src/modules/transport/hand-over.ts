import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { endLoad, type Journey, journeyOf } from '../coldchain/index.ts';
import { atStop, refuseBefore } from './arrive-stop.ts';
import { type CarriedLine, decideHandover } from './decide-handover.ts';
import { refuseFuture } from './depart-shipment.ts';
import { settingsOf } from './report-delay.ts';
import { minutesBetween } from './tracking.model.ts';
import { STOP_TRANSITIONS, within } from './transport.model.ts';
import type { Carried, Shipment, Stop } from './transport.read.ts';
import {
  insertAttachment,
  insertEvents,
  type NewEvent,
  type NewHandover,
  saveHandover,
} from './transport.write.ts';

type Input = InputOf<typeof contract.handOverGoods>;

export const handOver = defineVerb(
  contract.handOverGoods,
  { permission: 'transport.execute', audit: 'transport.hand_over' },
  async (context, input) => {
    const { tx, actor } = context;
    const { shipment, stops, stop, documents } = await atStop(tx, actor, input.stop_id);
    const { stop_no, status } = stop;
    if (!STOP_TRANSITIONS[status].includes('delivered')) fail('transport.stop_done', { stop_no, status });
    const handed_over_at = input.occurred_at ?? shipment.now;
    refuseFuture(handed_over_at, shipment.now);
    refuseBefore(stop.arrived_at!, handed_over_at);
    const here = documents.filter((document) => document.stop_id === stop.stop_id);
    const [lines, settings] = await Promise.all([linesAt(tx, stop.stop_id), settingsOf(tx)]);
    const reason = input.reason === undefined || input.reason === '' ? null : input.reason;
    const decision = decideHandover(lines, { ...input, reason });
    if ('errors' in decision) fail(decision.errors[0]!.code, decision.errors[0]!.params, decision.errors);
    const measured = await measuredOn(tx, shipment, here, handed_over_at);
    const told = { ...input, arrival_temp_c: input.arrival_temp_c ?? measured?.arrival_c };
    const form = formOf(shipment, stop, here, told, {
      handed_over_at,
      reason: reason ?? decision.refused[0]?.reason ?? null,
      limit_minutes: settings.handover_limit_minutes,
    });
    refuseUnsound(shipment, form, told, reason);
    const completed = stops.every(
      (one) => one === stop || (one.status !== 'planned' && one.status !== 'arrived'),
    );
    const handover = {
      ...form,
      ...measuredColumns(measured),
      result: decision.result,
      created_by: actor.user_id,
    };
    const made = await saveHandover(tx, handover, decision.outcomes, decision.refused, completed);
    await insertEvents(tx, eventsOf(handover, completed), actor.user_id);
    await endLoad(
      tx,
      here.map((document) => document.document_key),
      handed_over_at,
    );
    if (measured !== null) await keepFile(tx, shipment.shipment_id, stop.stop_id, measured, actor.user_id);
    report(context, shipment, stop, here, { ...handover, ...made }, decision, lines);
    return { ...made, result: decision.result, shipment_status: completed ? 'completed' : shipment.status };
  },
);

function linesAt(tx: Tx, stop_id: number): Promise<CarriedLine[]> {
  return tx.rows<CarriedLine>(
    `select l.transport_document_id, d.document_no, l.line_no, l.item_id, l.lot_id, l.qty
     from transport.document d join transport.document_line l using (transport_document_id)
     where d.stop_id = $1 order by l.transport_document_id, l.line_no`,
    [stop_id],
  );
}

/** What the devices in its boxes or its vehicle have measured since it left; null for goods that need no cold. */
async function measuredOn(
  tx: Tx,
  { vehicle_id, box_ids, departed_at, document_no }: Shipment,
  here: readonly Carried[],
  to: string,
): Promise<Journey | null> {
  if (here.every((document) => document.temperature_class === 'ambient')) return null;
  const vehicle_ids = [...box_ids, ...(vehicle_id === null ? [] : [vehicle_id])];
  return journeyOf(tx, { vehicle_ids, from: departed_at!, to, name: document_no });
}

const measuredColumns = (measured: Journey | null) => ({
  measured_min_c: measured?.min_c ?? null,
  measured_max_c: measured?.max_c ?? null,
  measured_mkt_c: measured?.mkt_c ?? null,
  measured_readings: measured?.readings ?? null,
});

/** As large as an attachment may be; a longer journey is asked of the cold chain. */
const FILE_BYTES_MAX = 5_242_880;

/** The temperature file stays with the papers of the stop. */
async function keepFile(
  tx: Tx,
  shipment_id: number,
  stop_id: number,
  { file }: Journey,
  recorded_by: number | null,
): Promise<void> {
  if (file.bytes.length > FILE_BYTES_MAX) return;
  await insertAttachment(tx, {
    shipment_id,
    stop_id,
    kind: 'temperature_file',
    file_name: file.name,
    media_type: 'text/csv',
    bytes: file.bytes,
    occurred_at: null,
    recorded_by,
  });
}

type Form = Omit<NewHandover, 'result' | 'created_by' | `measured_${string}`>;

function formOf(
  shipment: Shipment,
  stop: Stop,
  here: readonly Carried[],
  input: Input,
  more: { handed_over_at: string; reason: string | null; limit_minutes: number },
): Form {
  return {
    shipment_id: shipment.shipment_id,
    stop_id: stop.stop_id,
    cold: here.some((document) => document.temperature_class !== 'ambient'),
    departure_temp_c: shipment.departure_temp_c,
    arrival_temp_c: input.arrival_temp_c ?? null,
    logger_no: shipment.logger_no,
    departed_at: shipment.departed_at!,
    arrived_at: stop.arrived_at!,
    minutes: minutesBetween(stop.arrived_at!, more.handed_over_at),
    handed_over_by_name: input.handed_over_by_name,
    received_by_name: input.received_by_name,
    ...more,
  };
}

/**
 * A refusal names its reason. Cold goods are measured at the door; out of range, or later than the limit, they are
 * refused or taken with a reason, which is what quality decides by.
 */
function refuseUnsound(shipment: Shipment, form: Form, input: Input, reason: string | null): void {
  if (form.handed_over_by_name === form.received_by_name) {
    fail('transport.same_name', {}, [{ path: 'received_by_name', code: 'invalid', params: {} }]);
  }
  if (input.refuse_all && reason === null) needed('reason');
  if (!form.cold) return;
  if (form.arrival_temp_c === null) needed('arrival_temp_c');
  if (reason !== null) return;
  if (!within(form.arrival_temp_c!, shipment)) {
    const { temp_min_c, temp_max_c } = shipment;
    const params = { temp_c: form.arrival_temp_c, temp_min_c, temp_max_c };
    fail('transport.too_warm_or_cold', params, [
      { path: 'arrival_temp_c', code: 'transport.too_warm_or_cold', params },
    ]);
  }
  if (form.minutes > form.limit_minutes) needed('reason');
}

function needed(what: string): never {
  fail('transport.measure_needed', { what }, [{ path: what, code: 'required', params: {} }]);
}

function eventsOf(handover: NewHandover, completed: boolean): NewEvent[] {
  const {
    shipment_id,
    stop_id,
    result,
    handed_over_at: occurred_at,
    arrival_temp_c: temp_c,
    reason,
  } = handover;
  const kind = result === 'refused' ? 'refused' : 'delivered';
  const at_stop = {
    shipment_id,
    stop_id,
    kind,
    event_key: `handed over ${stop_id}`,
    occurred_at,
    temp_c,
    note: reason,
  };
  const end = { shipment_id, kind: 'completed', event_key: 'completed', occurred_at };
  return completed ? [at_stop, end] : [at_stop];
}

type Decided = Exclude<ReturnType<typeof decideHandover>, { errors: unknown }>;

function report(
  { audit, emit }: Context,
  shipment: Shipment,
  stop: Stop,
  here: readonly Carried[],
  handover: NewHandover & { handover_id: number; document_no: string },
  { outcomes, refused }: Decided,
  lines: readonly CarriedLine[],
): void {
  const { shipment_id, from_warehouse_id, to_warehouse_id } = shipment;
  const {
    handover_id,
    document_no: handover_no,
    handed_over_at,
    received_by_name,
    reason,
    result,
  } = handover;
  audit({
    entity: 'transport_shipment',
    entity_id: shipment_id,
    warehouse_id: from_warehouse_id,
    reason,
    detail: {
      document_no: shipment.document_no,
      stop_no: stop.stop_no,
      handover_no,
      result,
      received_by_name,
    },
  });
  const documents = here.map(({ transport_document_id, document_key }) => ({
    document_key,
    status: outcomes.find((outcome) => outcome.transport_document_id === transport_document_id)!.status,
    refused: refused
      .filter((one) => one.transport_document_id === transport_document_id)
      .map(({ line_no, qty, reason: why }) => {
        const line = lines.find(
          (l) => l.transport_document_id === transport_document_id && l.line_no === line_no,
        )!;
        return { item_id: line.item_id, lot_id: line.lot_id, qty, reason: why };
      }),
  }));
  const facts = { shipment_id, handover_id, handover_no, from_warehouse_id, to_warehouse_id };
  const delivered = documents.filter((document) => document.status !== 'refused');
  const back = documents.filter((document) => document.status === 'refused');
  const keys = (of: typeof documents) => of.map((document) => document.document_key);
  if (delivered.length > 0) {
    emit('transport.delivered', String(shipment_id), {
      ...facts,
      document_keys: keys(delivered),
      signed_by: received_by_name,
      delivered_at: handed_over_at,
      documents: delivered,
    });
  }
  if (back.length > 0) {
    emit('transport.refused', String(shipment_id), {
      ...facts,
      document_keys: keys(back),
      refused_by: received_by_name,
      refused_at: handed_over_at,
      reason,
      documents: back,
    });
  }
}
