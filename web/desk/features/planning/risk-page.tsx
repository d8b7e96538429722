import { ThunderboltOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { dismissRisk, getRisk } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  Columns,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useWarehouseName } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { ProjectionChart } from './projection-chart.tsx';
import { Shortages } from './shortages.tsx';
import { RiskLevel, useDays } from './states.tsx';
import { text } from './text.ts';
import { usePropose } from './use-propose.tsx';

type Risk = OutputFor<typeof getRisk>;
const DISMISS_DAYS = 7;

/** One risk: what is coming, why we think so, and what can be done. */
export default function RiskPage() {
  const { item_id, warehouse_id } = useParams({ strict: false }) as { item_id: string; warehouse_id: string };
  const { data, error, refetch } = useVerb(getRisk, {
    item_id: Number(item_id),
    warehouse_id: Number(warehouse_id),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded risk={data} /> : <LoadingState />;
}

function Loaded({ risk }: { risk: Risk }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const days = useDays();
  const [asking, setAsking] = useState(false);
  const plan = usePropose();
  const dismiss = useAction(dismissRisk, {
    invalidates: ['planning', 'insight'],
    onSuccess: () => setAsking(false),
  });
  const { item_id, warehouse_id } = risk;
  const name = useWarehouseName();
  const until = () => new Date(Date.now() + DISMISS_DAYS * 86_400_000).toISOString();
  return (
    <PageBody>
      <PageHeader
        title={`${risk.item_code} ${risk.item_name}`}
        status={<RiskLevel level={risk.level} />}
        description={`${risk.warehouse_code} ${risk.warehouse_name}`}
        actions={
          <>
            <RecordNav
              grid="risks"
              id={`${risk.item_id}|${risk.warehouse_id}`}
              to={(id) => `/risk/${String(id).replace('|', '/')}`}
            />
            <BlockedButton blocked={lacks('planning.propose')} onClick={() => setAsking(true)}>
              {t('dismiss')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              icon={<ThunderboltOutlined />}
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
      />
      {plan.error ? <ProblemView error={plan.error} /> : null}
      <StatRow>
        <StatTile
          label={t('days')}
          value={days(risk.days_until_stock_out)}
          tone={risk.level === 'ok' ? 'ok' : 'bad'}
        />
        <StatTile label={t('usable')} value={formatInteger(risk.usable_qty, language)} unit={risk.unit} />
        <StatTile
          label={t('open_demand')}
          value={formatInteger(risk.open_demand_qty, language)}
          unit={risk.unit}
        />
        <StatTile
          label={t('on_the_way')}
          value={formatInteger(risk.on_the_way_qty, language)}
          unit={risk.unit}
        />
        <StatTile
          label={t('safety_stock')}
          value={formatInteger(risk.safety_stock, language)}
          unit={risk.unit}
        />
        <StatTile
          label={t('reorder_point')}
          value={formatInteger(risk.reorder_point, language)}
          unit={risk.unit}
        />
      </StatRow>
      {risk.open_proposals.length > 0 ? (
        <Section title={t('proposals')}>
          <ul className="tc-plain-list">
            {risk.open_proposals.map((one) => (
              <li key={one.proposal_id}>
                <Link to={`/proposal/${one.proposal_id}`}>
                  {name(one.from_warehouse_code)} → {risk.warehouse_name} {formatInteger(one.qty, language)}{' '}
                  {risk.unit}
                </Link>
                <span className="tc-muted">
                  {' '}
                  {t('arrival')} {formatInstant(one.arrival_at, zone)} · {formatMoney(one.cost_fen, language)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {plan.output ? <Shortages rows={plan.output.shortages} /> : null}
      <Section title={t('projection')}>
        <ProjectionChart
          days={risk.projection}
          safety_stock={risk.safety_stock}
          reorder_point={risk.reorder_point}
        />
      </Section>
      <Columns min={420}>
        <Section title={t('demand')} flush>
          {risk.demand.length === 0 ? (
            <p className="tc-pad tc-muted">{t('no_demand')}</p>
          ) : (
            <TableScroll>
              <table className="tc-table">
                <thead>
                  <tr>
                    <th>{t('demand_no')}</th>
                    <th>{t('department')}</th>
                    <th>{t('priority')}</th>
                    <th>{t('needed_by')}</th>
                    <th className="tc-num">{t('open_qty')}</th>
                  </tr>
                </thead>
                <tbody>
                  {risk.demand.map((line) => (
                    <tr key={line.demand_line_id}>
                      <td className="tc-nowrap">
                        <Link to={`/demand/${line.demand_id}`}>{line.document_no}</Link>
                      </td>
                      <td>
                        {line.partner_name} {line.department_name}
                      </td>
                      <td>{t(`p${line.priority_class}` as 'p1')}</td>
                      <td className="tc-nowrap">{formatInstant(line.needed_at, zone)}</td>
                      <td className="tc-num">{formatInteger(line.open_qty, language)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableScroll>
          )}
        </Section>
        <Section title={t('elsewhere')} flush>
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th>{t('warehouse')}</th>
                  <th className="tc-num">{t('usable')}</th>
                  <th className="tc-num">{t('safety_stock')}</th>
                  <th>{t('level')}</th>
                </tr>
              </thead>
              <tbody>
                {risk.elsewhere.map((row) => (
                  <tr key={row.warehouse_id}>
                    <td>{name(row.warehouse_code)}</td>
                    <td className="tc-num">{formatInteger(row.usable_qty, language)}</td>
                    <td className="tc-num">{formatInteger(row.safety_stock, language)}</td>
                    <td>
                      <RiskLevel level={row.level} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </Section>
        <Section title={t('lots')} flush>
          <TableScroll>
            <table className="tc-table">
              <thead>
                <tr>
                  <th>{t('lot')}</th>
                  <th>{t('expiry')}</th>
                  <th className="tc-num">{t('usable')}</th>
                  <th className="tc-num">{t('allocated')}</th>
                  <th className="tc-num">{t('blocked')}</th>
                </tr>
              </thead>
              <tbody>
                {risk.lots.map((lot) => (
                  <tr key={lot.lot_id}>
                    <td>
                      <Link to={`/stock/trace/${item_id}/${lot.lot_id}`}>{lot.lot_no}</Link>
                    </td>
                    <td>{lot.expiry_date ?? '—'}</td>
                    <td className="tc-num">{formatInteger(lot.usable_qty, language)}</td>
                    <td className="tc-num">{formatInteger(lot.allocated_qty, language)}</td>
                    <td className="tc-num">{formatInteger(lot.blocked_qty, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        </Section>
        {risk.policy ? (
          <Section title={t('how')}>
            <KeyValue
              facts={[
                { label: t('method'), value: t(`m_${risk.policy.method}` as 'm_none') },
                { label: t('pattern'), value: t(`pt_${risk.policy.pattern}` as 'pt_smooth') },
                {
                  label: t('daily'),
                  value: `${risk.policy.daily_mean.toFixed(2)} ± ${risk.policy.daily_sd.toFixed(2)}`,
                },
                { label: t('service_level'), value: `${(risk.policy.service_level * 100).toFixed(1)} %` },
                {
                  label: t('lead_time'),
                  value: `${risk.policy.lead_time_days} ± ${risk.policy.lead_time_sd_days}`,
                },
                { label: t('qc_days'), value: risk.policy.qc_days },
                { label: t('protection'), value: risk.policy.protection_days },
                ...(risk.policy.capped_by_shelf_life
                  ? [
                      {
                        label: t('capped'),
                        value: formatInteger(risk.policy.safety_stock_uncapped, language),
                      },
                    ]
                  : []),
              ]}
            />
          </Section>
        ) : null}
      </Columns>
      <ConfirmWithReason
        open={asking}
        title={t('dismiss')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => dismiss.run({ item_id, warehouse_id, until: until(), reason })}
      >
        {t('dismiss_text')}
        {dismiss.error ? <ProblemView error={dismiss.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
