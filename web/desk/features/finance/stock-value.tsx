import { getStockValue } from '@tongcang/contract';
import { Input, Segmented } from 'antd';
import { useMemo } from 'react';
import { z } from 'zod';
import {
  EmptyState,
  formatMoney,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useGridView, useUrlState } from '../../app/url.ts';
import { useToday } from '../stock/expiry.tsx';
import { OwnerPicker } from './owner-picker.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof getStockValue>;
type Words = ReturnType<typeof useText<keyof typeof text.zh>>;
const GROUPS = ['place', 'item', 'lot'] as const;
const PLACES = ['stock', 'in_transit', 'issued', 'consigned', 'repair'] as const;
const address = z.object({
  on: z.iso.date().optional(),
  group: z.enum(GROUPS).default('place'),
  owner: z.coerce.number().int().positive().optional(),
  item: z.coerce.number().int().positive().optional(),
});

export default function StockValue() {
  const t = useText(text);
  const language = useLanguage();
  const today = useToday();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const { group, owner, item } = at;
  const on = at.on ?? today;
  const { data, error, refetch, isFetching } = useVerb(
    getStockValue,
    { on, group, ...(owner ? { owner_id: owner } : {}), ...(item ? { item_id: item } : {}) },
    { keepPrevious: true },
  );
  const columns = useMemo(() => columnsOf(t, group), [t, group]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('stock_value')}
        description={t('stock_value_hint')}
        meta={data ? `${t('total')} ${formatMoney(data.total_fen, language)}` : null}
      />
      <div className="tc-bar">
        <span className="tc-bar-field">
          <span aria-hidden>{t('on')}</span>
          <Input
            type="date"
            aria-label={t('on')}
            max={today}
            value={on}
            onChange={(event) => event.target.value && setAt({ on: event.target.value })}
          />
        </span>
        <Segmented
          aria-label={t('group')}
          value={group}
          options={GROUPS.map((value) => ({ value, label: t(`g_${value}`) }))}
          onChange={(next) => setAt({ group: next })}
        />
        <div className="tc-head-field">
          <OwnerPicker value={owner} onChange={(next) => setAt({ owner: next })} />
        </div>
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
          id={`finance-value-${group}`}
          label={t('stock_value')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => `${row.owner_id}|${row.place}|${row.warehouse_id}|${row.item_id}|${row.lot_id}`}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('nothing')} />}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: Words, group: (typeof GROUPS)[number]): GridColumn<Row>[] {
  const goods: GridColumn<Row>[] = [
    {
      key: 'item_code',
      title: t('item_code'),
      value: (r) => r.item_code,
      kind: 'code',
      pin: true,
      width: 110,
    },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 220 },
    { key: 'lot_no', title: t('lot_no'), value: (r) => r.lot_no, kind: 'code', width: 150 },
  ];
  return [
    ...goods.slice(0, group === 'place' ? 0 : group === 'item' ? 2 : 3),
    {
      key: 'owner',
      title: t('owner'),
      value: (r) => r.owner_name,
      width: 220,
      ...(group === 'place' ? { grow: true } : {}),
    },
    {
      key: 'place',
      title: t('place'),
      value: (r) => r.place,
      kind: 'choice',
      choices: PLACES.map((value) => ({ value, label: t(`p_${value}`) })),
      width: 110,
    },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 130 },
    { key: 'qty', title: t('qty'), value: (r) => r.qty, kind: 'integer', width: 120 },
    { key: 'value', title: t('value'), value: (r) => r.value_fen, kind: 'money', total: 'sum', width: 150 },
    {
      key: 'estimated',
      title: t('estimated'),
      value: (r) => r.estimated_fen,
      kind: 'money',
      total: 'sum',
      width: 140,
    },
  ];
}
