import { listAvailability, listItems } from '@tongcang/contract';
import { useMemo } from 'react';
import { z } from 'zod';
import {
  Chart,
  EmptyState,
  formatInteger,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useLanguage,
  useScan,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useUrlState } from '../../app/url.ts';
import { Expiry, useToday } from './expiry.tsx';
import { useResolve } from './resolve.ts';
import { stockText } from './text.ts';

type Row = RowOf<typeof listAvailability>;
type Figure = 'on_hand' | 'allocated' | 'available' | 'quarantine' | 'blocked';
const FIGURES: readonly Figure[] = ['on_hand', 'allocated', 'available', 'quarantine', 'blocked'];
const STACK: readonly Figure[] = ['available', 'allocated', 'quarantine', 'blocked'];
const address = z.object({ item: z.coerce.number().int().positive().optional() });

/** One item over all warehouses; every number leads to its balances. */
export default function AvailabilityPage() {
  const t = useText(stockText);
  const language = useLanguage();
  const today = useToday();
  const gridError = useGridError();
  const { warehouses } = useScope();
  const [{ item }, setAt] = useUrlState(address);
  const resolve = useResolve();
  useScan(async (scan) => {
    const found = await resolve(scan.raw);
    if (!found.ok) return { ok: false, text: found.text };
    if (found.it.item_id === null) return { ok: false, text: t('choose_item') };
    setAt({ item: found.it.item_id });
    return { ok: true, text: found.it.item_name ?? '' };
  });
  const { data, error, refetch, isFetching } = useVerb(
    listAvailability,
    { item_id: item ?? 0 },
    { enabled: item !== undefined },
  );
  const about = useVerb(listItems, { item_id: item ?? 0, limit: 1 }, { enabled: item !== undefined });
  const unit = about.data?.rows[0]?.unit;
  const names = useMemo(() => new Map(warehouses.map((one) => [one.warehouse_id, one])), [warehouses]);
  const columns = useMemo<GridColumn<Row>[]>(() => {
    const figure = (key: Figure): GridColumn<Row> => ({
      key,
      title: t(key),
      value: (row) => row[key],
      kind: 'integer',
      total: 'sum',
      width: 120,
      render: (row) => (
        <Link to={`/stock?item=${item}&wh=${names.get(row.warehouse_id)?.code ?? ''}${FILTERS[key]}`}>
          {formatInteger(row[key], language)}
        </Link>
      ),
    });
    return [
      {
        key: 'warehouse',
        title: t('warehouse'),
        value: (row) => names.get(row.warehouse_id)?.name ?? row.warehouse_id,
        pin: true,
        grow: true,
        width: 160,
      },
      ...FIGURES.map(figure),
      {
        key: 'next_expiry',
        title: t('next_expiry'),
        value: (row) => row.next_expiry,
        kind: 'date',
        render: (row) => <Expiry date={row.next_expiry} today={today} />,
      },
    ];
  }, [t, names, item, language, today]);
  const rows = data?.rows;
  const sum = (key: Figure) =>
    rows
      ? formatInteger(
          rows.reduce((all, row) => all + row[key], 0),
          language,
        )
      : '–';
  return (
    <PageBody>
      <PageHeader title={t('availability')} description={t('availability_text')} />
      <div className="tc-wide-field">
        <ItemPicker
          aria-label={t('choose_item')}
          placeholder={t('choose_item')}
          allowClear
          value={item}
          onChange={(next) => setAt({ item: next })}
        />
      </div>
      {item === undefined ? (
        <Section>
          <EmptyState title={t('choose_item')}>{t('choose_item_text')}</EmptyState>
        </Section>
      ) : (
        <>
          <StatRow>
            {FIGURES.map((key) => (
              <StatTile
                key={key}
                label={t(key)}
                value={sum(key)}
                {...(unit ? { unit } : {})}
                {...(key === 'available' ? { tone: 'ok' as const } : {})}
              />
            ))}
          </StatRow>
          {rows && rows.length > 0 ? (
            <Section>
              <Chart
                height={220}
                label={t('chart_label')}
                option={({ tones }) => ({
                  tooltip: { trigger: 'axis', renderMode: 'richText' },
                  legend: { top: 0 },
                  xAxis: {
                    type: 'category',
                    data: rows.map((row) => names.get(row.warehouse_id)?.name ?? ''),
                  },
                  yAxis: { type: 'value' },
                  series: STACK.map((key, index) => ({
                    name: t(key),
                    type: 'bar',
                    stack: 'all',
                    barMaxWidth: 48,
                    itemStyle: { color: [tones.ok, tones.accent, tones.warn, tones.bad][index]!.solid },
                    data: rows.map((row) => row[key]),
                  })),
                })}
              />
            </Section>
          ) : null}
          <Section flush>
            <VirtualGrid
              id="stock-availability"
              label={t('availability')}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.warehouse_id}
              loading={isFetching}
              error={gridError(error, () => void refetch())}
              empty={<EmptyState title={t('empty_balances')} />}
              height={340}
            />
          </Section>
        </>
      )}
    </PageBody>
  );
}

/** The filter under which the balances behind a figure are listed. */
const FILTERS: Readonly<Record<Figure, string>> = {
  on_hand: '',
  allocated: '&f.allocated=1..',
  available: '&f.disposition=%3Dreleased',
  quarantine: '&f.disposition=%3Dquarantine',
  blocked: '&f.disposition=%3Dheld%7Crejected%7Crecalled%7Cexpired',
};
