import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTable } from './open.ts';
import type { Cell, Table, TableRow } from './tabular.model.ts';
import { guardFormula, unguardFormula, writeCsv, writeXlsx } from './write.ts';
import { readZipDirectory, unzipEntry } from './zip.ts';

async function read(bytes: Uint8Array): Promise<Table> {
  const { batches, ...head } = await openTable(bytes);
  const rows: TableRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { ...head, rows };
}
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe('CSV for people with Excel', () => {
  it.each(['=cmd|x', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1+1', "'=1", "''-x"])(
    'disarms %j and gives it back on import',
    (text) => {
      expect(guardFormula(text)).toBe(`'${text}`);
      expect(unguardFormula(guardFormula(text))).toBe(text);
    },
  );

  it.each(["O'Neill", "'quoted'", '1-2', 'a=b', ''])('leaves %j alone in both directions', (text) => {
    expect(guardFormula(text)).toBe(text);
    expect(unguardFormula(text)).toBe(text);
  });

  it('never touches numbers, and marks the file as UTF-8', () => {
    const bytes = writeCsv({
      header: ['数量', '备注'],
      rows: [
        [-5, '-5'],
        [null, 'a"b,c'],
        [{ date: '2026-12-31' }, true],
      ],
    });
    expect(textOf(bytes)).toBe('\ufeff数量,备注\r\n-5,\'-5\r\n,"a""b,c"\r\n2026-12-31,true\r\n');
  });

  it('writes plain UTF-8 without guards for programs', () => {
    expect(textOf(writeCsv({ header: ['a'], rows: [['=x']] }, { excel_safe: false }))).toBe('a\r\n=x\r\n');
  });

  it('gives any text back after a round trip through a file', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 20 })
      .filter((t) => t.isWellFormed() && !/[^\P{Cc}\t\n]/u.test(t));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }), async (rows) => {
        const written = rows.map(([a, b]) => [`x${a}`, b]);
        const table = await read(writeCsv({ header: ['a', 'b'], rows: written }));
        const back = table.rows.map(({ cells }) => [
          cells[0],
          typeof cells[1] === 'string' ? unguardFormula(cells[1]) : '',
        ]);
        expect(back).toEqual(written);
      }),
      { numRuns: 200 },
    );
  });
});

describe('workbook', () => {
  const columns = [
    { title: '编码', kind: 'text', required: true },
    { title: '数量', kind: 'integer' },
    { title: '失效日期', kind: 'date' },
    { title: '植入', kind: 'boolean', options: ['Y', 'N'] },
  ] as const;

  it('is read back with text as text, numbers as numbers and dates as the same days', async () => {
    const rows: Cell[][] = [
      ['00012', 5, '2026-12-31', true],
      ['=1+1', -5, { date: '1900-03-01' }, false],
      [' <a & "b"> _x0041_ 甲\n乙\u0001', null, null, null],
    ];
    const table = await read(await writeXlsx([{ name: '库存', columns, rows, blank_rows: 50 }]));
    expect(table).toMatchObject({ sheet: '库存', header: ['编码', '数量', '失效日期', '植入'] });
    expect(table.rows).toHaveLength(3);
    expect(table.rows.map((r) => [...r.cells].slice(0, 3))).toEqual([
      ['00012', 5, { date: '2026-12-31' }],
      ['=1+1', -5, { date: '1900-03-01' }],
      [' <a & "b"> _x0041_ 甲\n乙\u0001', null, null],
    ]);
  });

  it('keeps the header in view and formats text columns as text down to the blank rows', async () => {
    const bytes = await writeXlsx([{ name: 'S', columns, rows: [], blank_rows: 3 }]);
    const limits = { zip_entries_max: 100, zip_bytes_max: 1e7, zip_ratio_max: 200 };
    const entry = readZipDirectory(bytes, limits).find((e) => e.name.endsWith('sheet1.xml'))!;
    const xml = unzipEntry(bytes, entry).toString();
    expect(xml).toContain('state="frozen"');
    expect(xml).toMatch(/<c r="A4" s="\d+"\/>/);
    expect(xml).toContain('sqref="D2:D4"');
    expect(xml).toMatch(/<col [^>]*width="1\d/);
  });

  it('refuses a number that is none', () => {
    expect(() => writeXlsx([{ name: 'S', columns, rows: [['a', Number.NaN]] }])).toThrow('finite');
  });
});
