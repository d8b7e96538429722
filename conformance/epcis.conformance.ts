/** EPCIS 2.0 against its own schema and examples (GS1): the schema stays where it lies and is never part of the project. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { CONTEXT } from '../server/src/modules/integration/epcis/context.ts';
import { faultsOf } from '../server/src/modules/integration/epcis/document.ts';
import {
  type End,
  type Event,
  eventOfDeparture,
  eventOfUnit,
  eventsOfMovement,
  type LedgerLine,
  PURPOSES,
} from '../server/src/modules/integration/epcis/events.ts';
import { readShared, tally } from './support/vectors.ts';

const FOLDER = fileURLToPath(new URL('../../shared/data/epcis/examples', import.meta.url));
const schema = readShared<object>('data/epcis/EPCIS-JSON-Schema.json');
const names = schema === null ? [] : readdirSync(FOLDER).sort();
const example = (name: string) => readShared<{ type: string }>(`data/epcis/examples/${name}`)!;

const URI = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Whether the standard's schema accepts a document. */
function accepts(): (document: unknown) => boolean {
  const ajv = new Ajv({ strict: false, allErrors: false });
  ajv.addFormat('uri', URI);
  ajv.addFormat('date-time', INSTANT);
  return ajv.compile(schema!);
}

const document = (events: readonly object[]) => ({
  '@context': CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-01-01T00:00:00Z',
  epcisBody: { eventList: events },
});
const sound = {
  type: 'ObjectEvent',
  action: 'OBSERVE',
  bizStep: 'shipping',
  eventTime: '2026-01-01T00:00:00Z',
  eventTimeZoneOffset: '+08:00',
  epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
};
const { eventTimeZoneOffset: _, ...without_offset } = sound;
const WRONG = {
  'an event without eventTimeZoneOffset': document([without_offset]),
  'an event with action FOO': document([{ ...sound, action: 'FOO' }]),
  'an event with bizStep teleporting': document([{ ...sound, bizStep: 'teleporting' }]),
};

describe.skipIf(schema === null)('AC49: EPCIS documents', () => {
  const count = tally();
  const schemaAccepts = schema === null ? () => true : accepts();

  it('there are 47 examples', () => expect(names).toHaveLength(47));

  it.each(names)('%s is accepted by the schema and by ours', (name) => {
    const text = example(name);
    expect(schemaAccepts(text)).toBe(true);
    expect(faultsOf(text)).toEqual([]);
    count.ran();
  });

  it.each(Object.entries(WRONG))('%s is rejected by both', (_name, wrong) => {
    expect(schemaAccepts(wrong)).toBe(false);
    expect(faultsOf(wrong)).toHaveLength(1);
    count.ran();
  });

  // The same damage done to every example must be seen by both, or by neither.
  const DAMAGE: Readonly<Record<string, (event: Record<string, unknown>) => void>> = {
    'no time': (event) => delete event.eventTime,
    'a field without prefix': (event) => {
      event.surprise = 1;
    },
    'a disposition of nobody': (event) => {
      event.disposition = 'splendid';
    },
    'a read point without id': (event) => {
      event.readPoint = {};
    },
    'an error declared without its time': (event) => {
      event.errorDeclaration = { reason: 'incorrect_data' };
    },
    'a transaction with a further field': (event) => {
      event.bizTransactionList = [{ bizTransaction: 'urn:a:b', more: 1 }];
    },
  };
  it.each(Object.keys(DAMAGE))('%s is judged alike in every example', (kind) => {
    for (const name of names) {
      const text = structuredClone(example(name)) as unknown as {
        type: string;
        epcisBody: { eventList: Record<string, unknown>[] };
      };
      if (text.type !== 'EPCISDocument') continue;
      for (const event of text.epcisBody.eventList) DAMAGE[kind]!(event);
      expect(faultsOf(text).length === 0, name).toBe(schemaAccepts(text));
      count.ran();
    }
  });

  afterAll(() => count.print('EPCIS documents'));
});

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const party = { code: 'ENTITY', gln: '6945630100017' };
const shelf: End = {
  kind: 'bin',
  warehouse: { code: '北仓', gln: null },
  bin: 'A-01',
  department: null,
  holder: party,
  owner: party,
  disposition: 'released',
};
const END = { held: { disposition: 'held' }, ward: { kind: 'customer', warehouse: null, bin: null } };
const ENDS: readonly End[] = [
  shelf,
  { ...shelf, ...END.held, bin: '特殊 1' },
  {
    ...shelf,
    ...END.ward,
    department: { code: 'ICU', gln: '6945630100024' },
    holder: { code: 'H', gln: null },
  },
  { ...shelf, kind: 'in_transit', warehouse: null, bin: null, holder: null },
  { ...shelf, kind: 'destroyed', warehouse: null, bin: null, holder: null },
  { ...shelf, kind: 'adjustment', bin: null },
  { ...shelf, kind: 'supplier', warehouse: null, bin: null, holder: { code: 'S', gln: null } },
];

/** Every purpose between every two kinds of places, with serials and without, taken back and not. */
function ownEvents(): Event[] {
  const line = (from: End, to: End, serial_nos: string[], udi_di: string): LedgerLine => ({
    movement_id: 1,
    posting_id: 1,
    item_code: 'ITEM-1',
    udi_di,
    lot_no: 'L/1',
    production_date: '2026-01-10',
    expiry_date: null,
    qty: 3,
    serial_nos,
    from,
    to,
  });
  const head = {
    movement_id: 1,
    document_key: 'transfer:1',
    occurred_at: '2026-03-01T04:00:00.123456Z',
    recorded_at: '2026-03-01T04:00:01Z',
    timezone: 'Asia/Shanghai',
  };
  return PURPOSES.flatMap((purpose) =>
    ENDS.flatMap((from) =>
      ENDS.flatMap((to) => [
        ...eventsOfMovement(
          { ...head, purpose, document_no: null, reverses: null },
          [line(from, to, ['S1', 'S2', 'S3'], '06945630100017')],
          hash,
        ),
        ...eventsOfMovement(
          { ...head, purpose, document_no: 'TR 1/号', reverses: { recorded_at: head.recorded_at } },
          [line(from, to, [], 'MA.156.M0.100001.1')],
          hash,
        ),
      ]),
    ),
  );
}

describe.skipIf(schema === null)('events of our own', () => {
  const schemaAccepts = schema === null ? () => true : accepts();
  const at = { recorded_at: '2026-03-01T04:00:00Z', timezone: 'Asia/Shanghai' };
  const piece = { item_code: 'I', udi_di: '06945630100017', lot_no: 'L', serial_nos: [], qty: 2 };
  const others = [
    eventOfUnit(
      {
        unit_event_id: 1,
        sscc: '106141412345678908',
        at: at.recorded_at,
        timezone: at.timezone,
        site: shelf,
        line: piece,
        qty: -2,
      },
      hash,
    ),
    eventOfDeparture(
      {
        ...at,
        shipment_id: 1,
        document_no: 'TS1',
        departed_at: at.recorded_at,
        from: { code: 'N1', gln: null },
        carrier: party,
        lines: [piece],
      },
      hash,
    ),
  ];

  it('are accepted by the schema and by ours, whatever was posted', () => {
    const events = [...ownEvents(), ...others];
    expect(events.length).toBeGreaterThan(2_000);
    const refused = events.filter((event) => !schemaAccepts(document([event])));
    expect(refused.slice(0, 2)).toEqual([]);
    expect(faultsOf(document(events))).toEqual([]);
    console.info(`EPCIS: ${events.length} events of our own are accepted by the schema`);
  });
});
