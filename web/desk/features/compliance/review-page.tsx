import { useParams } from '@tanstack/react-router';
import {
  attachReviewPaper,
  getReview,
  getReviewFile,
  type OutputOf,
  REVIEW_PAPERS,
  saveReviewPapers,
} from '@tongcang/contract';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Attachments, Signatures } from '../../app/attachments.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { editedOf, PaperRows, sentOf } from './review-papers.tsx';
import { ReviewChip } from './review-state.tsx';
import { ReviewSteps } from './review-steps.tsx';
import { reviewText } from './review-text.ts';

type Review = OutputOf<typeof getReview>;

export default function ReviewPage() {
  const { review_id } = useParams({ strict: false }) as { review_id: string };
  const t = useText(reviewText);
  const { data, error, refetch } = useVerb(getReview, { review_id: Number(review_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader
        title={`${t(`k_${data.kind}`)} ${data.document_no}`}
        status={<ReviewChip state={data.state} />}
        description={`${data.subject_code} ${data.subject_name}`}
        actions={<ReviewSteps review={data} />}
      />
      <Opinions review={data} />
      {data.status === 'draft' ? (
        <EditPapers key={data.papers.length} review={data} />
      ) : (
        <Papers review={data} />
      )}
      <Scans review={data} />
      {data.signatures.length > 0 ? (
        <Signatures
          rows={data.signatures}
          meanings={{ approved: t('mean_approved'), rejected: t('mean_rejected') }}
        />
      ) : null}
    </PageBody>
  );
}

function Opinions({ review }: { review: Review }) {
  const t = useText(reviewText);
  const zone = useZone();
  const by = (name: string | null, at: string | null) =>
    name && at ? `${name} ${formatInstant(at, zone)}` : (name ?? '');
  const said = (text: string | null, who: string) => (text ? `${text}（${who}）` : '–');
  return (
    <Section title={t('opinions')}>
      <KeyValue
        facts={[
          { label: t('requested_by'), value: by(review.requested_by_name, review.requested_at) },
          {
            label: t('valid_to'),
            value: review.valid_to ?? (review.state === 'approved' ? t('endless') : '–'),
          },
          { label: t('reason'), value: review.taken_over ? t('taken_over') : review.reason, wide: true },
          { label: t('purchase_opinion'), value: review.purchase_opinion ?? '–', wide: true },
          {
            label: t('quality_opinion'),
            value: said(review.quality_opinion, by(review.reviewed_by_name, review.reviewed_at)),
            wide: true,
          },
          {
            label: t('decision_note'),
            value: said(review.decision_note, by(review.decided_by_name, review.decided_at)),
            wide: true,
          },
          ...(review.end_reason
            ? [
                {
                  label: t(`s_${review.status}`),
                  value: t('ended', {
                    who: review.ended_by_name ?? '',
                    at: review.ended_at ? formatInstant(review.ended_at, zone) : '',
                    reason: review.end_reason,
                  }),
                  wide: true,
                },
              ]
            : []),
        ].filter((fact) => fact.value !== '–')}
      />
    </Section>
  );
}

/** The papers of a draft as rows that can be changed, saved as a whole. */
function EditPapers({ review }: { review: Review }) {
  const t = useText(reviewText);
  const lacks = useLacks();
  const { message } = App.useApp();
  const initial = useMemo(() => editedOf(review.papers, review.needed), [review]);
  const [rows, setRows] = useState<readonly (typeof initial)[number][]>(initial);
  const save = useAction(saveReviewPapers);
  return (
    <Section
      title={t('papers')}
      extra={
        <BlockedButton
          size="small"
          blocked={lacks('compliance.review')}
          loading={save.busy}
          onClick={() =>
            void save.run({ review_id: review.review_id, papers: sentOf(rows) }).then(
              () => void message.success(t('saved')),
              () => undefined,
            )
          }
        >
          {t('save_papers')}
        </BlockedButton>
      }
    >
      <Missing review={review} />
      {save.error ? <ProblemView error={save.error} /> : null}
      <PaperRows rows={rows} needed={review.needed} onChange={setRows} />
    </Section>
  );
}

function Missing({ review }: { review: Review }) {
  const t = useText(reviewText);
  if (review.taken_over) return null;
  const missing = review.missing.map((kind) => t(`d_${kind}`)).join('、');
  return (
    <p className={missing ? 'tc-ink-warn' : 'tc-muted'}>
      {missing ? t('missing_papers', { papers: missing }) : t('complete')}
    </p>
  );
}

function Papers({ review }: { review: Review }) {
  const t = useText(reviewText);
  if (review.papers.length === 0) return null;
  return (
    <Section title={t('papers')}>
      <Missing review={review} />
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('paper')}</th>
              <th scope="col">{t('paper_no')}</th>
              <th scope="col">{t('valid_from')}</th>
              <th scope="col">{t('until')}</th>
              <th scope="col">{t('note')}</th>
            </tr>
          </thead>
          <tbody>
            {review.papers.map((paper) => (
              <tr key={paper.line_no}>
                <td>{t(`d_${paper.kind}`)}</td>
                <td>{paper.paper_no}</td>
                <td>{paper.valid_from}</td>
                <td>
                  {paper.valid_to ?? t('endless')}{' '}
                  {paper.expired ? <StatusChip tone="bad">{t('expired')}</StatusChip> : null}
                </td>
                <td>{paper.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Scans({ review }: { review: Review }) {
  const t = useText(reviewText);
  const lacks = useLacks();
  const attach = useAction(attachReviewPaper);
  const open = ['draft', 'submitted', 'reviewed'].includes(review.status);
  return (
    <Attachments
      title={t('scans')}
      rows={review.attachments}
      get={(attachment_id) => call(getReviewFile, { attachment_id })}
      {...(open ? { add: (file) => attach.run({ review_id: review.review_id, ...file }) } : {})}
      kinds={REVIEW_PAPERS.map((value) => ({ value, label: t(`d_${value}`) }))}
      blocked={lacks('compliance.review')}
    />
  );
}
