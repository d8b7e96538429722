import { useParams } from '@tanstack/react-router';
import { getDeviation, type OutputOf, printDeviation } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import {
  CaseTrail,
  closable,
  DEVIATION_TONES,
  DueOn,
  LinkedCapas,
  SeverityChip,
  useDone,
} from './case-parts.tsx';
import { DeviationDialog, type DeviationStep } from './deviation-dialogs.tsx';
import { Decisions, DeviationGoods } from './deviation-goods.tsx';
import { text } from './text.ts';

type Deviation = OutputOf<typeof getDeviation>;

export default function DeviationPage() {
  const { deviation_id } = useParams({ strict: false }) as { deviation_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getDeviation, { deviation_id: Number(deviation_id) });
  const [step, setStep] = useState<DeviationStep | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <PageBody>
        <LoadingState />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <PageHeader
        title={`${t('deviation')} ${data.document_no}`}
        status={
          <>
            <StatusChip tone={DEVIATION_TONES[data.status]}>{t(`s_${data.status}`)}</StatusChip>
            <SeverityChip severity={data.severity} />
          </>
        }
        description={data.title}
        actions={<Steps deviation={data} onStep={setStep} />}
      />
      <Facts deviation={data} />
      <DeviationGoods deviation={data} />
      <Investigation deviation={data} />
      <Decisions deviation={data} />
      <LinkedCapas capas={data.capas} />
      <CaseTrail entity="deviation" entity_id={data.deviation_id} rows={data} />
      {step === null ? null : <DeviationDialog deviation={data} step={step} onClose={() => setStep(null)} />}
    </PageBody>
  );
}

function Steps({ deviation, onStep }: { deviation: Deviation; onStep: (step: DeviationStep) => void }) {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const print = useAction(printDeviation, { invalidates: [] });
  const { deviation_id, status, document_no, mine } = deviation;
  const missing = lacks('quality.case');
  return (
    <>
      <Button
        loading={print.busy}
        onClick={() => void print.run({ deviation_id }).then(saveFile, () => undefined)}
      >
        {t('print')}
      </Button>
      <BlockedButton
        blocked={missing}
        onClick={() => go(`/quality/capa/new?from=deviation&id=${deviation_id}`)}
      >
        {t('open_capa')}
      </BlockedButton>
      {status === 'closed' ? null : (
        <>
          <BlockedButton blocked={missing} onClick={() => onStep('assign')}>
            {t('assign')}
          </BlockedButton>
          <BlockedButton blocked={missing} onClick={() => onStep('contain')}>
            {t('contain')}
          </BlockedButton>
          <BlockedButton
            blocked={missing}
            {...(status === 'opened' ? { type: 'primary' as const } : {})}
            onClick={() => onStep('investigate')}
          >
            {t('investigate')}
          </BlockedButton>
        </>
      )}
      {status === 'investigated' ? (
        <BlockedButton
          type="primary"
          blocked={closable(missing, mine, document_no)}
          onClick={() => onStep('close')}
        >
          {t('close')}
        </BlockedButton>
      ) : null}
    </>
  );
}

function Facts({ deviation: d }: { deviation: Deviation }) {
  const t = useText(text);
  const zone = useZone();
  const done = useDone();
  return (
    <Section title={t('facts')}>
      <KeyValue
        facts={[
          { label: t('kind'), value: t(`k_${d.kind}`) },
          { label: t('warehouse'), value: d.warehouse_name },
          { label: t('place'), value: d.place || '–' },
          { label: t('happened_at'), value: formatInstant(d.happened_at, zone) },
          { label: t('found_at'), value: formatInstant(d.found_at, zone) },
          { label: t('due_on'), value: <DueOn due_on={d.due_on} overdue={d.overdue} /> },
          { label: t('opened_by'), value: done(d.opened_by_name, d.opened_at) },
          { label: t('owner'), value: d.owner_name ?? '–' },
          { label: t('closed_by'), value: done(d.closed_by_name, d.closed_at) },
          ...(d.source_entity === null ? [] : [{ label: t('source'), value: <Source deviation={d} /> }]),
          { label: t('description'), value: d.description, wide: true },
          { label: t('containment'), value: d.containment ?? '–', wide: true },
          ...(d.conclusion === null ? [] : [{ label: t('conclusion'), value: d.conclusion, wide: true }]),
        ]}
      />
    </Section>
  );
}

/** The record that raised it, as a link where it has a page. */
const SOURCES: Readonly<Record<string, { word: 'source_excursion' | 'source_inspection'; to: string }>> = {
  temperature_excursion: { word: 'source_excursion', to: '/coldchain/excursion' },
  inspection: { word: 'source_inspection', to: '/quality/inspection' },
};

function Source({ deviation: { source_entity, source_id } }: { deviation: Deviation }) {
  const t = useText(text);
  const known = SOURCES[source_entity ?? ''];
  if (known === undefined)
    return <>{t('source_other', { entity: source_entity ?? '', id: source_id ?? '' })}</>;
  return <Link to={`${known.to}/${source_id}`}>{t(known.word)}</Link>;
}

function Investigation({ deviation: d }: { deviation: Deviation }) {
  const t = useText(text);
  const done = useDone();
  if (d.root_cause === null) {
    return (
      <Section title={t('investigation')}>
        <p className="tc-muted">{t('not_investigated')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('investigation')}>
      <KeyValue
        facts={[
          { label: t('root_cause'), value: t(`c_${d.root_cause}`) },
          { label: t('person'), value: done(d.investigated_by_name, d.investigated_at) },
          {
            label: t('whys'),
            value: (
              <div className="tc-stack">
                {d.whys.map((why, at) => (
                  <span key={why}>
                    {at + 1}. {why}
                  </span>
                ))}
              </div>
            ),
            wide: true,
          },
          { label: t('impact'), value: d.impact, wide: true },
          { label: t('corrections'), value: d.corrections ?? '–', wide: true },
        ]}
      />
    </Section>
  );
}
