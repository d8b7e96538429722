import { atEnds, byWarehouse, it, list, type Row, there } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const THERE = 'there missing';
const reason = 'x';
const range = { temp_min_c: 2, temp_max_c: 8 };

async function area(ground: Ground, end: End): Promise<number> {
  const { warehouse_id } = ground[end];
  const input = {
    area_code: fresh('AREA'),
    name: 'x',
    kind: 'zone',
    warehouse_id,
    zone_codes: ['A'],
    ...range,
  };
  return (await call<{ area_id: number }>(ground, 'coldchain.save-area', { ...input, manual_per_day: 2 }))
    .area_id;
}
const ofArea = (more: object | ((ground: Ground) => object) = {}): Row =>
  atEnds(MISSING, area, (area_id, ground) => ({
    area_id,
    ...(typeof more === 'function' ? more(ground) : more),
  }));

/** A device that watches an area of its end and has told something. */
async function device(
  ground: Ground,
  end: End,
): Promise<{ device_id: number; device_no: string; area_id: number }> {
  const area_id = await area(ground, end);
  const device_no = fresh('DEVICE');
  const { warehouse_id } = ground[end];
  const { device_id } = await call<{ device_id: number }>(ground, 'coldchain.save-device', {
    device_no,
    kind: 'sensor',
    warehouse_id,
  });
  await call(ground, 'coldchain.place-device', { device_id, area_id, from_at: '2026-01-01T00:00:00Z' });
  await call(ground, 'coldchain.record-readings', { readings: [reading(device_no)] });
  return { device_id, device_no, area_id };
}
const reading = (device_no: string) => ({ device_no, at: '2026-01-02T00:00:00Z', temp_c: 5 });
const NO_DEVICE = { device_id: MISSING, device_no: 'NOBODY', area_id: MISSING };
const ofDevice = (of: (one: typeof NO_DEVICE) => object): Row =>
  atEnds(NO_DEVICE, device, (one) => ({ ...of(one) }));

async function alarm(ground: Ground, end: End): Promise<number> {
  const area_id = await area(ground, end);
  return idOf(
    ground,
    `insert into coldchain.alarm (alarm_key, area_id, from_warehouse_id, kind, started_at)
     values ($1, $2, $3, 'out_of_range', now()) returning alarm_id`,
    [fresh('alarm'), area_id, ground[end].warehouse_id],
  );
}
async function excursion(ground: Ground, end: End): Promise<number> {
  const area_id = await area(ground, end);
  return idOf(
    ground,
    `insert into coldchain.excursion (area_id, from_warehouse_id, started_at, lowest_c, highest_c)
     values ($1, $2, now(), 9, 9) returning excursion_id`,
    [area_id, ground[end].warehouse_id],
  );
}
const ofExcursion = (more: object = {}): Row =>
  atEnds(MISSING, excursion, (excursion_id) => ({ excursion_id, ...more }));

/** A list after something was made at both ends. */
const listed = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  ask: async (ground) => {
    for (const end of ['north', 'south'] as const) await make(ground, end);
    return list().ask(ground);
  },
});

const FILE = Buffer.from('时间,温度\n2026-02-01 08:00:00,5\n');
const file = (device_no: string) => ({ input: { device_no, file_name: 'a.csv' }, raw: FILE });
const ofFile: Row = {
  ask: async (ground) => ({
    north: file((await device(ground, 'north')).device_no),
    south: file((await device(ground, 'south')).device_no),
    missing: file('NOBODY'),
  }),
};
const WINDOW = { from: '2026-01-01T00:00:00Z', to: '2026-01-10T00:00:00Z' };
const LATER = '2099-01-01';

/** Who may do what: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const coldchain: ModuleRows = {
  expectations: [
    //                                       keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['coldchain.list-areas', LIST,           '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['coldchain.get-area', NSM,              '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['coldchain.save-area', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.set-contacts', NSM,          '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.list-people', 'it',          '3 3 + 3 3 + 3 3 3 3 3'],
    ['coldchain.list-devices', LIST,         '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['coldchain.save-device', NSM,           '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.make-device-key', NSM,       '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.place-device', NSM,          '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.qualify', NSM,               '333  333  +44  333  333  ++4  333  333  333  333  333'],
    // Readings are answered one by one; what is out of sight is refused there like what does not exist.
    ['coldchain.record-readings', NSM,       '+++  +++  +++  333  333  +++  333  333  333  333  333'],
    // A device has no account; it is known by its key.
    ['coldchain.send-readings', 'it',        '+ + + + + + + + + + +'],
    ['coldchain.preview-file', NSM,          '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.import-file', NSM,           '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.get-series', NSM,            '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['coldchain.get-temperature-file', NSM,  '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['coldchain.list-manual', LIST,          '++++ ++++ ++++ ++++ ++++ ++++ 3333 3333 ++++ ++++ ++++'],
    ['coldchain.record-manual', NSM,         '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.list-tasks', LIST,           '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    // Goods may have come anywhere, so only those judge who see all of it.
    ['coldchain.judge-areas', NSM,           '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['coldchain.list-alarms', LIST,          '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['coldchain.acknowledge-alarms', NSM,    '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['coldchain.list-excursions', LIST,      '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['coldchain.get-excursion', NSM,         '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['coldchain.close-excursion', NSM,       '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['coldchain.decide-excursion', NSM,      '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['coldchain.get-rules', 'it',            '+ + + + + + 3 3 + + +'],
    ['coldchain.set-rule', 'it',             '3 3 3 3 3 + 3 3 3 3 3'],
    ['coldchain.list-budgets', 'it',         '+ + + + + + 3 3 + + +'],
    ['coldchain.save-budgets', THERE,        '33 33 33 33 33 +4 33 33 33 33 33'],
    ['coldchain.record-handling', THERE,     '+4 +4 +4 33 33 +4 33 33 33 33 33'],
  ],
  sight_is_no_hand: [
    //                                       wide_eyes wide_planner wide_quality
    ['coldchain.save-area',                  '+33 333 +33'],
    ['coldchain.set-contacts',               '+34 333 +34'],
    ['coldchain.save-device',                '+33 333 +33'],
    ['coldchain.make-device-key',            '+34 333 +34'],
    ['coldchain.place-device',               '+34 333 +34'],
    ['coldchain.qualify',                    '+34 333 +34'],
    ['coldchain.record-readings',            '+++ 333 +++'],
    ['coldchain.send-readings',              '+ + +'],
    ['coldchain.preview-file',               '+34 333 +34'],
    ['coldchain.import-file',                '+34 333 +34'],
    ['coldchain.record-manual',              '+34 333 +34'],
    ['coldchain.judge-areas',                '333 333 333'],
    ['coldchain.acknowledge-alarms',         '+34 333 +34'],
    ['coldchain.close-excursion',            '333 333 +34'],
    ['coldchain.decide-excursion',           '333 333 +34'],
    ['coldchain.set-rule',                   '3 3 3'],
    ['coldchain.save-budgets',               '33 33 33'],
    ['coldchain.record-handling',            '+4 33 +4'],
  ],
  others: [
    //                                       purchaser driver accountant
    ['coldchain.list-areas',                 '+++0 +++0 3333'],
    ['coldchain.get-area',                   '++4 ++4 333'],
    ['coldchain.save-area',                  '333 333 333'],
    ['coldchain.set-contacts',               '333 333 333'],
    ['coldchain.list-people',                '3 3 3'],
    ['coldchain.list-devices',               '+++0 +++0 3333'],
    ['coldchain.save-device',                '333 333 333'],
    ['coldchain.make-device-key',            '333 333 333'],
    ['coldchain.place-device',               '333 333 333'],
    ['coldchain.qualify',                    '333 333 333'],
    ['coldchain.record-readings',            '333 +++ 333'],
    ['coldchain.send-readings',              '+ + +'],
    ['coldchain.preview-file',               '333 ++4 333'],
    ['coldchain.import-file',                '333 ++4 333'],
    ['coldchain.get-series',                 '++4 ++4 333'],
    ['coldchain.get-temperature-file',       '++4 ++4 333'],
    ['coldchain.list-manual',                '++++ ++++ 3333'],
    ['coldchain.record-manual',              '333 ++4 333'],
    ['coldchain.list-tasks',                 '+++0 +++0 3333'],
    ['coldchain.judge-areas',                '333 333 333'],
    ['coldchain.list-alarms',                '+++0 +++0 3333'],
    ['coldchain.acknowledge-alarms',         '333 ++4 333'],
    ['coldchain.list-excursions',            '+++0 +++0 3333'],
    ['coldchain.get-excursion',              '++4 ++4 333'],
    ['coldchain.close-excursion',            '333 333 333'],
    ['coldchain.decide-excursion',           '333 333 333'],
    ['coldchain.get-rules',                  '+ + 3'],
    ['coldchain.set-rule',                   '3 3 3'],
    ['coldchain.list-budgets',               '+ + 3'],
    ['coldchain.save-budgets',               '33 33 33'],
    ['coldchain.record-handling',            '33 +4 33'],
  ],
  requests: {
    'coldchain.list-areas': listed(area),
    'coldchain.get-area': ofArea(),
    'coldchain.save-area': byWarehouse((warehouse_id) => ({ area_code: fresh('AREA'), name: 'x', kind: 'zone', warehouse_id, zone_codes: ['A'], ...range })),
    'coldchain.set-contacts': ofArea(({ company }) => ({
      people: [{ user_id: company.user_ids.quality, level: 1 }, { user_id: company.user_ids.chief_a, level: 1 }],
    })),
    'coldchain.list-people': it(() => ({})),
    'coldchain.list-devices': listed(device),
    'coldchain.save-device': byWarehouse((warehouse_id) => ({ device_no: fresh('DEVICE'), kind: 'sensor', warehouse_id })),
    'coldchain.make-device-key': ofDevice(({ device_id }) => ({ device_id })),
    'coldchain.place-device': ofDevice(({ device_id }) => ({ device_id })),
    'coldchain.qualify': ofDevice(({ device_id }) => ({ device_id, performed_on: '2026-01-01', due_on: LATER, certificate_no: 'x', performed_by: 'x' })),
    'coldchain.record-readings': ofDevice(({ device_no }) => ({ readings: [reading(device_no)] })),
    'coldchain.send-readings': it(async (ground) => {
      const { device_id, device_no } = await device(ground, 'north');
      const { device_key } = await call<{ device_key: string }>(ground, 'coldchain.make-device-key', { device_id });
      const { device_no: _, ...told } = reading(device_no);
      return { device_no, device_key, readings: [told] };
    }),
    'coldchain.preview-file': ofFile,
    'coldchain.import-file': ofFile,
    'coldchain.get-series': ofArea(WINDOW),
    'coldchain.get-temperature-file': ofDevice(({ area_id }) => ({ area_id, ...WINDOW })),
    'coldchain.list-manual': listed(area),
    'coldchain.record-manual': ofArea({ temp_c: 5 }),
    'coldchain.list-tasks': listed(device),
    'coldchain.judge-areas': ofArea(),
    'coldchain.list-alarms': listed(alarm),
    'coldchain.acknowledge-alarms': atEnds(MISSING, alarm, (alarm_id) => ({ alarm_ids: [alarm_id], reason })),
    'coldchain.list-excursions': listed(excursion),
    'coldchain.get-excursion': ofExcursion(),
    'coldchain.close-excursion': ofExcursion({ reason }),
    // The temperature is not back in range: that is said after it was asked who decides.
    'coldchain.decide-excursion': {
      ...ofExcursion({ reason, lots: [{ item_id: MISSING, lot_id: MISSING, outcome: 'release' }] }),
      reaches: 'coldchain.excursion_status',
    },
    'coldchain.get-rules': it(() => ({})),
    'coldchain.set-rule': it(() => ({ name: 'escalate_minutes', value: 15, effective_from: LATER, legal_basis: 'x' })),
    'coldchain.list-budgets': it(() => ({})),
    'coldchain.save-budgets': there((ground) => ({ lines: [{ item_id: ground.gloves, minutes: 1 }] }), { lines: [{ item_id: MISSING, minutes: 1 }] }),
    'coldchain.record-handling': there(({ lot }) => ({ lines: [{ ...lot, minutes: 1 }] }), { lines: [{ item_id: MISSING, lot_id: MISSING, minutes: 1 }] }),
  },
};
