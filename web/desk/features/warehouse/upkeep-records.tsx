import { listChecks } from '@tongcang/contract';
import { useMemo } from 'react';
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
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useGridView } from '../../app/url.ts';
import { text } from './upkeep-text.ts';

type Row = RowOf<typeof listChecks>;

/** Inspections that were made: what an inspector of the authority asks for. */
export default function UpkeepRecords() {
  const t = useText(text);
  const go = useGo();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listChecks, { warehouse_id });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('records')} />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-checks"
          label={t('records')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.upkeep_check_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_records')} />}
          onOpen={(row) => go(`/stock/trace/${row.item_id}/${row.lot_id}`)}
          height="fill"
          rowTone={(row) => (row.result === 'finding' ? 'bad' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    { key: 'checked_at', title: t('checked_at'), kind: 'instant', value: (r) => r.checked_at, pin: true },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 200 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 130 },
    { key: 'expiry', title: t('expiry'), kind: 'date', value: (r) => r.expiry_date },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 84 },
    {
      key: 'result',
      title: t('result'),
      kind: 'choice',
      value: (r) => r.result,
      choices: [
        { value: 'sound', label: t('sound') },
        { value: 'finding', label: t('finding') },
      ],
      width: 110,
      render: (r) => (
        <StatusChip tone={r.result === 'sound' ? 'ok' : 'bad'}>
          {r.finding ? t(`f_${r.finding}`) : t('sound')}
        </StatusChip>
      ),
    },
    { key: 'note', title: t('note'), value: (r) => r.note, width: 180 },
    { key: 'checked_by', title: t('checked_by'), value: (r) => r.checked_by_name, width: 96 },
    { key: 'hold', title: t('hold'), kind: 'integer', value: (r) => r.hold_id, width: 84 },
  ];
}
