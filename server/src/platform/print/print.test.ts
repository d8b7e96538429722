import { parseGs1 } from '@tongcang/udi';
import { describe, expect, test } from 'vitest';
import { barcodeSvg } from './barcode.ts';
import { formDefinition } from './form.ts';
import { labelsPdf, labelsZpl, type PrintForm, printPdf } from './index.ts';
import { labelDefinition } from './labels.ts';

const FORM: PrintForm = {
  title: '随货同行单',
  issuer: '上海通仓医疗器械有限公司',
  document_no: 'DN261128-00017',
  template: 'SXTX-2026-1',
  copy_no: 1,
  language: 'zh',
  facts: [
    { label: '收货单位', value: '某医院' },
    { label: '发货日期', value: '2026-11-28' },
    { label: '收货地址', value: '上海市某路 9 号', wide: true },
  ],
  tables: [
    {
      columns: [{ label: '产品名称', share: 3 }, { label: '批号' }, { label: '数量', align: 'right' }],
      rows: [['一次性使用无菌注射器', 'ABCDEFGHIJKLMNOPQRST', '200']],
      totals: ['合计', '', '200'],
    },
  ],
  signatures: ['发货人', '收货人'],
};
const elements = (text: string) => {
  const scan = parseGs1(text, { today: '2026-11-28' });
  if (!scan.ok) throw new Error(JSON.stringify(scan));
  return scan.elements;
};
const UDI = elements('(01)06945630100017(17)280101(10)AB12(21)X9');
const page = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('a form', () => {
  test('becomes a PDF of as many pages as its lines need', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ['产品', `LOT${index}`, '1']);
    const long = { ...FORM, tables: [{ ...FORM.tables[0]!, rows }] };
    const [one, many] = await Promise.all([printPdf(FORM), printPdf(long)]);
    expect(page(one).slice(0, 5)).toBe('%PDF-');
    const pages = (bytes: Uint8Array) => page(bytes).match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages(one)).toBe(1);
    expect(pages(many)).toBeGreaterThan(2);
  });

  test('says from the second copy on that it is a reprint, and its template on each page', () => {
    const text = (copy_no: number) => JSON.stringify(formDefinition({ ...FORM, copy_no }).content);
    expect(text(1)).not.toContain('补打');
    expect(text(2)).toContain('补打 第 2 份');
    const footer = formDefinition(FORM).footer as (page: number, pages: number) => unknown;
    expect(JSON.stringify(footer(1, 3))).toContain('SXTX-2026-1');
    expect(JSON.stringify(footer(2, 3))).toContain('第 2 页 共 3 页');
  });

  test('puts a wide fact on a line of its own', () => {
    const lines = (formDefinition(FORM).content as { stack?: { columns: unknown[] }[] }[])[1]!.stack!;
    expect(lines.map((line) => line.columns.length)).toEqual([2, 1]);
  });

  test('that cannot be printed is an error and does not end the printer', async () => {
    await expect(printPdf({ ...FORM, document_no: '' })).rejects.toThrow();
    expect((await printPdf(FORM)).length).toBeGreaterThan(1000);
  });
});

describe('labels', () => {
  const sheet = {
    width_mm: 60,
    height_mm: 40,
    labels: [
      {
        lines: [{ text: '导管^~_', size: 'large' as const }, { text: '批号 AB12' }],
        code: { symbology: 'gs1_datamatrix' as const, elements: UDI },
      },
      { lines: [{ text: '第二张' }], code: { symbology: 'gs1_128' as const, elements: UDI } },
    ],
  };

  test('are one page each', async () => {
    expect(page(await labelsPdf(sheet)).match(/\/Type \/Page\b/g)).toHaveLength(2);
    expect(labelDefinition(sheet).content).toHaveLength(2);
  });

  test('in ZPL carry FNC1 at the front and behind variable elements only, and no text becomes a command', () => {
    const zpl = labelsZpl(sheet);
    expect(zpl.match(/\^XA/g)).toHaveLength(2);
    expect(zpl).toContain('^FD_101069456301000171728010110AB12_121X9^FS');
    expect(zpl).toContain('^FD>;>801069456301000171728010110AB12>821X9^FS');
    expect(zpl).toContain('导管_5e_7e_5f');
    expect(zpl).toContain('^CI28');
    const signs = (symbology: 'gs1_datamatrix' | 'gs1_128') =>
      labelsZpl({
        ...sheet,
        labels: [{ lines: [], code: { symbology, elements: [{ ai: '10', value: 'A_B>C' }] } }],
      });
    expect(signs('gs1_datamatrix')).toContain('10A__B>C');
    expect(signs('gs1_128')).toContain('10A_5fB>0C');
  });

  test('show the same code for the same elements and another for others', () => {
    const svg = (text: string) => barcodeSvg({ symbology: 'gs1_datamatrix', elements: elements(text) });
    expect(svg('(01)06945630100017(10)A')).toBe(svg('(01)06945630100017(10)A'));
    expect(svg('(01)06945630100017(10)A')).not.toBe(svg('(01)06945630100017(10)B'));
    for (const symbology of ['hibc_128', 'hibc_datamatrix', 'qr', 'code_128'] as const)
      expect(barcodeSvg({ symbology, text: '+A123BJC5D6E71G' })).toContain('<svg');
  });
});
