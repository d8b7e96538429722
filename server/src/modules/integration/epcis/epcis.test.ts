import type { InputOf, queryEpcis as queryWords } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../../test/support/world.ts';
import { captureEpcis } from './capture-epcis.ts';
import { getCapture, listCaptures, listPartnerEvents } from './captures.ts';
import { faultsOf } from './document.ts';
import { counted, relocated, reverseMovement, unitVerbs } from './epcis.test-support.ts';
import type { Event } from './events.ts';
import { exportEpcis } from './export-epcis.ts';
import { listGlns, saveGln } from './glns.ts';
import { matchEpcis } from './match-epcis.ts';
import { queryEpcis } from './query-epcis.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 60_000);
afterAll(() => world?.close());

type Answer = {
  epcisBody: { queryResults: { resultsBody: { eventList: Event[] } } };
  'tongcang:nextPageToken'?: string;
};
type Asked = Partial<InputOf<typeof queryWords>>;
const machine = () =>
  world.as(['integration.export', 'integration.import', 'stock.read', 'masterdata.write']);
const ask = (asked: Asked, actor = machine()): Promise<Answer> => world.call(queryEpcis, asked, { actor });
const events = (answer: Answer) => answer.epcisBody.queryResults.resultsBody.eventList;

async function all(asked: Asked): Promise<Event[]> {
  const found: Event[] = [];
  let token: string | undefined;
  do {
    const page: Answer = await ask({ ...asked, nextPageToken: token });
    found.push(...events(page));
    token = page['tongcang:nextPageToken'];
  } while (token !== undefined);
  return found;
}

describe('the query', () => {
  let lot: Lot;
  let stent: Lot;
  beforeAll(async () => {
    lot = await world.lot(world.items.gloves, 'Q-1');
    stent = await world.lot(world.items.stent, 'Q-2');
    await world.receive(lot, world.north.bins.shelf, 10);
    await world.receive(stent, world.north.bins.shelf, 2, { serial_nos: ['S1', 'S2'] });
    for (let n = 0; n < 5; n++) await relocated(world, lot, n % 2 === 0);
  });

  test('gives the same events page by page as at once, in one order', async () => {
    const whole = await all({ perPage: 1_000 });
    expect(whole.length).toBeGreaterThan(6);
    for (const perPage of [1, 3]) expect(await all({ perPage })).toEqual(whole);
  });

  test('keeps to what is asked: step, type, time, object, place', async () => {
    const storing = await all({ EQ_bizStep: 'storing' });
    expect(storing).toHaveLength(5);
    const [first, second] = storing as [Event, Event];
    expect(await all({ EQ_bizStep: 'storing', GE_eventTime: second.eventTime })).toHaveLength(4);
    expect(await all({ EQ_bizStep: 'storing', LT_eventTime: second.eventTime })).toEqual([first]);
    expect(await all({ eventType: 'AggregationEvent' })).toEqual([]);
    const place = (first.bizLocation as { id: string }).id;
    expect(await all({ EQ_bizStep: 'storing', EQ_bizLocation: place })).toHaveLength(5);
    expect(await all({ EQ_bizLocation: `${place}x` })).toEqual([]);
    expect(await all({ EQ_eventID: first.eventID })).toEqual([first]);
  });

  test('finds an object in every spelling of its name, a lot with its pieces', async () => {
    const [received] = await all({ MATCH_epc: 'https://id.gs1.org/01/06945630100024/21/S1' });
    expect(received).toMatchObject({
      bizStep: 'receiving',
      epcList: expect.arrayContaining([expect.stringContaining('/21/S2')]),
    });
    expect(await all({ MATCH_epc: 'urn:epc:id:sgtin:694563.0010002.S1' })).toEqual([received]);
    expect(await all({ MATCH_epc: 'https://id.gs1.org/01/06945630100024/10/Q-2' })).toEqual([received]);
    expect(await all({ MATCH_epc: 'https://id.gs1.org/01/06945630100024/10/NO' })).toEqual([]);
  });

  test('shows no more than the person may see', async () => {
    const south = world.as(['integration.export'], [world.south.warehouse_id]);
    const seen = events(await ask({ perPage: 1_000 }, south));
    expect(seen).toEqual([]);
  });

  test('takes as many statements for many movements as for few', async () => {
    const few = await counted(world, { perPage: 1_000 });
    for (let n = 0; n < 5; n++) await relocated(world, lot, n % 2 === 1);
    expect(await counted(world, { perPage: 1_000 })).toBe(few);
  });
});

test('a movement that was taken back is told again as an error under its own identity', async () => {
  const lot = await world.lot(world.items.gloves, 'R-1');
  await world.receive(lot, world.north.bins.shelf, 5);
  const movement_id = await relocated(world, lot, true);
  const uri = 'https://id.gs1.org/01/06945630100017/10/R-1';
  const [before] = await all({ MATCH_epc: uri, EQ_bizStep: 'storing' });
  await world.call(
    reverseMovement(),
    { movement_id, reason: 'wrong bin' },
    { actor: world.as(['stock.adjust']) },
  );
  const after = await all({ MATCH_epc: uri, EQ_bizStep: 'storing' });
  expect(after).toHaveLength(2);
  expect(after[0]).toEqual(before);
  expect(after[1]).toEqual({
    ...before,
    errorDeclaration: { declarationTime: expect.any(String), reason: 'did_not_occur' },
  });
});

test('what is packed and taken out again is told as aggregation', async () => {
  const { pack, unpack, createHandlingUnit } = unitVerbs();
  const lot = await world.lot(world.items.gloves, 'P-1');
  await world.receive(lot, world.north.bins.shelf, 10);
  await world.sql(
    `insert into platform.setting (name, value) values ('stock.gs1_company_prefix', '"6945630"') on conflict (name) do update set value = excluded.value`,
  );
  const actor = world.as(['stock.post']);
  const unit: { handling_unit_id: number; sscc: string } = await world.call(
    createHandlingUnit,
    { account_id: world.north.bins.shelf },
    { actor },
  );
  const { handling_unit_id, sscc } = unit;
  const line = { ...lot, owner_id: world.entity_id, qty: 4 };
  await world.call(pack, { handling_unit_id, lines: [line] }, { actor });
  await world.call(unpack, { handling_unit_id, lines: [{ ...line, qty: 1 }] }, { actor });
  const told = await all({ MATCH_epc: `https://id.gs1.org/00/${sscc}` });
  expect(told).toMatchObject([
    { type: 'AggregationEvent', action: 'ADD', childQuantityList: [{ quantity: 4 }] },
    { type: 'AggregationEvent', action: 'DELETE', childQuantityList: [{ quantity: 1 }] },
  ]);
  expect(
    await all({ MATCH_epc: 'https://id.gs1.org/01/06945630100017/10/P-1', eventType: 'AggregationEvent' }),
  ).toEqual(told);
});

test('a file of events carries the dates of their lots and stands before the schema', async () => {
  const asked = { MATCH_epc: 'https://id.gs1.org/01/06945630100017/10/Q-1' };
  const file: { name: string; bytes: Uint8Array } = await world.call(exportEpcis, asked, {
    actor: machine(),
  });
  const document = JSON.parse(Buffer.from(file.bytes).toString());
  expect(faultsOf(document)).toEqual([]);
  expect(document.epcisBody.eventList).toHaveLength(11);
  expect(JSON.stringify(document.epcisHeader)).toContain('2030-01-09');
});

describe('location numbers', () => {
  const set = (kind: string, entity_id: number, gln: string | null) =>
    world.call(saveGln, { kind, entity_id, gln, reason: 'x' }, { actor: machine() });

  test('name places in events; the events stay the same ones', async () => {
    const [before] = await all({ EQ_bizStep: 'storing' });
    await set('warehouse', world.north.warehouse_id, '6945630000010');
    const [after] = await all({ EQ_bizStep: 'storing' });
    expect(after).toMatchObject({
      eventID: before!.eventID,
      bizLocation: { id: 'https://id.gs1.org/414/6945630000010' },
    });
    const { rows }: { rows: { gln: string | null }[] } = await world.call(
      listGlns,
      {},
      { actor: world.as(['masterdata.read']) },
    );
    expect(rows.filter(({ gln }) => gln !== null)).toHaveLength(1);
  });

  test('are refused with a wrong check digit, for nobody, and twice', async () => {
    expect((await refusalOf(set('warehouse', world.north.warehouse_id, '6945630000011'))).code).toBe(
      'integration.gln_invalid',
    );
    expect((await refusalOf(set('warehouse', 987_654, '6945630000027'))).code).toBe('platform.not_found');
    await expect(set('partner', world.supplier_id, '6945630000010')).rejects.toThrow(/gln_key|gln_taken/);
  });
});

describe('a document of a partner', () => {
  const sent = (lot_no: string, more: object = {}) => ({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    sender: '6945630000034',
    epcisBody: {
      eventList: [
        {
          type: 'ObjectEvent',
          action: 'OBSERVE',
          bizStep: 'shipping',
          eventTime: '2026-01-01T00:00:00Z',
          eventTimeZoneOffset: '+08:00',
          epcList: ['urn:epc:id:sgtin:694563.0010002.SHIPPED'],
          quantityList: [{ epcClass: `https://id.gs1.org/01/06945630100017/10/${lot_no}`, quantity: 12 }],
          ...more,
        },
      ],
    },
  });
  const capture = <T>(document: object): Promise<T> =>
    world.call(captureEpcis, document, { actor: machine() });

  test('is kept as received, matched with what is known, and the rest is parked until it is', async () => {
    await world.call(
      saveGln,
      { kind: 'partner', entity_id: world.supplier_id, gln: '6945630000034', reason: 'x' },
      { actor: machine() },
    );
    const lot = await world.lot(world.items.gloves, 'SENT-1');
    const document = sent('SENT-1');
    const made = await capture<{ capture_id: number }>(document);
    expect(made).toMatchObject({ events: 1, matched: 1, parked: 1 });
    const { capture_id } = made;
    const kept: { document: string; partner_name: string; objects: object[] } = await world.call(
      getCapture,
      { capture_id },
      { actor: machine() },
    );
    expect(JSON.parse(kept.document)).toEqual(document);
    expect(kept.partner_name).toBe('SUPPLIER');
    expect(kept.objects).toMatchObject([
      { role: 'epc', state: 'parked', serial_no: 'SHIPPED', item_code: 'STENT' },
      { role: 'class', state: 'matched', qty: 12, lot_no: 'SENT-1' },
    ]);
    const told: { rows: object[] } = await world.call(listPartnerEvents, lot, { actor: machine() });
    expect(told.rows).toMatchObject([{ biz_step: 'shipping', qty: 12, capture_id }]);

    const stent = await world.lot(world.items.stent, 'SENT-2');
    await world.receive(stent, world.north.bins.shelf, 1, { serial_nos: ['SHIPPED'] });
    expect(await world.call(matchEpcis, {}, { actor: machine() })).toMatchObject({ matched: 1, parked: 0 });
    const list: { rows: object[] } = await world.call(listCaptures, {}, { actor: machine() });
    expect(list.rows[0]).toMatchObject({ capture_id, matched: 2, parked: 0 });
  });

  test('is refused a second time, and with the place of every fault', async () => {
    await capture(sent('SENT-3'));
    expect((await refusalOf(capture(sent('SENT-3')))).code).toBe('integration.epcis_known');
    const { code, lines } = await refusalOf(
      capture(sent('SENT-4', { action: 'FOO', eventTimeZoneOffset: '8' })),
    );
    expect(code).toBe('integration.epcis_invalid');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual([
      'epcisBody.eventList.0.action',
      'epcisBody.eventList.0.eventTimeZoneOffset',
    ]);
    const { rows } = {
      rows: await world.sql(`select from integration.epcis_capture where document like '%SENT-4%'`),
    };
    expect(rows).toEqual([]);
  });
});
