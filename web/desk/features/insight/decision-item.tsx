import { acceptProposal } from '@tongcang/contract';
import { App } from 'antd';
import type { ReactNode } from 'react';
import {
  BlockedButton,
  formatInstant,
  formatInteger,
  formatMoney,
  RefusalPanel,
  StatusChip,
  type ToneName,
  useCodeText,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope, useWarehouseName } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { text as planningText } from '../planning/text.ts';
import { usePropose } from '../planning/use-propose.tsx';
import type { Tower } from './control-tower.tsx';
import { text } from './text.ts';

type Decision = Tower['decisions'][number];
type Risk = NonNullable<Decision['risk']>;
type Proposal = NonNullable<Decision['proposal']>;
type Props = {
  readonly row: Decision;
  readonly chosen: boolean;
  readonly onItem: (item_id: number, warehouse_id: number | null) => void;
};
const AFFECTS = ['insight', 'planning', 'transfer', 'stock'];

const TONES: Readonly<Record<Decision['kind'], ToneName>> = {
  risk: 'bad',
  proposal: 'accent',
  discrepancy: 'warn',
  hold: 'hold',
  quarantine: 'neutral',
};

/** One thing to decide: what and where, why, what it means, and the action beside it. */
export function DecisionItem({ row, chosen, onItem }: Props) {
  const t = useText(text);
  const warehouseName = usePlace();
  const where = row.warehouse_id === null ? t('all_warehouses') : warehouseName(row);
  const { item_id } = row;
  return (
    <li className={`tc-decision${chosen ? ' tc-decision-on' : ''}`}>
      <div className="tc-decision-head">
        <StatusChip tone={TONES[row.kind]}>{t(`k_${row.kind}`)}</StatusChip>
        <span className="tc-decision-where">{where}</span>
        {item_id === null ? null : (
          <button
            type="button"
            className="tc-decision-item"
            aria-pressed={chosen}
            title={t('show_demand')}
            onClick={() => onItem(item_id, row.warehouse_id)}
          >
            {row.item_code} {row.item_name}
          </button>
        )}
      </div>
      <Body row={row} where={where} />
    </li>
  );
}

function Body({ row, where }: { row: Decision; where: string }) {
  if (row.risk) return <RiskBody risk={row.risk} />;
  if (row.proposal) return <ProposalBody proposal={row.proposal} where={where} />;
  return <OtherBody row={row} />;
}

function usePlace() {
  const { warehouses } = useScope();
  return ({ warehouse_id, warehouse_code }: Pick<Decision, 'warehouse_id' | 'warehouse_code'>) =>
    warehouses.find((one) => one.warehouse_id === warehouse_id)?.name ?? warehouse_code ?? '';
}

/** Cause, impact and action in their places; `below` is what came of the action. */
function Parts(props: { cause: ReactNode; impact: ReactNode; actions: ReactNode; below?: ReactNode }) {
  return (
    <>
      <div className="tc-decision-row">
        <div className="tc-decision-facts">
          <div>{props.cause}</div>
          <div className="tc-decision-impact">{props.impact}</div>
        </div>
        <div className="tc-decision-actions">{props.actions}</div>
      </div>
      {props.below}
    </>
  );
}

function RiskBody({ risk }: { risk: Risk }) {
  const t = useText(text);
  const p = useText(planningText);
  const language = useLanguage();
  const lacks = useLacks();
  const plan = usePropose();
  const count = (value: number) => formatInteger(value, language);
  const { item_id, warehouse_id, days_until_stock_out: days } = risk;
  const usable = count(risk.usable_qty);
  const cause =
    days === 0
      ? t('cause_stock_out', { usable, open: count(risk.open_demand_qty) })
      : days === null
        ? t('cause_low', { usable, safety: count(risk.safety_stock) })
        : t('cause_days', { days, usable, daily: risk.daily_demand.toFixed(1) });
  const impact = [
    risk.priority_class === null ? null : t('impact_class', { class: p(`p${risk.priority_class}` as 'p1') }),
    risk.projected_short_qty > 0
      ? t('impact_short', { short: count(risk.projected_short_qty), unit: risk.unit })
      : null,
    risk.on_the_way_qty > 0 ? t('impact_way', { qty: count(risk.on_the_way_qty) }) : null,
  ].filter((one) => one !== null);
  return (
    <Parts
      cause={cause}
      impact={impact.join(' · ')}
      actions={
        <>
          <Link to={`/risk/${item_id}/${warehouse_id}`} className="tc-decision-link">
            {t('see')}
          </Link>
          <BlockedButton
            size="small"
            blocked={lacks('planning.propose')}
            loading={plan.busy}
            onClick={() =>
              void plan.run({ to_warehouse_id: warehouse_id, item_ids: [item_id] }).catch(() => undefined)
            }
          >
            {t('propose')}
          </BlockedButton>
        </>
      }
      below={
        plan.error ? (
          <ProblemView error={plan.error} />
        ) : plan.output ? (
          <StillShort rows={plan.output.shortages} />
        ) : null
      }
    />
  );
}

/** Why no transfer could be found, and what would change that. */
function StillShort({ rows }: { rows: NonNullable<ReturnType<typeof usePropose>['output']>['shortages'] }) {
  const t = useText(text);
  const word = useCodeText();
  const join = (codes: readonly string[]) => [...new Set(codes)].join(t('comma'));
  if (rows.length === 0) return null;
  const causes = join(rows.flatMap((row) => row.causes.map((cause) => word(cause.code))));
  const remedies = join(rows.flatMap((row) => row.remedies.map((one) => word(one.code, one.params))));
  return (
    <p className="tc-decision-note">
      {t('still_short', { causes })}
      {remedies ? ` ${t('remedies', { remedies })}` : ''}
    </p>
  );
}

function ProposalBody({ proposal, where }: { proposal: Proposal; where: string }) {
  const t = useText(text);
  const { message } = App.useApp();
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const accept = useAction(acceptProposal, {
    invalidates: AFFECTS,
    onSuccess: ({ document_no }) => {
      if (document_no) void message.success(t('approved', { no: document_no }));
    },
  });
  const { proposal_id, days_until_stock_out: days } = proposal;
  const cause =
    days === 0
      ? t('cause_proposal_out', { to: where })
      : days === null
        ? t('cause_proposal_stock', { to: where })
        : t('cause_proposal', { to: where, days });
  const name = useWarehouseName();
  const facts = t('offer_facts', {
    cost: formatMoney(proposal.cost_fen, language),
    arrival: formatInstant(proposal.arrival_at, zone),
  });
  const expired = accept.output?.status === 'expired' ? accept.output.reasons : [];
  return (
    <Parts
      cause={
        <>
          {cause} ·{' '}
          <strong>
            {t('offer', {
              from: name(proposal.from_warehouse_code),
              to: name(proposal.to_warehouse_code),
              qty: formatInteger(proposal.qty, language),
              unit: proposal.unit,
            })}
          </strong>
        </>
      }
      impact={
        <>
          {facts}
          {proposal.late ? <span className="tc-ink-bad"> · {t('offer_late')}</span> : null}
        </>
      }
      actions={
        <>
          <Link to={`/proposal/${proposal_id}`} className="tc-decision-link">
            {t('change')}
          </Link>
          <BlockedButton
            type="primary"
            size="small"
            blocked={lacks('planning.accept')}
            loading={accept.busy}
            onClick={() => void accept.run({ proposal_id }).catch(() => undefined)}
          >
            {t('approve')}
          </BlockedButton>
        </>
      }
      below={
        accept.error ? (
          <ProblemView error={accept.error} />
        ) : expired.length > 0 ? (
          <RefusalPanel title={t('expired')} reasons={expired} />
        ) : null
      }
    />
  );
}

/** Differences, holds and quarantine are settled on pages of their own. */
function OtherBody({ row }: { row: Decision }) {
  const t = useText(text);
  const language = useLanguage();
  const { discrepancy, hold, quarantine } = row;
  if (discrepancy) {
    const { kind, lot_no: lot } = discrepancy;
    return (
      <Parts
        cause={t(kind === 'damaged' ? 'cause_damaged' : 'cause_short', {
          qty: formatInteger(discrepancy.qty, language),
          lot,
        })}
        impact={t('impact_discrepancy', { no: discrepancy.document_no })}
        actions={
          <Link to={`/transfer/${discrepancy.transfer_id}`} className="tc-decision-link">
            {t('settle')}
          </Link>
        }
      />
    );
  }
  const lot = hold ?? quarantine;
  if (!lot) return null;
  return (
    <Parts
      cause={
        hold
          ? t('cause_hold', { lot: hold.lot_no, reason: hold.reason })
          : t('cause_quarantine', {
              lot: lot.lot_no,
              qty: formatInteger(quarantine?.qty ?? 0, language),
            })
      }
      impact={t(hold ? 'impact_hold' : 'impact_quarantine')}
      actions={
        <>
          <Link to={`/stock/trace/${row.item_id}/${lot.lot_id}`} className="tc-decision-link">
            {t('trace')}
          </Link>
          <Link to={hold ? '/stock/hold' : '/quality/quarantine'} className="tc-decision-link">
            {t('settle')}
          </Link>
        </>
      }
    />
  );
}
