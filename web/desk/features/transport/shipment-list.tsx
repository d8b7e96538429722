import { listTransportShipments, SHIPMENT_STATUSES } from '@tongcang/contract';
import { Checkbox } from 'antd';
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
import { useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { kg, type ShipmentRow } from './model.ts';
import { Delay, ShipmentStatus } from './states.tsx';
import { type TransportText, text } from './text.ts';

export default function ShipmentList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [late, setLate] = useState(false);
  const { rows, loading, error, refetch } = useRows(listTransportShipments, {
    warehouse_id,
    late_only: late ? 'true' : 'false',
  });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('shipments')}
        description={t('shipments_hint')}
        actions={
          <>
            <Checkbox
              style={{ alignSelf: 'center' }}
              checked={late}
              onChange={(event) => setLate(event.target.checked)}
            >
              {t('late_only')}
            </Checkbox>
            <BlockedButton
              type="primary"
              blocked={lacks('transport.plan')}
              onClick={() => go('/transport/plan')}
            >
              {t('plan')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="shipments"
          label={t('shipments')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.shipment_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_shipments')} />}
          onOpen={(row) => go(`/transport/shipment/${row.shipment_id}`)}
          height="fill"
          rowTone={(row) => (row.delayed_minutes > 0 && row.completed_at === null ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<ShipmentRow>[] {
  return [
    { key: 'no', title: t('shipment_no'), kind: 'code', value: (r) => r.document_no, pin: true, width: 148 },
    { key: 'from', title: t('from'), kind: 'code', value: (r) => r.from_warehouse_code, width: 80 },
    { key: 'to', title: t('destination'), value: (r) => r.destination, grow: true, width: 180 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: SHIPMENT_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <ShipmentStatus status={r.status} />,
      width: 130,
    },
    {
      key: 'late',
      title: t('delay'),
      kind: 'integer',
      value: (r) => r.delayed_minutes,
      render: (r) => <Delay minutes={r.delayed_minutes} />,
      width: 130,
    },
    {
      key: 'class',
      title: t('temperature_class'),
      kind: 'choice',
      value: (r) => r.temperature_class,
      choices: (['ambient', 'cold', 'frozen'] as const).map((value) => ({ value, label: t(`c_${value}`) })),
      width: 100,
    },
    {
      key: 'stops',
      title: t('stops'),
      value: (r) => `${r.stops_done}/${r.stops}`,
      width: 72,
    },
    { key: 'documents', title: t('documents'), kind: 'integer', value: (r) => r.documents, width: 72 },
    { key: 'eta', title: t('arrival'), kind: 'instant', value: (r) => r.eta_at },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name ?? t('own_fleet'), width: 150 },
    { key: 'vehicle', title: t('vehicle'), kind: 'code', value: (r) => r.vehicle_code, width: 110 },
    { key: 'driver', title: t('driver'), value: (r) => r.driver_name, width: 90 },
    {
      key: 'weight',
      title: `${t('weight')} kg`,
      kind: 'integer',
      value: (r) => Math.ceil(kg(r.weight_g)),
      width: 90,
    },
    { key: 'quote', title: t('quote'), kind: 'money', value: (r) => r.quote_fen, total: 'sum', width: 110 },
    {
      key: 'actual',
      title: t('actual'),
      kind: 'money',
      value: (r) => r.actual_fen,
      total: 'sum',
      width: 110,
    },
  ];
}
