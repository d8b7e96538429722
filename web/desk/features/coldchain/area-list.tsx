import { PlusOutlined } from '@ant-design/icons';
import { AREA_KINDS, AREA_STATES, listAreas } from '@tongcang/contract';
import { lazy, Suspense, useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { currentOf, rangeOf } from './model.ts';
import { AreaState, Problems } from './states.tsx';
import { text, type Words } from './text.ts';

const AreaDrawer = lazy(() => import('./area-drawer.tsx'));
type Row = RowOf<typeof listAreas>;

export default function AreaList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [adding, setAdding] = useState(false);
  const gridError = useGridError();
  const { data, error, refetch, isFetching } = useVerb(
    listAreas,
    { limit: 1000, ...(warehouse_id ? { warehouse_id } : {}) },
    { refetch_ms: 60_000, keepPrevious: true },
  );
  const rows = useMemo(
    () => data?.rows.filter((row) => row.status === 'active').toSorted(worstFirst),
    [data],
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  const bad = rows?.filter((row) => row.state !== 'ok' && row.state !== 'no_reading').length ?? 0;
  const alarms = rows?.reduce((sum, row) => sum + row.open_alarms, 0) ?? 0;
  return (
    <PageBody fill>
      <PageHeader
        title={t('areas')}
        description={t('areas_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('coldchain.manage')}
            onClick={() => setAdding(true)}
          >
            {t('new_area')}
          </BlockedButton>
        }
      />
      <StatRow>
        <StatTile label={t('total')} value={rows?.length ?? 0} />
        <StatTile label={t('problem_areas')} value={bad} {...(bad > 0 ? { tone: 'warn' as const } : {})} />
        <StatTile label={t('open_alarms')} value={alarms} {...(alarms > 0 ? { tone: 'bad' as const } : {})} />
      </StatRow>
      <Section flush grow>
        <VirtualGrid
          id="coldchain-areas"
          label={t('areas')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.area_id}
          view={view}
          onView={setView}
          loading={isFetching && !data}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_areas')} />}
          onOpen={(row) => go(`/coldchain/area/${row.area_id}`)}
          rowTone={(row) => (row.state === 'out_of_range' || row.state === 'lost' ? 'bad' : undefined)}
        />
      </Section>
      <Suspense fallback={null}>
        {adding ? <AreaDrawer area={null} onClose={() => setAdding(false)} /> : null}
      </Suspense>
    </PageBody>
  );
}

/** What is wrong stands first, then places before vehicles and boxes, each by code. */
function worstFirst(a: Row, b: Row): number {
  const badness = (row: Row) => (row.state === 'out_of_range' ? 0 : row.state === 'lost' ? 1 : 2);
  const fleet = (row: Row) => Number(row.vehicle_id !== null);
  return badness(a) - badness(b) || fleet(a) - fleet(b) || a.area_code.localeCompare(b.area_code);
}

function columnsOf(t: Words): GridColumn<Row>[] {
  return [
    { key: 'code', title: t('code'), kind: 'code', value: (r) => r.area_code, pin: true, width: 140 },
    { key: 'current', title: t('current'), value: (r) => currentOf(r), width: 130 },
    {
      key: 'state',
      title: t('state'),
      kind: 'choice',
      value: (r) => r.state,
      choices: AREA_STATES.map((value) => ({ value, label: t(`s_${value}`) })),
      render: (r) => <AreaState state={r.state} />,
      width: 120,
    },
    { key: 'range', title: t('range'), value: (r) => rangeOf(r), width: 120 },
    { key: 'name', title: t('name'), value: (r) => r.name, grow: true, width: 150 },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: AREA_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
      width: 90,
    },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 130 },
    {
      key: 'humidity',
      title: t('humidity'),
      value: (r) => (r.humidity === null ? null : `${r.humidity} %RH`),
      width: 90,
    },
    { key: 'last', title: t('last'), kind: 'instant', value: (r) => r.last_at },
    { key: 'sensors', title: t('sensors'), kind: 'integer', value: (r) => r.sensors, width: 80 },
    { key: 'contacts', title: t('contacts'), kind: 'integer', value: (r) => r.contacts, width: 80 },
    { key: 'alarms', title: t('open_alarms'), kind: 'integer', value: (r) => r.open_alarms, width: 100 },
    { key: 'loads', title: t('loads'), kind: 'integer', value: (r) => r.loads, width: 90 },
    {
      key: 'problems',
      title: t('status'),
      value: (r) => r.problems.map((problem) => t(`p_${problem}`)).join(' '),
      render: (r) => <Problems problems={r.problems} />,
      width: 170,
    },
  ];
}
