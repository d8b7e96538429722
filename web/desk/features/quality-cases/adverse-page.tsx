import { useParams } from '@tanstack/react-router';
import { exportAdverseEvent, getAdverseEvent, type OutputOf, printAdverseEvent } from '@tongcang/contract';
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
import { AdverseDialog, type AdverseStep } from './adverse-dialogs.tsx';
import { ADVERSE_TONES, CATEGORY_TONES } from './adverse-list.tsx';
import { TaskList } from './adverse-tasks.tsx';
import { CaseTrail, closable, LinkedCapas, useDone } from './case-parts.tsx';
import { customerText } from './customer-text.ts';
import { text } from './text.ts';

type Event = OutputOf<typeof getAdverseEvent>;

export default function AdversePage() {
  const { adverse_event_id } = useParams({ strict: false }) as { adverse_event_id: string };
  const t = useText(customerText);
  const { data, error, refetch } = useVerb(getAdverseEvent, { adverse_event_id: Number(adverse_event_id) });
  const [step, setStep] = useState<AdverseStep | null>(null);
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
        title={`${t('adverse')} ${data.document_no}`}
        status={
          <>
            <StatusChip tone={ADVERSE_TONES[data.status]}>{t(`a_${data.status}`)}</StatusChip>
            <StatusChip tone={CATEGORY_TONES[data.category]}>{t(`g_${data.category}`)}</StatusChip>
            {data.is_group ? <StatusChip tone="bad">{t('group')}</StatusChip> : null}
          </>
        }
        description={`${data.item_code} ${data.product} ${data.lot_no ?? ''}`}
        actions={<Steps event={data} onStep={setStep} />}
      />
      <Tasks event={data} />
      <Report event={data} />
      <FollowUps event={data} />
      <LinkedCapas capas={data.capas} />
      <CaseTrail entity="adverse_event" entity_id={data.adverse_event_id} rows={data} />
      {step === null ? null : <AdverseDialog event={data} step={step} onClose={() => setStep(null)} />}
    </PageBody>
  );
}

function Steps({ event, onStep }: { event: Event; onStep: (step: AdverseStep) => void }) {
  const t = useText(customerText);
  const words = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const print = useAction(printAdverseEvent, { invalidates: [] });
  const sheet = useAction(exportAdverseEvent, { invalidates: [] });
  const { adverse_event_id, status, document_no, mine } = event;
  const missing = lacks('quality.case');
  const open = status === 'opened' || status === 'reported';
  const undone = (task: string) => event.tasks.some((one) => one.task === task && one.done_at === null);
  const button = (step: AdverseStep, label: string, primary = false) => (
    <BlockedButton
      key={step}
      blocked={missing}
      {...(primary ? { type: 'primary' as const } : {})}
      onClick={() => onStep(step)}
    >
      {label}
    </BlockedButton>
  );
  const ending = closable(missing, mine, document_no);
  return (
    <>
      <Button
        loading={print.busy}
        onClick={() => void print.run({ adverse_event_id }).then(saveFile, () => undefined)}
      >
        {words('print')}
      </Button>
      <Button
        loading={sheet.busy}
        onClick={() => void sheet.run({ adverse_event_id }).then(saveFile, () => undefined)}
      >
        {t('excel')}
      </Button>
      <BlockedButton
        blocked={missing}
        onClick={() => go(`/quality/capa/new?from=adverse_event&id=${adverse_event_id}`)}
      >
        {words('open_capa')}
      </BlockedButton>
      {status === 'opened' ? button('amend', t('amend')) : null}
      {status === 'opened' ? (
        <BlockedButton blocked={ending} onClick={() => onStep('dismiss')}>
          {t('dismiss')}
        </BlockedButton>
      ) : null}
      {open && undone('group_phone') ? button('phone', t('phone'), true) : null}
      {open && undone('tell_registrant') ? button('tell', t('tell')) : null}
      {status === 'opened' ? button('submit', t('submit_report'), true) : null}
      {status === 'reported' || status === 'closed' ? button('follow_up', t('follow_up')) : null}
      {status === 'reported' ? (
        <BlockedButton type="primary" blocked={ending} onClick={() => onStep('close')}>
          {words('close')}
        </BlockedButton>
      ) : null}
    </>
  );
}

function Tasks({ event: e }: { event: Event }) {
  const t = useText(customerText);
  const words = useText(text);
  const zone = useZone();
  const done = useDone();
  const told = [e.told_to, e.told_how, e.told_by_name].filter(Boolean).join(' · ');
  return (
    <Section title={t('tasks')}>
      <div className="tc-stack">
        <TaskList tasks={e.tasks} />
        <KeyValue
          facts={[
            { label: t('learned_at'), value: formatInstant(e.learned_at, zone) },
            { label: words('opened_by'), value: done(e.opened_by_name, e.opened_at) },
            { label: t('warehouse'), value: e.warehouse_name },
            ...(told === '' ? [] : [{ label: t('told_to'), value: told }]),
            ...(e.phoned_to === null
              ? []
              : [{ label: t('phoned_to'), value: `${e.phoned_to} · ${e.phoned_by_name}` }]),
            ...(e.submission_no === null
              ? []
              : [{ label: t('submission_no'), value: `${e.submission_no} · ${e.submitted_by_name}` }]),
            ...(e.conclusion === null
              ? []
              : [
                  { label: words('closed_by'), value: done(e.closed_by_name, e.closed_at) },
                  { label: words('conclusion'), value: e.conclusion, wide: true },
                ]),
          ]}
        />
      </div>
    </Section>
  );
}

function Report({ event: e }: { event: Event }) {
  const t = useText(customerText);
  const patient = [e.patient_ref, e.patient_age, t(`x_${e.patient_sex}`)].filter(
    (one) => one !== '' && one !== null,
  );
  const wide = (label: string, value: string) => ({ label, value: value || '–', wide: true });
  return (
    <Section title={t('report_form')}>
      <KeyValue
        facts={[
          { label: t('product'), value: `${e.item_code} ${e.product}` },
          { label: t('model'), value: e.model },
          { label: t('registration_no'), value: e.registration_no ?? '–' },
          { label: t('registrant'), value: e.registrant_name ?? '–' },
          { label: t('lot'), value: e.lot_no ?? '–' },
          { label: t('serial'), value: e.serial_no ?? '–' },
          { label: t('udi'), value: e.udi || '–' },
          { label: t('production_date'), value: e.production_date ?? '–' },
          { label: t('expiry_date'), value: e.expiry_date ?? '–' },
          { label: t('happened_on'), value: e.happened_on ?? '–' },
          { label: t('origin'), value: t(`o_${e.origin}`) },
          { label: t('patient'), value: patient.join(' · ') },
          { label: t('purpose'), value: e.purpose || '–' },
          { label: t('place_of_use'), value: e.place_of_use || '–' },
          { label: t('reporter'), value: [e.reporter, e.reporter_phone].filter(Boolean).join(' · ') },
          wide(t('event'), e.event),
          wide(t('device_failure'), e.device_failure),
          wide(t('consequence'), e.consequence),
          wide(t('handling'), e.handling),
          wide(t('cause_analysis'), e.cause_analysis),
          ...(e.complaint_id === null
            ? []
            : [
                {
                  label: t('from_complaint'),
                  value: <Link to={`/quality/complaint/${e.complaint_id}`}>{e.complaint_no ?? ''}</Link>,
                },
              ]),
        ]}
      />
    </Section>
  );
}

function FollowUps({ event }: { event: Event }) {
  const t = useText(customerText);
  const done = useDone();
  return (
    <Section title={t('follow_up')}>
      {event.follow_ups.length === 0 ? <p className="tc-muted">{t('no_follow_ups')}</p> : null}
      <ul className="tc-plain-list">
        {event.follow_ups.map((report) => (
          <li key={report.follow_up_no}>
            {report.follow_up_no}. {report.text} {report.submission_no}{' '}
            <span className="tc-muted">{done(report.submitted_by_name, report.submitted_at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
