import { ACCEPTANCE_RESULTS, listAcceptances } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useGridView } from '../../app/url.ts';
import { receivingText, type T } from './receiving-text.ts';

type Row = RowOf<typeof listAcceptances>;

/** The register that an inspector asks for. */
export default function AcceptanceList() {
  const t = useText(receivingText);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listAcceptances, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('acceptances')} description={t('acceptances_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="acceptances"
          label={t('acceptances')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.acceptance_line_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_acceptances')} />}
          onOpen={(row) => go(`/receiving/${row.receipt_id}`)}
          height="fill"
          rowTone={(row) => (row.result === 'qualified' ? undefined : 'warn')}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('acceptance_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 150,
    },
    { key: 'item', title: t('item'), value: (r) => r.item_name, grow: true, width: 180 },
    { key: 'model', title: t('model'), value: (r) => r.model, width: 120 },
    { key: 'registration_no', title: t('registration_no'), value: (r) => r.registration_no, width: 190 },
    { key: 'registrant', title: t('registrant_name'), value: (r) => r.registrant_name, width: 160 },
    { key: 'producer', title: t('producer_name'), value: (r) => r.producer_name, width: 160 },
    { key: 'licence', title: t('producer_licence_no'), value: (r) => r.producer_licence_no, width: 190 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 120 },
    { key: 'production', title: t('production'), kind: 'date', value: (r) => r.production_date, width: 110 },
    { key: 'expiry', title: t('expiry'), kind: 'date', value: (r) => r.expiry_date, width: 110 },
    {
      key: 'purchase_date',
      title: t('purchase_date'),
      kind: 'date',
      value: (r) => r.purchase_date,
      width: 110,
    },
    { key: 'arrival_date', title: t('arrival_date'), kind: 'date', value: (r) => r.arrival_date, width: 110 },
    { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, width: 160 },
    { key: 'address', title: t('supplier_address'), value: (r) => r.supplier_address, width: 180 },
    { key: 'contact', title: t('supplier_contact'), value: (r) => r.supplier_contact, width: 140 },
    { key: 'arrived_qty', title: t('arrived_qty'), kind: 'integer', value: (r) => r.arrived_qty, width: 90 },
    { key: 'sample_qty', title: t('sample'), kind: 'integer', value: (r) => r.sample_qty, width: 80 },
    {
      key: 'qualified_qty',
      title: t('qualified'),
      kind: 'integer',
      value: (r) => r.qualified_qty,
      width: 80,
    },
    {
      key: 'unqualified_qty',
      title: t('unqualified'),
      kind: 'integer',
      value: (r) => r.unqualified_qty,
      width: 90,
    },
    {
      key: 'result',
      title: t('result'),
      kind: 'choice',
      value: (r) => r.result,
      choices: ACCEPTANCE_RESULTS.map((value) => ({ value, label: t(`r_${value}`) })),
      width: 110,
    },
    {
      key: 'unqualified_reason',
      title: t('unqualified_reason'),
      value: (r) => r.unqualified_reason,
      width: 160,
    },
    { key: 'arrival_temp', title: t('arrival_temp'), value: (r) => r.arrival_temp_c, width: 110 },
    { key: 'record_no', title: t('record_no'), value: (r) => r.temperature_record_no, width: 130 },
    { key: 'accepted_by', title: t('accepted_by'), value: (r) => r.accepted_by_name, width: 100 },
    { key: 'accepted_at', title: t('accepted_at'), kind: 'instant', value: (r) => r.accepted_at },
    { key: 'retain', title: t('retain_until'), value: (r) => r.retain_until ?? t('forever'), width: 110 },
  ];
}
