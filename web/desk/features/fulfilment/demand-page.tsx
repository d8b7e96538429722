import { useParams } from '@tanstack/react-router';
import { allocateDemand, cancelDemand, getDemand } from '@tongcang/contract';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  ReasonList,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan, useLacks } from '../../app/session.ts';
import { PickPanel } from './pick-panel.tsx';
import { DemandStatus, Priority } from './states.tsx';
import { text } from './text.ts';

type Demand = OutputFor<typeof getDemand>;
const AFFECTS = ['fulfilment', 'stock', 'planning', 'insight'] as const;
const UNKNOWN = { item_label: '', unit: '' };
const blockedBy = (code: string) => [{ code, params: {} }];

/** One demand: what is wanted, what is there for it, and the one thing to do next. */
export default function DemandPage() {
  const { demand_id } = useParams({ strict: false }) as { demand_id: string };
  const { data, error, refetch } = useVerb(getDemand, { demand_id: Number(demand_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded demand={data} /> : <LoadingState />;
}

function Loaded({ demand }: { demand: Demand }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const may = useCan();
  const labels = new Map(
    demand.line_rows.map((line) => [
      line.item_id,
      { item_label: `${line.item_code} ${line.item_name}`, unit: line.unit },
    ]),
  );
  const { buttons, answers } = useActions(demand);
  const priced = demand.line_rows.some((line) => line.unit_price_fen !== null);
  const { warehouses } = useScope();
  const warehouse = warehouses.find((one) => one.warehouse_id === demand.warehouse_id);
  return (
    <PageBody>
      <PageHeader
        title={demand.document_no}
        status={
          <>
            <DemandStatus status={demand.status} />
            <Priority priority={demand.priority_class} />
          </>
        }
        actions={
          <>
            <RecordNav grid="demands" id={demand.demand_id} to={(id) => `/demand/${id}`} />
            {buttons}
          </>
        }
      />
      {answers}
      <Section>
        <KeyValue
          facts={[
            { label: t('kind'), value: t(`k_${demand.kind}`) },
            { label: t('hospital'), value: demand.partner_name },
            { label: t('department'), value: demand.department_name },
            { label: t('warehouse'), value: warehouse?.name ?? demand.warehouse_code },
            { label: t('needed_at'), value: formatInstant(demand.needed_at, zone) },
            { label: t('created_at'), value: formatInstant(demand.created_at, zone) },
            ...(demand.customer_order_no
              ? [{ label: t('customer_order_no'), value: demand.customer_order_no }]
              : []),
            ...(demand.reason ? [{ label: t('reason'), value: demand.reason }] : []),
          ]}
        />
      </Section>
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th className="tc-num">{t('qty')}</th>
                <th className="tc-num">{t('allocated')}</th>
                <th className="tc-num">{t('picked')}</th>
                <th className="tc-num">{t('shipped')}</th>
                <th className="tc-num">{t('min_remaining')}</th>
                {priced ? <th className="tc-num">{t('unit_price')}</th> : null}
                <th>{t('status')}</th>
              </tr>
            </thead>
            <tbody>
              {demand.line_rows.map((line) => (
                <tr key={line.demand_line_id}>
                  <td>
                    <Link to={`/stock?q=${encodeURIComponent(line.item_code)}`}>{line.item_code}</Link>{' '}
                    {line.item_name}
                  </td>
                  <td className="tc-num">
                    {formatInteger(line.qty, language)} {line.unit}
                  </td>
                  <td className="tc-num">{formatInteger(line.qty_allocated, language)}</td>
                  <td className="tc-num">{formatInteger(line.qty_picked, language)}</td>
                  <td className="tc-num">{formatInteger(line.qty_shipped, language)}</td>
                  <td className="tc-num">
                    {line.min_remaining_days}
                    {line.single_lot ? <div className="tc-muted">{t('single_lot')}</div> : null}
                  </td>
                  {priced ? (
                    <td className="tc-num">
                      {line.unit_price_fen === null ? '—' : formatMoney(line.unit_price_fen, language)}
                      {line.listing_price_fen === null ? null : (
                        <div className="tc-muted">
                          {t('listing_price')} {formatMoney(line.listing_price_fen, language)}
                        </div>
                      )}
                    </td>
                  ) : null}
                  <td>
                    <DemandStatus status={line.status} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <PickPanel
        warehouse_id={demand.warehouse_id}
        may={may('stock.pick')}
        rows={demand.allocations.map((row) => ({ ...row, ...(labels.get(row.item_id) ?? UNKNOWN) }))}
      />
      {demand.shipments.length > 0 ? (
        <Section title={t('shipments')}>
          <ul className="tc-plain-list">
            {demand.shipments.map((shipment) => (
              <li key={shipment.shipment_id}>
                <Link to={`/delivery/${shipment.shipment_id}`}>{shipment.delivery_note_no}</Link>
                <span className="tc-muted">
                  {' '}
                  {formatInstant(shipment.shipped_at, zone)} · {t('arrival')} {shipment.arrival_date} ·{' '}
                  {formatInteger(shipment.qty, language)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </PageBody>
  );
}

/** The buttons of the head, and apart from them what came of pressing one. */
function useActions(demand: Demand): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const [cancelling, setCancelling] = useState(false);
  const allocate = useAction(allocateDemand, { invalidates: AFFECTS });
  const cancel = useAction(cancelDemand, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const { demand_id } = demand;
  const missing = demand.qty - demand.qty_allocated - demand.qty_shipped;
  const picked = demand.allocations.some((row) => row.status === 'picked');
  const over = demand.status === 'shipped' || demand.status === 'cancelled';
  return {
    buttons: over ? null : (
      <>
        <BlockedButton danger blocked={lacks('fulfilment.allocate')} onClick={() => setCancelling(true)}>
          {t('cancel')}
        </BlockedButton>
        <BlockedButton
          blocked={[...lacks('fulfilment.allocate'), ...(missing > 0 ? [] : blockedBy('web.nothing_open'))]}
          loading={allocate.busy}
          type={missing > 0 ? 'primary' : 'default'}
          onClick={() => void allocate.run({ demand_id }).catch(() => undefined)}
        >
          {t('allocate')}
        </BlockedButton>
        <BlockedButton
          blocked={[...lacks('fulfilment.review'), ...(picked ? [] : blockedBy('web.nothing_picked'))]}
          type={picked ? 'primary' : 'default'}
          onClick={() => go(`/outbound/${demand_id}`)}
        >
          {t('review_and_ship')}
        </BlockedButton>
      </>
    ),
    answers: (
      <>
        {allocate.error ? <ProblemView error={allocate.error} /> : null}
        {allocate.output && !over ? (
          <Outcome demand={demand} output={allocate.output} onClose={allocate.reset} />
        ) : null}
        <ConfirmWithReason
          open={cancelling}
          danger
          title={t('cancel')}
          onCancel={() => setCancelling(false)}
          onConfirm={(reason) => cancel.run({ demand_id, reason })}
        >
          {t('cancel_text')}
          {cancel.error ? <ProblemView error={cancel.error} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}

type OutcomeProps = {
  readonly demand: Demand;
  readonly output: OutputFor<typeof allocateDemand>;
  readonly onClose: () => void;
};

/** What allocating found, line by line; what is missing stays with the rules that kept lots away, and a way on. */
function Outcome({ demand, output, onClose }: OutcomeProps) {
  const t = useText(text);
  const language = useLanguage();
  const may = useCan();
  return (
    <div aria-live="polite">
      <Section
        title={t('allocate_result')}
        extra={
          <Button size="small" type="text" onClick={onClose}>
            {t('close')}
          </Button>
        }
      >
        <ul className="tc-outcome">
          {output.lines.map((line) => {
            const of = demand.line_rows.find((one) => one.demand_line_id === line.demand_line_id);
            return (
              <li key={line.demand_line_id}>
                <div className="tc-outcome-line">
                  {line.short_by === 0 ? (
                    <StatusChip tone="ok">{t('all_found')}</StatusChip>
                  ) : (
                    <StatusChip tone="bad">
                      {t('short_by', { n: formatInteger(line.short_by, language) })} {of?.unit}
                    </StatusChip>
                  )}
                  <span>
                    {of?.item_code} {of?.item_name}
                  </span>
                  <span className="tc-muted">
                    {t('allocated_of', {
                      n: formatInteger(line.allocated, language),
                      of: formatInteger(line.wanted, language),
                      unit: of?.unit ?? '',
                    })}
                  </span>
                  {line.short_by > 0 && may('planning.read') ? (
                    <Link to={`/risk/${line.item_id}/${demand.warehouse_id}`}>{t('see_risk')}</Link>
                  ) : null}
                </div>
                {line.reasons.length > 0 ? <ReasonList reasons={line.reasons} /> : null}
              </li>
            );
          })}
        </ul>
      </Section>
    </div>
  );
}
