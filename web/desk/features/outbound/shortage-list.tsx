import { listShortages, SHORT_REASONS, SHORTAGE_STATUSES, settleShortage } from '@tongcang/contract';
import { Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import {
  ConfirmWithReason,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { State, splitSerials } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listShortages>;

/** Pieces that pickers did not find; a second person looks and says what became of them. */
export default function ShortageList() {
  const t = useText(text);
  const may = useCan();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [settling, setSettling] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listShortages, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  const open = (row: Row) => {
    if (row.status === 'open' && may('stock.adjust')) setSettling(row);
  };
  return (
    <PageBody fill>
      <PageHeader title={t('shortages')} description={t('shortages_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="shortages"
          label={t('shortages')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.pick_shortage_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_shortages')} />}
          onOpen={open}
          height="fill"
          rowTone={(row) => (row.status === 'open' ? 'warn' : undefined)}
        />
      </Section>
      {settling ? (
        <Settle key={settling.pick_shortage_id} row={settling} onClose={() => setSettling(null)} />
      ) : null}
    </PageBody>
  );
}

function Settle({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText(text);
  const [found, setFound] = useState(0);
  const [serials, setSerials] = useState('');
  const settle = useAction(settleShortage, {
    invalidates: ['fulfilment', 'stock', 'planning'],
    onSuccess: onClose,
  });
  const named = splitSerials(serials);
  return (
    <ConfirmWithReason
      open
      title={`${t('settle')} ${row.document_no}`}
      confirm_label={t('settle')}
      onCancel={onClose}
      onConfirm={(reason) =>
        settle.run({
          pick_shortage_id: row.pick_shortage_id,
          found,
          reason,
          ...(named.length > 0 ? { found_serial_nos: named } : {}),
        })
      }
    >
      <p>
        {row.location_code} · {row.item_code} {row.item_name} · {row.lot_no}
      </p>
      <p className="tc-muted">{t('settle_text', { qty: row.qty })}</p>
      <div className="tc-form-grid">
        <LabelledField label={t('found_qty')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={row.qty}
              precision={0}
              suffix={`/ ${row.qty}`}
              value={found}
              style={{ width: '100%' }}
              onChange={(value) => setFound(value ?? 0)}
            />
          )}
        </LabelledField>
        {found > 0 && found < row.qty ? (
          <LabelledField label={t('found_serials')}>
            {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
          </LabelledField>
        ) : null}
      </div>
      {settle.error ? <ProblemView error={settle.error} /> : null}
    </ConfirmWithReason>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('shortage_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: SHORTAGE_STATUSES.map((value) => ({ value, label: t(`q_${value}`) })),
      render: (r) => <State of="shortage" status={r.status} />,
      width: 104,
    },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    { key: 'location', title: t('location'), kind: 'code', value: (r) => r.location_code, width: 110 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 200 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 120 },
    { key: 'qty', title: t('short'), kind: 'integer', value: (r) => r.qty, width: 84 },
    { key: 'found', title: t('found'), kind: 'integer', value: (r) => r.qty_found, width: 84 },
    {
      key: 'reason',
      title: t('reason'),
      kind: 'choice',
      value: (r) => r.reason,
      choices: SHORT_REASONS.map((value) => ({ value, label: t(`sr_${value}`) })),
    },
    { key: 'opened_by', title: t('opened_by'), value: (r) => r.opened_by_name, width: 110 },
    { key: 'opened_at', title: t('opened_at'), kind: 'instant', value: (r) => r.opened_at },
    { key: 'settled_by', title: t('settled_by'), value: (r) => r.settled_by_name, width: 110 },
    { key: 'wave', title: t('wave_no'), kind: 'code', value: (r) => r.wave_no, hidden: true },
  ];
}
