import { useParams } from '@tanstack/react-router';
import {
  addCapaActions,
  checkCapa,
  finishCapaAction,
  getCapa,
  type InputOf,
  type OutputOf,
  printCapa,
  reopenCapa,
} from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { CAPA_TONES } from './capa-list.tsx';
import { actionFields } from './capa-new.tsx';
import { CaseTrail, DueOn, useDone } from './case-parts.tsx';
import { StepDialog } from './step-dialog.tsx';
import { text } from './text.ts';

type Capa = OutputOf<typeof getCapa>;
type Step = 'add_action' | 'check' | 'reopen' | { readonly finish: number };

export default function CapaPage() {
  const { capa_id } = useParams({ strict: false }) as { capa_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getCapa, { capa_id: Number(capa_id) });
  const [step, setStep] = useState<Step | null>(null);
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <PageBody>
        <LoadingState />
      </PageBody>
    );
  }
  const kinds = data.action_rows.map(({ action_no }) => ({
    value: `action_${action_no}`,
    label: t('file_evidence', { no: action_no }),
  }));
  return (
    <PageBody>
      <PageHeader
        title={`${t('capa')} ${data.document_no}`}
        status={<StatusChip tone={CAPA_TONES[data.status]}>{t(`ca_${data.status}`)}</StatusChip>}
        description={data.title}
        actions={<Steps capa={data} onStep={setStep} />}
      />
      <Facts capa={data} />
      <Actions capa={data} onFinish={(finish) => setStep({ finish })} />
      <Checks capa={data} />
      <CaseTrail entity="capa" entity_id={data.capa_id} rows={data} kinds={kinds} />
      {step === null ? null : <Dialog capa={data} step={step} onClose={() => setStep(null)} />}
    </PageBody>
  );
}

function Steps({ capa, onStep }: { capa: Capa; onStep: (step: Step) => void }) {
  const t = useText(text);
  const lacks = useLacks();
  const print = useAction(printCapa, { invalidates: [] });
  const { capa_id, status, mine } = capa;
  const missing = lacks('quality.case');
  const own = missing.length === 0 && mine ? [{ code: 'quality.capa_own_check', params: {} }] : missing;
  return (
    <>
      <Button
        loading={print.busy}
        onClick={() => void print.run({ capa_id }).then(saveFile, () => undefined)}
      >
        {t('print')}
      </Button>
      {status === 'opened' ? (
        <BlockedButton blocked={missing} onClick={() => onStep('add_action')}>
          {t('add_action')}
        </BlockedButton>
      ) : null}
      {status === 'implemented' ? (
        <BlockedButton type="primary" blocked={own} onClick={() => onStep('check')}>
          {t('check')}
        </BlockedButton>
      ) : null}
      {status === 'closed' ? (
        <BlockedButton blocked={missing} onClick={() => onStep('reopen')}>
          {t('reopen')}
        </BlockedButton>
      ) : null}
    </>
  );
}

const SOURCE_PAGES: Readonly<Record<string, string>> = {
  deviation: '/quality/deviation',
  complaint: '/quality/complaint',
  adverse_event: '/quality/adverse-event',
};

function Facts({ capa }: { capa: Capa }) {
  const t = useText(text);
  const done = useDone();
  const page = SOURCE_PAGES[capa.source_entity];
  const source =
    page && capa.source_id !== null ? (
      <Link to={`${page}/${capa.source_id}`}>{capa.source_no ?? ''}</Link>
    ) : (
      t(`src_${capa.source_entity}`)
    );
  return (
    <Section title={t('facts')}>
      <KeyValue
        facts={[
          { label: t('source'), value: source },
          { label: t('warehouse'), value: capa.warehouse_name },
          { label: t('opened_by'), value: done(capa.opened_by_name, capa.opened_at) },
          { label: t('owner'), value: capa.owner_name },
          { label: t('check_on'), value: capa.check_on },
          { label: t('due_on'), value: <DueOn due_on={capa.due_on} overdue={capa.overdue} /> },
          { label: t('problem'), value: capa.problem, wide: true },
          { label: t('cause'), value: capa.root_cause, wide: true },
          { label: t('criterion'), value: capa.criterion, wide: true },
        ]}
      />
    </Section>
  );
}

function Actions({ capa, onFinish }: { capa: Capa; onFinish: (action_no: number) => void }) {
  const t = useText(text);
  const lacks = useLacks();
  const done = useDone();
  return (
    <Section title={t('actions')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('action_no')}</th>
              <th scope="col">{t('action_kind')}</th>
              <th scope="col">{t('action')}</th>
              <th scope="col">{t('owner')}</th>
              <th scope="col">{t('due_on')}</th>
              <th scope="col">{t('result')}</th>
            </tr>
          </thead>
          <tbody>
            {capa.action_rows.map((row) => (
              <tr key={row.action_no}>
                <td>{row.action_no}</td>
                <td>{t(`a_${row.kind}`)}</td>
                <td>{row.description}</td>
                <td>{row.owner_name}</td>
                <td>
                  <DueOn due_on={row.due_on} overdue={row.overdue} />
                </td>
                <td>
                  {row.done_at === null ? (
                    <BlockedButton
                      size="small"
                      blocked={lacks('quality.case')}
                      onClick={() => onFinish(row.action_no)}
                    >
                      {t('finish')}
                    </BlockedButton>
                  ) : (
                    <>
                      {row.result} <span className="tc-muted">{done(row.done_by_name, row.done_at)}</span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Checks({ capa }: { capa: Capa }) {
  const t = useText(text);
  const done = useDone();
  return (
    <Section title={t('checks')}>
      {capa.checks.length === 0 ? <p className="tc-muted">{t('no_checks')}</p> : null}
      <ul className="tc-plain-list">
        {capa.checks.map((check) => (
          <li key={check.check_no}>
            <StatusChip tone={check.effective ? 'ok' : 'bad'}>
              {t(check.effective ? 'effective' : 'ineffective')}
            </StatusChip>{' '}
            {check.finding} <span className="tc-muted">{done(check.checked_by_name, check.checked_at)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type NewAction = InputOf<typeof addCapaActions>['actions'][number];

function Dialog({ capa, step, onClose }: { capa: Capa; step: Step; onClose: () => void }) {
  const t = useText(text);
  const { capa_id, warehouse_id } = capa;
  const add = useAction(addCapaActions);
  const finish = useAction(finishCapaAction);
  const check = useAction(checkCapa);
  const reopen = useAction(reopenCapa);
  if (step === 'add_action') {
    return (
      <StepDialog
        title={t('add_action')}
        confirm_label={t('save')}
        warehouse_id={warehouse_id}
        fields={actionFields(t)}
        initial={{ kind: 'corrective' }}
        error={add.error}
        onSubmit={(values) => add.run({ capa_id, actions: [values as unknown as NewAction] })}
        onClose={onClose}
      />
    );
  }
  if (step === 'check') {
    return (
      <StepDialog
        title={t('check')}
        confirm_label={t('save')}
        fields={[
          {
            name: 'effective',
            label: t('check'),
            kind: 'choice',
            required: true,
            options: [
              { value: 'yes', label: t('effective') },
              { value: 'no', label: t('ineffective') },
            ],
          },
          { name: 'finding', label: t('finding'), kind: 'text', required: true, max: 2000 },
        ]}
        error={check.error}
        onSubmit={({ effective, finding }) =>
          check.run({ capa_id, effective: effective === 'yes', finding: String(finding) })
        }
        onClose={onClose}
      >
        <p>{capa.criterion}</p>
        <p className="tc-muted">{t('sign_hint')}</p>
      </StepDialog>
    );
  }
  if (step === 'reopen') {
    return (
      <StepDialog
        title={t('reopen')}
        confirm_label={t('reopen')}
        fields={[
          { name: 'reason', label: t('reason'), kind: 'text', required: true, max: 500 },
          { name: 'check_on', label: t('check_on'), kind: 'date', required: true },
        ]}
        error={reopen.error}
        onSubmit={({ reason, check_on }) =>
          reopen.run({ capa_id, reason: String(reason), check_on: String(check_on) })
        }
        onClose={onClose}
      />
    );
  }
  return (
    <StepDialog
      title={t('finish_title', { no: step.finish })}
      confirm_label={t('finish')}
      fields={[{ name: 'result', label: t('result'), kind: 'text', required: true, max: 1000 }]}
      error={finish.error}
      onSubmit={({ result }) => finish.run({ capa_id, action_no: step.finish, result: String(result) })}
      onClose={onClose}
    >
      <p className="tc-muted">{t('evidence_first')}</p>
    </StepDialog>
  );
}
