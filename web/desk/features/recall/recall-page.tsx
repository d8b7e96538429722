import { useParams } from '@tanstack/react-router';
import {
  addRecallPaper,
  exportRecall,
  getRecall,
  getRecallPaper,
  type OutputOf,
  printRecallReport,
  RECALL_PAPERS,
  RECALL_REPORTS,
} from '@tongcang/contract';
import { Button, Select } from 'antd';
import {
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, useAction, useVerb } from '../../app/api.ts';
import { Attachments, Signatures } from '../../app/attachments.tsx';
import { saveFile } from '../../app/download.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { LotsOfCase } from './case-lots.tsx';
import { CaseNotices } from './case-notices.tsx';
import { CaseSteps } from './case-steps.tsx';
import { PlaceTable } from './scope-preview.tsx';
import { CaseState, KindChip } from './states.tsx';
import { percentOf, secondsOf, text } from './text.ts';

export type Recall = OutputOf<typeof getRecall>;

export default function RecallPage() {
  const { case_id } = useParams({ strict: false }) as { case_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getRecall, { case_id: Number(case_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return (
    <PageBody>
      <PageHeader
        title={`${data.document_no} ${data.title}`}
        status={
          <>
            <KindChip kind={data.kind} recall_class={data.recall_class} />
            <CaseState status={data.status} />
          </>
        }
        description={data.reason}
        actions={
          <>
            <Papers recall={data} />
            <CaseSteps recall={data} />
          </>
        }
      />
      <Figures recall={data} />
      <CaseNotices recall={data} />
      <LotsOfCase recall={data} />
      {data.places.length > 0 ? (
        <Section title={t('where')}>
          <PlaceTable places={data.places} lots={data.lot_rows} />
        </Section>
      ) : null}
      <About recall={data} />
      <Files recall={data} />
      {data.signatures.length > 0 ? (
        <Signatures rows={data.signatures} meanings={{ closed: t('m_closed'), lifted: t('m_lifted') }} />
      ) : null}
    </PageBody>
  );
}

/** The workbook and the reports. */
function Papers({ recall: { case_id } }: { recall: Recall }) {
  const t = useText(text);
  const can = useCan();
  const report = useAction(printRecallReport, { invalidates: [] });
  if (!can('quality.recall')) return null;
  return (
    <>
      <Button onClick={() => void call(exportRecall, { case_id }).then(saveFile)}>{t('export')}</Button>
      <Select
        aria-label={t('report')}
        placeholder={t('report')}
        value={null as (typeof RECALL_REPORTS)[number] | null}
        loading={report.busy}
        onChange={(which) => void report.run({ case_id, which: which! }).then(saveFile, () => undefined)}
        options={RECALL_REPORTS.map((value) => ({ value, label: t(`r_${value}`) }))}
        popupMatchSelectWidth={false}
        style={{ minWidth: 88 }}
      />
    </>
  );
}

function Figures({ recall }: { recall: Recall }) {
  const t = useText(text);
  const { figures: f, lock_ms, list_ms, notify_ms } = recall;
  const notify = notify_ms === null ? t('not_yet') : t('seconds', { n: secondsOf(notify_ms) });
  return (
    <StatRow>
      {recall.kind === 'mock' ? null : (
        <>
          <StatTile
            label={t('locked')}
            value={recall.locked_qty}
            note={t('voided', { n: recall.voided_allocations, roads: recall.roads })}
          />
          <StatTile
            label={t('still_stopped')}
            value={recall.stopped_qty}
            tone={recall.stopped_qty > 0 ? 'warn' : 'ok'}
          />
        </>
      )}
      <StatTile
        label={t('effectiveness')}
        value={percentOf(f.effectiveness_bp)}
        note={`${t('of', { n: f.confirmed, all: f.notices })} · ${t('in_time', { n: f.confirmed_in_time })}`}
      />
      <StatTile
        label={t('accounted')}
        value={percentOf(f.accounted_bp)}
        tone={f.unaccounted > 0 ? 'warn' : 'ok'}
        note={`${t('unaccounted')} ${f.unaccounted}`}
      />
      <StatTile
        label={`${t('times')} · ${t('t_lock')}`}
        value={t('seconds', { n: secondsOf(lock_ms) })}
        note={`${t('t_list')} ${t('seconds', { n: secondsOf(list_ms) })} · ${t('t_notify')} ${notify}`}
      />
    </StatRow>
  );
}

function About({ recall }: { recall: Recall }) {
  const t = useText(text);
  const zone = useZone();
  const range = (from: string | null, to: string | null) =>
    from === null && to === null ? '' : `${from ?? '…'} – ${to ?? '…'}`;
  const told = recall.criteria.map((c) =>
    [
      c.item_code,
      c.supplier_name,
      c.lot_no,
      range(c.serial_from, c.serial_to),
      range(c.production_from, c.production_to),
      range(c.expiry_from, c.expiry_to),
      c.receipt_no,
    ]
      .filter(Boolean)
      .join(' · '),
  );
  return (
    <Section title={t('facts')}>
      <KeyValue
        facts={[
          { label: t('origin'), value: t(`o_${recall.origin}`) },
          { label: t('handling'), value: t(`h_${recall.handling}`) },
          { label: t('reference_no'), value: recall.reference_no },
          { label: t('registrant_name'), value: recall.registrant_name },
          { label: t('decided_at'), value: formatInstant(recall.decided_at, zone) },
          {
            label: t('started_at'),
            value: `${formatInstant(recall.started_at, zone)} ${recall.started_by_name}`,
          },
          { label: t('contact_name'), value: `${recall.contact_name} ${recall.contact_phone}` },
          { label: t('instruction'), value: recall.instruction || null, wide: true },
          {
            label: t('criteria'),
            value: told.map((line, index) => <div key={recall.criteria[index]!.line_no}>{line}</div>),
            wide: true,
          },
          ...(recall.close_note === null
            ? []
            : [
                {
                  label: t('close_note'),
                  value: `${recall.close_note} ${recall.closed_by_name}`,
                  wide: true,
                },
              ]),
        ]}
      />
    </Section>
  );
}

function Files({ recall: { case_id, status, papers } }: { recall: Recall }) {
  const t = useText(text);
  const lacks = useLacks();
  const add = useAction(addRecallPaper, { invalidates: ['quality'] });
  return (
    <Attachments
      title={t('papers')}
      rows={papers}
      get={(attachment_id) => call(getRecallPaper, { attachment_id })}
      kinds={RECALL_PAPERS.map((value) => ({ value, label: t(`a_${value}`) }))}
      blocked={lacks('quality.recall')}
      {...(status === 'active'
        ? {
            add: (file) => add.run({ case_id, ...file, kind: file.kind as (typeof RECALL_PAPERS)[number] }),
          }
        : {})}
    />
  );
}
