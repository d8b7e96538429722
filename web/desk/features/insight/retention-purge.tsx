import {
  cancelPurge,
  decidePurge,
  listPurges,
  type PurgePart,
  previewPurge,
  requestPurge,
} from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInstant,
  formatInteger,
  LoadingState,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { retentionText } from './retention-text.ts';

type Row = RowOf<typeof listPurges>;
const TONES = {
  requested: 'warn',
  approved: 'accent',
  rejected: 'neutral',
  cancelled: 'neutral',
  done: 'ok',
} as const;

/** What may go and why the rest stays; asked for by one, decided by another. */
export function Purge() {
  const t = useText(retentionText);
  const { data, error, refetch } = useVerb(previewPurge, {});
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <>
      <Section title={t('preview', { on: data.on })} extra={<Request parts={data.parts} />}>
        <p className="tc-muted">{t('preview_hint')}</p>
        <Parts parts={data.parts} />
      </Section>
      <Purges />
    </>
  );
}

function Request({ parts }: { readonly parts: readonly PurgePart[] }) {
  const t = useText(retentionText);
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const request = useAction(requestPurge);
  const going = parts.filter((part) => part.going > 0);
  const count = going.reduce((all, part) => all + part.going, 0);
  const missing = lacks('insight.retention');
  const blocked = missing.length > 0 || count > 0 ? missing : [{ code: 'insight.purge_empty', params: {} }];
  return (
    <>
      <BlockedButton danger blocked={blocked} onClick={() => setAsking(true)}>
        {t('request')}
      </BlockedButton>
      <ConfirmWithReason
        open={asking}
        danger
        title={t('request_title')}
        onCancel={() => setAsking(false)}
        onConfirm={async (reason) => {
          await request.run({ record_kinds: going.map((part) => part.record_kind), reason });
          setAsking(false);
        }}
      >
        <p>{t('request_text', { n: count })}</p>
        {request.error ? <ProblemView error={request.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

function Parts({ parts }: { readonly parts: readonly PurgePart[] }) {
  const t = useText(retentionText);
  const language = useLanguage();
  const n = (value: number) => formatInteger(value, language);
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('kind')}</th>
            <th className="tc-num">{t('total')}</th>
            <th>{t('oldest')}</th>
            <th>{t('before')}</th>
            <th className="tc-num">{t('going')}</th>
            <th>{t('kept')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.record_kind}>
              <td>{t(part.record_kind)}</td>
              <td className="tc-num">{n(part.total)}</td>
              <td>{part.oldest_on ?? '–'}</td>
              <td>{part.before ?? '–'}</td>
              <td className="tc-num">{n(part.going)}</td>
              <td>{part.kept.map(({ why, count }) => t(`w_${why}`, { n: n(count) })).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

type Asked = { readonly row: Row; readonly what: 'approve' | 'reject' | 'cancel' };

function Purges() {
  const t = useText(retentionText);
  const { rows, error, refetch } = useRows(listPurges, {});
  const [asked, setAsked] = useState<Asked | null>(null);
  const decide = useAction(decidePurge);
  const cancel = useAction(cancelPurge);
  const problem = decide.error ?? cancel.error;
  const settle = async (note: string) => {
    const { row, what } = asked!;
    const { purge_id } = row;
    if (what === 'cancel') await cancel.run({ purge_id, reason: note });
    else await decide.run({ purge_id, approve: what === 'approve', note });
    setAsked(null);
  };
  return (
    <Section title={t('purges')}>
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {rows && rows.length === 0 ? <EmptyState title={t('no_purges')} /> : null}
      {(rows ?? []).map((row) => (
        <PurgeRow key={row.purge_id} row={row} onAsk={(what) => setAsked({ row, what })} />
      ))}
      <ConfirmWithReason
        open={asked !== null}
        danger={asked?.what === 'approve'}
        title={asked ? t(`${asked.what}_title`, { no: asked.row.document_no }) : ''}
        onCancel={() => setAsked(null)}
        onConfirm={settle}
      >
        {asked?.what === 'approve' ? (
          <>
            <p>{t('irreversible')}</p>
            <Parts parts={asked.row.preview} />
          </>
        ) : null}
        {problem ? <ProblemView error={problem} /> : null}
      </ConfirmWithReason>
    </Section>
  );
}

function PurgeRow({ row, onAsk }: { readonly row: Row; readonly onAsk: (what: Asked['what']) => void }) {
  const t = useText(retentionText);
  const zone = useZone();
  const lacks = useLacks();
  const missing = lacks('insight.retention');
  const own =
    missing.length === 0 && row.requested_by_me ? [{ code: 'insight.own_purge', params: {} }] : missing;
  const deleted = Object.entries(row.deleted ?? {})
    .map(([kind, count]) => `${t(kind as 'session')} ${count}`)
    .join(' · ');
  return (
    <details className="tc-record" open={row.status === 'requested'}>
      <summary>
        <StatusChip tone={TONES[row.status]}>{t(`s_${row.status}`)}</StatusChip> {row.document_no} ·{' '}
        {row.reason} · {t('requested_by')} {row.requested_by_name} {formatInstant(row.requested_at, zone)}
        {row.decided_by_name ? ` · ${t('decided_by')} ${row.decided_by_name}` : ''}
        {deleted ? ` · ${t('deleted')} ${deleted}` : ''}
      </summary>
      <Parts parts={row.preview} />
      {row.status === 'requested' ? (
        <div className="tc-chips">
          <BlockedButton danger blocked={own} onClick={() => onAsk('approve')}>
            {t('approve')}
          </BlockedButton>
          <BlockedButton blocked={own} onClick={() => onAsk('reject')}>
            {t('reject')}
          </BlockedButton>
          <BlockedButton blocked={missing} onClick={() => onAsk('cancel')}>
            {t('cancel')}
          </BlockedButton>
        </div>
      ) : null}
    </details>
  );
}
