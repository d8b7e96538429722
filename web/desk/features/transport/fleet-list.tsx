import { PlusOutlined } from '@ant-design/icons';
import { listVehicles } from '@tongcang/contract';
import { lazy, Suspense, useMemo, useState } from 'react';
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
import { type RowOf, useRows } from '../../app/api.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { rangeText } from './model.ts';
import { Usable } from './states.tsx';
import { type TransportText, text } from './text.ts';

/** Whoever only looks at the list does not wait for the form. */
const FleetDrawer = lazy(() => import('./fleet-drawer.tsx'));
type Row = RowOf<typeof listVehicles>;

export default function FleetList() {
  const t = useText(text);
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const { rows, loading, error, refetch } = useRows(listVehicles, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('fleet')}
        description={t('fleet_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transport.manage')}
            onClick={() => setOpen('new')}
          >
            {t('add_vehicle')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="fleet"
          label={t('fleet')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.vehicle_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_fleet')} />}
          onOpen={setOpen}
          height="fill"
          rowTone={(row) => (row.problem !== null && row.status === 'active' ? 'bad' : undefined)}
        />
      </Section>
      <Suspense fallback={null}>
        {open !== null ? (
          <FleetDrawer vehicle={open === 'new' ? null : open} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    {
      key: 'code',
      title: t('vehicle_code'),
      kind: 'code',
      value: (r) => r.vehicle_code,
      pin: true,
      width: 130,
    },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: (['vehicle', 'box'] as const).map((value) => ({ value, label: t(`v_${value}`) })),
      width: 90,
    },
    { key: 'model', title: t('model'), value: (r) => r.model, grow: true, width: 140 },
    {
      key: 'problem',
      title: t('status'),
      value: (r) => r.problem ?? 'usable',
      render: (r) => <Usable problem={r.problem} />,
      width: 130,
    },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name ?? t('own_fleet'), width: 150 },
    { key: 'depot', title: t('depot'), kind: 'code', value: (r) => r.depot_code, width: 90 },
    { key: 'kg', title: t('capacity'), kind: 'integer', value: (r) => r.capacity_kg, width: 100 },
    { key: 'ambient', title: t('ambient_l'), kind: 'integer', value: (r) => r.ambient_l, width: 110 },
    { key: 'cold', title: t('cold_l'), kind: 'integer', value: (r) => r.cold_l, width: 110 },
    { key: 'frozen', title: t('frozen_l'), kind: 'integer', value: (r) => r.frozen_l, width: 110 },
    { key: 'range', title: t('range'), value: (r) => rangeText(r), width: 110 },
    { key: 'due', title: t('validation_due'), kind: 'date', value: (r) => r.validation_due, width: 120 },
    {
      key: 'licence',
      title: t('licence_valid_to'),
      kind: 'date',
      value: (r) => r.licence_valid_to,
      width: 120,
    },
  ];
}
