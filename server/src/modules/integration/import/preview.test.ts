import { DATASET_NAMES, type DatasetName, type DatasetRow, datasets } from '@tongcang/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Company, generateCompany } from '../../../example/index.ts';
import { openTable, type Table, type TableRow } from '../../../platform/tabular/index.ts';
import {
  exportCsv,
  exportXlsx,
  type Lookups,
  locationKey,
  previewFile,
  templateCsv,
  templateXlsx,
  validateDataset,
} from './index.ts';

async function read(bytes: Uint8Array): Promise<Table> {
  const { batches, ...head } = await openTable(bytes);
  const rows: TableRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { ...head, rows };
}
const bytesOf = (lines: Iterable<string>) => new TextEncoder().encode([...lines].join(''));

function lookupsOf(company: Company): Lookups {
  return {
    partner: new Map(company.partner.map((p) => [p.partner_code, p.kind])),
    warehouse: new Set(company.warehouse.map((w) => w.warehouse_code)),
    location: new Set(company.location.map((l) => locationKey(l.warehouse_code, l.location_code))),
    department: new Set(company.department.map((d) => d.department_code)),
    item: new Map(company.item.map((i) => [i.item_code, i])),
    registration: new Set(company.registration.map((r) => r.registration_no)),
  };
}

describe('the example company', () => {
  let company: Company;
  let lookups: Lookups;
  beforeAll(() => {
    company = generateCompany({ seed: 1, size: 'S', today: '2026-11-22' });
    lookups = lookupsOf(company);
  });
  const rowsOf = (name: DatasetName) => [...company[name]].slice(0, 2_000) as DatasetRow<DatasetName>[];

  it.each(DATASET_NAMES)('passes through a CSV file unchanged: %s', async (name) => {
    const rows = rowsOf(name);
    const preview = validateDataset(name, await read(bytesOf(exportCsv(name, rows))), { lookups });
    expect(preview.errors).toEqual([]);
    expect(preview.rows.map((r) => r.row)).toEqual(rows);
  });

  it.each(DATASET_NAMES)('passes through a workbook unchanged: %s', async (name) => {
    const rows = rowsOf(name).slice(0, 300);
    const preview = validateDataset(name, await read(await exportXlsx(name, rows)), { lookups });
    expect(preview.errors).toEqual([]);
    expect(preview.rows.map((r) => r.row)).toEqual(rows);
  });
});

describe('templates', () => {
  it.each(DATASET_NAMES)('can be filled in and read back, with the example they show: %s', async (name) => {
    const from_csv = validateDataset(name, await read(templateCsv(name)));
    const table = await read(await templateXlsx(name));
    const from_xlsx = validateDataset(name, table);
    expect([from_csv.errors, from_xlsx.errors]).toEqual([[], []]);
    expect(from_xlsx.rows.map((r) => r.row)).toEqual(from_csv.rows.map((r) => r.row));
    expect(table.header).toEqual(datasets[name].columns.map((c) => c.zh));
  });

  it('explains every column in both languages on the second sheet', async () => {
    const { batches, header } = await openTable(await templateXlsx('item'), { sheet: '说明 Notes' });
    const rows: TableRow[] = [];
    for await (const batch of batches) rows.push(...batch);
    expect(header).toContain('必填 Required');
    expect(rows).toHaveLength(datasets.item.columns.length);
    const storage = rows.find((r) => r.cells[2] === 'storage_condition');
    expect(storage?.cells[5]).toBe('ambient 常温, cool 阴凉, cold 冷藏, frozen 冷冻');
  });
});

describe('an uploaded file', () => {
  it('is read in the worker and judged with its own line numbers', async () => {
    const text =
      'sep=;\r\n往来单位编码;单位编码;名称;类型;省份;地址\r\n\r\nx;H001;"医\r\n院";客户;上海;路\r\nx;H002;;医院;上海;路\r\n';
    const preview = await previewFile('partner', new TextEncoder().encode(text), { fileName: 'a.csv' });
    expect(preview.errors).toEqual([{ line: 6, column: 'name', code: 'required', params: {}, value: null }]);
    expect(preview.warnings).toMatchObject([{ line: 2, code: 'import.unknown_column' }]);
    expect(preview.rows).toMatchObject([{ line: 4, row: { partner_code: 'H001', kind: 'customer' } }]);
  });

  it('is refused as a whole when it is no table', async () => {
    const html = new TextEncoder().encode('<html></html>');
    await expect(previewFile('item', html, { fileName: 'a.pdf' })).rejects.toMatchObject({
      code: 'tabular.not_a_table',
    });
  });
});
