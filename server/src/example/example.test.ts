import { DATASET_NAMES, type DatasetName, datasets } from '@tongcang/contract';
import { isValidGtin, isValidUscc, parseLicenceNo, parseRegistrationNo } from '@tongcang/udi';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, companyHash, gateCases, generateCompany } from './index.ts';

const TODAY = '2026-11-22';
const generate = (seed = 1, today = TODAY) => generateCompany({ seed, size: 'S', today });
const list = (company: Company, name: DatasetName) => [...company[name]] as Record<string, unknown>[];
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

let company: Company;
let rows: Record<DatasetName, Record<string, unknown>[]>;
beforeAll(() => {
  company = generate();
  rows = Object.fromEntries(DATASET_NAMES.map((name) => [name, list(company, name)])) as typeof rows;
});

describe('the same seed, size and day give the same company', () => {
  it('gives the same hash twice, also when streams are read more than once', () => {
    const again = generate();
    expect([...again.opening_stock].length).toBe([...again.opening_stock].length);
    expect(companyHash(again)).toBe(companyHash(company));
  });
  it('is the company that was released: a changed hash is a change of the example data', () => {
    expect(companyHash(company)).toMatchInlineSnapshot(
      `"addce5bf36995799a7a24bd124f25353afc9cc694356c63a900b7af8dfef7b4c"`,
    );
  });
  it('gives another company for another seed and for another day', () => {
    expect(companyHash(generate(2))).not.toBe(companyHash(company));
    expect(companyHash(generate(1, '2026-12-22'))).not.toBe(companyHash(company));
  });
  it('works on days with unusual neighbours', () => {
    for (const today of ['2028-02-29', '2026-01-01', '2026-12-31', '2027-03-31']) {
      expect([...generate(3, today).opening_stock].length).toBeGreaterThan(3000);
    }
  });
  it('refuses a day that does not exist and a seed that is no whole number', () => {
    expect(() => generate(1, '2026-02-30')).toThrow(RangeError);
    expect(() => generate(1.5)).toThrow(RangeError);
  });
});

describe('every row can be imported', () => {
  it.each(DATASET_NAMES)('%s: rows parse with the schema of their dataset, unchanged', (name) => {
    expect(rows[name].length).toBeGreaterThan(0);
    for (const row of rows[name]) expect(datasets[name].schema.parse(row)).toStrictEqual(row);
  });
  it.each(DATASET_NAMES)('%s: the unique columns do not repeat', (name) => {
    const keys = rows[name].map((row) => JSON.stringify(datasets[name].unique.map((key) => row[key])));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('every code leads somewhere', () => {
  const codes = (name: DatasetName, column: string, kind?: string) =>
    new Set(rows[name].filter((row) => !kind || row.kind === kind).map((row) => row[column]));
  const expectAll = (name: DatasetName, column: string, known: Set<unknown>) => {
    for (const row of rows[name]) if (row[column] !== null) expect(known).toContain(row[column]);
  };
  it('partners', () => {
    expectAll('department', 'partner_code', codes('partner', 'partner_code', 'customer'));
    expectAll('warehouse', 'legal_entity_code', codes('partner', 'partner_code', 'legal_entity'));
    expectAll('item', 'manufacturer_code', codes('partner', 'partner_code', 'manufacturer'));
    expectAll('registration', 'registrant_code', codes('partner', 'partner_code', 'manufacturer'));
    expectAll('licence', 'partner_code', codes('partner', 'partner_code'));
    expectAll('authorisation', 'registrant_code', codes('partner', 'partner_code', 'manufacturer'));
    expectAll('authorisation', 'grantee_code', codes('partner', 'partner_code', 'supplier'));
    expectAll('lane', 'carrier_code', codes('partner', 'partner_code', 'carrier'));
    expectAll('opening_stock', 'owner_code', codes('partner', 'partner_code', 'legal_entity'));
    expectAll('opening_stock', 'supplier_code', codes('partner', 'partner_code', 'supplier'));
  });
  it('warehouses, items, registrations, departments', () => {
    const warehouses = codes('warehouse', 'warehouse_code');
    const customers = codes('partner', 'partner_code', 'customer');
    for (const name of ['location', 'opening_stock', 'demand_history'] as const) {
      expectAll(name, 'warehouse_code', warehouses);
    }
    for (const licence of company.licence) {
      for (const code of licence.warehouse_codes) expect(warehouses).toContain(code);
    }
    expectAll('lane', 'from_warehouse_code', warehouses);
    expectAll('lane', 'to_code', new Set([...warehouses, ...customers]));
    expectAll('item', 'registration_no', codes('registration', 'registration_no'));
    expectAll('opening_stock', 'item_code', codes('item', 'item_code'));
    expectAll('demand_history', 'item_code', codes('item', 'item_code'));
    expectAll('demand_history', 'department_code', codes('department', 'department_code'));
    expect(rows.demand_history.some((row) => row.department_code !== null)).toBe(true);
  });
  it('stock lies in bins of its warehouse that have its storage condition and the zone of its disposition', () => {
    const bins = new Map(company.location.map((row) => [`${row.warehouse_code}/${row.location_code}`, row]));
    const items = new Map(company.item.map((row) => [row.item_code, row]));
    const zones = { released: 'storage', held: 'storage', quarantine: 'receiving', rejected: 'rejected' };
    for (const row of company.opening_stock) {
      const bin = bins.get(`${row.warehouse_code}/${row.location_code}`);
      expect(bin?.storage_condition).toBe(items.get(row.item_code)?.storage_condition);
      expect(bin?.zone_kind).toBe(zones[row.disposition]);
    }
  });
});

describe('identifiers are well formed', () => {
  it('GTIN-14 with prefix 0694, valid check digit, one for each item', () => {
    for (const { udi_di } of company.item) {
      expect(udi_di).toMatch(/^0694\d{10}$/);
      expect(isValidGtin(udi_di)).toBe(true);
    }
    expect(new Set(company.item.map((item) => item.udi_di)).size).toBe(company.item.length);
  });
  it('unified social credit codes with valid check character, one for each partner', () => {
    const given = company.partner.flatMap(({ uscc }) => (uscc === null ? [] : [uscc]));
    expect(given.filter((uscc) => !isValidUscc(uscc))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
  });
  it('registration and filing numbers agree with class, category and origin of their items', () => {
    const makers = new Map(company.partner.map((row) => [row.partner_code, row]));
    for (const item of company.item) {
      const number = parseRegistrationNo(item.registration_no);
      const abroad = makers.get(item.manufacturer_code)?.province === '境外';
      if (item.device_class === 'I') {
        expect(number).toMatchObject({ ok: true, kind: 'filing', number: item.registration_no });
        continue;
      }
      expect(number).toMatchObject({
        ok: true,
        kind: 'registration',
        number: item.registration_no,
        origin: abroad ? 'imported' : 'domestic',
      });
      expect(item.registration_no.slice(-7)).toMatch(item.device_class === 'III' ? /^3/ : /^2/);
      expect(item.registration_no.slice(-6, -4)).toBe(item.category);
    }
  });
  it('licence numbers are of the kind that the row says', () => {
    for (const { licence_no, kind } of company.licence) {
      if (kind !== 'medical_institution')
        expect(parseLicenceNo(licence_no)).toMatchObject({ ok: true, kind });
    }
  });
  it('the year of a registration number is the year of its first certificate, and certificates do not overlap', () => {
    const periods = new Map<string, { valid_from: string; valid_to: string | null }[]>();
    for (const row of company.registration) {
      periods.set(row.registration_no, [...(periods.get(row.registration_no) ?? []), row]);
    }
    for (const [registration_no, [first, second]] of periods) {
      expect(/(\d{4})/.exec(registration_no)?.[1]).toBe(first!.valid_from.slice(0, 4));
      if (second) expect(daysBetween(first!.valid_to!, second.valid_from)).toBe(1);
    }
  });
});

describe('stock and demand belong together', () => {
  it('has the rows of a small company', () => {
    expect(company.warehouse.map((row) => row.city)).toEqual([
      '上海',
      '武汉',
      '广州',
      '成都',
      '西安',
      '沈阳',
    ]);
    expect(company.item.length).toBe(300);
    expect(rows.opening_stock.length).toBeGreaterThan(3000);
    expect(rows.opening_stock.length).toBeLessThan(6000);
    expect(rows.demand_history.length).toBeGreaterThan(20_000);
    expect(rows.demand_history.length).toBeLessThan(45_000);
  });
  it('one lot of an item has the same dates everywhere; expiry is production plus shelf life', () => {
    const lives = new Map(company.item.map((row) => [row.item_code, row.shelf_life_days]));
    const dates = new Map<string, string>();
    let inSeveral = 0;
    for (const { item_code, lot_no, production_date, expiry_date } of company.opening_stock) {
      const key = `${item_code}/${lot_no}`;
      const value = `${production_date}/${expiry_date}`;
      inSeveral += dates.has(key) ? 1 : 0;
      expect(dates.get(key) ?? value).toBe(value);
      dates.set(key, value);
      const life = lives.get(item_code)!;
      expect(expiry_date === null ? null : daysBetween(production_date!, expiry_date)).toBe(life);
    }
    expect(inSeveral).toBeGreaterThan(200);
  });
  it('serial-tracked items have one row for each piece, others none with a serial', () => {
    const tracking = new Map(company.item.map((row) => [row.item_code, row.tracking]));
    const serials = new Set<string>();
    for (const row of company.opening_stock) {
      expect(row.serial_no !== null).toBe(tracking.get(row.item_code) === 'serial');
      if (row.serial_no === null) continue;
      expect(row.qty).toBe(1);
      serials.add(`${row.item_code}/${row.serial_no}`);
    }
    expect(serials.size).toBe([...company.opening_stock].filter((row) => row.serial_no !== null).length);
  });
  it('covers weeks to months of demand, and leaves warehouses short whose item is plentiful elsewhere', () => {
    const monthly = new Map<string, number>();
    for (const row of company.demand_history) {
      const key = `${row.item_code}/${row.warehouse_code}`;
      monthly.set(key, (monthly.get(key) ?? 0) + row.qty / 24);
    }
    const usable = new Map<string, number>();
    for (const row of company.opening_stock) {
      if (row.disposition !== 'released') continue;
      const key = `${row.item_code}/${row.warehouse_code}`;
      usable.set(key, (usable.get(key) ?? 0) + row.qty);
    }
    for (const key of usable.keys()) expect(monthly.has(key)).toBe(true);
    const covers = [...monthly]
      .filter(([, mean]) => mean > 20)
      .map(([key, mean]) => (usable.get(key) ?? 0) / mean);
    const median = covers.sort((a, b) => a - b)[Math.floor(covers.length / 2)]!;
    expect(median).toBeGreaterThan(1);
    expect(median).toBeLessThan(3);
    const helped = company.item.filter(({ item_code }) => {
      const cover = company.warehouse.flatMap(({ warehouse_code }) => {
        const mean = monthly.get(`${item_code}/${warehouse_code}`) ?? 0;
        return mean > 0 ? [(usable.get(`${item_code}/${warehouse_code}`) ?? 0) / mean] : [];
      });
      return Math.min(...cover) < 0.4 && Math.max(...cover) > 4;
    });
    expect(helped.length).toBeGreaterThan(20);
  });
  it('slow movers have months without demand, winter goods sell more in winter', () => {
    const names = new Map(company.item.map((row) => [row.item_code, row.name]));
    const qtyOf = (name: string, month: string) =>
      [...company.demand_history]
        .filter((row) => names.get(row.item_code) === name && row.period_start.slice(5, 7).startsWith(month))
        .map((row) => row.qty);
    const stents = qtyOf('药物洗脱冠状动脉支架系统', '');
    expect(stents.filter((qty) => qty === 0).length / stents.length).toBeGreaterThan(0.4);
    const total = (list: number[]) => list.reduce((sum, qty) => sum + qty, 0);
    expect(total(qtyOf('医用外科口罩', '01'))).toBeGreaterThan(1.8 * total(qtyOf('医用外科口罩', '07')));
  });
  it('about fifteen in a hundred released lots are near their expiry', () => {
    const dated = [...company.opening_stock].filter(
      (row) => row.disposition === 'released' && row.expiry_date,
    );
    const near = dated.filter((row) => daysBetween(TODAY, row.expiry_date!) <= 90);
    expect(near.length / dated.length).toBeGreaterThan(0.08);
    expect(near.length / dated.length).toBeLessThan(0.25);
  });
});

describe('the gate finds something to refuse, and nothing unlawful among released stock', () => {
  it('every list of cases is filled', () => {
    for (const [name, found] of Object.entries(gateCases(company, TODAY))) {
      expect({ name, empty: found.length === 0 }).toEqual({ name, empty: false });
    }
  });
  it('expired stock is never released', () => {
    for (const row of gateCases(company, TODAY).expired_stock) expect(row.disposition).toBe('rejected');
  });
  it('every lot was made while a certificate of its registration was in force', () => {
    const numbers = new Map(company.item.map((row) => [row.item_code, row.registration_no]));
    const outside = [...company.opening_stock].filter(
      ({ item_code, production_date }) =>
        !company.registration.some(
          (period) =>
            period.registration_no === numbers.get(item_code) &&
            period.valid_from <= production_date! &&
            (period.valid_to === null || production_date! <= period.valid_to),
        ),
    );
    expect(outside).toEqual([]);
  });
  it('the warehouse without licence for class III holds none, and no stock comes from an expired supplier', () => {
    const cases = gateCases(company, TODAY);
    expect(cases.warehouses_without_class_three).toEqual(['SY']);
    expect(cases.hospitals_without_class_three).toEqual(['H004']);
    const third = new Set(
      company.item.filter((row) => row.device_class === 'III').map((row) => row.item_code),
    );
    for (const row of company.opening_stock) {
      expect(row.warehouse_code === 'SY' && third.has(row.item_code)).toBe(false);
      expect(cases.suppliers_with_expired_licence).not.toContain(row.supplier_code);
    }
  });
  it('every pair of warehouses has an ambient lane, some have cold ones, and every hospital is delivered', () => {
    const codes = company.warehouse.map((row) => row.warehouse_code);
    const ambient = new Set(
      company.lane
        .filter((row) => row.temp_min_c === null)
        .map((row) => `${row.from_warehouse_code}>${row.to_code}`),
    );
    for (const from of codes)
      for (const to of codes) if (from !== to) expect(ambient).toContain(`${from}>${to}`);
    const cold = company.lane.filter((row) => row.temp_min_c === 2 && codes.includes(row.to_code));
    expect(cold.length).toBeGreaterThan(10);
    expect(cold.length).toBeLessThan(60);
    const served = new Set(company.lane.map((row) => row.to_code));
    for (const { partner_code, kind } of company.partner) {
      if (kind === 'customer') expect(served).toContain(partner_code);
    }
  });
});

describe('larger companies', () => {
  it('M has 20 warehouses and 5,000 items, L 60 and 20,000; stock and demand come row by row', () => {
    for (const [size, warehouses, items] of [
      ['M', 20, 5000],
      ['L', 60, 20_000],
    ] as const) {
      const large = generateCompany({ seed: 1, size, today: TODAY });
      expect([large.warehouse.length, large.item.length]).toEqual([warehouses, items]);
      expect(new Set(large.item.map((item) => item.udi_di)).size).toBe(items);
      const [first] = large.demand_history;
      expect(datasets.demand_history.schema.safeParse(first).success).toBe(true);
      for (const row of large.registration)
        expect(datasets.registration.schema.safeParse(row).success).toBe(true);
    }
  });
});
