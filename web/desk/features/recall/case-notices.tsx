import { explainRecallNotice, printRecallNotice, recordRecallAnswer } from '@tongcang/contract';
import { Input, Select } from 'antd';
import { Fragment, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { AnswerLines, amountsOf, type Told, toldOf } from './answer-lines.tsx';
import type { Recall } from './recall-page.tsx';
import { NoticeState } from './states.tsx';
import { text } from './text.ts';

type Notice = Recall['notice_rows'][number];
const nameOf = (notice: Notice) => [notice.partner_name, notice.department_name].filter(Boolean).join(' ');

/** Everybody who is told, with what they answered and what is still open. */
export function CaseNotices({ recall }: { recall: Recall }) {
  const t = useText(text);
  const [asked, setAsked] = useState<{ notice: Notice; step: 'record' | 'explain' } | null>(null);
  const done = () => setAsked(null);
  if (recall.notice_rows.length === 0) return null;
  return (
    <Section title={`${t('notices')} ${recall.notice_rows.length}`}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('consignee')}</th>
              <th scope="col">{t('status')}</th>
              <th scope="col">{t('due')}</th>
              <th scope="col">{t('confirmed_name')}</th>
              {(['supplied', 'used', 'destroyed', 'returned', 'on_hand', 'unaccounted'] as const).map(
                (word) => (
                  <th key={word} scope="col" className="tc-num">
                    {t(word)}
                  </th>
                ),
              )}
              <th scope="col">
                <span className="tc-visually-hidden">{t('record')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {recall.notice_rows.map((notice) => (
              <Row
                key={notice.notice_id}
                notice={notice}
                active={recall.status === 'active'}
                onStep={(step) => setAsked({ notice, step })}
              />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {asked?.step === 'record' ? <Record notice={asked.notice} onClose={done} /> : null}
      {asked?.step === 'explain' ? <Explain notice={asked.notice} onClose={done} /> : null}
    </Section>
  );
}

type RowProps = {
  readonly notice: Notice;
  readonly active: boolean;
  readonly onStep: (step: 'record' | 'explain') => void;
};

function Row({ notice, active, onStep }: RowProps) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const print = useAction(printRecallNotice, { invalidates: [] });
  const sum = (of: (line: Notice['lines'][number]) => number) =>
    notice.lines.reduce((total, line) => total + of(line), 0);
  const told = amountsOf(notice.lines);
  const open = active && notice.status !== 'reconciled' && notice.status !== 'explained';
  const { notice_id } = notice;
  return (
    <tr {...(notice.overdue ? { className: 'tc-recall-overdue' } : {})}>
      <td>
        {nameOf(notice)}
        <div className="tc-muted">
          {notice.lines.map((line) => (
            <Fragment key={line.line_no}>
              {line.item_code} {line.lot_no}
              {line.serial_nos.length > 0 ? ` ${line.serial_nos.join(' ')}` : ''} ×{line.qty}{' '}
            </Fragment>
          ))}
        </div>
        {notice.explanation === null ? null : <div>{notice.explanation}</div>}
      </td>
      <td>
        <NoticeState status={notice.status} overdue={notice.overdue} />
      </td>
      <td className="tc-nowrap">{formatInstant(notice.due_at, zone)}</td>
      <td>
        {notice.confirmed_at === null ? null : (
          <>
            {notice.confirmed_name} · {t(`w_${notice.confirmed_via!}`)}
            <div className="tc-muted">{formatInstant(notice.confirmed_at, zone)}</div>
          </>
        )}
      </td>
      <td className="tc-num">{sum((line) => line.qty)}</td>
      <td className="tc-num">{sum((line) => line.used_qty)}</td>
      <td className="tc-num">{sum((line) => line.destroyed_qty)}</td>
      <td className="tc-num">{sum((line) => line.returned_qty)}</td>
      <td className="tc-num">{told.on_hand}</td>
      <td className="tc-num">{sum((line) => line.unaccounted_qty)}</td>
      <td>
        <div className="tc-actions">
          <BlockedButton
            size="small"
            blocked={lacks('quality.recall')}
            loading={print.busy}
            onClick={() => void print.run({ notice_id }).then(saveFile, () => undefined)}
          >
            {t('print')}
          </BlockedButton>
          {open ? (
            <>
              <BlockedButton size="small" blocked={lacks('quality.recall')} onClick={() => onStep('record')}>
                {t('record')}
              </BlockedButton>
              <BlockedButton size="small" blocked={lacks('quality.recall')} onClick={() => onStep('explain')}>
                {t('explain')}
              </BlockedButton>
            </>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

const WAYS = ['phone', 'paper', 'mail'] as const;

function Record({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useText(text);
  const zone = useZone();
  const record = useAction(recordRecallAnswer);
  const [via, setVia] = useState<(typeof WAYS)[number]>('phone');
  const [name, setName] = useState(notice.contact ?? '');
  const [at, setAt] = useState<string | undefined>();
  const [note, setNote] = useState('');
  const [told, setTold] = useState<readonly Told[]>(toldOf(notice.lines));
  const [asked, setAsked] = useState(false);
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={t('record_title', { name: nameOf(notice) })}
      confirm_label={t('record')}
      onConfirm={async () => {
        setAsked(true);
        if (name.trim() === '') throw new Error('incomplete');
        const more = at ? { confirmed_at: at } : {};
        const { notice_id } = notice;
        await record.run({ notice_id, via, confirmed_name: name, note, lines: [...told], ...more });
        onClose();
      }}
      onCancel={onClose}
    >
      <LabelledField
        label={t('confirmed_name')}
        required
        {...(asked && name.trim() === '' ? { help: t('needed') } : {})}
      >
        {(id) => <Input id={id} maxLength={60} value={name} onChange={(e) => setName(e.target.value)} />}
      </LabelledField>
      <LabelledField label={t('via')}>
        {(id) => (
          <Select
            id={id}
            value={via}
            onChange={setVia}
            options={WAYS.map((value) => ({ value, label: t(`w_${value}`) }))}
          />
        )}
      </LabelledField>
      <LabelledField label={t('confirmed_at')}>
        {(id) => (
          <Input
            id={id}
            type="datetime-local"
            value={at ? wallClock(at, zone) : ''}
            onChange={(event) => setAt(instantOf(event.target.value, zone) ?? undefined)}
          />
        )}
      </LabelledField>
      <AnswerLines lines={notice.lines} told={told} onChange={setTold} />
      <LabelledField label={t('note')}>
        {(id) => <Input id={id} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />}
      </LabelledField>
      {record.error ? <ProblemView error={record.error} /> : null}
    </ConfirmWithReason>
  );
}

function Explain({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useText(text);
  const explain = useAction(explainRecallNotice);
  return (
    <ConfirmWithReason
      open
      title={t('explain_title', { name: nameOf(notice) })}
      confirm_label={t('explain')}
      onConfirm={async (explanation) => {
        await explain.run({ notice_id: notice.notice_id, explanation });
        onClose();
      }}
      onCancel={onClose}
    >
      <p>{t('explain_text')}</p>
      {explain.error ? <ProblemView error={explain.error} /> : null}
    </ConfirmWithReason>
  );
}
