import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { listColdchainTasks, listTempDevices } from '@tongcang/contract';
import { lazy, Suspense, useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { degrees } from './model.ts';
import { Problems } from './states.tsx';
import { text, type Words } from './text.ts';

const DeviceDrawer = lazy(() => import('./device-drawer.tsx'));
type Row = RowOf<typeof listTempDevices>;

export default function DeviceList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const { rows, loading, error, refetch } = useRows(listTempDevices, warehouse_id ? { warehouse_id } : {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('devices')}
        description={t('devices_hint')}
        actions={
          <>
            <BlockedButton
              icon={<UploadOutlined />}
              blocked={lacks('coldchain.record')}
              onClick={() => go('/coldchain/file')}
            >
              {t('file')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('coldchain.manage')}
              onClick={() => setOpen('new')}
            >
              {t('new_device')}
            </BlockedButton>
          </>
        }
      />
      <Tasks />
      <Section flush grow>
        <VirtualGrid
          id="coldchain-devices"
          label={t('devices')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.device_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_devices')} />}
          onOpen={setOpen}
          rowTone={(row) => (row.problems.includes('calibration_overdue') ? 'bad' : undefined)}
        />
      </Section>
      <Suspense fallback={null}>
        {open !== null ? (
          <DeviceDrawer device={open === 'new' ? null : open} onClose={() => setOpen(null)} />
        ) : null}
      </Suspense>
    </PageBody>
  );
}

/** What falls due, the overdue first; as many as fit beside the list. */
function Tasks() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { data } = useVerb(listColdchainTasks, warehouse_id ? { warehouse_id } : {});
  const rows = (data?.rows ?? []).toSorted((a, b) => Number(b.overdue) - Number(a.overdue)).slice(0, 8);
  if (rows.length === 0) return null;
  return (
    <Section title={`${t('tasks')} ${data?.rows.length ?? 0}`}>
      <ul className="tc-plain-list">
        {rows.map((task) => (
          <li key={task.key}>
            <StatusChip tone={task.overdue ? 'bad' : 'warn'}>{t(`t_${task.kind}`)}</StatusChip>{' '}
            {task.area_id === null ? (
              task.name
            ) : (
              <Link to={`/coldchain/area/${task.area_id}`}>{task.name}</Link>
            )}{' '}
            <span className="tc-muted">
              {task.overdue ? t('overdue') : ''} {task.due_on === null ? '' : t('due', { day: task.due_on })}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function columnsOf(t: Words): GridColumn<Row>[] {
  return [
    { key: 'no', title: t('device_no'), kind: 'code', value: (r) => r.device_no, pin: true, width: 150 },
    { key: 'kind', title: t('kind'), value: (r) => t(`d_${r.kind}`), width: 90 },
    {
      key: 'status',
      title: t('status'),
      value: (r) => r.problems.map((problem) => t(`p_${problem}`)).join(' '),
      render: (r) => <Problems problems={r.problems} />,
      width: 120,
    },
    {
      key: 'area',
      title: t('watches'),
      value: (r) => [r.area_code, r.area_name].filter(Boolean).join(' '),
      grow: true,
      width: 170,
    },
    { key: 'position', title: t('position'), value: (r) => r.position, width: 110 },
    { key: 'current', title: t('current'), value: (r) => degrees(r.last_c), width: 100 },
    { key: 'last', title: t('last'), kind: 'instant', value: (r) => r.last_at },
    { key: 'due', title: t('calibration_due'), kind: 'date', value: (r) => r.calibration_due, width: 120 },
    { key: 'maker', title: t('maker'), value: (r) => r.maker, width: 110 },
    { key: 'model', title: t('model'), value: (r) => r.model, width: 120 },
    { key: 'interval', title: t('interval'), kind: 'integer', value: (r) => r.interval_seconds, width: 120 },
    {
      key: 'discrepancies',
      title: t('discrepancies'),
      kind: 'integer',
      value: (r) => r.discrepancies,
      width: 100,
    },
  ];
}
