import { exportInvoiceLines, listInvoiceLines } from '@tongcang/contract';
import { Input } from 'antd';
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
import { call, type RowOf, useRows } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { useGridError } from '../../app/problem-view.tsx';
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
  const columns = useMemo(() => columnsOf(t), [t]);
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

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
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
    { key: 'upstream', title: t('upstream'), value: (r) => r.upstream_invoice_nos.join(' '), width: 140 },
    { key: 'invoices', title: t('invoices'), kind: 'integer', value: (r) => r.invoices, width: 104 },
    { key: 'order', title: t('order_no'), kind: 'code', value: (r) => r.customer_order_no, hidden: true },
    { key: 'entity', title: t('entity'), value: (r) => r.legal_entity_name, hidden: true },
  ];
}
