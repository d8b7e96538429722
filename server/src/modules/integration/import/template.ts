import { type ColumnKind, type Dataset, type DatasetName, datasets } from '@tongcang/contract';
import { writeCsv, writeXlsx } from '../../../platform/tabular/index.ts';
import { optionsOf, optionZh } from './words.ts';

const KIND_ZH: Readonly<Record<ColumnKind, string>> = {
  text: '文本',
  integer: '整数',
  decimal: '数字',
  date: '日期 YYYY-MM-DD',
  boolean: '是/否 (Y/N)',
  list: '多个值,以 ; 分隔',
};
/** Rows that are ready to be filled in, formatted so that Excel keeps codes as they are typed. */
const BLANK_ROWS = 500;

/** An Excel file to fill in: Chinese titles, one example row, and a second sheet that explains every column. */
export function templateXlsx(name: DatasetName): Promise<Uint8Array> {
  const dataset: Dataset = datasets[name];
  const text = (title: string, width: number) => ({ title, kind: 'text' as const, width });
  return writeXlsx([
    {
      name: dataset.zh.replaceAll('/', '-'),
      columns: dataset.columns.map((c) => ({
        title: c.zh,
        kind: c.kind,
        required: c.required,
        options:
          c.kind === 'boolean' ? ['Y', 'N'] : c.kind === 'text' ? (optionsOf(dataset, c.key) ?? []) : [],
      })),
      rows: [exampleRow(dataset)],
      blank_rows: BLANK_ROWS,
    },
    {
      name: '说明 Notes',
      columns: [
        text('列名', 20),
        text('Column', 28),
        text('Key', 24),
        text('类型 Kind', 28),
        text('必填 Required', 14),
        text('可选值 Allowed', 60),
        text('示例 Example', 28),
      ],
      rows: dataset.columns.map((c) => [
        c.zh,
        c.en,
        c.key,
        `${KIND_ZH[c.kind]} (${c.kind})`,
        c.required ? '是 yes' : '否 no',
        (optionsOf(dataset, c.key) ?? [])
          .map((o) => (optionZh(o) === o ? o : `${o} ${optionZh(o)}`))
          .join(', '),
        c.example,
      ]),
    },
  ]);
}

/** The same as CSV: titles and one example row. */
export function templateCsv(name: DatasetName): Uint8Array {
  const dataset: Dataset = datasets[name];
  return writeCsv({ header: dataset.columns.map((c) => c.zh), rows: [exampleRow(dataset)] });
}

function exampleRow(dataset: Dataset) {
  return dataset.columns.map(({ example, kind }) => {
    if (example === '') return null;
    return kind === 'integer' || kind === 'decimal' ? Number(example) : example;
  });
}
