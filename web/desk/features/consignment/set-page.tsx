import { useParams } from '@tanstack/react-router';
import { changeSetState, fillSet, getSet } from '@tongcang/contract';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatDate,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  ReasonList,
  Section,
  TableScroll,
  Timeline,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AFFECTS, labelOf } from './case-model.ts';
import { PickTray } from './pick-tray.tsx';
import { SetState } from './states.tsx';
import './surgery.css';
import { surgery_text as text } from './surgery-text.ts';

type SetSeen = OutputFor<typeof getSet>;
type Next = 'clean' | 'packed' | 'reprocessing' | 'repair' | 'retired';

/** Which steps a state offers, the usual one last. */
const STEPS: Readonly<Record<SetSeen['state'], readonly Next[]>> = {
  clean: ['retired', 'repair', 'reprocessing', 'packed'],
  packed: ['repair', 'clean'],
  out: [],
  used: ['repair', 'clean', 'reprocessing'],
  reprocessing: ['repair', 'clean'],
  repair: ['retired', 'reprocessing', 'clean'],
  retired: [],
};

export default function SetPage() {
  const { set_id } = useParams({ strict: false }) as { set_id: string };
  const { data, error, refetch } = useVerb(getSet, { set_id: Number(set_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded set={data} /> : <LoadingState />;
}

function Loaded({ set }: { set: SetSeen }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const may = useCan();
  const [next, setNext] = useState<Next | null>(null);
  const fill = useAction(fillSet, { invalidates: AFFECTS });
  const short = (fill.output?.lines ?? []).filter((line) => line.short_by > 0);
  const labels = new Map(set.line_rows.map((line) => [line.item_id, line]));
  const at_home = set.state !== 'out' && set.state !== 'retired';
  const steps = STEPS[set.state];
  return (
    <PageBody>
      <PageHeader
        title={set.set_no}
        status={<SetState state={set.state} />}
        description={`${set.template_name} · ${set.warehouse_code}`}
        actions={
          <>
            <RecordNav grid="surgical-sets" id={set.set_id} to={(id) => `/surgery/set/${id}`} />
            {steps.map((step, index) => (
              <BlockedButton
                key={step}
                type={index === steps.length - 1 ? 'primary' : 'default'}
                blocked={lacks('fulfilment.surgery')}
                onClick={() => setNext(step)}
              >
                {t(stepLabel(set.state, step))}
              </BlockedButton>
            ))}
            {at_home && set.qty_in < set.qty_wanted ? (
              <BlockedButton
                blocked={lacks('fulfilment.surgery')}
                loading={fill.busy}
                onClick={() => void fill.run({ set_id: set.set_id }).catch(() => undefined)}
              >
                {t('fill')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      {fill.error ? <ProblemView error={fill.error} /> : null}
      {short.map((line) => (
        <Section key={line.surgical_line_id}>
          {t('short_line', { item: labelFor(labels, line.item_id), n: line.short_by })}
          <ReasonList reasons={line.reasons} />
        </Section>
      ))}
      <div className="tc-case tc-case-work">
        <aside className="tc-case-side">
          <Section title={t('events')}>
            <Events set={set} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue
              facts={[
                { label: t('wanted'), value: set.qty_wanted },
                { label: t('picked'), value: set.qty_picked },
                {
                  label: t('earliest'),
                  value: set.earliest_expiry ? formatDate(set.earliest_expiry, language) : '—',
                },
                {
                  label: t('sterile_until'),
                  value: set.sterile_until ? formatDate(set.sterile_until, language) : '—',
                },
                { label: t('cycles'), value: set.cycles },
                { label: t('next_case'), value: <Reservations set={set} />, wide: true },
              ]}
            />
          </Section>
          {at_home && set.allocations.length > 0 ? (
            <PickTray
              warehouse_id={set.warehouse_id}
              lines={set.line_rows}
              allocations={set.allocations}
              may={may('stock.pick')}
            />
          ) : null}
          <Content set={set} />
        </div>
      </div>
      {next ? <StateDialog set={set} to={next} onClose={() => setNext(null)} /> : null}
    </PageBody>
  );
}

const labelFor = (labels: ReadonlyMap<number, SetSeen['line_rows'][number]>, item_id: number): string => {
  const line = labels.get(item_id);
  return line ? labelOf(line) : '';
};

function stepLabel(from: SetSeen['state'], to: Next) {
  if (to === 'packed') return 'pack';
  if (to === 'reprocessing') return 'reprocess';
  if (to === 'repair') return 'repair';
  if (to === 'retired') return 'retire';
  return from === 'packed' ? 'unpack' : from === 'reprocessing' ? 'clean' : 'set_clean';
}

function Reservations({ set }: { set: SetSeen }) {
  if (set.reservations.length === 0) return '—';
  return (
    <ul className="tc-plain-list">
      {set.reservations.map((one) => (
        <li key={one.case_id}>
          {one.from} – {one.to} <Link to={`/surgery/${one.case_id}`}>{one.document_no}</Link>
        </li>
      ))}
    </ul>
  );
}

function Content({ set }: { set: SetSeen }) {
  const t = useText(text);
  return (
    <Section title={t('content')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('model')}</th>
              <th>{t('role')}</th>
              <th className="tc-num">{t('wanted')}</th>
              <th className="tc-num">{t('in_set')}</th>
              <th className="tc-num">{t('picked')}</th>
            </tr>
          </thead>
          <tbody>
            {set.line_rows.map((line) => (
              <tr key={line.surgical_line_id}>
                <td>{labelOf(line)}</td>
                <td>{line.model}</td>
                <td>{t(`r_${line.role}`)}</td>
                <td className="tc-num">
                  {line.qty} {line.unit}
                </td>
                <td className="tc-num">{line.qty_in}</td>
                <td className={`tc-num${line.qty_picked < line.qty ? ' tc-ink-warn' : ''}`}>
                  {line.qty_picked}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Events({ set }: { set: SetSeen }) {
  const t = useText(text);
  const zone = useZone();
  if (set.events.length === 0) return <span className="tc-muted">{t('no_events')}</span>;
  return (
    <Timeline
      entries={set.events.map((event) => ({
        key: String(event.set_event_id),
        title: t(`s_${event.to_state}` as 's_out'),
        at: formatInstant(event.happened_at, zone),
        text: [event.happened_by_name, event.document_no, event.note].filter(Boolean).join(' · '),
        tone: 'ok' as const,
      }))}
    />
  );
}

function StateDialog({ set, to, onClose }: { set: SetSeen; to: Next; onClose: () => void }) {
  const t = useText(text);
  const [note, setNote] = useState('');
  const [sterile, setSterile] = useState('');
  const change = useAction(changeSetState, { invalidates: AFFECTS, onSuccess: onClose });
  const sterilised = set.state === 'reprocessing' && to === 'clean';
  return (
    <Modal
      open
      title={t(stepLabel(set.state, to))}
      okText={t(stepLabel(set.state, to))}
      okButtonProps={{ loading: change.busy }}
      onCancel={onClose}
      onOk={() =>
        void change
          .run({
            set_id: set.set_id,
            to,
            ...(note.trim() ? { note: note.trim() } : {}),
            ...(sterilised && sterile ? { sterile_until: sterile } : {}),
          })
          .catch(() => undefined)
      }
    >
      {change.error ? <ProblemView error={change.error} /> : null}
      {sterilised ? (
        <LabelledField label={t('sterile_until')}>
          {(id) => (
            <Input id={id} type="date" value={sterile} onChange={(event) => setSterile(event.target.value)} />
          )}
        </LabelledField>
      ) : null}
      <LabelledField label={t('note')} help={to === 'packed' ? t('note_incomplete') : ''}>
        {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
      </LabelledField>
    </Modal>
  );
}
