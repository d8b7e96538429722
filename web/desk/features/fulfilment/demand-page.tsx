import { useParams } from '@tanstack/react-router';
import { allocateDemand, cancelDemand, getDemand, shipDemand } from '@tongcang/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
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
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { PickPanel } from './pick-panel.tsx';
import { DemandStatus, Priority } from './states.tsx';
import { text } from './text.ts';

type Demand = OutputFor<typeof getDemand>;
const AFFECTS = ['fulfilment', 'stock', 'planning', 'insight'] as const;
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
    demand.line_rows.map((line) => [line.item_id, `${line.item_code} ${line.item_name}`]),
  );
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
        actions={<Actions demand={demand} />}
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('hospital'), value: demand.partner_name },
            { label: t('department'), value: demand.department_name },
            { label: t('warehouse'), value: demand.warehouse_code },
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
                  <td className="tc-num">{line.min_remaining_days}</td>
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
        rows={demand.allocations.map((row) => ({ ...row, item_label: labels.get(row.item_id) ?? '' }))}
      />
      {demand.shipments.length > 0 ? (
        <Section title={t('shipments')}>
          <ul className="tc-plain-list">
            {demand.shipments.map((shipment) => (
              <li key={shipment.shipment_id}>
                <Link to={`/demand/note/${shipment.shipment_id}`}>{shipment.delivery_note_no}</Link>
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

function Actions({ demand }: { demand: Demand }) {
  const t = useText(text);
  const { message } = App.useApp();
  const lacks = useLacks();
  const [cancelling, setCancelling] = useState(false);
  const allocate = useAction(allocateDemand, { invalidates: AFFECTS });
  const ship = useAction(shipDemand, {
    invalidates: AFFECTS,
    onSuccess: ({ shipments }) =>
      void message.success(t('shipped_ok', { no: shipments.map((s) => s.delivery_note_no).join(', ') })),
  });
  const cancel = useAction(cancelDemand, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const { demand_id } = demand;
  const missing = demand.qty - demand.qty_allocated - demand.qty_shipped;
  const picked = demand.allocations.some((row) => row.status === 'picked');
  const over = demand.status === 'shipped' || demand.status === 'cancelled';
  return (
    <>
      {over ? null : (
        <div className="tc-actions">
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
            blocked={[...lacks('fulfilment.ship'), ...(picked ? [] : blockedBy('web.nothing_picked'))]}
            loading={ship.busy}
            type={picked ? 'primary' : 'default'}
            onClick={() => void ship.run({ demand_id }).catch(() => undefined)}
          >
            {t('ship')}
          </BlockedButton>
        </div>
      )}
      {allocate.error ? <ProblemView error={allocate.error} /> : null}
      {ship.error ? <ProblemView error={ship.error} /> : null}
      {allocate.output ? <Outcome output={allocate.output} onClose={allocate.reset} /> : null}
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
  );
}

/** What allocating found, line by line; what is missing stays with the rules that kept lots away. */
function Outcome({ output, onClose }: { output: OutputFor<typeof allocateDemand>; onClose: () => void }) {
  const t = useText(text);
  return (
    <section className="tc-outcome" aria-live="polite">
      <div className="tc-outcome-head">
        <strong>{t('allocate_result')}</strong>
        <Button size="small" type="text" onClick={onClose} aria-label="×">
          ×
        </Button>
      </div>
      {output.lines.map((line) => (
        <div key={line.demand_line_id}>
          {line.short_by === 0 ? (
            <StatusChip tone="ok">{t('all_found')}</StatusChip>
          ) : (
            <StatusChip tone="bad">{t('short_by', { n: line.short_by })}</StatusChip>
          )}{' '}
          {line.allocated}/{line.wanted}
          {line.reasons.length > 0 ? <ReasonList reasons={line.reasons} /> : null}
        </div>
      ))}
    </section>
  );
}
