import { DELIVERY_STATUSES, listShipments } from '@tongcang/contract';
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
import { State } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listShipments>;

/** What has left for hospitals and where it is. */
export default function ShipmentList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listShipments, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('deliveries')} description={t('deliveries_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="shipments"
          label={t('deliveries')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.shipment_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_deliveries')} />}
          onOpen={(row) => go(`/delivery/${row.shipment_id}`)}
          height="fill"
          rowTone={(row) => (row.qty_refused > 0 ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'note',
      title: t('note_no'),
      kind: 'code',
      value: (r) => r.delivery_note_no,
      pin: true,
      width: 140,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: DELIVERY_STATUSES.map((value) => ({ value, label: t(`d_${value}`) })),
      render: (r) => <State of="delivery" status={r.status} />,
      width: 120,
    },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 120 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 88 },
    { key: 'delivered', title: t('delivered'), kind: 'integer', value: (r) => r.qty_delivered, width: 88 },
    { key: 'refused', title: t('refused'), kind: 'integer', value: (r) => r.qty_refused, width: 88 },
    { key: 'shipped_at', title: t('shipped_at'), kind: 'instant', value: (r) => r.shipped_at },
    { key: 'arrival', title: t('arrival'), kind: 'date', value: (r) => r.arrival_date },
    { key: 'delivered_at', title: t('delivered_at'), kind: 'instant', value: (r) => r.delivered_at },
    { key: 'signed_by', title: t('signed_by'), value: (r) => r.signed_by, width: 110 },
    { key: 'demand', title: t('demand_no'), kind: 'code', value: (r) => r.document_no, hidden: true },
  ];
}
