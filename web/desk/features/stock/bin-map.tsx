import { listLocations, ZONE_KINDS } from '@tongcang/contract';
import { useMemo } from 'react';
import {
  EmptyState,
  formatInteger,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useOption } from '../masterdata/option.ts';
import { OneWarehouse } from './one-warehouse.tsx';
import { stockText } from './text.ts';

type Bin = RowOf<typeof listLocations>;
const CELL_W = 64;
const CELL_H = 34;
const GAP = 4;
const PAD = 24;
/** Zones by the colours of the area signs; cold storage has its own outline. */
const ZONE_TONE: Readonly<Record<string, string>> = {
  receiving: 'warn',
  storage: 'ok',
  dispatch: 'accent',
  rejected: 'bad',
  returns: 'hold',
};
const FILLS = [0, 0.25, 0.5, 0.75, 1] as const;

export default function MapPage() {
  const t = useText(stockText);
  return (
    <PageBody>
      <PageHeader title={t('map')} description={t('map_text')} />
      <OneWarehouse>{(warehouse) => <BinMap warehouse={warehouse} />}</OneWarehouse>
    </PageBody>
  );
}

function BinMap({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(stockText);
  const { data, error, refetch } = useVerb(listLocations, { warehouse_id: warehouse.warehouse_id });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Section>
        <LoadingState />
      </Section>
    );
  const { rows } = data;
  if (rows.length === 0)
    return (
      <Section>
        <EmptyState
          title={t('map_empty')}
          action={<Link to="/settings/import?dataset=location">{t('map_import')}</Link>}
        />
      </Section>
    );
  const used = rows.filter((row) => row.qty > 0).length;
  return (
    <>
      <StatRow>
        <StatTile label={t('bins')} value={rows.length} />
        <StatTile label={t('bins_used')} value={used} />
        <StatTile label={t('bins_empty')} value={rows.length - used} />
      </StatRow>
      <Section title={warehouse.name} extra={<Legend rows={rows} />}>
        <div className="tc-map-scroll">
          <BinPicture warehouse={warehouse} rows={rows} />
        </div>
      </Section>
    </>
  );
}

function Legend({ rows }: { rows: readonly Bin[] }) {
  const t = useText(stockText);
  const option = useOption();
  const kinds = ZONE_KINDS.filter((kind) => rows.some((row) => row.zone_kind === kind));
  return (
    <ul className="tc-map-legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <span aria-hidden className={`tc-map-key tc-mark-${ZONE_TONE[kind] ?? 'neutral'}`} />
          {option(kind)}
        </li>
      ))}
      <li className="tc-muted">{t('fill')}</li>
    </ul>
  );
}

/** Every bin where it stands; the bar says how full it is against the fullest bin, the text how much it holds. */
function BinPicture({ warehouse, rows }: { warehouse: Warehouse; rows: readonly Bin[] }) {
  const t = useText(stockText);
  const option = useOption();
  const language = useLanguage();
  const go = useGo();
  const place = useMemo(() => placesOf(rows), [rows]);
  const most = Math.max(1, ...rows.map((row) => row.qty));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no element for a group of links.
    <svg
      className="tc-map"
      width={place.width}
      height={place.height}
      viewBox={`0 0 ${place.width} ${place.height}`}
      role="group"
      aria-label={t('map_label', { warehouse: warehouse.name, n: rows.length })}
    >
      {place.zones.map((zone) => (
        <g key={zone.code} className={`tc-tone-${ZONE_TONE[zone.kind] ?? 'neutral'}`}>
          <rect
            className="tc-map-zone"
            x={zone.x}
            y={zone.y}
            width={zone.width}
            height={zone.height}
            rx={8}
          />
          <text className="tc-map-zone-text" x={zone.x + 6} y={zone.y + 12}>
            {zone.code} {option(zone.kind)}
          </text>
        </g>
      ))}
      {place.bins.map(({ bin, x, y }) => {
        const to = `/stock?wh=${warehouse.code}&f.location=~${encodeURIComponent(bin.location_code)}`;
        const share = bin.qty === 0 ? 0 : Math.max(0.25, Math.sqrt(bin.qty / most));
        const fill = FILLS.find((step) => step >= share) ?? 1;
        const title = t('bin_title', {
          code: bin.location_code,
          zone: option(bin.zone_kind),
          condition: option(bin.storage_condition),
          qty: bin.qty,
          lots: bin.lots,
        });
        return (
          <a
            key={bin.location_id}
            href={to}
            className={`tc-map-bin tc-tone-${ZONE_TONE[bin.zone_kind] ?? 'neutral'}`}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              go(to);
            }}
          >
            <title>{title}</title>
            <rect className="tc-map-base" x={x} y={y} width={CELL_W} height={CELL_H} rx={4} />
            <rect className="tc-map-fill" x={x} y={y + CELL_H - 4} width={CELL_W * fill} height={4} rx={2} />
            <text className="tc-map-code" x={x + 6} y={y + 13}>
              {bin.location_code}
            </text>
            <text className="tc-map-qty" x={x + 6} y={y + 26}>
              {bin.qty === 0 ? '' : formatInteger(bin.qty, language)}
            </text>
          </a>
        );
      })}
    </svg>
  );
}

type Zone = {
  readonly code: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Places on the drawing: the coordinates of the bins with an aisle where the original leaves one or a zone begins. */
function placesOf(rows: readonly Bin[]) {
  const xs = offsets(rows, 'x', 'y', CELL_W);
  const ys = offsets(rows, 'y', 'x', CELL_H);
  const at = (bin: Bin) => ({ x: PAD + xs.get(bin.x)!, y: PAD + ys.get(bin.y)! });
  const bins = rows.map((bin) => ({ bin, ...at(bin) }));
  const groups = Map.groupBy(bins, ({ bin }) => `${bin.zone_code}|${bin.zone_kind}`);
  const zones = [...groups.values()].map((members): Zone => {
    const left = Math.min(...members.map(({ x }) => x));
    const top = Math.min(...members.map(({ y }) => y));
    const right = Math.max(...members.map(({ x }) => x)) + CELL_W;
    const bottom = Math.max(...members.map(({ y }) => y)) + CELL_H;
    const { zone_code, zone_kind } = members[0]!.bin;
    return {
      code: zone_code,
      kind: zone_kind,
      x: left - 5,
      y: top - 16,
      width: right - left + 10,
      height: bottom - top + 21,
    };
  });
  const width = Math.max(...bins.map(({ x }) => x)) + CELL_W + PAD;
  const height = Math.max(...bins.map(({ y }) => y)) + CELL_H + PAD;
  return { bins, zones, width, height };
}

const AISLE = { x: 12, y: 24 } as const;

/** Offsets in pixels by coordinate; `axis` is laid out, `other` tells which bins are neighbours along it. */
function offsets(rows: readonly Bin[], axis: 'x' | 'y', other: 'x' | 'y', size: number): Map<number, number> {
  const sorted = [...new Set(rows.map((row) => row[axis]))].sort((a, b) => a - b);
  const zone_at = new Map(rows.map((row) => [`${row[axis]}|${row[other]}`, row.zone_code]));
  const found = new Map<number, number>();
  let offset = 0;
  for (const [index, value] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined) {
      const zone_begins = rows.some((row) => {
        const neighbour = zone_at.get(`${before}|${row[other]}`);
        return row[axis] === value && neighbour !== undefined && neighbour !== row.zone_code;
      });
      offset += size + GAP + (zone_begins || value - before > 1 ? AISLE[axis] : 0);
    }
    found.set(value, offset);
  }
  return found;
}
