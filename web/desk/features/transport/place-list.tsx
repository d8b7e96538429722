import { listDeliveryPlaces } from '@tongcang/contract';
import { lazy, Suspense, useMemo, useState } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { clock } from './model.ts';
import { type TransportText, text } from './text.ts';

/** Whoever only looks at the list does not wait for the form. */
const PlaceDrawer = lazy(() => import('./place-drawer.tsx'));
type Row = RowOf<typeof listDeliveryPlaces>;

export default function PlaceList() {
  const t = useText(text);
  const may = useCan();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listDeliveryPlaces, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('places')} description={t('places_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="places"
          label={t('places')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.customer_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_places')} />}
          {...(may('transport.manage') ? { onOpen: setOpen } : {})}
          height="fill"
        />
      </Section>
      <Suspense fallback={null}>
        {open ? <PlaceDrawer place={open} onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    { key: 'name', title: t('customer'), value: (r) => r.customer_name, pin: true, width: 220 },
    { key: 'address', title: t('address'), value: (r) => r.address, grow: true, width: 240 },
    {
      key: 'coordinates',
      title: t('coordinates'),
      value: (r) => (r.longitude === null ? '' : `${r.longitude}, ${r.latitude}`),
      render: (r) =>
        r.longitude === null ? (
          <StatusChip tone="warn">{t('not_set')}</StatusChip>
        ) : (
          `${r.longitude}, ${r.latitude}`
        ),
      width: 170,
    },
    {
      key: 'hours',
      title: t('hours'),
      value: (r) =>
        r.opens_minutes === null || r.closes_minutes === null
          ? ''
          : `${clock(r.opens_minutes)}–${clock(r.closes_minutes)}`,
      width: 120,
    },
    {
      key: 'service',
      title: t('service_minutes'),
      kind: 'integer',
      value: (r) => r.service_minutes,
      width: 110,
    },
    { key: 'instructions', title: t('instructions'), value: (r) => r.instructions, width: 200 },
  ];
}
