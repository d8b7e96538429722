import { countUnreviewed, listReviews, REVIEW_KINDS, REVIEW_STATES, takeOver } from '@tongcang/contract';
import { App, Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import { ReviewChip } from './review-state.tsx';
import { type ReviewWord, reviewText } from './review-text.ts';

type Row = RowOf<typeof listReviews>;
const address = z.object({ find: z.string().optional(), taken_over: z.enum(['no', 'only']).default('no') });

export default function ReviewList() {
  const t = useText(reviewText);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const [at, setAt] = useUrlState(address);
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listReviews, {
    taken_over: at.taken_over,
    ...(at.find ? { search: at.find } : {}),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('reviews')}
        description={t('reviews_text')}
        actions={
          <>
            <FindBox
              key={at.find ?? ''}
              find={at.find ?? ''}
              placeholder={t('find')}
              onFind={(find) => setAt({ find: find || undefined })}
            />
            <TakeOver />
            <BlockedButton
              blocked={lacks('compliance.review')}
              onClick={() => go('/compliance/review/new?kind=item')}
            >
              {t('new_item')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              blocked={lacks('compliance.review')}
              onClick={() => go('/compliance/review/new?kind=partner')}
            >
              {t('new_partner')}
            </BlockedButton>
          </>
        }
      />
      <div>
        <Segmented
          aria-label={t('reviews')}
          value={at.taken_over}
          onChange={(taken_over) => setAt({ taken_over: taken_over as 'no' | 'only' })}
          options={[
            { value: 'no', label: t('asked') },
            { value: 'only', label: t('taken_over') },
          ]}
        />
      </div>
      <Section flush grow>
        <VirtualGrid
          id="compliance-reviews"
          label={t('reviews')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.review_id}
          rowTone={(row) => (row.state === 'expired' ? 'bad' : undefined)}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_reviews')} />}
          onOpen={(row) => go(`/compliance/review/${row.review_id}`)}
        />
      </Section>
    </PageBody>
  );
}

/** At the start: one person signs that what is on file was dealt with before. */
function TakeOver() {
  const t = useText(reviewText);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const { data } = useVerb(countUnreviewed, {});
  const take = useAction(takeOver);
  if (!data || data.partners + data.items === 0 || lacks('compliance.approve').length > 0) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} title={t('take_over_left', data)}>
        {t('take_over')}
      </Button>
      <ConfirmWithReason
        open={open}
        title={t('take_over_title')}
        onCancel={() => setOpen(false)}
        onConfirm={async (reason) => {
          const taken = await take.run({ reason });
          void message.success(t('taken', taken));
          setOpen(false);
        }}
      >
        <p>{t('take_over_text', data)}</p>
        {take.error ? <ProblemView error={take.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

function columnsOf(t: ReturnType<typeof useText<ReviewWord>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      value: (r) => r.document_no,
      kind: 'code',
      pin: true,
      width: 150,
    },
    {
      key: 'kind',
      title: t('kind'),
      value: (r) => r.kind,
      kind: 'choice',
      choices: REVIEW_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
      width: 110,
    },
    { key: 'code', title: t('subject_code'), value: (r) => r.subject_code, kind: 'code', width: 110 },
    { key: 'subject', title: t('subject'), value: (r) => r.subject_name, grow: true, width: 200 },
    {
      key: 'state',
      title: t('state'),
      value: (r) => r.state,
      kind: 'choice',
      choices: REVIEW_STATES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <ReviewChip state={r.state} />,
      width: 120,
    },
    { key: 'valid_to', title: t('valid_to'), value: (r) => r.valid_to, kind: 'date' },
    { key: 'requested_by', title: t('requested_by'), value: (r) => r.requested_by_name, width: 100 },
    { key: 'requested_at', title: t('requested_at'), value: (r) => r.requested_at, kind: 'instant' },
    { key: 'decided_by', title: t('decided_by'), value: (r) => r.decided_by_name, width: 100 },
    {
      key: 'reason',
      title: t('reason'),
      value: (r) => (r.taken_over ? t('taken_over') : r.reason),
      width: 180,
    },
  ];
}
