import { useParams } from '@tanstack/react-router';
import {
  allocateWorkOrder,
  cancelWorkOrder,
  getWorkOrder,
  printWorkOrder,
  undoRun,
} from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
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
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks, useUser } from '../../app/session.ts';
import { LineProblem } from '../stock/line-problem.tsx';
import { FinishRun } from './finish-run.tsx';
import { StartRun } from './start-run.tsx';
import { RunStatus, WorkStatus } from './work-status.tsx';
import { text } from './work-text.ts';
import './warehouse.css';

export type WorkOrder = OutputFor<typeof getWorkOrder>;
export type Run = WorkOrder['runs'][number];
const AFFECTS = ['warehouse', 'stock', 'planning', 'insight'] as const;

/** One work order: what it takes, what is at the bench, and every lot that went in and came out. */
export default function WorkPage() {
  const { work_order_id } = useParams({ strict: false }) as { work_order_id: string };
  const { data, error, refetch } = useVerb(getWorkOrder, { work_order_id: Number(work_order_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded order={data} /> : <LoadingState />;
}

function Loaded({ order }: { order: WorkOrder }) {
  const t = useText(text);
  const language = useLanguage();
  const lacks = useLacks();
  const may = useCan();
  const [cancelling, setCancelling] = useState(false);
  const allocate = useAction(allocateWorkOrder, { invalidates: AFFECTS });
  const cancel = useAction(cancelWorkOrder, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const { work_order_id } = order;
  const open = order.status === 'open';
  const number = (qty: number) => formatInteger(qty, language);
  const left = order.qty - order.qty_started;
  return (
    <PageBody>
      <PageHeader
        title={order.document_no}
        status={<WorkStatus status={order.status} />}
        description={`${order.warehouse_code} · ${t(`k_${order.kind}`)} · ${order.item_code} ${order.item_name}${order.lot_no ? ` · ${order.lot_no}` : ''} · ${order.reason}`}
        actions={
          <>
            <RecordNav
              grid="warehouse-work"
              id={work_order_id}
              to={(next) => `/warehouse/work-order/${next}`}
            />
            <PrintButton verb={printWorkOrder} input={{ work_order_id: order.work_order_id }} />
            {open ? (
              <>
                <BlockedButton danger blocked={lacks('warehouse.plan')} onClick={() => setCancelling(true)}>
                  {t('cancel')}
                </BlockedButton>
                {order.disposition === 'released' ? (
                  <BlockedButton
                    type="primary"
                    blocked={lacks('warehouse.plan')}
                    loading={allocate.busy}
                    onClick={() => void allocate.run({ work_order_id }).catch(() => undefined)}
                  >
                    {t('allocate')}
                  </BlockedButton>
                ) : null}
              </>
            ) : null}
          </>
        }
      />
      {allocate.error ? <LineProblem error={allocate.error} /> : null}
      <StatRow>
        <StatTile label={t('qty')} value={number(order.qty)} unit={order.unit} />
        <StatTile label={t('qty_started')} value={number(order.qty_started)} />
        <StatTile label={t('qty_finished')} value={number(order.qty_finished)} tone="ok" />
        {order.label_version ? <StatTile label={t('label_version')} value={order.label_version} /> : null}
      </StatRow>
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th className="tc-num">{t('per_unit')}</th>
                <th className="tc-num">{t('needed')}</th>
                <th className="tc-num">{t('allocated')}</th>
                <th className="tc-num">{t('used')}</th>
              </tr>
            </thead>
            <tbody>
              {order.line_rows.map((line) => (
                <tr key={line.work_order_line_id}>
                  <td>
                    {line.item_code} {line.item_name}
                  </td>
                  <td className="tc-num">{number(line.per_unit)}</td>
                  <td className="tc-num">
                    {number(line.qty)} {line.unit}
                  </td>
                  <td className="tc-num">{number(line.qty_allocated)}</td>
                  <td className="tc-num">{number(line.qty_used)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      {open && left > 0 && order.allocations.length > 0 && may('warehouse.work') ? (
        <StartRun key={order.runs.length} order={order} left={left} />
      ) : null}
      {order.runs.length > 0 ? (
        <Section title={t('runs')}>
          <ul className="tc-plain-list">
            {order.runs.map((run) => (
              <OneRun key={run.work_run_id} order={order} run={run} />
            ))}
          </ul>
        </Section>
      ) : null}
      <ConfirmWithReason
        open={cancelling}
        danger
        title={t('cancel')}
        reason_min={2}
        onCancel={() => setCancelling(false)}
        onConfirm={(reason) => cancel.run({ work_order_id, reason })}
      >
        {t('cancel_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

const own = [{ code: 'warehouse.own_work', params: {} }];

function OneRun({ order, run }: { order: WorkOrder; run: Run }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const lacks = useLacks();
  const { user_id } = useUser();
  const [finishing, setFinishing] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const undo = useAction(undoRun, { invalidates: AFFECTS, onSuccess: () => setUndoing(false) });
  const mine = run.started_by === user_id;
  return (
    <li className="tc-run">
      <div className="tc-run-head">
        <strong>{t('run_n', { n: run.run_no })}</strong>
        <RunStatus status={run.status} />
        <span>
          {t('qty')} {formatInteger(run.qty, language)}
        </span>
        <span className="tc-muted">
          {t('started_by')} {run.started_by_name ?? '—'} {formatInstant(run.started_at, zone)}
          {run.finished_at
            ? ` · ${t('finished_by')} ${run.finished_by_name ?? '—'} ${formatInstant(run.finished_at, zone)}`
            : ''}
          {run.note ? ` · ${run.note}` : ''}
        </span>
        {run.status === 'started' ? (
          <span className="tc-chips">
            <BlockedButton size="small" blocked={lacks('warehouse.work')} onClick={() => setUndoing(true)}>
              {t('undo')}
            </BlockedButton>
            <BlockedButton
              size="small"
              type="primary"
              blocked={[...lacks('warehouse.work'), ...(mine ? own : [])]}
              onClick={() => setFinishing(true)}
            >
              {t('finish')}
            </BlockedButton>
          </span>
        ) : null}
      </div>
      {(['taken', 'made'] as const).map((side) => (
        <Pieces key={side} side={side} run={run} />
      ))}
      {finishing && run.status === 'started' ? (
        <FinishRun order={order} run={run} onDone={() => setFinishing(false)} />
      ) : null}
      <ConfirmWithReason
        open={undoing}
        danger
        title={t('undo')}
        reason_min={2}
        onCancel={() => setUndoing(false)}
        onConfirm={(reason) => undo.run({ work_run_id: run.work_run_id, reason })}
      >
        {t('undo_text')}
        {undo.error ? <LineProblem error={undo.error} /> : null}
      </ConfirmWithReason>
    </li>
  );
}

function Pieces({ side, run }: { side: 'taken' | 'made'; run: Run }) {
  const t = useText(text);
  const language = useLanguage();
  const pieces = run.pieces.filter((piece) => piece.side === side);
  if (pieces.length === 0) return null;
  return (
    <div className="tc-run-pieces">
      <span className="tc-muted">{t(side)}</span>
      {pieces.map((piece) => (
        <span key={`${piece.item_id}|${piece.lot_id}|${piece.location_code}`}>
          {piece.item_code} <Link to={`/stock/trace/${piece.item_id}/${piece.lot_id}`}>{piece.lot_no}</Link>{' '}
          {formatInteger(piece.qty, language)} · {piece.location_code}
          {piece.expiry_date ? ` · ${t('expiry')} ${piece.expiry_date}` : ''}
        </span>
      ))}
    </div>
  );
}
