import { useParams } from '@tanstack/react-router';
import { acceptProposal, getProposal, rejectProposal } from '@tongcang/contract';
import { App, InputNumber } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  BlockedButton,
  Columns,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
  formatMoney,
  LoadingState,
  PageBody,
  PageHeader,
  ReasonList,
  RefusalPanel,
  Section,
  StatusChip,
  TableScroll,
  useCodeText,
  useLanguage,
  useText,
  useZone,
  WhyPanel,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useWarehouseName } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { ProjectionChart } from './projection-chart.tsx';
import { ProposalStatus, useDays } from './states.tsx';
import { text } from './text.ts';

type Proposal = OutputFor<typeof getProposal>;
const AFFECTS = ['planning', 'transfer', 'stock', 'insight'] as const;

/** One proposal: the decision, and everything it rests on. */
export default function ProposalPage() {
  const { proposal_id } = useParams({ strict: false }) as { proposal_id: string };
  const { data, error, refetch } = useVerb(getProposal, { proposal_id: Number(proposal_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded proposal={data} /> : <LoadingState />;
}

function Loaded({ proposal }: { proposal: Proposal }) {
  const t = useText(text);
  const language = useLanguage();
  const { counterfactual } = proposal;
  const { buttons, answers } = useActions(proposal);
  const late = proposal.needs.filter((need) => need.needed_by < proposal.arrival_at);
  return (
    <PageBody>
      <PageHeader
        title={`${proposal.item_code} ${proposal.item_name}`}
        status={
          <>
            <ProposalStatus status={proposal.status} />
            <StatusChip tone={proposal.plan_checked ? 'ok' : 'bad'}>
              {t(proposal.plan_checked ? 'checked' : 'unchecked')}
            </StatusChip>
            {proposal.late ? (
              <StatusChip tone="warn">
                {late.length > 0
                  ? `${late.map((need) => t(`p${need.priority_class}` as 'p1')).join('、')} · `
                  : ''}
                {t('late')}
              </StatusChip>
            ) : null}
          </>
        }
        description={`${proposal.from_warehouse_name} → ${proposal.to_warehouse_name} · ${formatInteger(proposal.qty, language)} ${proposal.unit}`}
        actions={
          <>
            <RecordNav grid="proposals" id={proposal.proposal_id} to={(id) => `/proposal/${id}`} />
            {buttons}
          </>
        }
      />
      {answers}
      <Why proposal={proposal} />
      <Section title={t('projection')}>
        <ProjectionChart
          days={counterfactual.projection_without}
          with_proposal={counterfactual.projection_with}
        />
      </Section>
      <Columns min={420}>
        <Lots proposal={proposal} />
        <Alternatives proposal={proposal} />
        <Rejected proposal={proposal} />
      </Columns>
    </PageBody>
  );
}

function Why({ proposal }: { proposal: Proposal }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const days = useDays();
  const { cost, donor, counterfactual } = proposal;
  const money = (fen: number) => formatMoney(fen, language);
  const count = (n: number) => formatInteger(n, language);
  const name = useWarehouseName();
  const runner_up = proposal.alternatives[0];
  return (
    <WhyPanel
      title={t('why')}
      summary={t('why_summary', {
        to: proposal.to_warehouse_name,
        item: proposal.item_name,
        days: days(proposal.days_until_stock_out),
        from: proposal.from_warehouse_name,
        qty: count(proposal.qty),
        arrival: formatInstant(proposal.arrival_at, zone),
        cost: money(proposal.cost_fen),
      })}
      facts={[
        ...proposal.needs.map((need) => ({
          label: t(`p${need.priority_class}` as 'p1'),
          value: `${count(need.served_qty)} / ${count(need.need_qty)}`,
          note: `${t('needed_by')} ${formatInstant(need.needed_by, zone)}`,
        })),
        {
          label: t('cost'),
          value: money(proposal.cost_fen),
          note: t('cost_split', { variable: money(cost.variable_fen), fixed: money(cost.fixed_share_fen) }),
        },
        {
          label: t('transit'),
          value: t('hours', { n: cost.transit_hours }),
          note: `${count(cost.distance_km)} km`,
        },
        { label: t('weight'), value: `${(cost.weight_g / 1000).toFixed(1)} kg` },
        {
          label: t('donor'),
          value: count(donor.left_qty),
          note: t('donor_value', {
            usable: count(donor.usable_qty),
            own: count(donor.own_demand_qty),
            safety: count(donor.safety_stock),
            left: count(donor.left_qty),
          }),
        },
        {
          label: t('without'),
          value: days(counterfactual.days_until_stock_out_without),
          note: t('short_without', { n: count(counterfactual.short_qty_without) }),
        },
        {
          label: t('with'),
          value: lastsUntil(counterfactual, t) ?? days(counterfactual.days_until_stock_out_with),
          note: t('short_with', { n: count(counterfactual.short_qty_with) }),
        },
        ...(proposal.binding.length > 0
          ? [
              {
                label: t('binding'),
                value: proposal.binding.map((one) => t(`b_${one}` as 'b_need_met')).join('；'),
              },
            ]
          : []),
      ]}
      {...(runner_up
        ? {
            runner_up: {
              title: `${name(runner_up.from_warehouse_code)} · ${count(runner_up.qty)} ${proposal.unit} · ${money(runner_up.freight_fen)} · ${formatInstant(runner_up.arrival_at, zone)}`,
              lost_because: t(`lost_${runner_up.lost_because}` as 'lost_dearer'),
            },
          }
        : {})}
    />
  );
}

function Lots({ proposal }: { proposal: Proposal }) {
  const t = useText(text);
  const word = useCodeText();
  const language = useLanguage();
  return (
    <Section title={t('lots')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('lot')}</th>
              <th>{t('expiry')}</th>
              <th className="tc-num">{t('remaining')}</th>
              <th className="tc-num">{t('qty')}</th>
            </tr>
          </thead>
          <tbody>
            {proposal.line_rows.map((line) => (
              <tr key={line.lot_id}>
                <td>
                  <Link to={`/stock/trace/${proposal.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                  <details>
                    <summary className="tc-muted tc-nowrap">
                      {t('passed')} {line.rules_passed.length}
                    </summary>
                    <ul className="tc-plain-list">
                      {line.rules_passed.map((rule) => (
                        <li key={rule.code}>✓ {word(`passed.${rule.code}`, tidy(rule.params))}</li>
                      ))}
                    </ul>
                  </details>
                </td>
                <td className="tc-nowrap">{line.expiry_date ?? '—'}</td>
                <td className="tc-num">
                  {line.remaining_days === null
                    ? '—'
                    : t('days_n', { n: formatInteger(line.remaining_days, language) })}
                </td>
                <td className="tc-num">
                  {formatInteger(line.qty, language)} {proposal.unit}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Alternatives({ proposal }: { proposal: Proposal }) {
  const t = useText(text);
  const name = useWarehouseName();
  const language = useLanguage();
  const zone = useZone();
  if (proposal.alternatives.length === 0) return null;
  return (
    <Section title={t('alternatives')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('from')}</th>
              <th>{t('arrival')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('cost')}</th>
              <th>{t('lost_title')}</th>
            </tr>
          </thead>
          <tbody>
            {proposal.alternatives.map((one) => (
              <tr key={`${one.from_warehouse_id}|${one.lane_id}`}>
                <td>
                  {name(one.from_warehouse_code)}{' '}
                  <span className="tc-muted">{t(`mode_${one.mode}` as 'mode_road')}</span>
                </td>
                <td className="tc-nowrap">{formatInstant(one.arrival_at, zone)}</td>
                <td className="tc-num">{formatInteger(one.qty, language)}</td>
                <td className="tc-num">{formatMoney(one.freight_fen, language)}</td>
                <td>{t(`lost_${one.lost_because}` as 'lost_dearer')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Rejected({ proposal }: { proposal: Proposal }) {
  const t = useText(text);
  if (proposal.rejected.length === 0) return null;
  return (
    <Section title={t('rejected')}>
      <ReasonList reasons={closedWays(proposal.rejected)} />
    </Section>
  );
}

const CLOSED_SHOWN = 20;

/** One entry for each rule and lot with the warehouses it concerns; the lanes of a warehouse repeat each other. */
function closedWays(
  rejected: Proposal['rejected'],
): { code: string; params: Record<string, string | number> }[] {
  const groups = Map.groupBy(rejected, (arc) => `${arc.code}|${arc.lot_no ?? ''}`);
  return [...groups.values()].slice(0, CLOSED_SHOWN).map((arcs) => {
    const { code, lot_no, params } = arcs[0]!;
    const told = Object.entries(params).filter(([, value]) => value !== null && typeof value !== 'boolean');
    return {
      code,
      params: {
        from: [...new Set(arcs.map((arc) => arc.from_warehouse_code))].sort().join('、'),
        ...(lot_no === null ? {} : { lot_no }),
        ...tidy(Object.fromEntries(told) as Record<string, string | number>),
      },
    };
  });
}

/** Hours come with all their decimals; a person wants one at most. */
function tidy<P extends Readonly<Record<string, unknown>>>(params: P): P {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 10) / 10 : value,
    ]),
  ) as P;
}

/** Where there is no stock today: the last day with stock once the goods have come. */
function lastsUntil(
  { projection_with: days, days_until_stock_out_with }: Proposal['counterfactual'],
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
): string | null {
  if (days_until_stock_out_with !== 0) return null;
  const from = days.findIndex((day) => day.usable_qty > 0);
  if (from < 0) return null;
  const empty = days.findIndex((day, at) => at > from && day.usable_qty <= 0);
  return empty < 0 ? t('days_beyond') : t('lasts_until', { date: days[empty - 1]!.date });
}

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(proposal: Proposal): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(text);
  const { message } = App.useApp();
  const lacks = useLacks();
  const language = useLanguage();
  const [asking, setAsking] = useState<'accept' | 'reject' | null>(null);
  const [qty, setQty] = useState(proposal.qty);
  const close = () => setAsking(null);
  const accept = useAction(acceptProposal, {
    invalidates: AFFECTS,
    onSuccess: ({ document_no }) => {
      close();
      if (document_no) void message.success(t('accepted', { no: document_no }));
    },
  });
  const reject = useAction(rejectProposal, { invalidates: AFFECTS, onSuccess: close });
  const { proposal_id } = proposal;
  if (proposal.transfer_id !== null) {
    return {
      buttons: <Link to={`/transfer/${proposal.transfer_id}`}>{t('see_transfer')}</Link>,
      answers: null,
    };
  }
  if (proposal.status !== 'proposed') return { buttons: null, answers: null };
  const expired = accept.output?.status === 'expired' ? accept.output.reasons : [];
  return {
    buttons: (
      <>
        <BlockedButton blocked={lacks('planning.accept')} onClick={() => setAsking('reject')}>
          {t('reject')}
        </BlockedButton>
        <BlockedButton blocked={lacks('planning.accept')} onClick={() => setAsking('accept')}>
          {t('accept_edit')}
        </BlockedButton>
        <BlockedButton
          type="primary"
          blocked={lacks('planning.accept')}
          loading={accept.busy}
          onClick={() => void accept.run({ proposal_id }).catch(() => undefined)}
        >
          {t('accept')}
        </BlockedButton>
      </>
    ),
    answers: (
      <>
        {accept.error ? <ProblemView error={accept.error} /> : null}
        {expired.length > 0 ? <RefusalPanel title={t('expired_now')} reasons={expired} /> : null}
        <ConfirmWithReason
          open={asking !== null}
          title={t(asking === 'reject' ? 'reject' : 'accept_edit')}
          danger={asking === 'reject'}
          onCancel={close}
          onConfirm={(reason) =>
            asking === 'reject'
              ? reject.run({ proposal_id, reason })
              : accept.run({ proposal_id, qty, reason })
          }
        >
          {asking === 'reject' ? (
            t('reject_text')
          ) : (
            <LabelledField
              label={t('new_qty')}
              help={t('at_most', { n: formatInteger(proposal.qty, language), unit: proposal.unit })}
            >
              {(id) => (
                <InputNumber
                  id={id}
                  min={1}
                  max={proposal.qty}
                  precision={0}
                  suffix={proposal.unit}
                  value={qty}
                  onChange={(value) => setQty(value ?? proposal.qty)}
                />
              )}
            </LabelledField>
          )}
          {reject.error ? <ProblemView error={reject.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}
