import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventFaults, faultsOf } from './document.ts';
import {
  type End,
  eventOfUnit,
  eventsOfMovement,
  type LedgerLine,
  type LedgerMovement,
  offsetAt,
  PURPOSES,
} from './events.ts';
import { lotUri, placeUri, readUri, serialUri, unitUri } from './ids.ts';
import { criteriaOf, cursorOf, purposesFor, tokenOf } from './query.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const company = { code: 'ENTITY', gln: '6945630100017' };
const hospital = { code: 'HOSPITAL', gln: null };
const bin: End = {
  kind: 'bin',
  warehouse: { code: 'N1', gln: null },
  bin: 'A-01',
  department: null,
  holder: company,
  owner: company,
  disposition: 'released',
};
const road: End = { ...bin, kind: 'in_transit', warehouse: null, bin: null, holder: null };
const ward: End = {
  ...road,
  kind: 'customer',
  department: { code: 'HOSPITAL-ICU', gln: null },
  holder: hospital,
};
const line: LedgerLine = {
  movement_id: 7,
  posting_id: 70,
  item_code: 'GLOVES',
  udi_di: '06945630100017',
  lot_no: 'L/1(a)',
  production_date: '2026-01-10',
  expiry_date: '2030-01-09',
  qty: 5,
  serial_nos: [],
  from: bin,
  to: { ...bin, bin: 'A-02' },
};
const movement: LedgerMovement = {
  movement_id: 7,
  purpose: 'putaway',
  document_no: 'TR1',
  document_key: 'transfer:1',
  occurred_at: '2026-03-01T04:00:00Z',
  recorded_at: '2026-03-01T04:00:01Z',
  timezone: 'Asia/Shanghai',
  reverses: null,
};
const events = (more: Partial<LedgerMovement>, lines: readonly LedgerLine[] = [line]) =>
  eventsOfMovement({ ...movement, ...more }, lines, hash);

describe('identifiers', () => {
  test('are Digital Links where a GS1 key is there and names of our own where none is', () => {
    expect(lotUri(line)).toBe('https://id.gs1.org/01/06945630100017/10/L%2F1(a)');
    expect(serialUri(line, 'S1')).toBe('https://id.gs1.org/01/06945630100017/21/S1');
    expect(lotUri({ ...line, udi_di: 'MA.156.M0.1' })).toBe('urn:x-tongcang:lot:GLOVES:L%2F1(a)');
    expect(unitUri('106945630000000018')).toMatch(/^urn:x-tongcang:unit:/);
    expect(placeUri('warehouse', { code: 'N1', gln: '6945630100017' }, 'A-01')).toBe(
      'https://id.gs1.org/414/6945630100017/254/A-01',
    );
  });

  test('of partners are read in every form', () => {
    expect(readUri('urn:epc:id:sgtin:0614141.107346.2017')).toMatchObject({
      gtin: '10614141073464',
      serial_no: '2017',
    });
    expect(readUri('urn:epc:class:lgtin:4012345.012345.998877')).toMatchObject({
      gtin: '04012345123456',
      lot_no: '998877',
    });
    expect(readUri('https://example.com/some/01/06945630100017/10/L%2F1(a)?x=1')).toMatchObject({
      gtin: '06945630100017',
      lot_no: 'L/1(a)',
    });
    expect(readUri('urn:x-tongcang:serial:STENT:S%3A1')).toMatchObject({
      item_code: 'STENT',
      serial_no: 'S:1',
    });
    expect(readUri('urn:epc:id:sscc:0614141.1234567890')).toMatchObject({ sscc: '106141412345678908' });
    expect(readUri('https://example.com/01/06945630100018')).toMatchObject({ gtin: null });
    expect(readUri('urn:uuid:1')).toMatchObject({ gtin: null, lot_no: null, sscc: null });
  });
});

describe('events of the ledger', () => {
  test.each(PURPOSES)('%s gives events that EPCIS accepts', (purpose) => {
    const told = events({ purpose }, [line, { ...line, posting_id: 71, to: road }, { ...line, to: ward }]);
    expect(told.length).toBeGreaterThan(0);
    expect(told.flatMap(eventFaults)).toEqual([]);
  });

  test('keep their identity when the names of places change', () => {
    const named = { ...line, to: { ...bin, bin: 'A-02', warehouse: { code: 'N1', gln: '6945630100017' } } };
    const [before] = events({});
    const [after] = events({}, [named]);
    expect(after!.eventID).toBe(before!.eventID);
    expect(after).not.toEqual(before);
  });

  test('of one movement have identities of their own', () => {
    const told = events({ purpose: 'transfer_receive' }, [
      { ...line, from: road },
      { ...line, posting_id: 71, from: road, to: { ...bin, bin: 'A-03' } },
    ]);
    expect(told.map(({ bizStep }) => bizStep)).toEqual(['arriving', 'receiving', 'arriving', 'receiving']);
    expect(new Set(told.map(({ eventID }) => eventID)).size).toBe(4);
  });

  test('say who gives and who takes, and never whose patient it was', () => {
    const [told] = events({ purpose: 'ship' }, [{ ...line, to: ward }]);
    expect(told).toMatchObject({
      sourceList: [
        { type: 'possessing_party', source: 'https://id.gs1.org/417/6945630100017' },
        { type: 'owning_party', source: 'https://id.gs1.org/417/6945630100017' },
        { type: 'location', source: 'urn:x-tongcang:warehouse:N1' },
      ],
      destinationList: [
        { type: 'possessing_party', destination: 'urn:x-tongcang:party:HOSPITAL' },
        { type: 'owning_party', destination: 'urn:x-tongcang:party:HOSPITAL' },
        { type: 'location', destination: 'urn:x-tongcang:department:HOSPITAL-ICU' },
      ],
    });
  });

  test('that were taken back are told once more, under their identity, as an error', () => {
    const [told] = events({});
    const [declared] = events({ reverses: { recorded_at: '2026-03-02T00:00:00Z' } });
    const { errorDeclaration, ...same } = declared!;
    expect(same).toEqual(told);
    expect(errorDeclaration).toEqual({ declarationTime: '2026-03-02T00:00:00Z', reason: 'did_not_occur' });
  });

  test('carry serials one by one and lots as sums', () => {
    const [told] = events({}, [line, { ...line, posting_id: 71, qty: 2, serial_nos: ['S1', 'S2'] }, line]);
    expect(told).toMatchObject({
      epcList: [serialUri(line, 'S1'), serialUri(line, 'S2')],
      quantityList: [{ epcClass: lotUri(line), quantity: 10 }],
    });
  });

  test('of a kit are one transformation, in and out under one identity', () => {
    const [into] = events({ purpose: 'convert_out', document_no: 'WO1/1' });
    const [out] = events({ purpose: 'convert_in', document_no: 'WO1/1' });
    expect(into).toMatchObject({ type: 'TransformationEvent', inputQuantityList: [{ quantity: 5 }] });
    expect(out).toMatchObject({
      outputQuantityList: [{ quantity: 5 }],
      transformationID: into!.transformationID,
    });
  });

  test('of a handling unit add and take out', () => {
    const change = {
      unit_event_id: 1,
      sscc: '106141412345678908',
      at: movement.occurred_at,
      timezone: 'UTC',
      site: bin,
    };
    const into = eventOfUnit({ ...change, line, qty: 3 }, hash);
    expect(into).toMatchObject({
      action: 'ADD',
      bizStep: 'packing',
      parentID: 'https://id.gs1.org/00/106141412345678908',
    });
    expect(eventOfUnit({ ...change, line, qty: -3 }, hash)).toMatchObject({
      action: 'DELETE',
      bizStep: 'unpacking',
      childQuantityList: [{ quantity: 3 }],
    });
    expect(eventFaults(into)).toEqual([]);
  });

  test('tell the offset of the place, summer time included', () => {
    expect(offsetAt('2026-03-01T04:00:00Z', 'Asia/Shanghai')).toBe('+08:00');
    expect(offsetAt('2026-07-01T04:00:00Z', 'Europe/Berlin')).toBe('+02:00');
    expect(offsetAt('2026-07-01T04:00:00Z', 'UTC')).toBe('+00:00');
  });
});

describe('a query', () => {
  test('knows which purposes can give what it asks for', () => {
    expect(purposesFor(criteriaOf({ EQ_bizStep: 'destroying' }))).toEqual(['transfer_receive', 'destroy']);
    expect(purposesFor(criteriaOf({ eventType: 'TransformationEvent' }))).toEqual([
      'convert_out',
      'convert_in',
    ]);
    expect(purposesFor(criteriaOf({}))).toEqual(PURPOSES);
  });

  test.each([
    { EQ_bizStep: 'teleporting' },
    { eventType: 'Event' },
    { EQ_action: 'FOO' },
    { EQ_disposition: 'fine' },
  ])('with a word that no event carries is refused: %o', (asked) => {
    expect(() => criteriaOf(asked)).toThrow(/epcis_parameter/);
  });

  test('goes on where its token says', () => {
    const cursor = { source: 'unit', after: 12, skip: 3 } as const;
    expect(cursorOf(tokenOf(cursor))).toEqual(cursor);
    expect(() => cursorOf('somewhere.1.0')).toThrow(/epcis_parameter/);
  });
});

describe('a document', () => {
  const sound = {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: {
      eventList: [
        {
          type: 'ObjectEvent',
          action: 'OBSERVE',
          eventTime: '2026-01-01T00:00:00Z',
          eventTimeZoneOffset: '+08:00',
          epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
          'other:field': { any: 1 },
        },
      ],
    },
  };
  const [event] = sound.epcisBody.eventList;
  const changed = (more: object) => ({ ...sound, epcisBody: { eventList: [{ ...event, ...more }] } });

  test('is accepted with extensions under a prefix', () => expect(faultsOf(sound)).toEqual([]));

  test.each([
    ['no offset', { eventTimeZoneOffset: undefined }, 'epcisBody.eventList.0.eventTimeZoneOffset'],
    ['an unknown action', { action: 'FOO' }, 'epcisBody.eventList.0.action'],
    ['an unknown step', { bizStep: 'teleporting' }, 'epcisBody.eventList.0.bizStep'],
    [
      'a word of the vocabulary written out',
      { bizStep: 'urn:epcglobal:cbv:bizstep:shipping' },
      'epcisBody.eventList.0.bizStep',
    ],
    ['a field without prefix', { field: 1 }, 'epcisBody.eventList.0.field'],
    ['master data of what was only seen', { ilmd: { 'a:b': 1 } }, 'epcisBody.eventList.0.ilmd'],
    ['no object', { epcList: undefined }, 'epcisBody.eventList.0'],
    ['a time without zone', { eventTime: '2026-01-01T00:00:00' }, 'epcisBody.eventList.0.eventTime'],
    ['an identifier twice', { epcList: ['urn:a:b', 'urn:a:b'] }, 'epcisBody.eventList.0.epcList'],
  ])('with %s is refused at its place', (_, more, path) => {
    expect(faultsOf(changed(more)).map((fault) => fault.path)).toEqual([path]);
  });
});
