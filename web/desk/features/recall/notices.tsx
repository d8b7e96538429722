import { answerRecallNotice, listRecallNotices } from '@tongcang/contract';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AnswerLines, type Told, toldOf } from './answer-lines.tsx';
import { KindChip, NoticeState } from './states.tsx';
import { text } from './text.ts';

type Notice = RowOf<typeof listRecallNotices>;
const address = z.object({ all: z.string().optional() });

/** Notices to the own hospital, or to the warehouses in sight: read, stop, count, confirm. */
export default function NoticesPage() {
  const t = useText(text);
  const [{ all }, setAt] = useUrlState(address);
  const { rows, loading, error, refetch } = useRows(listRecallNotices, { open_only: all !== '1' });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <PageBody>
      <PageHeader
        title={t('mine')}
        description={t('mine_hint')}
        actions={
          <Checkbox
            checked={all !== '1'}
            onChange={(event) => setAt({ all: event.target.checked ? undefined : '1' })}
          >
            {t('open_only')}
          </Checkbox>
        }
      />
      {loading && rows === undefined ? <LoadingState /> : null}
      {rows?.length === 0 ? <EmptyState title={t('no_notices')} /> : null}
      {rows?.map((notice) => (
        <NoticeCard key={notice.notice_id} notice={notice} />
      ))}
    </PageBody>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const t = useText(text);
  const zone = useZone();
  const open = notice.status !== 'reconciled' && notice.status !== 'explained';
  const who = [notice.partner_name, notice.department_name].filter(Boolean).join(' ');
  return (
    <Section
      title={`${notice.document_no}-${notice.notice_no} ${notice.title}`}
      extra={
        <span className="tc-bar">
          <KindChip kind={notice.kind} recall_class={notice.recall_class} />
          <NoticeState status={notice.status} overdue={notice.overdue} />
        </span>
      }
    >
      <p>
        <strong>{t(notice.warehouse_id === null ? 'forward' : 'warehouse_forward')}</strong>
      </p>
      <KeyValue
        facts={[
          { label: t('consignee'), value: who },
          { label: t('due'), value: formatInstant(notice.due_at, zone) },
          { label: t('reason'), value: notice.reason, wide: true },
          { label: t('handling'), value: `${t(`h_${notice.handling}`)} ${notice.instruction}`, wide: true },
          { label: t('registrant_name'), value: notice.registrant_name },
          { label: t('who_to_ask'), value: `${notice.contact_name} ${notice.contact_phone}` },
        ]}
      />
      <Goods notice={notice} />
      {open ? <Answer notice={notice} /> : null}
    </Section>
  );
}

/** As a list, because a phone has no room for a table. */
function Goods({ notice }: { notice: Notice }) {
  const t = useText(text);
  return (
    <ul className="tc-plain-list">
      {notice.lines.map((line) => (
        <li key={line.line_no}>
          <span className="tc-line-grow">
            {line.item_name} {line.model}
            <div>
              {t('lot_no')} <strong>{line.lot_no}</strong> {line.expiry_date}
            </div>
            {line.serial_nos.length > 0 ? <div>{line.serial_nos.join(' ')}</div> : null}
            <div className="tc-muted">{line.registration_no}</div>
          </span>
          <span className="tc-num">
            {t('supplied')} {line.qty} {line.unit}
            {notice.answered ? (
              <div className="tc-muted">
                {t('unaccounted')} {line.unaccounted_qty}
              </div>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Answer({ notice }: { notice: Notice }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const answer = useAction(answerRecallNotice);
  const [told, setTold] = useState<readonly Told[] | null>(null);
  const [note, setNote] = useState('');
  const { notice_id } = notice;
  const send = async (lines: readonly Told[]) => {
    await answer.run({ notice_id, note, lines: [...lines] });
    void message.success(t('answered'));
    setTold(null);
  };
  return (
    <div className="tc-stack">
      {told === null ? null : (
        <>
          <AnswerLines lines={notice.lines} told={told} onChange={setTold} />
          <LabelledField label={t('note')}>
            {(id) => (
              <Input
                id={id}
                size="large"
                maxLength={500}
                value={note}
                onChange={(e) => setNote(e.target.value)}
              />
            )}
          </LabelledField>
        </>
      )}
      <div className="tc-actions">
        {told === null && notice.confirmed_at === null ? (
          <BlockedButton
            size="large"
            blocked={lacks('fulfilment.report_use')}
            loading={answer.busy}
            onClick={() => void send([]).catch(() => undefined)}
          >
            {t('confirm_read')}
          </BlockedButton>
        ) : null}
        {told === null ? (
          <Button size="large" type="primary" onClick={() => setTold(toldOf(notice.lines))}>
            {t('confirm_with')}
          </Button>
        ) : (
          <BlockedButton
            size="large"
            type="primary"
            blocked={lacks('fulfilment.report_use')}
            loading={answer.busy}
            onClick={() => void send(told).catch(() => undefined)}
          >
            {t('confirm_with')}
          </BlockedButton>
        )}
      </div>
      {answer.error ? <ProblemView error={answer.error} /> : null}
    </div>
  );
}
