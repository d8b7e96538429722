import { useParams } from '@tanstack/react-router';
import { cancelCase, dispatchCase, getCase, listDifferences, prepareCase } from '@tongcang/contract';
import { Checkbox, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  ReasonList,
  Section,
  Timeline,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { AFFECTS, type Case, labelOf } from './case-model.ts';
import { CaseLines, CasePieces, CaseUsages } from './case-tables.tsx';
import { DifferenceRows } from './difference-rows.tsx';
import { PickTray } from './pick-tray.tsx';
import { ReturnPanel } from './return-panel.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { CaseStatus, SetState } from './states.tsx';
import './surgery.css';
import { surgery_text as text } from './surgery-text.ts';
import { UsePanel } from './use-panel.tsx';

/** One surgery: at the side how far it is, in the middle what is to be done now. */
export default function CasePage() {
  const { case_id } = useParams({ strict: false }) as { case_id: string };
  const { data, error, refetch } = useVerb(getCase, { case_id: Number(case_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded surgery={data} /> : <LoadingState />;
}

function Loaded({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const zone = useZone();
  const may = useCan();
  const { buttons, answers } = useActions(surgery);
  const { status, case_id } = surgery;
  const at_home = status === 'planned' || status === 'reviewed';
  return (
    <PageBody>
      <PageHeader
        title={surgery.document_no}
        status={<CaseStatus status={status} late={surgery.late} />}
        description={`${surgery.partner_name} · ${surgery.department_name} · ${surgery.procedure_name}`}
        actions={
          <>
            <RecordNav grid="surgery-cases" id={case_id} to={(id) => `/surgery/${id}`} />
            {buttons}
          </>
        }
      />
      {answers}
      <div className="tc-case tc-case-work">
        <aside className="tc-case-side">
          <Section title={t('history')}>
            <Timeline entries={historyOf(surgery, t, zone)} />
          </Section>
        </aside>
        <div className="tc-case-main">
          <Section>
            <KeyValue
              facts={[
                { label: t('surgery_at'), value: formatInstant(surgery.surgery_at, zone) },
                { label: t('due_back'), value: formatInstant(surgery.due_back_at, zone) },
                { label: t('surgeon'), value: surgery.surgeon },
                { label: t('patient_ref'), value: surgery.patient_ref },
                { label: t('warehouse'), value: surgery.warehouse_name },
                { label: t('sets'), value: <Sets surgery={surgery} />, wide: true },
              ]}
            />
          </Section>
          {status === 'out' && may('fulfilment.surgery') ? <AtHospital surgery={surgery} /> : null}
          {at_home && surgery.allocations.length > 0 ? (
            <PickTray
              warehouse_id={surgery.warehouse_id}
              lines={surgery.line_rows}
              allocations={surgery.allocations}
              may={may('stock.pick')}
            />
          ) : null}
          {status === 'planned' && may('fulfilment.review') ? <ReviewPanel surgery={surgery} /> : null}
          {at_home ? <CaseLines surgery={surgery} /> : null}
          <Differences case_id={case_id} />
          {surgery.pieces.length > 0 ? (
            <>
              <CaseUsages surgery={surgery} />
              <CasePieces surgery={surgery} />
            </>
          ) : null}
        </div>
      </div>
    </PageBody>
  );
}

/** One list takes the scans at a time: what was used, or what came back. */
function AtHospital({ surgery }: { surgery: Case }) {
  const t = useText(text);
  const [doing, setDoing] = useState<'use' | 'return_it'>('use');
  return (
    <>
      <Segmented
        value={doing}
        onChange={setDoing}
        size="large"
        options={(['use', 'return_it'] as const).map((value) => ({ value, label: t(value) }))}
      />
      {doing === 'use' ? <UsePanel surgery={surgery} /> : <ReturnPanel surgery={surgery} />}
    </>
  );
}

function Sets({ surgery }: { surgery: Case }) {
  if (surgery.sets.length === 0) return '—';
  return (
    <span className="tc-outcome-line">
      {surgery.sets.map((set) => (
        <span key={set.set_id}>
          <Link to={`/surgery/set/${set.set_id}`}>{set.set_no}</Link> {set.template_name}{' '}
          <SetState state={set.state} />
        </span>
      ))}
    </span>
  );
}

function Differences({ case_id }: { case_id: number }) {
  const t = useText(text);
  const { data } = useVerb(listDifferences, { case_id });
  if (!data || data.rows.length === 0) return null;
  return (
    <Section title={t('differences')} flush>
      <DifferenceRows rows={data.rows} />
    </Section>
  );
}

function historyOf(surgery: Case, t: ReturnType<typeof useText<keyof typeof text.zh>>, zone: string) {
  const steps = [
    { key: 'created', at: surgery.created_at, who: surgery.created_by_name },
    { key: 'prepared', at: null, who: surgery.prepared_by_name },
    { key: 'reviewed', at: surgery.reviewed_at, who: surgery.reviewed_by_name },
    { key: 'dispatched', at: surgery.dispatched_at, who: surgery.dispatched_by_name },
    { key: 'returned', at: surgery.returned_at, who: surgery.returned_by_name },
  ] as const;
  return steps.map((step) => ({
    key: step.key,
    title: t(`h_${step.key}`),
    at: step.at ? formatInstant(step.at, zone) : undefined,
    text: step.who ?? undefined,
    tone: step.who ? ('ok' as const) : ('neutral' as const),
    ahead: step.who === null,
  }));
}

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(surgery: Case): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const [cancelling, setCancelling] = useState(false);
  const [by_transport, setByTransport] = useState(false);
  const prepare = useAction(prepareCase, { invalidates: AFFECTS });
  const dispatch = useAction(dispatchCase, { invalidates: AFFECTS });
  const cancel = useAction(cancelCase, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const { case_id, status } = surgery;
  const blocked = lacks('fulfilment.surgery');
  const failed = prepare.error ?? dispatch.error;
  const at_home = status === 'planned' || status === 'reviewed';
  const short = (prepare.output?.lines ?? []).filter((line) => line.short_by > 0);
  const names = new Map(surgery.line_rows.map((line) => [line.item_id, labelOf(line)]));
  return {
    buttons: (
      <>
        {at_home ? (
          <BlockedButton danger blocked={blocked} onClick={() => setCancelling(true)}>
            {t('cancel')}
          </BlockedButton>
        ) : (
          <BlockedButton onClick={() => go(`/surgery/${case_id}/print`)}>{t('print')}</BlockedButton>
        )}
        {at_home ? (
          <BlockedButton
            type={status === 'planned' ? 'primary' : 'default'}
            blocked={blocked}
            loading={prepare.busy}
            onClick={() => void prepare.run({ case_id }).catch(() => undefined)}
          >
            {t('prepare')}
          </BlockedButton>
        ) : null}
        {status === 'reviewed' ? (
          <Checkbox checked={by_transport} onChange={(e) => setByTransport(e.target.checked)}>
            {t('by_transport')}
          </Checkbox>
        ) : null}
        {status === 'reviewed' ? (
          <BlockedButton
            type="primary"
            blocked={blocked}
            loading={dispatch.busy}
            onClick={() => void dispatch.run({ case_id, by_transport }).catch(() => undefined)}
          >
            {t('dispatch')}
          </BlockedButton>
        ) : null}
      </>
    ),
    answers: (
      <>
        {failed ? <ProblemView error={failed} /> : null}
        {prepare.output ? (
          <Section title={t('prepared')}>
            {short.length === 0 ? t('prepared_full') : null}
            {short.map((line) => (
              <div key={line.surgical_line_id}>
                {t('short_line', { item: names.get(line.item_id) ?? '', n: line.short_by })}
                <ReasonList reasons={line.reasons} />
              </div>
            ))}
          </Section>
        ) : null}
        <ConfirmWithReason
          open={cancelling}
          danger
          title={t('cancel')}
          onCancel={() => setCancelling(false)}
          onConfirm={(reason) => cancel.run({ case_id, reason })}
        >
          {t('cancel_text')}
          {cancel.error ? <ProblemView error={cancel.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}
