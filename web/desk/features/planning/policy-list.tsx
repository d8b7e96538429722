import { listPolicies, setPolicy } from '@tongcang/contract';
import { App, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import {
  ConfirmWithReason,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listPolicies>;

/** Reorder points with their grounds; a planner may fix one by hand, with a reason. */
export default function PolicyList() {
  const t = useText(text);
  const may = useCan();
  const { message } = App.useApp();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { data, isFetching, error, refetch } = useVerb(
    listPolicies,
    { warehouse_id, limit: 1000 },
    { keepPrevious: true },
  );
  const gridError = useGridError();
  const [fixing, setFixing] = useState<Row | null>(null);
  const [value, setValue] = useState<number | null>(null);
  const save = useAction(setPolicy, {
    invalidates: ['planning', 'insight'],
    onSuccess: () => {
      setFixing(null);
      void message.success(t('saved'));
    },
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('policies')} description={t('policies_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="policies"
          label={t('policies')}
          columns={columns}
          rows={data?.rows}
          total={data?.total}
          rowKey={(row) => `${row.item_id}|${row.warehouse_id}`}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          height="fill"
          onOpen={(row) => {
            if (!may('planning.set_policy')) return;
            setValue(row.pinned.reorder_point);
            setFixing(row);
          }}
        />
      </Section>
      <ConfirmWithReason
        open={fixing !== null}
        title={`${t('pin')} ${fixing?.item_code ?? ''} ${fixing?.warehouse_code ?? ''}`}
        onCancel={() => setFixing(null)}
        onConfirm={(reason) =>
          save.run({
            item_id: fixing!.item_id,
            warehouse_id: fixing!.warehouse_id,
            reorder_point: value,
            reason,
          })
        }
      >
        <p>{t('pin_text')}</p>
        <InputNumber
          aria-label={t('reorder_point')}
          min={0}
          precision={0}
          value={value}
          placeholder={String(fixing?.reorder_point ?? '')}
          onChange={setValue}
        />
        {save.error ? <ProblemView error={save.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'item_code',
      title: t('item_code'),
      kind: 'code',
      value: (r) => r.item_code,
      pin: true,
      width: 110,
    },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 200 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 90 },
    { key: 'safety_stock', title: t('safety_stock'), kind: 'integer', value: (r) => r.safety_stock },
    { key: 'reorder_point', title: t('reorder_point'), kind: 'integer', value: (r) => r.reorder_point },
    { key: 'order_up_to', title: t('order_up_to'), kind: 'integer', value: (r) => r.order_up_to },
    {
      key: 'daily',
      title: t('daily'),
      kind: 'integer',
      value: (r) => r.daily_mean,
      render: (r) => r.daily_mean.toFixed(2),
    },
    { key: 'lead_time', title: t('lead_time'), kind: 'integer', value: (r) => r.lead_time_days, width: 120 },
    {
      key: 'service_level',
      title: t('service_level'),
      kind: 'integer',
      value: (r) => Math.round(r.service_level * 1000) / 10,
      render: (r) => `${(r.service_level * 100).toFixed(1)} %`,
    },
    { key: 'method', title: t('method'), value: (r) => t(`m_${r.method}` as 'm_none'), width: 130 },
    {
      key: 'pinned',
      title: t('pinned'),
      value: (r) => r.pin_reason ?? '',
      render: (r) => (r.pin_reason ? <StatusChip tone="hold">{r.pin_reason}</StatusChip> : null),
    },
  ];
}
