import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { barcodeSvg } from './barcode.ts';
import type { PrintFact, PrintForm, PrintTable } from './print.model.ts';

const WORDS = {
  zh: {
    page: (at: number, of: number) => `第 ${at} 页 共 ${of} 页`,
    copy: (no: number) => `补打 第 ${no} 份`,
    date: '日期',
  },
  en: {
    page: (at: number, of: number) => `Page ${at} of ${of}`,
    copy: (no: number) => `Reprint, copy ${no}`,
    date: 'Date',
  },
} as const;
const GREY = '#555555';
const THIN = { hLineWidth: () => 0.5, vLineWidth: () => 0.5, hLineColor: () => GREY, vLineColor: () => GREY };

/** The page as pdfmake wants it. Pure: the same form gives the same page. */
export function formDefinition(form: PrintForm): TDocumentDefinitions {
  const words = WORDS[form.language];
  return {
    pageSize: 'A4',
    pageOrientation: form.landscape === false ? 'portrait' : 'landscape',
    pageMargins: [28, 28, 28, 34],
    defaultStyle: { font: 'sc', fontSize: 8.5, lineHeight: 1.15 },
    info: { title: `${form.title} ${form.document_no}` },
    content: [
      head(form),
      facts(form.facts),
      ...form.tables.flatMap(table),
      ...notes(form),
      signatures(form, words.date),
    ],
    footer: (page, pages) => ({
      columns: [
        { text: form.template, alignment: 'left' },
        { text: form.document_no, alignment: 'center' },
        { text: words.page(page, pages), alignment: 'right' },
      ],
      margin: [28, 8, 28, 0],
      fontSize: 7.5,
      color: GREY,
    }),
  };
}

function head(form: PrintForm): Content {
  const copy = form.copy_no > 1 ? WORDS[form.language].copy(form.copy_no) : '';
  return {
    columns: [
      { width: 170, stack: [{ text: form.issuer }, { text: copy, bold: true }] },
      { width: '*', text: form.title, alignment: 'center', fontSize: 15, bold: true },
      {
        width: 170,
        stack: [
          {
            svg: barcodeSvg({ symbology: 'code_128', text: form.document_no }),
            fit: [160, 26],
            alignment: 'right',
          },
          { text: form.document_no, alignment: 'right', bold: true },
        ],
      },
    ],
    margin: [0, 0, 0, 8],
  };
}

/** Three facts in a line; a wide one has a line of its own. */
function facts(list: readonly PrintFact[]): Content {
  const lines: PrintFact[][] = [];
  for (const fact of list) {
    const last = lines.at(-1);
    if (fact.wide || last === undefined || last.length === 3 || last[0]?.wide) lines.push([fact]);
    else last.push(fact);
  }
  return {
    stack: lines.map((line) => ({ columns: line.map(factText), columnGap: 8, margin: [0, 0, 0, 3] })),
  };
}

const factText = ({ label, value }: PrintFact): Content => ({
  text: [{ text: `${label}: `, color: GREY }, { text: value }],
});

function table({ title, columns, rows, totals }: PrintTable): Content[] {
  const shares = columns.reduce((sum, column) => sum + (column.share ?? 1), 0);
  const cell = (text: string, at: number, bold = false): Content => ({
    text,
    alignment: columns[at]?.align ?? 'left',
    bold,
  });
  const body = [
    columns.map(
      ({ label }): Content => ({ text: label, bold: true, alignment: 'center', fillColor: '#eeeeee' }),
    ),
    ...rows.map((row) => row.map((text, at) => cell(text, at))),
    ...(totals === undefined ? [] : [totals.map((text, at) => cell(text, at, true))]),
  ];
  const widths = columns.map((column) => `${((column.share ?? 1) / shares) * 100}%`);
  return [
    ...(title === undefined ? [] : [{ text: title, bold: true, margin: [0, 6, 0, 2] } satisfies Content]),
    { table: { headerRows: 1, dontBreakRows: true, widths, body }, layout: THIN, margin: [0, 4, 0, 4] },
  ];
}

function notes({ notes = [] }: PrintForm): Content[] {
  return notes.map((text) => ({ text, margin: [0, 2, 0, 0] }));
}

function signatures({ signatures = [] }: PrintForm, date: string): Content {
  return {
    columns: signatures.map((word) => ({ text: `${word}: ____________  ${date}: __________` })),
    columnGap: 10,
    margin: [0, 14, 0, 0],
    unbreakable: true,
  } as Content;
}
