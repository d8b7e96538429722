import { DATASET_NAMES, type DatasetName, datasets, field_errors, import_issues } from '@tongcang/contract';
import { checkDigit } from '@tongcang/udi';
import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../../platform/tabular/index.ts';
import { titlesOf } from './header.ts';
import { type Lookups, locationKey } from './import.model.ts';
import { createValidator, validateDataset } from './validate.ts';

const gtin = (body: string) => body + checkDigit(body);

type Draft = Readonly<Record<string, Cell | undefined>>;
const GOOD = {
  partner: { partner_code: 'H001', name: '医院', kind: 'customer', province: '上海', address: '路1号' },
  department: {
    partner_code: 'H001',
    department_code: 'ICU',
    name: '重症',
    priority_class: '1',
    min_remaining_days: '90',
  },
  item: {
    item_code: 'I1',
    name: '导管',
    model: 'M',
    device_class: 'III',
    category: '14',
    unit: '支',
    carton_qty: '50',
    udi_di: gtin('0694563010001'),
    registration_no: '国械注准20203140001',
    manufacturer_code: 'M001',
    tracking: 'lot',
    implant: '否',
    sterile: '是',
    storage_condition: 'ambient',
    temp_min_c: null,
    temp_max_c: null,
    unit_cost_fen: '1250',
    unit_volume_ml: '40',
    unit_weight_g: '12',
  },
  licence: {
    partner_code: 'LE01',
    kind: 'distribution_licence',
    licence_no: 'X1',
    classes: 'II;III',
    categories: '*',
    warehouse_codes: 'SH',
    valid_from: '2024-01-01',
    valid_to: '2028-12-31',
  },
  lane: {
    from_warehouse_code: 'WH',
    to_code: 'SH',
    mode: 'road',
    carrier_code: 'C001',
    transit_hours: '18',
    distance_km: '830',
    fixed_cost_fen: '60000',
    cost_fen_per_kg: '180',
    capacity_kg: '5000',
    temp_min_c: null,
    temp_max_c: null,
  },
  opening_stock: {
    warehouse_code: 'SH',
    location_code: 'A-1',
    item_code: 'I1',
    lot_no: 'L1',
    serial_no: null,
    production_date: '2024-01-01',
    expiry_date: '2026-12-31',
    qty: '10',
    owner_code: 'LE01',
    supplier_code: 'S001',
  },
  demand_history: {
    period_start: '2026-01-01',
    bucket: 'month',
    warehouse_code: 'SH',
    item_code: 'I1',
    qty: '0',
  },
} satisfies Partial<Record<DatasetName, Draft>>;
type Tested = keyof typeof GOOD;

/** A table of rows that are good but for the given changes; the header stands in line 1. */
function tableOf(name: Tested, changes: readonly Draft[], format: 'csv' | 'xlsx' = 'csv'): Table {
  const keys = [...new Set([...Object.keys(GOOD[name]), ...changes.flatMap((c) => Object.keys(c))])];
  const rows = changes.map((change, at) => {
    const row: Draft = { ...GOOD[name], ...change };
    return { line: at + 2, cells: keys.map((key) => row[key] ?? null) };
  });
  const head = {
    format,
    encoding: 'utf-8',
    sheet: null,
    date_system: 1900,
    header: keys,
    header_line: 1,
  } as const;
  return { ...head, rows };
}

const LOOKUPS: Lookups = {
  partner: new Map([
    ['H001', 'customer'],
    ['LE01', 'legal_entity'],
    ['S001', 'supplier'],
    ['M001', 'manufacturer'],
    ['C001', 'carrier'],
  ]),
  warehouse: new Set(['SH', 'WH']),
  location: new Set([locationKey('SH', 'A-1'), locationKey('WH', 'A-2')]),
  department: new Set(['ICU']),
  item: new Map([
    ['I1', { tracking: 'lot', shelf_life_days: 1095 }],
    ['I2', { tracking: 'serial', shelf_life_days: null }],
  ]),
  registration: new Set(['国械注准20203140001']),
};

/** `line column code` of every error, and of every warning with a `?` in front. */
function findings(name: Tested, changes: readonly Draft[], lookups: Lookups = {}): string[] {
  const preview = validateDataset(name, tableOf(name, changes), { lookups });
  return [
    ...preview.errors.map((e) => `${e.line} ${e.column} ${e.code}`),
    ...preview.warnings.map((e) => `?${e.line} ${e.column} ${e.code}`),
  ];
}

describe('datasets', () => {
  it.each(DATASET_NAMES)('has titles that mean one column each: %s', (name) => {
    const dataset = datasets[name];
    for (const column of dataset.columns) {
      for (const title of [column.zh, column.en, column.key]) {
        const found = [...titlesOf(dataset)].filter(([, c]) => c.key === column.key);
        expect(found.length, title).toBeGreaterThan(0);
      }
    }
    const titles = dataset.columns.flatMap((c) => [
      ...new Set([c.zh, c.en, c.key].map((t) => t.toLowerCase().replace(/[\s_]/g, ''))),
    ]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(DATASET_NAMES)('accepts its own example: %s', (name) => {
    const { columns } = datasets[name];
    const header = columns.map((c) => c.zh);
    const rows = [{ line: 2, cells: columns.map((c) => c.example || null) }];
    const head = {
      format: 'csv',
      encoding: 'utf-8',
      sheet: null,
      date_system: 1900,
      header_line: 1,
    } as const;
    const preview = validateDataset(name, { ...head, header, rows });
    expect(preview.errors).toEqual([]);
    expect(preview.counts).toEqual({ rows: 1, valid: 1, invalid: 0 });
  });
});

describe('header', () => {
  const head = (header: string[], line = 1) =>
    ({
      format: 'csv',
      encoding: 'utf-8',
      sheet: null,
      date_system: 1900,
      header,
      header_line: line,
    }) as const;
  const department = ['医院编码', 'Department code', 'NAME', ' priority_class *', '最低剩余效期（天）'];

  it('finds columns by Chinese title, English title or key, whatever the case, spaces and brackets', () => {
    const rows = [{ line: 2, cells: ['H001', 'ICU', '重症', 1, 90] }];
    const preview = validateDataset('department', { ...head(department), rows });
    expect(preview.errors).toEqual([]);
    expect(preview.rows[0]?.row).toEqual({
      partner_code: 'H001',
      department_code: 'ICU',
      name: '重症',
      priority_class: 1,
      min_remaining_days: 90,
    });
    expect(preview.columns[4]).toEqual({ key: 'min_remaining_days', header: '最低剩余效期（天）' });
  });

  it('ignores unknown columns with a warning and names what is missing once, on the header line', () => {
    const rows = Array.from({ length: 3 }, (_, i) => ({ line: i + 4, cells: ['H001', 'ICU', 'x', 'y'] }));
    const preview = validateDataset('department', {
      ...head(['医院编码', '科室编码', '备注', ''], 3),
      rows: rows.slice(0, 1),
    });
    expect(preview.errors.map((e) => [e.line, e.column, e.code])).toEqual(
      ['name', 'priority_class', 'min_remaining_days'].map((key) => [3, key, 'import.missing_column']),
    );
    expect(preview.warnings.map((w) => w.params)).toEqual([{ header: '备注' }, { header: '#4' }]);
    expect(preview.rows).toEqual([]);
  });

  it('refuses two columns that mean the same', () => {
    const preview = validateDataset('department', { ...head([...department, 'Hospital code']), rows: [] });
    expect(preview.errors).toMatchObject([
      { column: 'partner_code', code: 'import.repeated_column', params: { other_header: '医院编码' } },
    ]);
  });

  it('says which dataset a wrong file looks like', () => {
    const header = datasets.location.columns.map((c) => c.zh);
    const preview = validateDataset('item', { ...head(header), rows: [] });
    expect(preview.warnings.at(-1)).toMatchObject({
      code: 'import.looks_like',
      params: { dataset: 'location' },
    });
  });
});

describe('rows', () => {
  it('reports every error of every row at once, with the cell', () => {
    const preview = validateDataset(
      'item',
      tableOf('item', [
        { carton_qty: '1.5', unit_cost_fen: '0x10', device_class: 'IV', name: null },
        { item_code: 'I2' },
        { item_code: 'I3', category: '1', temp_min_c: 'NaN', udi_di: '0６９45630100017' },
      ]),
    );
    expect(preview.errors.map((e) => [e.line, e.column, e.code, e.value])).toEqual([
      [2, 'name', 'required', null],
      [2, 'carton_qty', 'type', '1.5'],
      [2, 'unit_cost_fen', 'type', '0x10'],
      [2, 'device_class', 'option', 'IV'],
      [4, 'temp_min_c', 'type', 'NaN'],
      [4, 'category', 'format', '1'],
      [4, 'udi_di', 'format', '0６９45630100017'],
    ]);
    expect(preview.counts).toEqual({ rows: 3, valid: 1, invalid: 2 });
    expect(preview.rows.map((r) => r.line)).toEqual([3]);
  });

  it('still applies the rules between columns to a row that has other errors', () => {
    expect(
      findings('item', [{ carton_qty: '0', storage_condition: 'cold', udi_di: '06945630100010' }]),
    ).toEqual([
      '2 carton_qty too_small',
      '2 temp_min_c import.temperature_missing',
      '2 temp_max_c import.temperature_missing',
      '2 udi_di import.gtin_check_digit',
    ]);
  });

  it('takes identifiers of every issuer as their labels begin', () => {
    const written = [
      '6945630100017',
      '+A123BJC5D6E71',
      'MA.156.M0.100761.21234561',
      'MF8612345',
      '=)1TE123456A',
    ];
    for (const udi_di of written) expect(findings('item', [{ udi_di }]), udi_di).toEqual([]);
    for (const udi_di of ['A123BJC5D6E71', 'MA.156.M0.100761', 'XX8612345'])
      expect(findings('item', [{ udi_di }]), udi_di).toEqual(['2 udi_di format']);
  });

  it.each<[string, Tested, Draft, string]>([
    ['quantity 0', 'opening_stock', { qty: '0' }, '2 qty too_small'],
    ['quantity -1', 'opening_stock', { qty: '-1' }, '2 qty too_small'],
    ['quantity -0', 'opening_stock', { qty: '-0' }, '2 qty type'],
    ['quantity 1e309', 'opening_stock', { qty: '1e309' }, '2 qty type'],
    ['quantity 0.5', 'opening_stock', { qty: '0.5' }, '2 qty type'],
    ['quantity 9007199254740993', 'opening_stock', { qty: '9007199254740993' }, '2 qty type'],
    ['a lot with an emoji', 'opening_stock', { lot_no: 'L😀' }, '2 lot_no charset'],
    ['a lot with a direction override', 'opening_stock', { lot_no: 'L\u202e1' }, '2 lot_no charset'],
    ['a lot with a zero-width space', 'opening_stock', { lot_no: 'L\u200b1' }, '2 lot_no charset'],
    ['an injected lot', 'opening_stock', { lot_no: "'; drop table lot;--" }, '2 lot_no charset'],
    ['a homograph in a code', 'opening_stock', { item_code: 'IО1' }, '2 item_code charset'],
    ['U+0000 in a name', 'partner', { name: 'a\u0000b' }, '2 name charset'],
    ['a lone surrogate in a name', 'partner', { name: 'a\ud800' }, '2 name charset'],
    ['31 February', 'opening_stock', { expiry_date: '2024-02-31' }, '2 expiry_date date'],
    ['29 February 2023', 'opening_stock', { expiry_date: '2023-02-29' }, '2 expiry_date date'],
    [
      'expiry on the day of production',
      'opening_stock',
      { expiry_date: '2024-01-01' },
      '2 expiry_date import.expiry_before_production',
    ],
    [
      'a GTIN with a wrong check digit',
      'item',
      { udi_di: '06945630100010' },
      '2 udi_di import.gtin_check_digit',
    ],
    ['a GTIN of ten digits', 'item', { udi_di: '0694563010' }, '2 udi_di import.gtin_length'],
    [
      'a reversed temperature range',
      'lane',
      { temp_min_c: '8', temp_max_c: '2' },
      '2 temp_min_c import.temperature_order',
    ],
    ['a lane to itself', 'lane', { to_code: 'WH' }, '2 to_code import.same_place'],
    [
      'a validity that ends before it begins',
      'licence',
      { valid_to: '2023-12-31' },
      '2 valid_to import.validity_order',
    ],
    ['an unknown class in a list', 'licence', { classes: 'II;IV' }, '2 classes option'],
    ['an empty list', 'licence', { classes: ';' }, '2 classes too_small'],
    [
      'a month that begins on the 2nd',
      'demand_history',
      { period_start: '2026-01-02' },
      '2 period_start import.period_start',
    ],
    ['a code Excel has rounded', 'item', { item_code: '6.94563E+12' }, '2 item_code import.digits_lost'],
    ['a priority class 5', 'department', { priority_class: '5' }, '2 priority_class too_big'],
  ])('refuses %s', (_, name, change, expected) => {
    expect(findings(name, [change])).toEqual([expected]);
  });

  it.each<[string, Tested, Draft, string]>([
    [
      'a class that contradicts the registration number',
      'item',
      { device_class: 'II' },
      '?2 registration_no import.registration_class',
    ],
    [
      'a category that contradicts it',
      'item',
      { category: '08' },
      '?2 registration_no import.registration_category',
    ],
    [
      'a number of unusual form',
      'item',
      { registration_no: '国食药监械2010' },
      '?2 registration_no import.registration_format',
    ],
    [
      'a wrong check character of a USCC',
      'partner',
      { uscc: '91310000000000000X' },
      '?2 uscc import.uscc_check',
    ],
  ])('accepts with a warning %s', (_, name, change, expected) => {
    expect(findings(name, [change])).toEqual([expected]);
  });

  it('stores a GTIN with 14 digits, registration numbers in normal form, text trimmed, markup as it is', () => {
    const change = {
      udi_di: gtin('694563010001'),
      registration_no: ' 国械注准 20203140001 ',
      name: '　<img onerror=x>  ',
    };
    const [row] = validateDataset('item', tableOf('item', [change])).rows;
    expect(row?.row).toMatchObject({
      udi_di: gtin('0694563010001'),
      registration_no: '国械注准20203140001',
      name: '<img onerror=x>',
      name_en: null,
      implant: false,
      sterile: true,
      carton_qty: 50,
    });
  });

  it('does not let a key of the prototype become a column', () => {
    const table = tableOf('demand_history', [{}]);
    const preview = validateDataset('demand_history', {
      ...table,
      header: [...table.header, '__proto__', 'constructor'],
    });
    expect(preview.warning_count).toBe(2);
    expect(preview.counts.valid).toBe(1);
  });

  it('refuses cells beyond the header, which a comma inside unquoted text makes', () => {
    const table = tableOf('demand_history', [{}, {}]);
    const rows = table.rows.map((r, i) => ({ ...r, cells: [...r.cells, ' ', i === 1 ? 'x' : null] }));
    const preview = validateDataset('demand_history', { ...table, rows });
    expect(preview.errors.map((e) => `${e.line} ${e.code}`)).toEqual(
      ['3 duplicate', '3 import.extra_cells'].reverse(),
    );
  });
});

describe('rows against each other', () => {
  it('names both lines of a repeated key', () => {
    const preview = validateDataset('department', tableOf('department', [{}, { department_code: 'B' }, {}]));
    expect(preview.errors).toMatchObject([
      { line: 4, column: 'department_code', code: 'duplicate', params: { other_line: 2 }, value: 'ICU' },
    ]);
  });

  it('warns of codes and lots that differ by case only, and keeps the case', () => {
    expect(findings('department', [{ department_code: 'icu' }, {}])).toEqual([
      '?3 department_code import.spelling',
    ]);
    const lots = validateDataset(
      'opening_stock',
      tableOf('opening_stock', [{ lot_no: 'ABC1' }, { lot_no: 'abc1' }]),
    );
    expect(lots.warnings).toMatchObject([
      { line: 3, column: 'lot_no', code: 'import.spelling', params: { other: 'ABC1', other_line: 2 } },
    ]);
    expect(lots.rows.map((r) => r.row.lot_no)).toEqual(['ABC1', 'abc1']);
  });

  it('takes a lot with trailing spaces for the same lot', () => {
    expect(findings('opening_stock', [{}, { lot_no: 'L1 ' }])).toEqual(['3 owner_code duplicate']);
  });

  it('refuses another date for the same lot of the same item, anywhere', () => {
    const rows = [
      {},
      { location_code: 'B', expiry_date: '2027-01-31' },
      { location_code: 'C', production_date: null },
      { item_code: 'I9', expiry_date: '2027-01-31' },
    ];
    expect(findings('opening_stock', rows)).toEqual([
      '3 expiry_date import.lot_conflict',
      '4 production_date import.lot_conflict',
    ]);
    const [first] = validateDataset('opening_stock', tableOf('opening_stock', rows)).errors;
    expect(first?.params).toEqual({ other_line: 2, other_value: '2026-12-31' });
  });

  it('does not compare a date that was refused', () => {
    const rows = [{ expiry_date: '2026-02-31' }, { location_code: 'B' }];
    expect(findings('opening_stock', rows)).toEqual(['2 expiry_date date']);
  });

  it('refuses a serial that stands twice, wherever it lies', () => {
    const rows = [
      { serial_no: 'S1', qty: '1' },
      { serial_no: 'S1', qty: '1', location_code: 'B' },
      { serial_no: 'S1', qty: '1', item_code: 'I9' },
    ];
    expect(findings('opening_stock', rows)).toEqual(['3 serial_no import.serial_repeated']);
  });

  it('knows how an item is tracked', () => {
    const rows = [
      { serial_no: 'S1', qty: '2' },
      { item_code: 'I2', qty: '1' },
      { item_code: 'I2', serial_no: 'S2', qty: '2' },
      { item_code: 'I2', serial_no: 'S3', qty: '1', expiry_date: null, lot_no: 'L2' },
      { expiry_date: null, lot_no: 'L3' },
    ];
    expect(findings('opening_stock', rows, { item: LOOKUPS.item! })).toEqual([
      '2 serial_no import.serial_not_tracked',
      '3 serial_no import.serial_missing',
      '4 qty import.serial_quantity',
      '?6 expiry_date import.expiry_missing',
    ]);
    expect(findings('opening_stock', [{ serial_no: 'S1', qty: '2' }])).toEqual([
      '2 qty import.serial_quantity',
    ]);
  });
});

describe('references', () => {
  it('accepts rows whose codes are all known', () => {
    for (const name of Object.keys(GOOD) as Tested[]) expect(findings(name, [{}], LOOKUPS), name).toEqual([]);
  });

  it.each<[Tested, Draft, string, Record<string, unknown>]>([
    ['department', { partner_code: 'H002' }, 'partner_code', { kind: 'partner', code: 'H002', near: 'H001' }],
    ['department', { partner_code: 'X' }, 'partner_code', { kind: 'partner', code: 'X', near: '' }],
    ['lane', { to_code: 'SX' }, 'to_code', { kind: 'destination', code: 'SX', near: 'SH' }],
    [
      'opening_stock',
      { location_code: 'A-2' },
      'location_code',
      { kind: 'location', code: 'A-2', near: 'A-1' },
    ],
    [
      'opening_stock',
      { warehouse_code: 'sh' },
      'warehouse_code',
      { kind: 'warehouse', code: 'sh', near: 'SH' },
    ],
    ['opening_stock', { item_code: 'I3' }, 'item_code', { kind: 'item', code: 'I3', near: 'I1, I2' }],
    ['licence', { warehouse_codes: 'SH;XX' }, 'warehouse_codes', { kind: 'warehouse', code: 'XX', near: '' }],
    [
      'demand_history',
      { department_code: 'ICV' },
      'department_code',
      { kind: 'department', code: 'ICV', near: 'ICU' },
    ],
  ])('refuses an unknown code in %s %j and shows near ones', (name, change, column, params) => {
    const preview = validateDataset(name, tableOf(name, [change]), { lookups: LOOKUPS });
    expect(preview.errors).toMatchObject([{ line: 2, column, code: 'unknown', params }]);
  });

  it('refuses a partner of the wrong kind', () => {
    expect(findings('department', [{ partner_code: 'S001' }], LOOKUPS)).toEqual([
      '2 partner_code import.partner_kind',
    ]);
    expect(findings('lane', [{ carrier_code: 'H001' }], LOOKUPS)).toEqual([
      '2 carrier_code import.partner_kind',
    ]);
    expect(findings('lane', [{ to_code: 'S001' }], LOOKUPS)).toEqual(['2 to_code import.partner_kind']);
  });

  it('only warns of a registration that is not recorded yet', () => {
    expect(findings('item', [{ registration_no: '国械注准20213140002' }], LOOKUPS)).toEqual([
      '?2 registration_no import.registration_unknown',
    ]);
  });
});

describe('many rows', () => {
  const many = (count: number) =>
    tableOf(
      'demand_history',
      Array.from({ length: count }, (_, i) => ({ item_code: `I${i}` })),
    );

  it('finds the one bad row 99,999 of 100,000 and returns the others typed', () => {
    const table = many(100_000);
    const rows = table.rows.with(99_998, {
      line: 100_000,
      cells: table.rows[99_998]!.cells.map((c) => (c === '0' ? 'x' : c)),
    });
    const preview = validateDataset('demand_history', { ...table, rows });
    expect(preview.errors).toMatchObject([{ line: 100_000, column: 'qty', code: 'type', value: 'x' }]);
    expect(preview.counts).toEqual({ rows: 100_000, valid: 99_999, invalid: 1 });
  });

  it('counts all errors but keeps the first of them', () => {
    const table = tableOf(
      'demand_history',
      Array.from({ length: 50 }, () => ({ qty: 'x', item_code: 'é' })),
    );
    const preview = validateDataset('demand_history', table, { issues_max: 30 });
    expect(preview).toMatchObject({ error_count: 100, counts: { invalid: 50 } });
    expect(preview.errors).toHaveLength(30);
    expect(preview.errors.at(-1)?.line).toBe(16);
  });

  it('judges portions as it judges the whole, and gives rows without keeping them when asked', () => {
    const table = many(10);
    const validator = createValidator('demand_history', table, { keep_rows: false });
    const given = [validator.add(table.rows.slice(0, 5)), validator.add(table.rows.slice(5))];
    expect(given.flat().map((r) => r.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(validator.add(table.rows.slice(0, 1))).toEqual([]);
    expect(validator.finish()).toMatchObject({ rows: [], counts: { rows: 11, valid: 10 }, error_count: 1 });
  });
});

it('uses only codes that have a sentence in both languages', () => {
  const known = { ...field_errors, ...import_issues };
  for (const text of Object.values(known)) expect([text.zh, text.en].every((t) => t.length > 0)).toBe(true);
});
