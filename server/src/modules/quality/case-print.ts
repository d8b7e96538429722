import type { AttachmentRow, SignatureRow } from '@tongcang/contract';
import type { PrintFact, PrintForm, PrintTable } from '../../platform/print/index.ts';

/** A moment as it is read in China; printed records carry no other zone. */
export const moment = (instant: string | null): string =>
  instant === null
    ? ''
    : new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
export const fact = (label: string, value: string | null): PrintFact => ({ label, value: value ?? '' });
export const wide = (label: string, value: string | null): PrintFact => ({
  label,
  value: value ?? '',
  wide: true,
});
/** Who and when, as one value. */
export const done = (name: string | null, at: string | null): string =>
  name === null ? '' : `${name} ${moment(at)}`;

type Trail = {
  readonly notes: readonly { text: string; added_by_name: string; added_at: string }[];
  readonly files: readonly AttachmentRow[];
  readonly signatures: readonly SignatureRow[];
};

const MEANINGS: Readonly<Record<string, string>> = {
  case_closed: '审核并关闭',
  capa_ineffective: '检查为无效',
  deviation_release: '批准放行',
  deviation_reject: '判定不合格',
  deviation_return: '判定退供应商',
  deviation_destroy: '判定销毁',
};

/** A case as a form: its own facts and tables, then remarks, papers and the electronic signatures as they were given. */
export function caseForm(
  head: { title: string; issuer: string; document_no: string; template: string },
  facts: readonly PrintFact[],
  tables: readonly PrintTable[],
  { notes, files, signatures }: Trail,
): PrintForm {
  const trail: PrintTable[] = [
    {
      title: '补充说明',
      columns: [{ label: '时间', share: 1.2 }, { label: '人员' }, { label: '内容', share: 5 }],
      rows: notes.map((note) => [moment(note.added_at), note.added_by_name, note.text]),
    },
    {
      title: '附件',
      columns: [{ label: '文件', share: 2 }, { label: '上传人' }, { label: 'SHA-256', share: 3 }],
      rows: files.map((file) => [file.file_name, file.added_by_name, file.sha256]),
    },
    {
      title: '电子签名',
      columns: [
        { label: '签名人' },
        { label: '时间', share: 1.2 },
        { label: '含义' },
        { label: '理由', share: 3 },
      ],
      rows: signatures.map((s) => [
        s.signed_name,
        moment(s.signed_at),
        MEANINGS[s.meaning] ?? s.meaning,
        s.reason,
      ]),
    },
  ];
  return {
    ...head,
    copy_no: 1,
    language: 'zh',
    landscape: false,
    facts,
    tables: [...tables, ...trail.filter((table) => table.rows.length > 0)],
    signatures: ['质量负责人'],
  };
}
