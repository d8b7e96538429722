import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { REVIEW_PAPERS, type ReviewPaperKind } from '@tongcang/contract';
import { Button, Input, Select } from 'antd';
import { StatusChip, useText } from '../../../ui/index.ts';
import { reviewText } from './review-text.ts';

export type EditedPaper = {
  readonly key: number;
  readonly kind: ReviewPaperKind;
  readonly paper_no: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly note: string;
};
let keys = 0;
/** An empty row for a kind of paper. */
export const emptyPaper = (kind: ReviewPaperKind): EditedPaper => ({
  key: ++keys,
  kind,
  paper_no: '',
  valid_from: '',
  valid_to: '',
  note: '',
});

type Stored = {
  readonly kind: ReviewPaperKind;
  readonly paper_no: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly note: string | null;
};
/** Rows to edit: what is stored, and an empty one for each paper that is needed and not there. */
export function editedOf(papers: readonly Stored[], needed: readonly ReviewPaperKind[]): EditedPaper[] {
  const stored = papers.map((paper) => ({
    ...emptyPaper(paper.kind),
    paper_no: paper.paper_no,
    valid_from: paper.valid_from ?? '',
    valid_to: paper.valid_to ?? '',
    note: paper.note ?? '',
  }));
  const missing = needed.filter((kind) => !papers.some((paper) => paper.kind === kind));
  return [...stored, ...missing.map(emptyPaper)];
}

/** What is sent: rows with a number. */
export const sentOf = (rows: readonly EditedPaper[]) =>
  rows
    .filter((row) => row.paper_no.trim() !== '')
    .map(({ kind, paper_no, valid_from, valid_to, note }) => ({
      kind,
      paper_no: paper_no.trim(),
      valid_from: valid_from || null,
      valid_to: valid_to || null,
      note: note.trim() || null,
    }));

type Props = {
  readonly rows: readonly EditedPaper[];
  readonly needed: readonly ReviewPaperKind[];
  readonly onChange: (rows: readonly EditedPaper[]) => void;
};

/** The papers of a draft, one row each; those that are needed stand there from the beginning. */
export function PaperRows({ rows, needed, onChange }: Props) {
  const t = useText(reviewText);
  const change = (key: number, patch: Partial<EditedPaper>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  return (
    <>
      {rows.map((row, index) => {
        const label = (word: string) => `${word} ${index + 1}`;
        return (
          <div key={row.key} className="tc-line-row">
            <Select
              aria-label={label(t('paper'))}
              value={row.kind}
              onChange={(kind) => change(row.key, { kind })}
              options={REVIEW_PAPERS.map((value) => ({ value, label: t(`d_${value}`) }))}
              style={{ width: 250 }}
            />
            <div className="tc-line-grow">
              <Input
                aria-label={label(t('paper_no'))}
                placeholder={t('paper_no')}
                maxLength={80}
                value={row.paper_no}
                onChange={(event) => change(row.key, { paper_no: event.target.value })}
              />
            </div>
            <Input
              type="date"
              aria-label={label(t('valid_from'))}
              title={t('valid_from')}
              value={row.valid_from}
              onChange={(event) => change(row.key, { valid_from: event.target.value })}
              style={{ width: 150 }}
            />
            <Input
              type="date"
              aria-label={label(t('until'))}
              title={t('until')}
              value={row.valid_to}
              onChange={(event) => change(row.key, { valid_to: event.target.value })}
              style={{ width: 150 }}
            />
            <Input
              aria-label={label(t('note'))}
              placeholder={t('note')}
              maxLength={200}
              value={row.note}
              onChange={(event) => change(row.key, { note: event.target.value })}
              style={{ width: 160 }}
            />
            {needed.includes(row.kind) ? <StatusChip tone="accent">{t('needed')}</StatusChip> : null}
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={label(t('remove'))}
              onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
            />
          </div>
        );
      })}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...rows, emptyPaper('other')])}>
        {t('add_paper')}
      </Button>
    </>
  );
}
