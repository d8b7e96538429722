import { EXCURSION_STATUSES, listExcursions } from '@tongcang/contract';
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
import { degrees } from './model.ts';
import { ExcursionState } from './states.tsx';
import { text, type Words } from './text.ts';

type Row = RowOf<typeof listExcursions>;

export default function ExcursionList() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const gridError = useGridError();
  const { rows, loading, error, refetch } = useRows(listExcursions, warehouse_id ? { warehouse_id } : {});
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('excursions')} description={t('excursions_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="coldchain-excursions"
          label={t('excursions')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.excursion_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_excursions')} />}
          onOpen={(row) => go(`/coldchain/excursion/${row.excursion_id}`)}
          rowTone={(row) => (row.status === 'open' ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: Words): GridColumn<Row>[] {
  return [
    { key: 'no', title: t('document_no'), kind: 'code', value: (r) => r.document_no, pin: true, width: 150 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: EXCURSION_STATUSES.map((value) => ({ value, label: t(`e_${value}`) })),
      render: (r) => <ExcursionState status={r.status} />,
      width: 110,
    },
    { key: 'area', title: t('area'), value: (r) => `${r.area_code} ${r.area_name}`, grow: true, width: 170 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 130 },
    { key: 'started', title: t('started'), kind: 'instant', value: (r) => r.started_at },
    { key: 'minutes', title: t('minutes'), kind: 'integer', value: (r) => r.minutes, width: 110 },
    { key: 'lowest', title: t('lowest'), value: (r) => degrees(r.lowest_c), width: 90 },
    { key: 'highest', title: t('highest'), value: (r) => degrees(r.highest_c), width: 90 },
    { key: 'lots', title: t('lots'), kind: 'integer', value: (r) => r.lots, width: 80 },
    { key: 'held', title: t('held'), kind: 'integer', value: (r) => r.qty_held, width: 100 },
    { key: 'deviation', title: t('deviation'), kind: 'code', value: (r) => r.deviation_no, width: 140 },
  ];
}
