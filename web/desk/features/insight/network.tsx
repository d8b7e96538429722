import { listWarehouses } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  Chart,
  formatInstant,
  formatInteger,
  Section,
  StatusChip,
  type ToneName,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useCan } from '../../app/session.ts';
import type { Tower } from './control-tower.tsx';
import { text } from './text.ts';

type Shipment = Tower['in_transit'][number];
type State = 'ok' | 'late' | 'cold';
type Place = { readonly code: string; readonly city: string; readonly at: readonly [number, number] };

const stateOf = ({ late, cold }: Shipment): State => (late ? 'late' : cold ? 'cold' : 'ok');
const TONES: Readonly<Record<State, ToneName>> = { ok: 'ok', late: 'bad', cold: 'hold' };
/** Each state has a line of its own, so that colour is never the only sign. */
const LINES = { ok: 'solid', late: 'dashed', cold: 'dotted' } as const;
const STATES: readonly State[] = ['ok', 'cold', 'late'];
const WIDTH_MIN = 2;
const WIDTH_MAX = 6;
/** Room around the outermost warehouses, in degrees. */
const MARGIN = 3;

/** Goods on the road between warehouses: a sketch by their coordinates without any border, and the list. */
export function Network({ rows }: { rows: readonly Shipment[] }) {
  const t = useText(text);
  const late = rows.filter((row) => row.late).length;
  return (
    <Section title={t('network')} extra={<Legend />}>
      <Sketch rows={rows} label={t('network_label', { n: rows.length, late })} />
      <p className="tc-muted tc-network-note">{rows.length === 0 ? t('network_none') : t('schematic')}</p>
      {rows.length > 0 ? <Road rows={rows} /> : null}
    </Section>
  );
}

function Legend() {
  const t = useText(text);
  return (
    <span className="tc-network-legend">
      {STATES.map((state) => (
        <span key={state} title={t(`line_${state}`)}>
          <span aria-hidden className={`tc-network-line tc-network-${state}`} />
          {t(state)}
        </span>
      ))}
    </span>
  );
}

function Sketch({ rows, label }: { rows: readonly Shipment[]; label: string }) {
  const t = useText(text);
  const language = useLanguage();
  const go = useGo();
  const places = usePlaces(rows);
  const option = useMemo(() => {
    const flows = flowsOf(rows);
    const most = Math.max(1, ...flows.map((flow) => flow.qty));
    const width = (qty: number) => WIDTH_MIN + (WIDTH_MAX - WIDTH_MIN) * Math.sqrt(qty / most);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const bounds = (axis: 0 | 1) => {
      const values = places.map(({ at }) => at[axis]);
      return { min: Math.min(...values) - MARGIN, max: Math.max(...values) + MARGIN };
    };
    const told = ({ first, count, qty }: Flow) =>
      [
        count === 1 ? first.document_no : t('orders_n', { n: count }),
        `${first.from_city} → ${first.to_city}`,
        `${t('pieces', { n: formatInteger(qty, language) })} · ${t(stateOf(first))}`,
      ].join('\n');
    return (palette: {
      surface: string;
      text: string;
      accent: string;
      tones: Readonly<Record<ToneName, { solid: string }>>;
    }) => ({
      grid: { left: 8, right: 8, top: 8, bottom: 8 },
      tooltip: { trigger: 'item', renderMode: 'richText', confine: true },
      xAxis: { type: 'value', show: false, ...bounds(0) },
      yAxis: { type: 'value', show: false, ...bounds(1) },
      series: [
        ...STATES.map((state) => ({
          name: t(state),
          type: 'lines',
          coordinateSystem: 'cartesian2d',
          z: 2,
          lineStyle: {
            type: LINES[state],
            color: palette.tones[TONES[state]].solid,
            opacity: 0.85,
            curveness: 0.18,
          },
          effect: { show: !still, period: 5, symbol: 'arrow', symbolSize: 7, trailLength: 0 },
          tooltip: { formatter: ({ data }: { data: { flow: Flow } }) => told(data.flow) },
          data: flows
            .filter((flow) => stateOf(flow.first) === state)
            .map((flow) => ({
              flow,
              coords: [
                [flow.first.from_longitude, flow.first.from_latitude],
                [flow.first.to_longitude, flow.first.to_latitude],
              ],
              lineStyle: { width: width(flow.qty) },
            })),
        })),
        {
          name: t('warehouse'),
          type: 'effectScatter',
          coordinateSystem: 'cartesian2d',
          z: 3,
          symbolSize: 9,
          showEffectOn: still ? 'emphasis' : 'render',
          rippleEffect: { scale: 2, period: 6, brushType: 'stroke', number: 1 },
          itemStyle: { color: palette.accent },
          label: {
            show: true,
            position: 'bottom',
            distance: 6,
            formatter: '{b}',
            color: palette.text,
            textBorderColor: palette.surface,
            textBorderWidth: 3,
          },
          tooltip: { formatter: '{b}' },
          data: places.map(({ code, city, at }) => ({ name: `${code} ${city}`, value: at })),
        },
      ],
    });
  }, [rows, places, language, t]);
  if (places.length === 0) return null;
  return (
    <Chart
      height={236}
      label={label}
      option={option}
      onPick={({ data }) => {
        const { flow } = data as { flow?: Flow };
        if (flow) go(addressOf(flow));
      }}
    />
  );
}

/** Shipments of one state between the same two warehouses are one line. */
type Flow = { readonly first: Shipment; readonly count: number; readonly qty: number };

function flowsOf(rows: readonly Shipment[]): Flow[] {
  const groups = Map.groupBy(
    rows,
    (row) => `${row.from_warehouse_id}|${row.to_warehouse_id}|${stateOf(row)}`,
  );
  return [...groups.values()].map((same) => ({
    first: same[0]!,
    count: same.length,
    qty: same.reduce((sum, row) => sum + row.qty, 0),
  }));
}

const addressOf = ({ first, count }: Flow): string =>
  count === 1
    ? `/transfer/${first.transfer_id}`
    : `/transfer?f.status==in_transit&f.from=~${first.from_warehouse_code}&f.to=~${first.to_warehouse_code}`;

/** All warehouses where they may be read, else those at the ends of what is on the road. */
function usePlaces(rows: readonly Shipment[]): Place[] {
  const may = useCan();
  const { data } = useVerb(listWarehouses, {}, { enabled: may('masterdata.read') });
  return useMemo(() => {
    const found = new Map<string, Place>();
    const add = (code: string, city: string, longitude: number, latitude: number) =>
      found.set(code, { code, city, at: [longitude, latitude] });
    for (const one of data?.rows ?? []) add(one.warehouse_code, one.city, one.longitude, one.latitude);
    for (const row of rows) {
      add(row.from_warehouse_code, row.from_city, row.from_longitude, row.from_latitude);
      add(row.to_warehouse_code, row.to_city, row.to_longitude, row.to_latitude);
    }
    return [...found.values()];
  }, [data, rows]);
}

const ROAD_SHOWN = 8;

function Road({ rows }: { rows: readonly Shipment[] }) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  const worst_first = [...rows].sort((a, b) => Number(b.late) - Number(a.late)).slice(0, ROAD_SHOWN);
  return (
    <ul className="tc-road">
      {worst_first.map((row) => (
        <li key={row.transfer_id}>
          <Link to={`/transfer/${row.transfer_id}`}>
            {row.from_city} → {row.to_city}
          </Link>
          <StatusChip tone={TONES[stateOf(row)]}>{t(stateOf(row))}</StatusChip>
          {row.late && row.cold ? <StatusChip tone="hold">{t('cold')}</StatusChip> : null}
          <span className="tc-road-facts">
            {t('pieces', { n: formatInteger(row.qty, language) })} ·{' '}
            {row.expected_arrival
              ? t('arrives', { at: formatInstant(row.expected_arrival, zone) })
              : t('no_arrival')}
          </span>
        </li>
      ))}
    </ul>
  );
}
