import { INSPECTION_STATUSES, listInspections, SEVERITIES } from '@tongcang/contract';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  ScanInput,
  type ScanOutcome,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { useResolve } from '../stock/resolve.ts';
import { InspectionState, SeverityChip, useWaited } from './states.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listInspections>;
const LIMIT = 1000;
const address = z.object({
  state: z.enum(['waiting', 'done']).optional(),
  item: z.coerce.number().int().positive().optional(),
  lot: z.coerce.number().int().positive().optional(),
});

/** The work list of quality: what waits, most urgent first, and what is done. A scan opens the inspection of its lot. */
export default function InspectionList() {
  const t = useText(text);
  const go = useGo();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [{ state = 'waiting', item, lot }, setAt] = useUrlState(address);
  const columns = useColumns();
  const { data, error, isFetching, refetch } = useVerb(
    listInspections,
    {
      state,
      limit: LIMIT,
      ...(warehouse_id ? { warehouse_id } : {}),
      ...(item ? { item_id: item } : {}),
      ...(lot ? { lot_id: lot } : {}),
    },
    { keepPrevious: true },
  );
  const rows = data?.rows;
  return (
    <PageBody fill>
      <PageHeader title={t('inspections')} description={t('inspections_hint')} />
      <FindByScan onSeveral={(at) => setAt({ state: 'waiting', ...at })} />
      {state === 'waiting' ? <Counts rows={rows ?? []} /> : null}
      <div className="tc-bar">
        <Segmented
          value={state}
          onChange={(value) => setAt({ state: value as typeof state, item: undefined, lot: undefined })}
          options={[
            { value: 'waiting', label: t('waiting') },
            { value: 'done', label: t('done') },
          ]}
        />
      </div>
      <Section flush grow>
        <VirtualGrid
          id="quality-inspections"
          label={t('inspections')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.inspection_id}
          view={view}
          onView={setView}
          loading={isFetching && rows === undefined}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t(state === 'waiting' ? 'none_waiting' : 'none_done')} />}
          onOpen={(row) => go(`/quality/inspection/${row.inspection_id}`)}
        />
      </Section>
    </PageBody>
  );
}

/** Leads from a label to the one inspection that waits for it, or to those that do. */
function FindByScan({ onSeveral }: { onSeveral: (at: { item?: number; lot?: number }) => void }) {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const resolve = useResolve(warehouse_id ?? undefined);
  const find = async (raw: string): Promise<ScanOutcome> => {
    const here = warehouse_id ? { warehouse_id } : {};
    const typed = /^IN\d{6}-/i.test(raw) ? { search: raw } : null;
    const found = typed === null ? await resolve(raw) : null;
    if (found !== null && !found.ok) return { ok: false, text: found.text };
    const it = found?.it;
    if (typed === null && it?.item_id == null) return { ok: false, text: t('not_found', { lot: raw }) };
    const at = it
      ? { ...(it.item_id ? { item_id: it.item_id } : {}), ...(it.lot_id ? { lot_id: it.lot_id } : {}) }
      : {};
    const { rows } = await call(listInspections, { ...here, ...at, ...(typed ?? {}), limit: 50 });
    const [only] = rows;
    if (only === undefined) return { ok: false, text: t('not_found', { lot: it?.lot_no ?? raw }) };
    if (rows.length === 1) {
      go(`/quality/inspection/${only.inspection_id}`);
      return { ok: true, text: only.document_no };
    }
    onSeveral({ ...(it?.item_id ? { item: it.item_id } : {}), ...(it?.lot_id ? { lot: it.lot_id } : {}) });
    return { ok: true, text: t('several', { n: rows.length }) };
  };
  return <ScanInput label={t('scan')} onScan={({ raw }) => find(raw)} />;
}

function Counts({ rows }: { rows: readonly Row[] }) {
  const t = useText(text);
  const late = rows.filter((row) => row.overdue).length;
  const to_sign = rows.filter((row) => row.status === 'concluded' || row.status === 'part_decided').length;
  return (
    <StatRow>
      <StatTile label={t('late_n')} value={late} {...(late > 0 ? { tone: 'bad' as const } : {})} />
      <StatTile label={t('waiting_n')} value={rows.length - to_sign} />
      <StatTile label={t('to_sign_n')} value={to_sign} />
    </StatRow>
  );
}

function useColumns(): GridColumn<Row>[] {
  const t = useText(text);
  const waited = useWaited();
  return useMemo(
    () => [
      {
        key: 'no',
        title: t('document_no'),
        value: (r) => r.document_no,
        kind: 'code',
        pin: true,
        width: 150,
      },
      {
        key: 'status',
        title: t('status'),
        value: (r) => r.status,
        kind: 'choice',
        choices: INSPECTION_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
        render: (r) => <InspectionState status={r.status} />,
        width: 120,
      },
      {
        key: 'waited',
        title: t('waiting_since'),
        value: (r) => Math.round(r.waiting_hours * 10) / 10,
        render: (r) =>
          r.overdue ? <StatusChip tone="bad">{waited(r.waiting_hours)}</StatusChip> : waited(r.waiting_hours),
        width: 110,
      },
      { key: 'target', title: t('target'), value: (r) => r.target_at, kind: 'instant' },
      { key: 'item_code', title: t('item_code'), value: (r) => r.item_code, kind: 'code', width: 110 },
      { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 200 },
      { key: 'lot', title: t('lot'), value: (r) => r.lot_no, kind: 'code', width: 130 },
      { key: 'qty', title: t('qty'), value: (r) => r.qty, kind: 'integer', width: 90 },
      { key: 'sample', title: t('sample'), value: (r) => r.sample, kind: 'integer', width: 90 },
      {
        key: 'severity',
        title: t('severity'),
        value: (r) => r.severity,
        kind: 'choice',
        choices: SEVERITIES.map((value) => ({ value, label: t(value) })),
        render: (r) => <SeverityChip severity={r.severity} />,
        width: 110,
      },
      { key: 'purpose', title: t('purpose'), value: (r) => t(`p_${r.purpose}`), width: 110 },
      { key: 'source', title: t('source'), value: (r) => r.source_no, kind: 'code', width: 150 },
      { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, width: 160 },
      { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
      { key: 'expiry', title: t('expiry'), value: (r) => r.expiry_date, kind: 'date', hidden: true },
      { key: 'arrived', title: t('arrived_at'), value: (r) => r.arrived_at, kind: 'instant', hidden: true },
    ],
    [t, waited],
  );
}
