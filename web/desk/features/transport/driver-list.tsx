import { PlusOutlined } from '@ant-design/icons';
import { listDrivers } from '@tongcang/contract';
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
import { Usable } from './states.tsx';
import { type TransportText, text } from './text.ts';

/** Whoever only looks at the list does not wait for the form. */
const DriverDrawer = lazy(() => import('./driver-drawer.tsx'));
type Row = RowOf<typeof listDrivers>;

export default function DriverList() {
  const t = useText(text);
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const { rows, loading, error, refetch } = useRows(listDrivers, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('drivers')}
        description={t('drivers_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transport.manage')}
            onClick={() => setOpen('new')}
          >
            {t('add_driver')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="drivers"
          label={t('drivers')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.driver_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_drivers')} />}
          onOpen={setOpen}
          height="fill"
          rowTone={(row) => (row.problem !== null && row.status === 'active' ? 'bad' : undefined)}
        />
      </Section>
      <Suspense fallback={null}>
        {open !== null ? (
          <DriverDrawer driver={open === 'new' ? null : open} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    {
      key: 'code',
      title: t('driver_code'),
      kind: 'code',
      value: (r) => r.driver_code,
      pin: true,
      width: 110,
    },
    { key: 'name', title: t('name'), value: (r) => r.name, grow: true, width: 120 },
    {
      key: 'problem',
      title: t('status'),
      value: (r) => r.problem ?? 'usable',
      render: (r) => <Usable problem={r.problem} />,
      width: 130,
    },
    { key: 'phone', title: t('phone'), value: (r) => r.phone, width: 140 },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name ?? t('own_fleet'), width: 160 },
    { key: 'depot', title: t('depot'), kind: 'code', value: (r) => r.depot_code, width: 90 },
    { key: 'account', title: t('account'), kind: 'code', value: (r) => r.account, width: 120 },
    {
      key: 'licence',
      title: t('licence_valid_to'),
      kind: 'date',
      value: (r) => r.licence_valid_to,
      width: 120,
    },
    { key: 'trained', title: t('trained_until'), kind: 'date', value: (r) => r.trained_until, width: 140 },
  ];
}
