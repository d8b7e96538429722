import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../test/support/violations.ts';
import { refusalOf } from '../../../test/support/world.ts';
import { SYSTEM_SCOPE } from '../../platform/db.ts';
import { type Coldchain, createColdchain, installed } from './coldchain.test-support.ts';
import { assignLoad, endLoad, journeyOf, judgeMarked, loggerOf, noteFleet, unfitForCold } from './index.ts';

let cold: Coldchain;
beforeAll(async () => {
  cold = await createColdchain();
});
afterAll(() => cold?.close());
afterEach(async () => {
  expect(await violationsOf(cold.world)).toEqual([]);
});
/** Each test begins with a silent room: what others have told and found is taken away. */
beforeEach(async () => {
  await cold.world.sql(
    `truncate coldchain.chunk, coldchain.discrepancy, coldchain.gap, coldchain.unjudged, coldchain.load,
       coldchain.alarm_notice, coldchain.alarm, coldchain.exposure, coldchain.decision, coldchain.excursion_hold,
       coldchain.excursion_lot, coldchain.excursion, coldchain.manual_reading cascade`,
  );
  await cold.world.sql('update coldchain.device set last_at = null, last_centi = null, last_humidity = null');
  await cold.world.sql('update stock.hold set lifted_at = now(), lift_reason = $1 where lifted_at is null', [
    'x',
  ]);
});

const bins = () => cold.world.north.bins;
const steady = (device_no: string, from: number, to: number, celsius = 5) =>
  cold.tell(
    device_no,
    ...Array.from(
      { length: Math.floor((from - to) / 5) + 1 },
      (_, index) => [from - index * 5, celsius] as const,
    ),
  );

describe('readings', () => {
  test('are told once: again is known, another value for the moment is kept as a discrepancy', async () => {
    const [sensor] = cold.sensors;
    expect(await cold.tell(sensor, [10, 5], [5, 5.2])).toMatchObject({ recorded: 2, known: 0, differs: 0 });
    expect(await cold.tell(sensor, [5, 5.2], [5, 7])).toMatchObject({ recorded: 0, known: 1, differs: 1 });
    const kept = await cold.world.sql('select kept_centi, told_centi from coldchain.discrepancy');
    expect(kept).toEqual([{ kept_centi: 520, told_centi: 700 }]);
  });

  test('are answered one by one: unknown, from the future, from before any device, of a retired one', async () => {
    const [sensor] = cold.sensors;
    const readings = [
      { device_no: 'NOBODY', at: cold.ago(1), temp_c: 5 },
      { device_no: sensor, at: cold.ago(-600), temp_c: 5 },
      { device_no: sensor, at: '1999-01-01T00:00:00Z', temp_c: 5 },
      { device_no: sensor, at: cold.ago(1), temp_c: 5 },
    ];
    const taken = await cold.call<{ recorded: number; refused: { index: number; code: string }[] }>(
      'record-readings',
      { readings },
    );
    expect(taken.recorded).toBe(1);
    expect(taken.refused.map(({ index, code }) => [index, code])).toEqual([
      [0, 'coldchain.device_unknown'],
      [1, 'coldchain.time_in_future'],
      [2, 'coldchain.time_too_old'],
    ]);
  });

  test('of another warehouse are refused to who does not work there', async () => {
    const [device_no] = cold.sensors;
    const input = { readings: [{ device_no, at: cold.ago(1), temp_c: 5 }] };
    expect(await cold.call('record-readings', input, cold.people.south)).toMatchObject({
      recorded: 0,
      refused: [{ code: 'coldchain.device_unknown' }],
    });
  });

  test('take a fixed number of statements, however many they are', async () => {
    const counts: number[] = [];
    for (const minutes of [10, 600]) {
      const { observeStatements } = await import('../../platform/db.ts');
      let statements = 0;
      observeStatements(() => {
        statements += 1;
      });
      await steady(cold.sensors[0], minutes + 700, 700);
      observeStatements(null);
      counts.push(statements);
    }
    expect(counts[1]).toBe(counts[0]);
  });

  test('of a device come with its key, and of no other', async () => {
    const rows = await cold.world.sql<{ device_id: string }>(
      `select device_id from coldchain.device where device_no = 'T-NORTH'`,
    );
    const device_id = Number(rows[0]!.device_id);
    const { device_key, topic } = await cold.call<{ device_key: string; topic: string }>('make-device-key', {
      device_id,
    });
    expect(topic).toBe('tongcang/T-NORTH/reading');
    const readings = [{ at: cold.ago(3), temp_c: 4 }];
    expect(await cold.call('send-readings', { device_no: 'T-NORTH', device_key, readings })).toMatchObject({
      recorded: 1,
    });
    const other = cold.call('send-readings', { device_no: 'T-SOUTH', device_key, readings });
    expect((await refusalOf(other)).code).toBe('coldchain.device_key_wrong');
  });

  test('of a file of a logger are shown first, then taken once', async () => {
    const bytes = Buffer.from(
      '序号,时间,温度,湿度\n1,2026-03-01 08:00:00,5.1,45\n2,2026-03-01 08:05:00,5.3,46\n',
    );
    const file = { file_name: 'a.csv', device_no: 'T-NORTH', bytes };
    expect(await cold.call('preview-file', file)).toMatchObject({
      count: 2,
      time_column: '时间',
      first_at: '2026-03-01T00:00:00.000Z',
      lowest_c: 5.1,
      wrong: [],
    });
    expect(await cold.call('import-file', file)).toMatchObject({ recorded: 2 });
    expect(await cold.call('import-file', { ...file, file_name: 'b.csv' })).toMatchObject({ known: 2 });
    const broken = { ...file, bytes: Buffer.from('时间,温度\n2026-03-01 09:00:00,open\n') };
    expect((await refusalOf(cold.call('import-file', broken))).code).toBe('coldchain.file_rows');
    const nameless = { ...file, bytes: Buffer.from('a,b\n1,2\n') };
    expect((await refusalOf(cold.call('preview-file', nameless))).code).toBe('coldchain.file_columns');
  });
});

describe('an excursion', () => {
  test('finds the lots that stood there in that time, holds them and opens a deviation; only quality releases', async () => {
    const there = await cold.goods(bins().cold, 7, 120);
    const came_later = await cold.goods(bins().receiving, 3, 120);
    await steady(cold.sensors[0], 60, 40);
    await cold.tell(cold.sensors[0], [35, 9.5], [33, 10], [31, 9], [29, 6]);
    await steady(cold.sensors[1], 60, 25);
    const { excursions } = await cold.judge();
    expect(excursions).toMatchObject([{ held: 7 }]);
    expect(await cold.world.balance(there, bins().cold, 'held')).toMatchObject({ qty: 7 });
    expect(await cold.world.balance(came_later, bins().receiving)).toMatchObject({ qty: 3 });

    const { excursion_id } = excursions[0]!;
    const shown = await cold.excursion(excursion_id);
    expect(shown).toMatchObject({
      status: 'ended',
      end_kind: 'in_range',
      minutes: 6,
      lowest_c: 9,
      highest_c: 10,
    });
    expect(shown.deviation_no).not.toBeNull();
    expect(shown.goods).toMatchObject([
      { lot_no: expect.stringContaining('COLD'), minutes_out: 6, qty_there: 7, qty_held: 7, qty_gone: 0 },
    ]);
    expect(shown.goods[0]!.mkt_c).toBeGreaterThan(5);

    const lots = [{ ...there, outcome: 'release' }];
    const decide = (actor = cold.people.quality) =>
      cold.call('decide-excursion', { excursion_id, reason: '说明书允许', lots }, actor);
    const stranger = { ...cold.people.quality, recently_authenticated: false };
    expect((await refusalOf(decide(stranger))).code).toBe('identity.reauthentication_needed');
    expect(await decide()).toMatchObject({ status: 'decided', lots: [{ qty: 7, outcome: 'release' }] });
    expect(await cold.world.balance(there, bins().cold)).toMatchObject({ qty: 7 });
    const after = await cold.excursion(excursion_id);
    expect(after.goods[0]).toMatchObject({ outcome: 'release', decided_reason: '说明书允许' });
    expect(after.signatures).toMatchObject([{ meaning: 'released' }]);
    expect((await refusalOf(decide())).code).toBe('coldchain.excursion_status');
    // Judged again, it finds nothing new to hold.
    expect((await cold.judge()).excursions).toEqual([]);
  });

  test('follows goods that were taken elsewhere meanwhile, and what was rejected stays out of use', async () => {
    const lot = await cold.goods(bins().cold, 10, 120);
    const { world } = cold;
    await world.tx(async (tx) => {
      const { postOrFail } = await import('../stock/index.ts');
      const { SYSTEM_ACTOR } = await import('../../platform/actor.ts');
      const ends = { from_account_id: bins().cold, to_account_id: bins().dispatch };
      const owner = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
      const kept = { from_disposition: 'released', to_disposition: 'released' } as const;
      const lines = [{ ...lot, qty: 4, ...ends, ...owner, ...kept }];
      return postOrFail(tx, { purpose: 'relocate', actor: SYSTEM_ACTOR, lines, occurred_at: cold.ago(20) });
    });
    await cold.tell(cold.sensors[0], [40, 5], [30, 12], [10, 5], [1, 5]);
    const { excursions } = await cold.judge();
    expect(await world.balance(lot, bins().cold, 'held')).toMatchObject({ qty: 6 });
    expect(await world.balance(lot, bins().dispatch, 'held')).toMatchObject({ qty: 4 });
    const { excursion_id } = excursions[0]!;
    const lots = [{ ...lot, outcome: 'reject' }];
    await cold.call('decide-excursion', { excursion_id, reason: '超出稳定性数据', lots });
    expect(await world.balance(lot, bins().cold, 'rejected')).toMatchObject({ qty: 6 });
    expect(await world.balance(lot, bins().dispatch, 'rejected')).toMatchObject({ qty: 4 });
  });

  test('is judged by the range of the goods: what the room allows may be too warm for them', async () => {
    const { world } = cold;
    await world.sql('update masterdata.item set temp_max_c = 6 where item_id = $1', [world.items.insulin]);
    try {
      const lot = await cold.goods(bins().cold, 2, 120);
      await cold.tell(cold.sensors[0], [30, 5], [20, 7], [10, 5]);
      expect((await cold.judge()).excursions).toMatchObject([{ held: 2 }]);
      const alarms = await cold.call<{ rows: { kind: string }[] }>('list-alarms', { area_id: cold.room });
      expect(alarms.rows.map((row) => row.kind)).toContain('excursion');
      expect(alarms.rows.map((row) => row.kind)).not.toContain('out_of_range');
      expect(await world.balance(lot, bins().cold, 'held')).toMatchObject({ qty: 2 });
    } finally {
      await world.sql('update masterdata.item set temp_max_c = 8 where item_id = $1', [world.items.insulin]);
    }
  });

  test('of goods that came when it was over, or had left before, does not concern them', async () => {
    await cold.tell(cold.sensors[0], [60, 5], [50, 12], [40, 5], [1, 5]);
    const lot = await cold.goods(bins().cold, 5, 30);
    const { excursions } = await cold.judge();
    const held = await cold.world.balance(lot, bins().cold, 'held');
    expect(held).toMatchObject({ qty: 0 });
    expect(excursions.flatMap((one) => one.held)).not.toContain(5);
  });

  test('that lasts holds what comes in, and takes late readings into account', async () => {
    await cold.goods(bins().cold, 1, 120);
    await cold.tell(cold.sensors[0], [20, 5], [15, 11]);
    const first = await cold.judge();
    const { excursion_id } = first.excursions[0]!;
    expect(await cold.excursion(excursion_id)).toMatchObject({ status: 'open', ended_at: null });
    const arrived = await cold.goods(bins().cold, 4, 5);
    await cold.tell(cold.sensors[0], [3, 10]);
    expect((await cold.judge()).excursions).toMatchObject([{ excursion_id, held: 4 }]);
    expect(await cold.world.balance(arrived, bins().cold, 'held')).toMatchObject({ qty: 4 });
    const open = cold.call('decide-excursion', {
      excursion_id,
      reason: 'x',
      lots: [{ ...arrived, outcome: 'release' }],
    });
    expect((await refusalOf(open)).code).toBe('coldchain.excursion_status');
    // What comes late says that it had begun earlier, and when it was over.
    await cold.tell(cold.sensors[0], [18, 9], [1, 5]);
    await cold.judge();
    expect(await cold.excursion(excursion_id)).toMatchObject({ status: 'ended', minutes: 17 });
  });

  test('whose sensors are lost never ends by itself: quality closes it, with a reason', async () => {
    await cold.goods(bins().cold, 1, 120);
    await cold.tell(cold.sensors[0], [90, 5], [80, 11]);
    const { excursion_id } = (await cold.judge()).excursions[0]!;
    const close = () => cold.call('close-excursion', { excursion_id, reason: '传感器掉线,现场复测 4.8 ℃' });
    const keeper = cold.call('close-excursion', { excursion_id, reason: 'x' }, cold.people.south);
    expect((await refusalOf(keeper)).code).toBe('platform.not_found');
    expect(await close()).toMatchObject({ status: 'ended' });
    expect(await cold.excursion(excursion_id)).toMatchObject({ end_kind: 'sensor_lost', sensor_lost: true });
    // Judged again it stays closed, and a new reading outside begins another one.
    await cold.judge();
    expect(await cold.excursion(excursion_id)).toMatchObject({ status: 'ended', end_kind: 'sensor_lost' });
    await cold.tell(cold.sensors[0], [2, 12]);
    const again = await cold.judge();
    expect(again.excursions.map((one) => one.excursion_id)).not.toEqual([excursion_id]);
  });

  test('whose sensors report is not closed by hand', async () => {
    await cold.goods(bins().cold, 1, 120);
    await cold.tell(cold.sensors[0], [10, 5], [2, 11], [1, 11]);
    const { excursion_id } = (await cold.judge()).excursions[0]!;
    const close = cold.call('close-excursion', { excursion_id, reason: 'x' });
    expect((await refusalOf(close)).code).toBe('coldchain.sensor_not_lost');
  });

  test('is not released beside another hold, and nobody lifts its own at stock', async () => {
    const lot = await cold.goods(bins().cold, 3, 120);
    await cold.tell(cold.sensors[0], [30, 5], [20, 12], [10, 5]);
    const { excursion_id } = (await cold.judge()).excursions.find((one) => one.held > 0)!;
    const [hold] = await cold.world.sql<{ hold_id: string }>(
      'select hold_id from stock.hold where lot_id = $1 and lifted_at is null',
      [lot.lot_id],
    );
    const { liftHold } = await import('../stock/lift-hold.ts');
    const manager = cold.world.as(['stock.hold', 'stock.read'], 'all', 77);
    const lift = cold.world.call(
      liftHold,
      { hold_id: Number(hold!.hold_id), reason: 'x' },
      { actor: manager },
    );
    expect((await refusalOf(lift)).code).toBe('stock.hold_of_case');
    await cold.world.sql(
      `insert into stock.hold (kind, item_id, lot_id, warehouse_id, reason) values ('hold', $1, $2, $3, 'x')`,
      [lot.item_id, lot.lot_id, cold.world.north.warehouse_id],
    );
    const lots = [{ ...lot, outcome: 'release' }];
    const decide = cold.call('decide-excursion', { excursion_id, reason: 'x', lots });
    expect((await refusalOf(decide)).code).toBe('stock.hold_overlaps');
  });
});

describe('silence', () => {
  test('longer than the rule allows is a gap and an alarm; late readings fill it', async () => {
    await steady(cold.sensors[1], 120, 0);
    await cold.tell(cold.sensors[0], [120, 5], [100, 5], [40, 5], [5, 5]);
    await cold.judge();
    const gaps = () =>
      cold.world.sql<{ limit_minutes: number; filled: boolean }>(
        `select limit_minutes, filled_at is not null as filled from coldchain.gap where from_at > $1 order by from_at`,
        [cold.ago(110)],
      );
    expect(await gaps()).toEqual([
      { limit_minutes: 30, filled: false },
      { limit_minutes: 30, filled: false },
    ]);
    // What was missed from the installation of both on is missed once each.
    expect(await cold.world.sql('select 1 from coldchain.gap')).toHaveLength(4);
    await steady(cold.sensors[0], 95, 10);
    await cold.judge();
    expect((await gaps()).every((gap) => gap.filled)).toBe(true);
  });

  test('of a sensor that says nothing more is noticed without any reading', async () => {
    await cold.tell(cold.sensors[0], [60, 5]);
    await cold.tell(cold.sensors[1], [1, 5]);
    await cold.world.sql('truncate coldchain.unjudged');
    const { markSilent } = await import('./silence.write.ts');
    await cold.world.db.tx(SYSTEM_SCOPE, markSilent);
    await judgeMarked(cold.world.db);
    const { rows } = await cold.call<{ rows: { kind: string; device_no: string; told: string[] }[] }>(
      'list-alarms',
      { area_id: cold.room, open: 'yes' },
    );
    expect(rows).toMatchObject([{ kind: 'sensor_lost', device_no: 'T-NORTH' }]);
    // At least two people are told by name.
    expect(rows[0]!.told.length).toBeGreaterThanOrEqual(2);
    const areas = await cold.call<{ rows: { area_id: number; state: string }[] }>('list-areas', {});
    expect(areas.rows.find((area) => area.area_id === cold.room)!.state).toBe('lost');
  });

  test('and quiet readings leave no trace but the mark that is gone', async () => {
    await steady(cold.sensors[0], 60, 0);
    await steady(cold.sensors[1], 60, 0);
    const audits = async () => (await cold.world.sql('select 1 from platform.audit')).length;
    const before = await audits();
    // The time before the first reading is missed: that is judged once.
    await judgeMarked(cold.world.db);
    await steady(cold.sensors[0], 4, 4);
    const between = await audits();
    await judgeMarked(cold.world.db);
    expect(await cold.world.sql('select 1 from coldchain.unjudged')).toEqual([]);
    expect(before).toBeLessThanOrEqual(between);
  });
});

describe('alarms', () => {
  test('AC31: reach two named people, climb when nobody acknowledges, and are acknowledged with a reason', async () => {
    await cold.tell(cold.sensors[0], [40, 5], [12, 9], [10, 9], [2, 9]);
    await cold.judge();
    type Alarm = { alarm_id: number; kind: string; told: string[]; level: number; value_c: number };
    const alarms = async () =>
      (await cold.call<{ rows: Alarm[] }>('list-alarms', { area_id: cold.room, open: 'yes' })).rows.filter(
        (row) => row.kind === 'out_of_range',
      );
    expect(await alarms()).toMatchObject([{ level: 1, value_c: 9, told: ['cold-chief', 'cold-quality'] }]);
    await cold.world.sql(`update coldchain.alarm set raised_at = raised_at - interval '1 hour'`);
    const { escalateAlarms } = await import('./alarms.ts');
    await cold.world.call(escalateAlarms, {});
    expect(await alarms()).toMatchObject([{ level: 2, told: ['cold-chief', 'cold-quality', 'cold-south'] }]);
    const [alarm] = await alarms();
    const input = { alarm_ids: [alarm!.alarm_id], reason: '已转移货物' };
    await cold.call('acknowledge-alarms', input, cold.people.keeper);
    expect(await alarms()).toEqual([]);
    expect((await refusalOf(cold.call('acknowledge-alarms', input))).code).toBe(
      'coldchain.alarm_acknowledged',
    );
  });

  test('need at least two people', async () => {
    const people = [{ user_id: cold.people.chief.user_id, level: 1 }];
    const one = cold.call('set-contacts', { area_id: cold.room, people });
    expect((await refusalOf(one)).error).toMatchObject({
      code: 'coldchain.recipients_needed',
      params: { min: 2, given: 1 },
    });
  });
});

describe('equipment', () => {
  test('is a task when overdue: sensors, calibration, validation', async () => {
    const { rows } = await cold.call<{ rows: { kind: string; overdue: boolean }[] }>('list-tasks', {});
    expect(rows.map((row) => row.kind)).toContain('validation');
    const input = { area_id: cold.room, performed_on: '2026-01-01', due_on: '2099-01-01' };
    await cold.call('qualify', { ...input, certificate_no: 'V-1', performed_by: '验证组' });
    const after = await cold.call<{ rows: { kind: string }[] }>('list-tasks', {});
    expect(after.rows.map((row) => row.kind)).not.toContain('validation');
    const backwards = { ...input, due_on: '2025-01-01', certificate_no: 'V-2', performed_by: 'x' };
    expect((await refusalOf(cold.call('qualify', backwards))).code).toBe('coldchain.dates_order');
  });

  test('a device watches one place at a time, from one moment on', async () => {
    const input = {
      area_code: 'N1-A',
      name: '常温区',
      kind: 'zone',
      warehouse_id: cold.world.north.warehouse_id,
      zone_codes: ['A'],
      temp_min_c: 10,
      temp_max_c: 30,
    };
    const { area_id } = await cold.call<{ area_id: number }>('save-area', input);
    const device_id = await installed(cold.call, 'T-MOVING', area_id, undefined, cold.ago(60));
    await cold.call('place-device', { device_id, area_id: cold.room, from_at: cold.ago(30) });
    const earlier = cold.call('place-device', { device_id, area_id, from_at: cold.ago(40) });
    expect((await refusalOf(earlier)).code).toBe('coldchain.watch_overlaps');
    await cold.call('place-device', { device_id });
    const ahead = cold.call('place-device', { device_id, area_id, from_at: cold.ago(-60) });
    expect((await refusalOf(ahead)).code).toBe('coldchain.time_in_future');
    const taken = cold.call('save-area', { ...input, zone_codes: ['Z'], area_code: 'N1-Z' });
    expect((await refusalOf(taken)).code).toBe('coldchain.place_unknown');
  });

  test('of a vehicle comes from transport; with too few sensors it takes no cold goods', async () => {
    const { world } = cold;
    const unit = {
      vehicle_id: 4711,
      vehicle_code: 'CAR-1',
      kind: 'vehicle' as const,
      model: '冷藏车',
      partner_id: null,
      temp_min_c: 2,
      temp_max_c: 8,
      validated_on: '2026-01-01',
      validation_due: '2099-01-01',
      status: 'active' as const,
    };
    await world.db.tx(SYSTEM_SCOPE, (tx) => noteFleet(tx, [unit]));
    const [area] = await world.sql<{ area_id: string }>(
      'select area_id from coldchain.area where vehicle_id = 4711',
    );
    const area_id = Number(area!.area_id);
    const unfit = () => world.db.tx(SYSTEM_SCOPE, (tx) => unfitForCold(tx, [4711]));
    expect(await unfit()).toEqual([]);
    await installed(cold.call, 'CAR-T1', area_id, undefined, cold.ago(300));
    expect(await unfit()).toEqual([{ vehicle_id: 4711, problem: 'too_few_sensors' }]);
    const second = await installed(cold.call, 'CAR-T2', area_id, undefined, cold.ago(300));
    expect(await unfit()).toEqual([]);
    await world.sql(
      `update coldchain.device set calibrated_on = '2019-01-02', calibration_due = '2020-01-01' where device_id = $1`,
      [second],
    );
    expect(await unfit()).toEqual([{ vehicle_id: 4711, problem: 'calibration_overdue' }]);
    const changed = { area_id, performed_on: '2026-01-01', certificate_no: 'x', performed_by: 'x' };
    expect((await refusalOf(cold.call('qualify', changed))).code).toBe('coldchain.area_of_fleet');

    // What rides in it is found by the road that its documents are on.
    const { ensureAccounts, postOrFail } = await import('../stock/index.ts');
    const { SYSTEM_ACTOR } = await import('../../platform/actor.ts');
    const lot = await cold.goods(bins().cold, 6, 280);
    const [road] = await world.tx((tx) =>
      ensureAccounts(tx, [{ kind: 'in_transit', document_key: 'other:4711' }]),
    );
    const owner = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
    const kept = { from_disposition: 'released', to_disposition: 'released' } as const;
    const ends = { from_account_id: bins().cold, to_account_id: road! };
    await world.tx((tx) =>
      postOrFail(tx, {
        purpose: 'transfer_ship',
        actor: SYSTEM_ACTOR,
        lane_id: world.lanes.cold,
        destination_warehouse_id: world.south.warehouse_id,
        occurred_at: cold.ago(200),
        lines: [{ ...lot, qty: 6, ...ends, ...owner, ...kept }],
      }),
    );
    const load = {
      vehicle_id: 4711,
      document_key: 'other:4711',
      document_no: 'TR-1',
      from_warehouse_id: world.north.warehouse_id,
      to_warehouse_id: world.south.warehouse_id,
      from_at: cold.ago(200),
    };
    await world.db.tx(SYSTEM_SCOPE, (tx) => assignLoad(tx, [load]));
    await steady('CAR-T1', 200, 100);
    await cold.tell('CAR-T1', [95, 12], [93, 12], [90, 5], [85, 5]);
    await steady('CAR-T2', 200, 85);
    await judgeMarked(world.db);
    expect(await world.balance(lot, road!, 'held')).toMatchObject({ qty: 6 });
    const journey = await world.db.tx(SYSTEM_SCOPE, (tx) =>
      journeyOf(tx, { vehicle_ids: [4711], from: cold.ago(200), to: cold.ago(85), name: 'TS-1' }),
    );
    expect(journey).toMatchObject({ departure_c: 5, arrival_c: 5, min_c: 5, max_c: 12 });
    expect(Buffer.from(journey!.file.bytes).toString()).toContain('CAR-T1');
    const logger = await world.db.tx(SYSTEM_SCOPE, (tx) =>
      loggerOf(tx, { device_no: 'CAR-T1', from: cold.ago(96), to: cold.ago(88) }),
    );
    expect(logger).toMatchObject({ readings: 3, departure_c: 12, arrival_c: 5, min_c: 5, max_c: 12 });
    await world.db.tx(SYSTEM_SCOPE, (tx) => endLoad(tx, ['other:4711'], cold.ago(80)));
    const [ended] = await world.sql<{ n: string }>(
      'select count(*) as n from coldchain.load where to_at is not null',
    );
    expect(Number(ended!.n)).toBe(1);
    // Handed over, the car is empty: nobody misses its readings.
    await world.db.tx(SYSTEM_SCOPE, (tx) => assignLoad(tx, []));
  });
});

describe('by hand', () => {
  test('a place is read twice a day; out of range it says what was done, and is judged', async () => {
    const { area_id } = await cold.call<{ area_id: number }>('save-area', {
      area_code: 'N1-HAND',
      name: '阴凉库',
      kind: 'zone',
      warehouse_id: cold.world.north.warehouse_id,
      zone_codes: ['A'],
      temp_min_c: 0,
      temp_max_c: 20,
      humidity_min: 35,
      humidity_max: 75,
      manual_per_day: 2,
    });
    const record = (more: object) =>
      cold.call('record-manual', { area_id, slot: 1, ...more }, cold.people.keeper);
    expect(await record({ temp_c: 18, humidity: 50 })).toMatchObject({ slot: 1, in_range: true });
    expect((await refusalOf(record({ temp_c: 23 }))).code).toBe('coldchain.action_needed');
    expect((await refusalOf(record({ temp_c: 18, humidity: 90 }))).code).toBe('coldchain.action_needed');
    await cold.world.sql('truncate coldchain.chunk');
    expect(await record({ temp_c: 23, action: '开空调' })).toMatchObject({ in_range: false });
    const { areas } = await cold.call<{ areas: { area_id: number; slots: { temp_c: number | null }[] }[] }>(
      'list-manual',
      {},
    );
    const slots = areas.find((area) => area.area_id === area_id)!.slots;
    expect(slots.map((slot) => slot.temp_c)).toEqual([23, null]);
    await cold.judge(area_id);
    const { rows } = await cold.call<{ rows: { kind: string }[] }>('list-alarms', { area_id, open: 'yes' });
    expect(rows.map((row) => row.kind)).toContain('out_of_range');
  });
});

describe('time outside of the cold', () => {
  test('adds up over excursions and handling, against what the maker allows', async () => {
    const { insulin: item_id } = cold.world.items;
    await cold.call('save-budgets', { lines: [{ item_id, minutes: 30 }] });
    const lot = await cold.goods(bins().cold, 2, 120);
    await cold.tell(cold.sensors[0], [30, 5], [20, 12], [10, 5], [1, 5]);
    const { excursion_id } = (await cold.judge()).excursions.find((one) => one.held > 0)!;
    const lines = [{ ...lot, minutes: 25 }];
    expect(await cold.call('record-handling', { lines })).toMatchObject({
      lines: [{ used_minutes: 35, budget_minutes: 30, exceeded: true }],
    });
    const { goods } = await cold.excursion(excursion_id);
    const own = goods.find((one) => one.lot_id === lot.lot_id);
    expect(own).toMatchObject({ minutes_out: 10, budget_minutes: 30, budget_used: 35 });
    const unknown = cold.call('record-handling', { lines: [{ item_id, lot_id: 999_999, minutes: 1 }] });
    expect((await refusalOf(unknown)).lines).toEqual(['lines.0 stock.place_or_lot_unknown']);
  });
});

describe('rules', () => {
  test('hold from a day on; the one before ends the day before, and the past is not changed', async () => {
    const [{ today }] = (await cold.world.sql<{ today: string }>(
      `select (now() at time zone 'Asia/Shanghai')::date as today`,
    )) as [{ today: string }];
    const rule = { name: 'storage_gap_minutes', value: 20, legal_basis: '企业规定' };
    await cold.call('set-rule', { ...rule, effective_from: today });
    const { rows } = await cold.call<{ rows: { name: string; value: number; in_force: boolean }[] }>(
      'get-rules',
      {},
    );
    expect(rows.filter((row) => row.name === rule.name).map((row) => [row.value, row.in_force])).toEqual([
      [20, true],
      [30, false],
    ]);
    const past = cold.call('set-rule', { ...rule, effective_from: '2020-01-01' });
    expect((await refusalOf(past)).code).toBe('coldchain.rule_in_past');
  });
});

describe('series', () => {
  test('are shown with their figures, as CSV and as PDF', async () => {
    await steady(cold.sensors[0], 100, 0);
    const window = { area_id: cold.room, from: cold.ago(60), to: cold.ago(0) };
    const series = await cold.call<{ readings: number; devices: { device_no: string; seconds: number[] }[] }>(
      'get-series',
      window,
    );
    expect(series).toMatchObject({ readings: 13, lowest_c: 5, highest_c: 5, mkt_c: 5 });
    const file = await cold.call<{ bytes: Uint8Array; type: string }>('get-temperature-file', window);
    expect(Buffer.from(file.bytes).toString()).toContain('T-NORTH');
    const pdf = await cold.call<{ bytes: Uint8Array }>('get-temperature-file', { ...window, format: 'pdf' });
    expect(Buffer.from(pdf.bytes).subarray(0, 4).toString()).toBe('%PDF');
    const nothing = cold.call('get-temperature-file', { ...window, from: cold.ago(900), to: cold.ago(800) });
    expect((await refusalOf(nothing)).code).toBe('coldchain.no_readings');
    const long = cold.call('get-series', { ...window, from: '2020-01-01T00:00:00Z' });
    expect((await refusalOf(long)).code).toBe('coldchain.window_too_long');
  });
});
