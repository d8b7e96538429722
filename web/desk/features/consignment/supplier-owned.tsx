import { listSupplierOwned, takeSupplierOwned } from '@tongcang/contract';
import { App, Button, Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
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
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { ReceiveSupplierOwned } from './supplier-owned-receive.tsx';
import { text } from './supplier-owned-text.ts';

type Row = RowOf<typeof listSupplierOwned>;

/** What suppliers have left with us, and what becomes ours of it. */
export default function SupplierOwned() {
  const t = useText(text);
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [receiving, setReceiving] = useState(false);
  const [taking, setTaking] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listSupplierOwned, { warehouse_id });
  const gridError = useGridError();
  const blocked = lacks('fulfilment.consign');
  const may = blocked === undefined;
  const columns = useMemo(() => columnsOf(t, may ? setTaking : undefined), [t, may]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('title')}
        description={t('hint')}
        actions={
          <BlockedButton type="primary" blocked={blocked} onClick={() => setReceiving(true)}>
            {t('receive')}
          </BlockedButton>
        }
      />
      {receiving ? <ReceiveSupplierOwned onClose={() => setReceiving(false)} /> : null}
      {taking ? <TakeOver row={taking} onClose={() => setTaking(null)} /> : null}
      <Section flush grow>
        <VirtualGrid
          id="supplier-owned"
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={(row) =>
            [row.item_id, row.lot_id, row.account_id, row.supplier_id, row.disposition].join('|')
          }
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          height="fill"
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  take?: (row: Row) => void,
): GridColumn<Row>[] {
  return [
    { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, width: 200, pin: true },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 90 },
    { key: 'place', title: t('place'), kind: 'code', value: (r) => r.location_code, width: 110 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 220 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 130 },
    { key: 'expiry', title: t('expiry'), kind: 'date', value: (r) => r.expiry_date, width: 110 },
    {
      key: 'disposition',
      title: t('disposition'),
      value: (r) => r.disposition,
      render: (r) => <DispositionChip disposition={r.disposition as Disposition} />,
      width: 110,
    },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, total: 'sum', width: 90 },
    ...(take
      ? [
          {
            key: 'take',
            title: t('take'),
            value: () => '',
            render: (r: Row) =>
              r.disposition === 'released' ? (
                <Button size="small" onClick={() => take(r)}>
                  {t('take')}
                </Button>
              ) : null,
            width: 130,
          },
        ]
      : []),
  ];
}

function TakeOver({ row, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [qty, setQty] = useState(row.qty);
  const [serials, setSerials] = useState('');
  const take = useAction(takeSupplierOwned, {
    invalidates: ['fulfilment', 'stock', 'planning', 'insight'],
    onSuccess: (done) => {
      void message.success(t('taken', { qty: done.qty }));
      onClose();
    },
  });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const { item_id, lot_id, account_id, supplier_id, warehouse_id } = row;
  return (
    <ConfirmWithReason
      open
      title={`${t('take')} · ${row.item_code} ${row.lot_no}`}
      confirm_label={t('take')}
      onCancel={onClose}
      onConfirm={(reason) =>
        take.run({
          supplier_id,
          warehouse_id,
          reason,
          lines: [{ item_id, lot_id, account_id, qty, ...(serial_nos.length > 0 ? { serial_nos } : {}) }],
        })
      }
    >
      <p>{t('take_text')}</p>
      <div className="tc-line-row">
        <LabelledField label={t('qty')} required>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              max={row.qty}
              precision={0}
              value={qty}
              onChange={(value) => setQty(value ?? 1)}
            />
          )}
        </LabelledField>
        {row.tracking === 'serial' ? (
          <LabelledField label={t('serials')} required>
            {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
          </LabelledField>
        ) : null}
      </div>
      {take.error ? <ProblemView error={take.error} /> : null}
    </ConfirmWithReason>
  );
}
