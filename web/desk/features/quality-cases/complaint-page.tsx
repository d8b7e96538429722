import { useParams } from '@tanstack/react-router';
import { getComplaint, type OutputOf, printComplaint } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { CaseTrail, closable, DueOn, LinkedCapas, SeverityChip, useDone } from './case-parts.tsx';
import { ComplaintDialog, type ComplaintStep } from './complaint-dialogs.tsx';
import { COMPLAINT_TONES, HARM_TONES } from './complaint-list.tsx';
import { customerText } from './customer-text.ts';
import { text } from './text.ts';

type Complaint = OutputOf<typeof getComplaint>;

export default function ComplaintPage() {
  const { complaint_id } = useParams({ strict: false }) as { complaint_id: string };
  const t = useText(customerText);
  const may = useCan();
  const { data, error, refetch } = useVerb(getComplaint, { complaint_id: Number(complaint_id) });
  const [step, setStep] = useState<ComplaintStep | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <PageBody>
        <LoadingState />
      </PageBody>
    );
  }
  const inside = may('stock.read');
  return (
    <PageBody>
      <PageHeader
        title={`${t('complaint')} ${data.document_no}`}
        status={
          <>
            <StatusChip tone={COMPLAINT_TONES[data.status]}>{t(`c_${data.status}`)}</StatusChip>
            {data.severity === null ? null : <SeverityChip severity={data.severity} />}
            {inside && data.adverse_proposed ? (
              <StatusChip tone="bad">{t('adverse_proposed')}</StatusChip>
            ) : null}
          </>
        }
        description={`${data.partner_name} · ${data.product}`}
        actions={inside ? <Steps complaint={data} onStep={setStep} /> : null}
      />
      {inside && data.adverse_proposed ? <Proposal complaint={data} /> : null}
      <Facts complaint={data} inside={inside} />
      <Answer complaint={data} inside={inside} />
      {inside ? <AdverseEvents complaint={data} /> : null}
      {inside ? <LinkedCapas capas={data.capas} /> : null}
      <CaseTrail entity="complaint" entity_id={data.complaint_id} rows={data} signed={inside} />
      {step === null ? null : <ComplaintDialog complaint={data} step={step} onClose={() => setStep(null)} />}
    </PageBody>
  );
}

function Steps({ complaint, onStep }: { complaint: Complaint; onStep: (step: ComplaintStep) => void }) {
  const t = useText(customerText);
  const words = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const print = useAction(printComplaint, { invalidates: [] });
  const { complaint_id, status, document_no, mine } = complaint;
  const missing = lacks('quality.case');
  const button = (step: ComplaintStep, primary: boolean) => (
    <BlockedButton
      key={step}
      blocked={missing}
      {...(primary ? { type: 'primary' as const } : {})}
      onClick={() => onStep(step)}
    >
      {t(step as 'triage')}
    </BlockedButton>
  );
  return (
    <>
      <BlockedButton
        blocked={missing}
        loading={print.busy}
        onClick={() => void print.run({ complaint_id }).then(saveFile, () => undefined)}
      >
        {words('print')}
      </BlockedButton>
      <BlockedButton
        blocked={missing}
        onClick={() => go(`/quality/capa/new?from=complaint&id=${complaint_id}`)}
      >
        {words('open_capa')}
      </BlockedButton>
      {status === 'received' || status === 'triaged' || status === 'investigated'
        ? button('triage', status === 'received')
        : null}
      {status === 'triaged' || status === 'investigated' || status === 'answered'
        ? button('investigate', status === 'triaged')
        : null}
      {status === 'investigated' ? button('answer', true) : null}
      {status === 'answered' ? (
        <BlockedButton
          type="primary"
          blocked={closable(missing, mine, document_no)}
          onClick={() => onStep('close')}
        >
          {words('close')}
        </BlockedButton>
      ) : null}
    </>
  );
}

/** Harm that nobody has decided on: the next thing to do, and where. */
function Proposal({ complaint }: { complaint: Complaint }) {
  const t = useText(customerText);
  const go = useGo();
  const lacks = useLacks();
  return (
    <Section title={t('adverse_proposed')}>
      <p>{t('adverse_proposed_note')}</p>
      <BlockedButton
        danger
        blocked={lacks('quality.case')}
        onClick={() => go(`/quality/adverse-event/new?complaint=${complaint.complaint_id}`)}
      >
        {t('open_adverse')}
      </BlockedButton>
    </Section>
  );
}

function Facts({ complaint: c, inside }: { complaint: Complaint; inside: boolean }) {
  const t = useText(customerText);
  const words = useText(text);
  const done = useDone();
  return (
    <Section title={words('facts')}>
      <KeyValue
        facts={[
          { label: t('customer'), value: c.partner_name },
          { label: t('department'), value: c.department_name ?? '–' },
          { label: t('contact'), value: c.contact },
          { label: t('product'), value: c.product },
          { label: t('lot'), value: <LotOf complaint={c} /> },
          { label: t('serial'), value: c.serial_no ?? '–' },
          { label: t('qty'), value: c.qty ?? '–' },
          { label: t('happened_on'), value: c.happened_on ?? '–' },
          { label: t('filed'), value: done(c.filed_by_name, c.filed_at) },
          { label: words('due_on'), value: <DueOn due_on={c.due_on} overdue={c.overdue} /> },
          ...(inside
            ? [
                { label: words('owner'), value: c.owner_name ?? '–' },
                { label: t('warehouse'), value: c.warehouse_name ?? '–' },
              ]
            : []),
          { label: t('what'), value: c.description, wide: true },
          {
            label: t('harm'),
            value: (
              <>
                <StatusChip tone={HARM_TONES[c.harm]}>{t(`h_${c.harm}`)}</StatusChip> {c.harm_description}
              </>
            ),
            wide: true,
          },
          ...(c.no_adverse_reason === null
            ? []
            : [{ label: t('no_adverse_reason'), value: c.no_adverse_reason, wide: true }]),
        ]}
      />
    </Section>
  );
}

function LotOf({ complaint: { lot_no, lot_id, item_id } }: { complaint: Complaint }) {
  const may = useCan();
  if (lot_id === null || item_id === null || !may('stock.read')) return <>{lot_no ?? '–'}</>;
  return <Link to={`/stock/trace/${item_id}/${lot_id}`}>{lot_no}</Link>;
}

function Answer({ complaint: c, inside }: { complaint: Complaint; inside: boolean }) {
  const t = useText(customerText);
  const words = useText(text);
  const done = useDone();
  const found =
    c.finding === null
      ? []
      : [
          { label: t('cause'), value: t(`cc_${c.cause!}`) },
          { label: t('justified'), value: words(c.justified ? 'yes' : 'no') },
          {
            label: t('sample'),
            value: (
              <>
                {t(`sa_${c.sample!}`)}{' '}
                {c.sample_return_no ? (
                  <Link to={`/customer-return?q=${c.sample_return_no}`}>{c.sample_return_no}</Link>
                ) : null}
              </>
            ),
          },
          { label: words('person'), value: done(c.investigated_by_name, c.investigated_at) },
          { label: t('finding'), value: c.finding, wide: true },
        ];
  const answered =
    c.answer === null
      ? []
      : [
          { label: t('answered_to'), value: `${c.answered_to} · ${done(c.answered_by_name, c.answered_at)}` },
          { label: t('answer'), value: c.answer, wide: true },
        ];
  const closed =
    c.conclusion === null
      ? []
      : [
          { label: words('closed_by'), value: done(c.closed_by_name, c.closed_at) },
          { label: words('conclusion'), value: c.conclusion, wide: true },
        ];
  const facts = [...found, ...answered, ...closed];
  return (
    <Section title={inside ? t('investigation') : t('answer')}>
      {facts.length === 0 ? (
        <p className="tc-muted">{inside ? words('not_investigated') : t('waiting_answer')}</p>
      ) : (
        <KeyValue facts={facts} />
      )}
    </Section>
  );
}

function AdverseEvents({ complaint }: { complaint: Complaint }) {
  const t = useText(customerText);
  if (complaint.adverse_events.length === 0) return null;
  return (
    <Section title={t('adverse_events')}>
      <ul className="tc-plain-list">
        {complaint.adverse_events.map((event) => (
          <li key={event.adverse_event_id}>
            <Link to={`/quality/adverse-event/${event.adverse_event_id}`}>{event.document_no}</Link>{' '}
            <span className="tc-muted">{t(`a_${event.status}` as 'a_opened')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
