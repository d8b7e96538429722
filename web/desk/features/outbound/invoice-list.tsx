import { exportInvoiceLines, listInvoiceLines, recordUpstreamInvoice } from '@tongcang/contract';
import { Button, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, type RowOf, useAction, useRows } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listInvoiceLines>;

/** What finance bills: signed for, less what came back. */
export default function InvoiceList() {
  const t = useText(text);
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const filter = { warehouse_id, from: from || undefined, to: to || undefined };
  const { rows, loading, error, refetch } = useRows(listInvoiceLines, filter);
  const gridError = useGridError();
  const [noting, setNoting] = useState<Row | null>(null);
  const may = lacks('fulfilment.settle') === undefined;
  const columns = useMemo(() => columnsOf(t, may ? setNoting : undefined), [t, may]);
  const save = (format: 'xlsx' | 'csv') =>
    call(exportInvoiceLines, { ...filter, format }).then(saveFile, () => undefined);
  return (
    <PageBody fill>
      <PageHeader
        title={t('invoice')}
        description={t('invoice_hint')}
        actions={
          <>
            <BlockedButton blocked={lacks('finance.export')} onClick={() => void save('csv')}>
              {t('export_csv')}
            </BlockedButton>
            <BlockedButton type="primary" blocked={lacks('finance.export')} onClick={() => void save('xlsx')}>
              {t('export_xlsx')}
            </BlockedButton>
          </>
        }
      />
      <div className="tc-line-row">
        <LabelledField label={t('from')}>
          {(id) => <Input id={id} type="date" value={from} onChange={(e) => setFrom(e.target.value)} />}
        </LabelledField>
        <LabelledField label={t('to')}>
          {(id) => <Input id={id} type="date" value={to} onChange={(e) => setTo(e.target.value)} />}
        </LabelledField>
      </div>
      {noting ? <UpstreamInvoice row={noting} onClose={() => setNoting(null)} /> : null}
      <Section flush grow>
        <VirtualGrid
          id="invoice-lines"
          label={t('invoice')}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.document_no}|${row.item_code}|${row.lot_no}`}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_invoice')} />}
          height="fill"
          rowTone={(row) => (row.invoices !== null && row.invoices > 2 ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  note?: (row: Row) => void,
): GridColumn<Row>[] {
  return [
    { key: 'document', title: t('document'), kind: 'code', value: (r) => r.document_no, pin: true },
    { key: 'billed_at', title: t('billed_at'), kind: 'instant', value: (r) => r.billed_at },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, width: 220 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 120 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 84 },
    { key: 'price', title: t('unit_price'), kind: 'money', value: (r) => r.unit_price_fen, width: 110 },
    { key: 'amount', title: t('amount'), kind: 'money', value: (r) => r.amount_fen, total: 'sum' },
    { key: 'tax', title: t('tax'), kind: 'money', value: (r) => r.tax_fen, total: 'sum', width: 110 },
    {
      key: 'upstream',
      title: t('upstream'),
      value: (r) => r.upstream_invoice_nos.join(' '),
      width: 190,
      render: (r) => (
        <>
          {r.upstream_invoice_nos.join(' ')}{' '}
          {note ? (
            <Button type="link" size="small" onClick={() => note(r)}>
              {t('note_upstream')}
            </Button>
          ) : null}
        </>
      ),
    },
    { key: 'invoices', title: t('invoices'), kind: 'integer', value: (r) => r.invoices, width: 104 },
    { key: 'order', title: t('order_no'), kind: 'code', value: (r) => r.customer_order_no, hidden: true },
    { key: 'entity', title: t('entity'), value: (r) => r.legal_entity_name, hidden: true },
  ];
}

/** The invoice with which a lot came to us; the two-invoice rule counts by it. */
function UpstreamInvoice({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText(text);
  const [invoice_no, setNo] = useState('');
  const [invoice_date, setDate] = useState('');
  const save = useAction(recordUpstreamInvoice, { invalidates: ['fulfilment'], onSuccess: onClose });
  const { item_id, lot_id } = row;
  return (
    <Modal
      open
      title={`${t('note_upstream')} · ${row.item_code} ${row.lot_no}`}
      okText={t('save')}
      okButtonProps={{ disabled: invoice_no.trim() === '' || invoice_date === '', loading: save.busy }}
      onCancel={onClose}
      onOk={() =>
        void save.run({ item_id, lot_id, invoice_no: invoice_no.trim(), invoice_date }).catch(() => undefined)
      }
    >
      {save.error ? <ProblemView error={save.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('invoice_no')} required>
          {(id) => (
            <Input id={id} value={invoice_no} maxLength={40} onChange={(e) => setNo(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('invoice_date')} required>
          {(id) => (
            <Input id={id} type="date" value={invoice_date} onChange={(e) => setDate(e.target.value)} />
          )}
        </LabelledField>
      </div>
    </Modal>
  );
}
