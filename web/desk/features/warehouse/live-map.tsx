import { getMap, ZONE_KINDS } from '@tongcang/contract';
import { Segmented, Switch } from 'antd';
import { useMemo, useState } from 'react';
import {
  daysBetween,
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
import { type OutputFor, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useOption } from '../masterdata/option.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import './warehouse.css';
import { type Box, layOut, ZONE_TONE } from './map-layout.ts';
import { text } from './map-text.ts';

type Live = OutputFor<typeof getMap>;
type Bin = Live['bins'][number];
const VIEWS = ['fill', 'expiry', 'disposition', 'condition', 'temperature'] as const;
type View = (typeof VIEWS)[number];
const FULL = 0.9;
const SOON_DAYS = 90;
const URGENT_DAYS = 30;

const DISPOSITION_TONE: Readonly<Record<string, string>> = {
  quarantine: 'warn',
  released: 'ok',
  held: 'hold',
  rejected: 'bad',
  recalled: 'bad',
  expired: 'bad',
};
/** What must be seen first where several stand together. */
const WORST = ['recalled', 'rejected', 'expired', 'held', 'quarantine', 'released'];
const CONDITION_TONE: Readonly<Record<string, string>> = {
  ambient: 'neutral',
  cool: 'warn',
  cold: 'accent',
  frozen: 'hold',
};

export default function MapPage() {
  const t = useText(text);
  const may = useCan();
  return (
    <PageBody>
      <PageHeader
        title={t('map')}
        description={t('map_text')}
        actions={
          may('warehouse.design') ? (
            <Link to="/warehouse/map/edit" className="tc-header-link">
              {t('draw')}
            </Link>
          ) : null
        }
      />
      <OneWarehouse>{(warehouse) => <LiveMap warehouse={warehouse} />}</OneWarehouse>
    </PageBody>
  );
}

function LiveMap({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(text);
  const [view, setView] = useState<View>('fill');
  const [route, setRoute] = useState(false);
  const { data, error, refetch } = useVerb(
    getMap,
    { warehouse_id: warehouse.warehouse_id },
    view === 'temperature' ? { refetch_ms: 60_000 } : {},
  );
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <Section>
        <LoadingState />
      </Section>
    );
  const { bins, today } = data;
  if (bins.length === 0)
    return (
      <Section>
        <EmptyState
          title={t('empty')}
          action={<Link to="/settings/import?dataset=location">{t('import')}</Link>}
        />
      </Section>
    );
  const used = bins.filter((bin) => bin.qty > 0).length;
  const full = bins.filter((bin) => bin.capacity_ml !== null && bin.used_ml / bin.capacity_ml > FULL).length;
  const soon = bins.filter((bin) => daysLeft(bin, today) <= SOON_DAYS).length;
  return (
    <>
      <StatRow>
        <StatTile label={t('bins')} value={bins.length} />
        <StatTile label={t('used')} value={used} />
        <StatTile label={t('free')} value={bins.length - used} />
        <StatTile label={t('full')} value={full} {...(full > 0 ? { tone: 'warn' as const } : {})} />
        <StatTile label={t('soon')} value={soon} {...(soon > 0 ? { tone: 'warn' as const } : {})} />
      </StatRow>
      <Section
        title={warehouse.name}
        extra={
          <div className="tc-map-tools">
            <Segmented
              size="small"
              aria-label={t('show')}
              value={view}
              onChange={(next) => setView(next as View)}
              options={VIEWS.map((value) => ({ value, label: t(`v_${value}`) }))}
            />
            <span className="tc-map-switch">
              <Switch size="small" checked={route} onChange={setRoute} aria-label={t('route')} />
              {t('route')}
            </span>
          </div>
        }
      >
        <Legend bins={bins} view={view} />
        <div className="tc-map-scroll">
          <Picture warehouse={warehouse} live={data} view={view} route={route} />
        </div>
      </Section>
    </>
  );
}

const daysLeft = (bin: Bin, today: string): number =>
  bin.nearest_expiry === null ? Number.POSITIVE_INFINITY : daysBetween(today, bin.nearest_expiry);

function Legend({ bins, view }: { bins: readonly Bin[]; view: View }) {
  const t = useText(text);
  const option = useOption();
  const keys: readonly (readonly [name: string, tone: string])[] =
    view === 'temperature'
      ? []
      : view === 'condition'
        ? Object.entries(CONDITION_TONE).filter(([key]) => bins.some((bin) => bin.storage_condition === key))
        : view === 'disposition'
          ? Object.entries(DISPOSITION_TONE).filter(([key]) => bins.some((bin) => bin.dispositions[key]))
          : ZONE_KINDS.filter((kind) => bins.some((bin) => bin.zone_kind === kind)).map(
              (kind) => [kind, ZONE_TONE[kind] ?? 'neutral'] as const,
            );
  return (
    <ul className="tc-map-legend">
      {keys.map(([name, tone]) => (
        <li key={name}>
          <span aria-hidden className={`tc-map-key tc-mark-${tone}`} />
          {option(name)}
        </li>
      ))}
      {view === 'fill' ? <li className="tc-muted">{t('fill_hint')}</li> : null}
      {view === 'expiry' ? <li className="tc-muted">{t('expiry_hint')}</li> : null}
      {view === 'temperature' ? <li className="tc-muted">{t('temperature_hint')}</li> : null}
    </ul>
  );
}

type PictureProps = {
  readonly warehouse: Warehouse;
  readonly live: Live;
  readonly view: View;
  readonly route: boolean;
};

/** Every bin where it stands, coloured by what is asked for; the way of the picker drawn over it. */
function Picture({ warehouse, live, view, route }: PictureProps) {
  const t = useText(text);
  const option = useOption();
  const { bins, today } = live;
  const place = useMemo(() => layOut(bins), [bins]);
  const most = Math.max(1, ...bins.map((bin) => bin.qty));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no element for a group of links.
    <svg
      className="tc-map"
      width={place.size.width}
      height={place.size.height}
      viewBox={`0 0 ${place.size.width} ${place.size.height}`}
      role="group"
      aria-label={t('map_label', { warehouse: warehouse.name, n: bins.length })}
    >
      {place.zones.map((zone) => (
        <g key={`${zone.code}|${zone.kind}`} className={`tc-tone-${ZONE_TONE[zone.kind] ?? 'neutral'}`}>
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
      {place.boxes.map(({ bin, box }) => (
        <BinMark
          key={bin.location_id}
          bin={bin}
          box={box}
          to={`/stock?wh=${warehouse.code}&f.location=~${encodeURIComponent(bin.location_code)}`}
          tone={toneOf(bin, view, today)}
          share={view === 'temperature' ? Number(bin.temperature !== null) : shareOf(bin, most)}
          figure={view === 'temperature' ? degreesOf(bin) : null}
        />
      ))}
      {route ? <Route boxes={place.boxes} /> : null}
    </svg>
  );
}

function toneOf(bin: Bin, view: View, today: string): string {
  if (view === 'condition') return CONDITION_TONE[bin.storage_condition] ?? 'neutral';
  if (view === 'disposition') {
    const worst = WORST.find((name) => (bin.dispositions[name] ?? 0) > 0);
    return worst === undefined ? 'neutral' : DISPOSITION_TONE[worst]!;
  }
  if (view === 'expiry') {
    const left = daysLeft(bin, today);
    if (left <= URGENT_DAYS) return 'bad';
    return left <= SOON_DAYS ? 'warn' : bin.qty > 0 ? 'ok' : 'neutral';
  }
  if (view === 'temperature') {
    if (bin.temperature === null) return 'neutral';
    const { lowest_c, highest_c, temp_min_c, temp_max_c } = bin.temperature;
    return lowest_c < temp_min_c || highest_c > temp_max_c ? 'bad' : 'ok';
  }
  return ZONE_TONE[bin.zone_kind] ?? 'neutral';
}

/** The worse of what its devices say now; colour alone says nothing to some. */
function degreesOf({ temperature }: Bin): string {
  if (temperature === null) return '';
  const { lowest_c, highest_c, temp_min_c } = temperature;
  return `${Math.round((lowest_c < temp_min_c ? lowest_c : highest_c) * 10) / 10} ℃`;
}

/** How full a bin is: by its capacity where it is known, else against the fullest one. */
function shareOf({ qty, used_ml, capacity_ml }: Bin, most: number): number {
  if (qty === 0) return 0;
  if (capacity_ml !== null) return Math.min(1, used_ml / capacity_ml);
  return Math.max(0.1, Math.sqrt(qty / most));
}

type MarkProps = {
  readonly bin: Bin;
  readonly box: Box;
  readonly to: string;
  readonly tone: string;
  readonly share: number;
  /** What stands in the bin instead of its quantity. */
  readonly figure: string | null;
};

function BinMark({ bin, box, to, tone, share, figure }: MarkProps) {
  const t = useText(text);
  const option = useOption();
  const language = useLanguage();
  const go = useGo();
  const { x, y, width, height } = box;
  const facts = [
    bin.capacity_ml === null
      ? null
      : t('bin_full', { percent: Math.round((bin.used_ml / bin.capacity_ml) * 100) }),
    bin.nearest_expiry === null ? null : t('bin_expiry', { date: bin.nearest_expiry }),
    bin.pick_face ? t('pick_face') : null,
    bin.temperature === null ? null : degreesOf(bin),
    ...Object.entries(bin.dispositions).map(([name, qty]) => `${option(name)} ${qty}`),
  ].filter((fact) => fact !== null);
  const title = t('bin_title', {
    code: bin.location_code,
    zone: option(bin.zone_kind),
    condition: option(bin.storage_condition),
    qty: bin.qty,
    lots: bin.lots,
    more: facts.length > 0 ? facts.join('，') : t('bin_nothing'),
  });
  return (
    <a
      href={to}
      className={`tc-map-bin tc-tone-${tone}${bin.pick_face ? ' tc-map-face' : ''}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      <title>{title}</title>
      <rect className="tc-map-base" x={x} y={y} width={width} height={height} rx={4} />
      <rect className="tc-map-fill" x={x} y={y + height - 4} width={width * share} height={4} rx={2} />
      <text className="tc-map-code" x={x + 6} y={y + 13}>
        {bin.location_code}
      </text>
      <text className="tc-map-qty" x={x + 6} y={y + 26}>
        {figure ?? (bin.qty === 0 ? '' : formatInteger(bin.qty, language))}
      </text>
    </a>
  );
}

function Route({ boxes }: { boxes: readonly { bin: Bin; box: Box }[] }) {
  const stops = boxes
    .filter(({ bin }) => bin.zone_kind === 'storage' && bin.pick_order !== null)
    .sort((a, b) => a.bin.pick_order! - b.bin.pick_order!)
    .map(({ box }) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 }));
  const [first] = stops;
  if (first === undefined) return null;
  return (
    <g className="tc-map-route" aria-hidden>
      <polyline points={stops.map(({ x, y }) => `${x},${y}`).join(' ')} />
      <circle cx={first.x} cy={first.y} r={5} />
    </g>
  );
}
