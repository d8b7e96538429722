import { useParams } from '@tanstack/react-router';
import {
  DEFECT_CLASSES,
  decideInspectionPlan,
  getInspectionPlan,
  type OutputOf,
  retireInspectionPlan,
} from '@tongcang/contract';
import { App } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { Calculator } from './calculator.tsx';
import { LeadTimes, Sampling } from './plan-record.tsx';
import { scopeText } from './plan-scope.ts';
import { PlanState } from './states.tsx';
import { text } from './text.ts';

type Plan = OutputOf<typeof getInspectionPlan>;
type Version = Plan['versions'][number];

export default function PlanPage() {
  const { plan_id } = useParams({ strict: false }) as { plan_id: string };
  const t = useText(text);
  const { data, error, refetch } = useVerb(getInspectionPlan, { plan_id: Number(plan_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <PageBody>
        <Section>
          <LoadingState />
        </Section>
      </PageBody>
    );
  const shown = data.versions.find(({ status }) => status === 'approved') ?? data.versions[0]!;
  const aql = shown.aql_major ?? shown.aql_minor ?? shown.aql_critical ?? 1;
  return (
    <PageBody>
      <PageHeader
        title={`${data.document_no} ${data.name}`}
        status={data.retired_at ? <StatusChip tone="neutral">{t('retired')}</StatusChip> : null}
        description={scopeText(data, t)}
        actions={<Steps plan={data} />}
      />
      {data.versions
        .filter(({ status }) => status === 'draft' || status === 'approved')
        .map((version) => (
          <OneVersion key={version.version} plan={data} version={version} />
        ))}
      <Calculator level={shown.level} aql={aql} />
      <Sampling plan={data} />
      <LeadTimes plan={data} />
      <Earlier plan={data} />
    </PageBody>
  );
}

function Steps({ plan }: { plan: Plan }) {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const [asked, setAsked] = useState(false);
  const retire = useAction(retireInspectionPlan);
  const { plan_id } = plan;
  if (plan.retired_at) return null;
  return (
    <>
      <BlockedButton blocked={lacks('quality.release')} onClick={() => setAsked(true)}>
        {t('retire')}
      </BlockedButton>
      <BlockedButton
        blocked={lacks('quality.inspect')}
        onClick={() => go(`/quality/inspection-plan/${plan_id}/edit`)}
      >
        {t('edit_plan')}
      </BlockedButton>
      <ConfirmWithReason
        open={asked}
        danger
        title={t('retire_title')}
        confirm_label={t('retire')}
        onConfirm={async (reason) => {
          await retire.run({ plan_id, reason });
          setAsked(false);
        }}
        onCancel={() => setAsked(false)}
      >
        {retire.error ? <ProblemView error={retire.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

/** A version with its checks; a draft carries the buttons of whoever approves it. */
function OneVersion({ plan, version }: { plan: Plan; version: Version }) {
  const t = useText(text);
  const zone = useZone();
  const aqls = DEFECT_CLASSES.map((name) => {
    const aql = version[`aql_${name}`];
    return { label: t('aql_of', { name: t(name) }), value: aql ?? t('aql_none') };
  });
  const skip =
    version.skip_after === null
      ? t('skip_none')
      : t('skip_text', { after: version.skip_after, every: version.skip_every ?? 0 });
  return (
    <Section
      title={
        <>
          {t('version')} {version.version} <PlanState status={version.status} />
        </>
      }
      extra={version.status === 'draft' ? <Decide plan={plan} version={version} /> : null}
    >
      <KeyValue
        facts={[
          { label: t('level'), value: version.level },
          ...aqls,
          { label: t('purposes'), value: version.purposes.map((p) => t(`p_${p}`)).join('、'), wide: true },
          { label: t('target_hours'), value: version.target_hours },
          { label: t('skip'), value: skip },
          { label: t('allow_reduced'), value: version.allow_reduced ? '✓' : '–' },
          { label: t('coa_required'), value: version.coa_required ? '✓' : '–' },
          {
            label: t('written_by'),
            value: `${version.written_by_name} ${formatInstant(version.written_at, zone)}`,
          },
          {
            label: t('decided_by'),
            value: version.decided_at
              ? `${version.decided_by_name} ${formatInstant(version.decided_at, zone)}`
              : '–',
          },
        ]}
      />
      <CheckTable version={version} />
    </Section>
  );
}

function CheckTable({ version }: { version: Version }) {
  const t = useText(text);
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th scope="col">{t('checks')}</th>
            <th scope="col">{t('kind')}</th>
            <th scope="col">{t('defect_class')}</th>
            <th scope="col">{t('extent')}</th>
            <th scope="col">{t('method')}</th>
          </tr>
        </thead>
        <tbody>
          {version.checks.map((check) => (
            <tr key={check.line_no}>
              <td>
                {check.line_no}. {check.name}
              </td>
              <td>{t(check.kind)}</td>
              <td>{t(check.defect_class)}</td>
              <td>
                {t(`e_${check.extent}`)} {check.sample_qty}
              </td>
              <td>
                {check.kind === 'measured'
                  ? t('limits', {
                      lower: check.lower_limit ?? '–',
                      upper: check.upper_limit ?? '–',
                      unit: check.unit ?? '',
                    })
                  : check.method}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Decide({ plan, version }: { plan: Plan; version: Version }) {
  const t = useText(text);
  const lacks = useLacks();
  const { message } = App.useApp();
  const [rejecting, setRejecting] = useState(false);
  const decide = useAction(decideInspectionPlan);
  const missing = lacks('quality.release');
  const own = version.written_by_me ? [{ code: 'quality.own_plan', params: {} }] : [];
  const blocked = missing.length > 0 ? missing : own;
  const named = { plan_id: plan.plan_id, version: version.version };
  const approve = async () => {
    await decide.run({ ...named, approve: true });
    void message.success(t('approved_done'));
  };
  return (
    <div className="tc-bar">
      <BlockedButton blocked={blocked} onClick={() => setRejecting(true)}>
        {t('reject')}
      </BlockedButton>
      <BlockedButton
        type="primary"
        blocked={blocked}
        loading={decide.busy}
        onClick={() => void approve().catch(() => undefined)}
      >
        {t('approve')}
      </BlockedButton>
      <ConfirmWithReason
        open={rejecting}
        title={t('reject')}
        confirm_label={t('reject')}
        onConfirm={async (note) => {
          await decide.run({ ...named, approve: false, note });
          setRejecting(false);
        }}
        onCancel={() => setRejecting(false)}
      />
      {decide.error ? <ProblemView error={decide.error} /> : null}
    </div>
  );
}

/** Versions that no longer apply, with who decided on them. */
function Earlier({ plan }: { plan: Plan }) {
  const t = useText(text);
  const zone = useZone();
  const earlier = plan.versions.filter(({ status }) => status === 'superseded' || status === 'rejected');
  if (earlier.length === 0) return null;
  return (
    <Section title={t('version')}>
      <ul className="tc-plain-list">
        {earlier.map((one) => (
          <li key={one.version}>
            {one.version} <PlanState status={one.status} /> {one.written_by_name} → {one.decided_by_name}{' '}
            {formatInstant(one.decided_at, zone)} <span className="tc-muted">{one.decision_note}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
