import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { openTable } from './open.ts';
import { readTable, withTable } from './read.ts';
import {
  bookParts,
  buildBook,
  buildZip,
  dateCell,
  type FixtureEntry,
  numberCell,
  textCell,
} from './tabular.fixtures.ts';
import type { ReadOptions, Table, TableRow } from './tabular.model.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytesOf = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p) : Buffer.from(p)))));

/** Reads in this thread: the same code as in the worker, without the start of a thread per case. */
async function read(bytes: Uint8Array, options: ReadOptions = {}): Promise<Table> {
  const { batches, ...head } = await openTable(bytes, options);
  const rows: TableRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { ...head, rows };
}

async function refusal(work: Promise<unknown>): Promise<{ code: string; params: Record<string, unknown> }> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (e) => e,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, params: error.params };
}
const code = async (work: Promise<unknown>) => (await refusal(work)).code;

/** GB18030 bytes of 编码,名称 / 甲,乙 / and a four-byte character (U+20087). */
const GB_TEXT = [
  0xb1, 0xe0, 0xc2, 0xeb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0xbc, 0xd7, 0x2c, 0xd2, 0xd2, 0x0a,
];
const GB_FOUR_BYTES = [0x95, 0x32, 0x90, 0x31, 0x2c, 0xd2, 0xd2, 0x0a];

describe('encoding of a CSV file', () => {
  it('reads UTF-8 with and without a byte order mark alike', async () => {
    const plain = await read(utf8('编码,名称\nA,甲\n'));
    const marked = await read(bytesOf([0xef, 0xbb, 0xbf], '编码,名称\nA,甲\n'));
    expect(plain.header).toEqual(['编码', '名称']);
    expect(marked).toEqual(plain);
    expect(plain.encoding).toBe('utf-8');
  });

  it('reads a small upload, whose bytes lie in a pool of the process', async () => {
    const pooled = Buffer.concat([Buffer.from('编码\n'), Buffer.from('A\n')]);
    expect(pooled.buffer.byteLength).toBeGreaterThan(pooled.length);
    expect((await read(pooled)).rows).toHaveLength(1);
    expect(pooled.toString()).toBe('编码\nA\n');
  });

  it('reads UTF-16 in both byte orders by its mark', async () => {
    const little = Buffer.from('\ufeff编码\t名称\nA\t甲\n', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const [bytes, encoding] of [
      [little, 'utf-16le'],
      [big, 'utf-16be'],
    ] as const) {
      const table = await read(new Uint8Array(bytes));
      expect(table).toMatchObject({ encoding, header: ['编码', '名称'] });
      expect(table.rows[0]?.cells).toEqual(['A', '甲']);
    }
  });

  it('reads GB18030, four-byte characters included', async () => {
    const table = await read(new Uint8Array([...GB_TEXT, ...GB_FOUR_BYTES]));
    expect(table).toMatchObject({ encoding: 'gb18030', header: ['编码', '名称'] });
    expect(table.rows.map((r) => r.cells)).toEqual([
      ['甲', '乙'],
      ['\u{20087}', '乙'],
    ]);
  });

  it('refuses UTF-8 with a damaged byte instead of reading it as GB18030 nonsense', async () => {
    const bytes = utf8('编码,名称,地址,联系人\nA,甲医院,示范路,王老师\nB,乙医院,示范路,李老师\n');
    bytes[bytes.length - 5] = 0xff;
    expect(await refusal(read(bytes))).toMatchObject({
      code: 'tabular.encoding',
      params: { encoding: 'utf-8', line: 3 },
    });
  });

  it('refuses bytes that are no encoding we know', async () => {
    expect(await code(read(new Uint8Array([0x61, 0x2c, 0x62, 0x0a, 0xff, 0xff, 0x0a])))).toBe(
      'tabular.encoding',
    );
    expect(await code(read(bytesOf([0xef, 0xbb, 0xbf], 'a,b\n', [0xff], '\n')))).toBe('tabular.encoding');
  });

  it('decodes characters that straddle the portions in which a file is read', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `第${i}行,甲乙丙`);
    const table = await read(utf8(`编码,名称\n${rows.join('\n')}`));
    expect(table.rows).toHaveLength(20_000);
    expect(table.rows.every((r, i) => r.cells[0] === `第${i}行` && r.line === i + 2)).toBe(true);
  });
});

describe('form of a CSV file', () => {
  it.each([',', ';', '\t'])('finds the delimiter %j', async (d) => {
    const table = await read(utf8(`a${d}b${d}c\n1${d}"x${d}y"${d}3\n`));
    expect(table.header).toEqual(['a', 'b', 'c']);
    expect(table.rows[0]?.cells).toEqual(['1', `x${d}y`, '3']);
  });

  it("obeys Excel's sep= line and still counts it as a line", async () => {
    const table = await read(utf8('sep=;\r\na,x;b\r\n1;2\r\n'));
    expect(table.header).toEqual(['a,x', 'b']);
    expect(table.rows).toEqual([{ line: 3, cells: ['1', '2'] }]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads lines that end in %s and reports the line of the file', async (_, end) => {
    const lines = ['a,b', '1,"two', 'lines"', '', '3,"x""y"', ',', '5,6'];
    const table = await read(utf8(lines.join(end)));
    expect(table.rows).toEqual([
      { line: 2, cells: ['1', 'two\nlines'] },
      { line: 5, cells: ['3', 'x"y'] },
      { line: 7, cells: ['5', '6'] },
    ]);
  });

  it.each([0, 1, 2, 3])('counts a CRLF once when it straddles two portions (%i)', async (shift) => {
    const table = await read(utf8(`a,b${'x'.repeat(shift)}\r\n${'1,2\r\n'.repeat(80_000)}`));
    expect(table.rows.at(-1)?.line).toBe(80_001);
  });

  it('keeps rows that are shorter or longer than the header', async () => {
    const table = await read(utf8('a,b\n1\n1,2,3\n'));
    expect(table.rows.map((r) => r.cells)).toEqual([['1'], ['1', '2', '3']]);
  });

  it('finds the header after leading empty lines and cuts its empty end', async () => {
    const table = await read(utf8('\n\n,,\n a ,b,,\n1,2,,\n'));
    expect(table).toMatchObject({ header: ['a', 'b'], header_line: 4 });
    expect(table.rows[0]?.line).toBe(5);
  });

  it('leaves text as it is: formulas, apostrophes and spaces are not touched by reading', async () => {
    const table = await read(utf8("a,b\n=cmd|' /C calc'!A0, 'x \n"));
    expect(table.rows[0]?.cells).toEqual(["=cmd|' /C calc'!A0", " 'x "]);
  });

  it('refuses quotes that do not close or stand inside text, naming the line', async () => {
    expect(await refusal(read(utf8('a,b\n1,2\n1,"2\n3,4\n')))).toMatchObject({ code: 'tabular.quote' });
    expect(await refusal(read(utf8('a,b\n1,2\n"1"x,2\n')))).toEqual({
      code: 'tabular.quote',
      params: { line: 3 },
    });
  });

  it('refuses a record that swallows the file', async () => {
    const bytes = utf8(`a,b\n1,"${'x'.repeat(2_000)}`);
    expect(await code(read(bytes, { limits: { record_bytes_max: 1_000 } }))).toBe('tabular.record_too_long');
  });

  it('refuses an empty file, a file of blanks, and a repeated title', async () => {
    expect(await code(read(new Uint8Array()))).toBe('tabular.empty');
    expect(await code(read(utf8(' \n\n , \n')))).toBe('tabular.empty');
    expect(await refusal(read(utf8('a,b, a\n1,2,3\n')))).toEqual({
      code: 'tabular.duplicate_header',
      params: { header: 'a', column: 3, other_column: 1 },
    });
  });

  it('refuses more bytes, rows and columns than allowed', async () => {
    const bytes = utf8('a,b\n1,2\n3,4\n');
    expect(await code(read(bytes, { limits: { bytes_max: 5 } }))).toBe('tabular.too_large');
    expect(await code(read(bytes, { limits: { rows_max: 1 } }))).toBe('tabular.too_many_rows');
    expect(await code(read(bytes, { limits: { columns_max: 1 } }))).toBe('tabular.too_many_columns');
  });
});

describe('what the bytes are, against what the name says', () => {
  const book = buildBook([[textCell('a')], [textCell('1')]]);
  it.each([
    ['a workbook named .csv', book, 'x.csv', 'tabular.name_mismatch'],
    ['text named .xlsx', utf8('a,b\n1,2'), 'x.XLSX', 'tabular.name_mismatch'],
    ['text named .pdf', utf8('a,b\n1,2'), 'x.pdf', 'tabular.name_mismatch'],
    ['HTML named .pdf', utf8('<!doctype html><script>'), 'x.pdf', 'tabular.not_a_table'],
    ['SVG named .csv', bytesOf([0xef, 0xbb, 0xbf], '\n <svg onload="x">'), 'x.csv', 'tabular.not_a_table'],
    ['a PDF named .csv', utf8('%PDF-1.7\n'), 'x.csv', 'tabular.not_a_table'],
    ['a PNG named .xlsx', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]), 'x.xlsx', 'tabular.not_a_table'],
    ['bytes with NUL', utf8('a,b\n1,\u00002'), 'x.csv', 'tabular.not_a_table'],
    ['control characters', utf8('\u0001\u0002\u0003\u0004,b\n'), 'x.csv', 'tabular.not_a_table'],
    [
      'a zip that is no workbook',
      buildZip([{ name: 'a.txt', content: 'x' }]),
      'x.xlsx',
      'tabular.not_a_table',
    ],
    [
      'the old Excel format',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]),
      'x.xls',
      'tabular.old_excel',
    ],
    [
      'a workbook with a password',
      bytesOf(
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
        [...Buffer.from('EncryptedPackage', 'utf16le')],
      ),
      'x.xlsx',
      'tabular.encrypted',
    ],
  ])('refuses %s', async (_, bytes, fileName, expected) => {
    expect(await code(read(bytes, { fileName }))).toBe(expected);
  });

  it.each(['../../x.csv', 'CON.csv', 'no extension', `${'x'.repeat(4_096)}.csv`, 'a\u0000b.csv'])(
    'takes nothing but the extension from the name %#',
    async (fileName) => {
      expect((await read(utf8('a\n1\n'), { fileName })).rows).toHaveLength(1);
    },
  );
});

describe('hostile archives', () => {
  const honest = bookParts({ sheets: [{ name: 'S', data: '' }] });
  const withEntry = (entry: FixtureEntry) => buildZip([...honest, entry]);

  it('refuses a bomb by its directory in milliseconds, before anything is unpacked', async () => {
    const zeros = Buffer.alloc(60 * 1024 * 1024);
    const bomb = buildZip([...honest, ...[1, 2, 3].map((i) => ({ name: `xl/media/${i}`, content: zeros }))]);
    const start = performance.now();
    expect(await code(read(bomb))).toBe('tabular.zip_ratio');
    expect(await code(read(bomb, { limits: { zip_ratio_max: 1e9 } }))).toBe('tabular.too_large');
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('refuses a bomb that declares a small size, after unpacking no more than it declared', async () => {
    const zeros = Buffer.alloc(100 * 1024 * 1024);
    const bomb = withEntry({ name: 'xl/media/1', content: zeros, declared_size: 1_000 });
    const start = performance.now();
    expect(await code(read(bomb))).toBe('tabular.zip_lying');
    expect(performance.now() - start).toBeLessThan(200);
  });

  it.each<[string, FixtureEntry, string]>([
    ['a size that is too large', { name: 'x', content: 'abc', declared_size: 4 }, 'tabular.zip_lying'],
    ['a wrong checksum', { name: 'x', content: 'abc', declared_crc: 1 }, 'tabular.zip_lying'],
    ['another name in the local header', { name: 'x', content: 'abc', local_name: 'y' }, 'tabular.zip_lying'],
    ['a name that climbs', { name: 'xl/../../etc/passwd', content: 'x' }, 'tabular.zip_path'],
    ['an absolute name', { name: '/etc/passwd', content: 'x' }, 'tabular.zip_path'],
    ['a drive letter', { name: 'C:x', content: 'x' }, 'tabular.zip_path'],
    ['a backslash', { name: '..\\x', content: 'x' }, 'tabular.zip_path'],
    ['a NUL in the name', { name: 'a\u0000.xml', content: 'x' }, 'tabular.zip_path'],
    ['a symbolic link', { name: 'link', content: '/etc/passwd', unix_mode: 0o120777 }, 'tabular.zip_path'],
    ['an encrypted entry', { name: 'x', content: 'x', flags: 1 }, 'tabular.encrypted'],
    ['two entries of one name', { name: 'xl/workbook.xml', content: 'x' }, 'tabular.zip_broken'],
  ])('refuses %s', async (_, entry, expected) => {
    expect(await code(read(withEntry(entry)))).toBe(expected);
  });

  it('accepts the same archive with a harmless extra file', async () => {
    const parts = bookParts({ sheets: [{ name: 'S', data: `<row r="1">${textCell('a')}</row>` }] });
    const table = await read(buildZip([...parts, { name: 'docProps/x', content: 'x', unix_mode: 0o100644 }]));
    expect(table.header).toEqual(['a']);
  });

  it('refuses more entries than allowed, overlapping entries and a cut-off archive', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({ name: `${i}`, content: '' }));
    expect(await code(read(buildZip(many)))).toBe('tabular.zip_entries');
    const whole = withEntry({ name: 'x', content: 'x', stored: true });
    expect(await code(read(whole.slice(0, -1)))).toBe('tabular.zip_broken');
    expect(await code(read(overlapping(honest)))).toBe('tabular.zip_broken');
  });

  it.each([
    ['an external entity', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'],
    ['entities that multiply', '<!DOCTYPE r [<!ENTITY a "aaaa">]><sst/>'],
    ['a lower-case document type', '<!doctype r><sst/>'],
  ])('refuses XML with %s', async (_, shared_strings) => {
    const book = buildBook([[textCell('a')]], { shared_strings });
    expect(await code(read(book))).toBe('tabular.xml_entity');
  });

  it('refuses XML in UTF-16, where a declaration would not be seen', async () => {
    const xml = Buffer.from('\ufeff<!DOCTYPE r><sst/>', 'utf16le');
    const parts = honest.map((p) => (p.name === 'xl/sharedStrings.xml' ? { ...p, content: xml } : p));
    expect(await code(read(buildZip(parts)))).toBe('tabular.xml_entity');
  });

  it('refuses a sheet of broken XML as the sender’s fault', async () => {
    const parts = bookParts({
      sheets: [{ name: 'S', data: '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>' }],
    });
    expect(await code(read(buildZip(parts)))).toBe('tabular.not_a_table');
    const row = bookParts({ sheets: [{ name: 'S', data: '<row r="x"><c><v>1</v></c></row>' }] });
    expect(await code(read(buildZip(row)))).toBe('tabular.not_a_table');
  });
});

/** The entry `y` lies inside the packed bytes of `x`: how a small archive makes one block count many times. */
function overlapping(parts: FixtureEntry[]): Uint8Array {
  const y = { name: 'y', content: 'hello', stored: true };
  const inner = Buffer.from(buildZip([y]).slice(0, 30 + 1 + 5));
  const zip = Buffer.from(buildZip([...parts, { name: 'x', content: inner, stored: true }, y]));
  const directory_entry_of_y = zip.length - 22 - (46 + 1);
  zip.writeUInt32LE(zip.indexOf(inner), directory_entry_of_y + 42);
  return new Uint8Array(zip);
}

describe('cells of a workbook', () => {
  it('reads text, numbers, truth values, cached formula values and rich text', async () => {
    const table = await read(
      buildBook(
        [
          [textCell('a'), textCell('b'), textCell('c'), textCell('d'), textCell('e')],
          [
            '<c t="s"><v>0</v></c>',
            numberCell('12.5'),
            '<c t="b"><v>1</v></c>',
            '<c><f>SUM(B2,1)</f><v>13.5</v></c>',
            '<c t="str"><f>""</f><v></v></c>',
          ],
          ['<c t="e"><v>#N/A</v></c>', numberCell('06')],
        ],
        { shared_strings: '<sst><si><r><t>甲</t></r><r><t>乙</t></r></si></sst>' },
      ),
    );
    expect(table.rows.map((r) => r.cells)).toEqual([
      ['甲乙', 12.5, true, 13.5, null],
      ['#N/A', 6],
    ]);
    expect(table).toMatchObject({ format: 'xlsx', sheet: 'Sheet1', date_system: 1900 });
  });

  it('turns serial numbers into civil dates without a shift, in both calendars', async () => {
    const rows = [[textCell('d')], ...[1, 59, 61, 45292, 45292.999988, 2958465].map((n) => [dateCell(n)])];
    const in_1900 = await read(buildBook(rows));
    expect(in_1900.rows.map((r) => r.cells[0])).toEqual(
      ['1900-01-01', '1900-02-28', '1900-03-01', '2024-01-01', '2024-01-01', '9999-12-31'].map((date) => ({
        date,
      })),
    );
    const in_1904 = await read(
      buildBook([[textCell('d')], [dateCell(0)], [dateCell(43830)]], { date1904: true }),
    );
    expect(in_1904.date_system).toBe(1904);
    expect(in_1904.rows.map((r) => r.cells[0])).toEqual([{ date: '1904-01-01' }, { date: '2024-01-01' }]);
  });

  it('marks a number outside the calendar as the error that Excel shows', async () => {
    const table = await read(buildBook([[textCell('d')], [dateCell('1e300')], [dateCell('3e6')]]));
    expect(table.rows.map((r) => r.cells[0])).toEqual(['#NUM!', '#NUM!']);
  });

  it('refuses formulas that were never calculated, naming the cell', async () => {
    for (const cell of [
      '<c r="A2"><f>B2</f></c>',
      '<c r="A2"><f>B2</f><v/></c>',
      '<c r="A2"><f>B2</f><v></v></c>',
    ]) {
      const work = read(buildBook([[textCell('a')], [cell]]));
      expect(await refusal(work)).toEqual({ code: 'tabular.formula_without_value', params: { cell: 'A2' } });
    }
  });

  it('ignores empty rows anywhere and keeps Excel’s row numbers', async () => {
    const data = `<row r="3">${textCell('a')}${textCell('b')}</row><row r="7">${numberCell(1)}</row>
      <row r="9"><c s="1"/><c/></row><row r="1048576">${textCell(' ')}</row>`;
    const table = await read(buildZip(bookParts({ sheets: [{ name: 'S', data }] })));
    expect(table.header_line).toBe(3);
    expect(table.rows).toEqual([{ line: 7, cells: [1] }]);
  });

  it('reads the first visible sheet, or the one that is named', async () => {
    const row = (text: string) => `<row r="1">${textCell(text)}</row>`;
    const book = buildZip(
      bookParts({
        sheets: [
          { name: 'hidden', data: row('h'), state: 'hidden' },
          { name: '库存 &amp; 批号', data: row('first') },
          { name: 'second', data: row('second') },
        ],
      }),
    );
    expect(await read(book)).toMatchObject({ sheet: '库存 & 批号', header: ['first'] });
    expect(await read(book, { sheet: 'second' })).toMatchObject({ sheet: 'second', header: ['second'] });
    expect(await code(read(book, { sheet: 'none' }))).toBe('tabular.no_such_sheet');
  });
});

describe('the worker', () => {
  it('reads the same table as this thread and hands refusals over', async () => {
    const bytes = utf8('a,b\n1,2\n3,4\n');
    expect(await readTable(bytes, { fileName: 'x.csv' })).toEqual(await read(bytes));
    expect(bytes.length).toBe(12);
    expect(await refusal(readTable(utf8('a,a\n')))).toMatchObject({ code: 'tabular.duplicate_header' });
  });

  it('hands over portions with a limit on time that the consumer’s own time does not use up', async () => {
    const bytes = utf8(`a,b\n${'1,2\n'.repeat(400_000)}`);
    const count = await withTable(bytes, { limits: { timeout_ms: 10_000 } }, async ({ batches }) => {
      let rows = 0;
      for await (const batch of batches) rows += batch.length;
      return rows;
    });
    expect(count).toBe(400_000);
    expect(await refusal(readTable(bytes, { limits: { timeout_ms: 20 } }))).toEqual({
      code: 'tabular.timeout',
      params: { timeout_ms: 20 },
    });
  });

  it('ends when the consumer stops early, and frees its place', async () => {
    const bytes = utf8(`a,b\n${'1,2\n'.repeat(100_000)}`);
    for (let i = 0; i < 4; i++) {
      const header = await withTable(bytes, {}, async (table) => table.header);
      expect(header).toEqual(['a', 'b']);
    }
  });

  it('refuses what does not fit into its memory and leaves the server alive', async () => {
    const strings = Array.from({ length: 400_000 }, (_, i) => `<si><t>${i}</t></si>`).join('');
    const book = buildBook([[textCell('a')]], { shared_strings: `<sst>${strings}</sst>` });
    expect(await code(readTable(book, { limits: { worker_memory_mb: 24 } }))).toBe('tabular.memory');
  });

  it('refuses a too large file before copying it', async () => {
    expect(await code(readTable(utf8('a\n1\n'), { limits: { bytes_max: 1 } }))).toBe('tabular.too_large');
  });
});

describe('damaged files', () => {
  const book = buildBook(
    [
      [textCell('a'), textCell('b')],
      ['<c t="s"><v>0</v></c>', dateCell(45292)],
      [numberCell(1), '<c t="b"><v>1</v></c>'],
    ],
    { shared_strings: '<sst><si><t>甲</t></si></sst>' },
  );
  const stored = buildZip(
    bookParts({
      sheets: [{ name: 'S', data: `<row r="1">${textCell('a')}</row><row r="2">${numberCell(1)}</row>` }],
    }).map((part) => ({ ...part, stored: true })),
  );
  const text = utf8('编码,名称\n"A, ""x""",甲\r\n1,2\n');

  it.each([
    ['a workbook', book],
    ['a workbook without compression', stored],
    ['a CSV file', text],
  ])('are read or refused with a code, whatever bytes of %s change', async (_, whole) => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(whole.length),
        async (changes, cut) => {
          const bytes = whole.slice(0, cut % 5 === 0 ? cut : undefined);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          await read(bytes).catch((error) => {
            if (!(error instanceof AppError)) throw error;
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are read or refused with a code when the XML of a sheet changes inside a sound archive', async () => {
    const data = `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c r="A2" s="1"><v>45292</v></c></row>`;
    const change = fc.tuple(
      fc.nat(data.length - 1),
      fc.constantFrom('', '<', '>', '"', '/', '&', '9', 'Z', '<row', ' r="', '\u0000'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        let changed = data;
        for (const [at, piece] of changes) changed = changed.slice(0, at) + piece + changed.slice(at + 1);
        await read(buildZip(bookParts({ sheets: [{ name: 'S', data: changed }] }))).catch((error) => {
          if (!(error instanceof AppError)) throw error;
        });
      }),
      { numRuns: 150 },
    );
  });
});
