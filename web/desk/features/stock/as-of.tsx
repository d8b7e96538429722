import { listAsOf } from '@tongcang/contract';
import { Input, Segmented } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
import {
  DISPOSITIONS,
  type Disposition,
  DispositionChip,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useKitText,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope, useScopeZone } from '../../app/scope.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { stockText } from './text.ts';
import { instantOf, wallClock } from './wall-clock.ts';

type Row = RowOf<typeof listAsOf>;
const GROUPS = ['item', 'item_warehouse', 'lot'] as const;
const address = z.object({
  at: z.iso.datetime({ offset: true }).optional(),
  group: z.enum(GROUPS).default('item_warehouse'),
  item: z.coerce.number().int().positive().optional(),
});

/** Stock as it stood at any moment, on the clock of the warehouse in view. */
export default function AsOfPage() {
  const t = useText(stockText);
  const kit = useKitText();
  const gridError = useGridError();
  const zone = useScopeZone();
  const { warehouse_id, warehouses } = useScope();
  const [view, setView] = useGridView();
  const [address_, setAt] = useUrlState(address);
  // The moment of opening is fixed, or every render would ask about another one.
  const opened = useMemo(() => new Date().toISOString(), []);
  const at = address_.at ?? opened;
  const { group, item } = address_;
  const { data, error, refetch, isFetching } = useVerb(
    listAsOf,
    { at, group, ...(warehouse_id ? { warehouse_id } : {}), ...(item ? { item_id: item } : {}) },
    { keepPrevious: true },
  );
  const names = useMemo(() => new Map(warehouses.map((one) => [one.warehouse_id, one.name])), [warehouses]);
  const columns = useMemo<GridColumn<Row>[]>(() => {
    const list: GridColumn<Row>[] = [
      {
        key: 'item_code',
        title: t('item_code'),
        value: (row) => row.item_code,
        kind: 'code',
        pin: true,
        width: 110,
      },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, grow: true, width: 220 },
    ];
    if (group !== 'item')
      list.push({
        key: 'warehouse',
        title: t('warehouse'),
        value: (row) =>
          row.warehouse_id === null ? t('outside') : (names.get(row.warehouse_id) ?? row.warehouse_id),
        width: 150,
      });
    if (group === 'lot')
      list.push(
        {
          key: 'lot_no',
          title: t('lot_no'),
          value: (row) => row.lot_no,
          kind: 'code',
          width: 150,
          render: (row) => <Link to={`/stock/trace/${row.item_id}/${row.lot_id}`}>{row.lot_no}</Link>,
        },
        {
          key: 'disposition',
          title: t('disposition'),
          value: (row) => row.disposition,
          kind: 'choice',
          choices: DISPOSITIONS.map((value) => ({ value, label: kit(`d_${value}`) })),
          render: (row) =>
            row.disposition ? <DispositionChip disposition={row.disposition as Disposition} /> : null,
        },
      );
    list.push({
      key: 'qty',
      title: t('qty'),
      value: (row) => row.qty,
      kind: 'integer',
      ...(item ? { total: 'sum' as const } : {}),
      width: 130,
    });
    return list;
  }, [t, kit, group, names, item]);
  return (
    <PageBody fill>
      <PageHeader title={t('as_of')} description={t('as_of_text')} />
      <div className="tc-bar">
        <span className="tc-bar-field">
          <span aria-hidden>{t('moment')}</span>
          <Input
            type="datetime-local"
            aria-label={t('moment')}
            value={wallClock(at, zone)}
            onChange={(event) => {
              const next = instantOf(event.target.value, zone);
              if (next) setAt({ at: next });
            }}
          />
        </span>
        <Segmented
          aria-label={t('group')}
          value={group}
          options={GROUPS.map((value) => ({ value, label: t(`g_${value}`) }))}
          onChange={(next) => setAt({ group: next })}
        />
        <div className="tc-head-field">
          <ItemPicker
            aria-label={t('item_name')}
            placeholder={t('all_items')}
            allowClear
            value={item}
            onChange={(next) => setAt({ item: next })}
          />
        </div>
      </div>
      <Section flush grow>
        <VirtualGrid
          key={group}
          id={`stock-as-of-${group}`}
          label={t('as_of')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.item_id}|${row.warehouse_id}|${row.lot_id}|${row.disposition}`}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('empty_balances')} />}
        />
      </Section>
    </PageBody>
  );
}
