import { datasets } from '@tongcang/contract';
import { describe, expect, it } from 'vitest';
import {
  DemandFileError,
  type DemandFileProblem,
  generateCompany,
  mapDemandFile,
  withDemand,
} from './index.ts';

const today = '2026-11-22';
const company = generateCompany({ seed: 1, size: 'S', today });
const map = (...lines: string[]) =>
  mapDemandFile({ csv: ['id,category,freq,h,train,test', ...lines].join('\n'), company, seed: 7, today });
function problemsOf(csv: string): readonly DemandFileProblem[] {
  try {
    mapDemandFile({ csv, company, seed: 7, today });
  } catch (error) {
    if (error instanceof DemandFileError) return error.problems;
    throw error;
  }
  return [];
}

describe('mapDemandFile', () => {
  it('puts train and test one after the other, ending in the month before today', () => {
    const { rows } = map('a,x,12,2,5 0 7,9 1');
    expect(rows.map((row) => [row.period_start, row.qty])).toEqual([
      ['2026-06-01', 5],
      ['2026-07-01', 0],
      ['2026-08-01', 7],
      ['2026-09-01', 9],
      ['2026-10-01', 1],
    ]);
    for (const row of rows) expect(datasets.demand_history.schema.parse(row)).toStrictEqual(row);
  });
  it('starts weeks on Monday and ends in the last whole week', () => {
    const { rows } = map('a,x,52,1,5,6');
    expect(rows.map((row) => [row.bucket, row.period_start])).toEqual([
      ['week', '2026-11-02'],
      ['week', '2026-11-09'],
    ]);
  });
  it('goes round the warehouses and never uses a pair twice', () => {
    const { assignments } = map(...Array.from({ length: 40 }, (_, k) => `s${k},x,12,1,1 2,3`));
    expect(assignments.slice(0, 6).map((one) => one.warehouse_code)).toEqual([
      'SH',
      'WH',
      'GZ',
      'CD',
      'XA',
      'SY',
    ]);
    const pairs = assignments.map((one) => `${one.warehouse_code}/${one.item_code}`);
    expect(new Set(pairs).size).toBe(40);
  });
  it('maps the same file the same way, and another seed otherwise', () => {
    const csv = 'id,category,freq,h,train,test\na,x,12,1,1 2,3\nb,x,12,1,1 2,3';
    const once = mapDemandFile({ csv, company, seed: 7, today });
    expect(mapDemandFile({ csv, company, seed: 7, today })).toEqual(once);
    expect(mapDemandFile({ csv, company, seed: 8, today }).assignments).not.toEqual(once.assignments);
  });
  it('keeps odd characters, quotes and commas of an id', () => {
    const { assignments } = map(
      "C√¥te d'Ivoire|Kit, 30 Tests,scms,12,1,1,2",
      '"Kit ""A"", 50",scms,12,1,1,2',
    );
    expect(assignments.map((one) => one.series_id)).toEqual(["C√¥te d'Ivoire|Kit, 30 Tests", 'Kit "A", 50']);
  });
  it('gives no row where nothing was observed, and whole units for decimals', () => {
    expect(map('a,x,12,1,1.6 NaN 3,NA 4').rows.map((row) => row.qty)).toEqual([2, 3, 4]);
  });
  it('reads a byte order mark and any line ends', () => {
    const csv = '\uFEFFid,category,freq,h,train,test\r\na,x,12,1,1,2\rb,x,12,1,3,4\n\n';
    expect(mapDemandFile({ csv, company, seed: 7, today }).assignments.length).toBe(2);
  });
  it('reports series that find no free pair instead of dropping them silently', () => {
    const lines = Array.from({ length: 2000 }, (_, k) => `s${k},x,12,1,1,2`);
    const { assignments, unassigned } = map(...lines);
    expect(assignments.length).toBeGreaterThan(1000);
    expect(assignments.length + unassigned).toBe(2000);
  });
  it('names every malformed line at once and maps nothing', () => {
    const csv = [
      'id,category,freq,h,train,test',
      'good,x,12,1,1 2,3',
      'too,few,fields',
      'b,x,7,1,1 2,3',
      'c,x,12,1,1 two,3',
      'd,x,12,1,1 -2,3',
      'e,x,12,1,,',
      'f,x,12,1,1e15,2',
    ].join('\n');
    expect(problemsOf(csv)).toEqual([
      { line: 3, code: 'fields', value: 'too,few,fields' },
      { line: 4, code: 'frequency', value: '7' },
      { line: 5, code: 'number', value: 'two' },
      { line: 6, code: 'negative', value: '-2' },
      { line: 7, code: 'empty_series', value: 'e' },
      { line: 8, code: 'too_large', value: '1e15' },
    ]);
  });
  it('refuses another header', () => {
    expect(problemsOf('item,qty\n1,2')).toEqual([{ line: 1, code: 'header', value: 'item,qty' }]);
    expect(problemsOf('')).toEqual([{ line: 1, code: 'header', value: '' }]);
  });
});

describe('withDemand', () => {
  it('replaces the demand of mapped pairs and scales their stock to the same months of cover', () => {
    const mapped = map('a,x,12,1,50000 70000,60000');
    const [{ warehouse_code, item_code }] = mapped.assignments as [(typeof mapped.assignments)[0]];
    const merged = withDemand(company, mapped);
    const ofPair = <T extends { warehouse_code: string; item_code: string }>(rows: Iterable<T>) =>
      [...rows].filter((row) => row.warehouse_code === warehouse_code && row.item_code === item_code);
    const total = (rows: { qty: number }[]) => rows.reduce((sum, row) => sum + row.qty, 0);
    expect(ofPair(merged.demand_history).map((row) => row.qty)).toEqual([50_000, 70_000, 60_000]);
    const before = total(ofPair(company.opening_stock)) / (total(ofPair(company.demand_history)) / 24);
    const after = total(ofPair(merged.opening_stock)) / 60_000;
    expect(after / before).toBeCloseTo(1, 2);
    expect([...merged.opening_stock].length).toBe([...company.opening_stock].length);
  });
});
