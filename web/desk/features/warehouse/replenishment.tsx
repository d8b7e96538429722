import {
  cancelReplenishment,
  listReplenishments,
  planReplenishment,
  REPLENISHMENT_STATUSES,
} from '@tongcang/contract';
import { Alert } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type OutputFor, type RowOf, useAction, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { ReplenishmentTask } from './replenishment-task.tsx';
import { text } from './replenishment-text.ts';

export type Task = RowOf<typeof listReplenishments>;
const TONES = { open: 'warn', done: 'ok', cancelled: 'neutral' } as const;
const one_warehouse = [{ code: 'web.one_warehouse', params: {} }];

export default function Replenishment() {
  const t = useText(text);
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [doing, setDoing] = useState<Task | null>(null);
  const [cancelling, setCancelling] = useState<Task | null>(null);
  const [planned, setPlanned] = useState<OutputFor<typeof planReplenishment> | null>(null);
  const { rows, loading, error, refetch } = useRows(listReplenishments, { warehouse_id });
  const gridError = useGridError();
  const plan = useAction(planReplenishment, { invalidates: ['warehouse'], onSuccess: setPlanned });
  const cancel = useAction(cancelReplenishment, {
    invalidates: ['warehouse'],
    onSuccess: () => {
      setCancelling(null);
      setDoing(null);
    },
  });
  const columns = useMemo(() => columnsOf(t, setDoing, lacks('warehouse.work')), [t, lacks]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <>
            <Link to="/warehouse/pick-face" className="tc-header-link">
              {t('faces')}
            </Link>
            <BlockedButton
              type="primary"
              blocked={[...lacks('warehouse.work'), ...(warehouse_id === undefined ? one_warehouse : [])]}
              loading={plan.busy}
              onClick={() => void plan.run({ warehouse_id: warehouse_id! }).catch(() => undefined)}
            >
              {t('plan')}
            </BlockedButton>
          </>
        }
      />
      {plan.error ? <ProblemView error={plan.error} /> : null}
      {planned ? (
        <Alert
          closable
          showIcon
          type={planned.short.length > 0 ? 'warning' : 'success'}
          title={t('planned', { tasks: planned.tasks, qty: planned.qty })}
          description={
            planned.short.length > 0
              ? t('short', {
                  places: planned.short
                    .map((one) => `${one.location_code} ${one.item_code} −${one.short_by}`)
                    .join('；'),
                })
              : null
          }
          onClose={() => setPlanned(null)}
        />
      ) : null}
      {doing ? (
        <ReplenishmentTask
          key={doing.replenishment_id}
          task={doing}
          onDone={() => setDoing(null)}
          onCancel={() => setCancelling(doing)}
        />
      ) : null}
      <Section flush grow>
        <VirtualGrid
          id="warehouse-replenishment"
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.replenishment_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          height="fill"
        />
      </Section>
      <ConfirmWithReason
        open={cancelling !== null}
        danger
        title={t('cancel')}
        reason_min={2}
        onCancel={() => setCancelling(null)}
        onConfirm={(reason) => cancel.run({ replenishment_id: cancelling!.replenishment_id, reason })}
      >
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  onDo: (task: Task) => void,
  blocked: ReturnType<ReturnType<typeof useLacks>>,
): GridColumn<Task>[] {
  return [
    { key: 'from', title: t('from'), kind: 'code', value: (r) => r.from_code, pin: true, width: 96 },
    { key: 'to', title: t('to'), kind: 'code', value: (r) => r.to_code, width: 96 },
    {
      key: 'do',
      title: t('do'),
      value: () => null,
      sort: false,
      filter: false,
      width: 92,
      render: (r) =>
        r.status === 'open' ? (
          <BlockedButton size="small" type="primary" blocked={blocked} onClick={() => onDo(r)}>
            {t('do')}
          </BlockedButton>
        ) : null,
    },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 180 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 130 },
    { key: 'expiry', title: t('expiry'), kind: 'date', value: (r) => r.expiry_date },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 84 },
    { key: 'qty_done', title: t('qty_done'), kind: 'integer', value: (r) => r.qty_done, width: 92 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: REPLENISHMENT_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <StatusChip tone={TONES[r.status]}>{t(`s_${r.status}`)}</StatusChip>,
      width: 96,
    },
    { key: 'done_by', title: t('done_by'), value: (r) => r.done_by_name, width: 96 },
    { key: 'note', title: t('note'), value: (r) => r.note, width: 140 },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
    { key: 'done_at', title: t('done_at'), kind: 'instant', value: (r) => r.done_at, hidden: true },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, hidden: true },
  ];
}
