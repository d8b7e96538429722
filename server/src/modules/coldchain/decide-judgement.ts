/** What a judged area says: gaps, alarms, excursions of the goods that were there. Pure. */
import type { Area } from './areas.read.ts';
import {
  type Change,
  common,
  extremesOf,
  type Gap,
  gapsOf,
  meanKineticOf,
  minutesOf,
  overlaps,
  presence,
  type Range,
  type Span,
  spellsOf,
  union,
  without,
} from './judge.model.ts';
import type { DeviceTrack, Ground, ItemRange, StoredAlarm, StoredExcursion } from './judge.read.ts';
import { celsiusOf, centiOf } from './series.model.ts';

export type DeviceGap = Gap & { readonly device_id: number };

export const areaRange = ({ temp_min_c, temp_max_c }: Pick<Area, 'temp_min_c' | 'temp_max_c'>): Range => ({
  min: centiOf(temp_min_c),
  max: centiOf(temp_max_c),
});
export const itemRange = ({ temp_min_c, temp_max_c }: ItemRange): Range => ({
  min: temp_min_c === null ? null : centiOf(temp_min_c),
  max: temp_max_c === null ? null : centiOf(temp_max_c),
});

const travels = ({ area }: Pick<Ground, 'area'>) => area.kind === 'vehicle' || area.kind === 'box';

/** When an area is to be watched: always, and what travels while something rides in it. */
const onDuty = (ground: Ground): Span[] =>
  travels(ground) ? union(ground.loads.map((load) => load.span)) : [{ from: 0, to: null }];

/** Where devices were silent for too long; what a person reads twice a day has its own task. */
export function gapsNow(ground: Ground): DeviceGap[] {
  const { rules } = ground.moment;
  const limits = {
    minutes: travels(ground) ? rules.transport_gap_minutes : rules.storage_gap_minutes,
    out_minutes: rules.out_of_range_gap_minutes,
  };
  const range = areaRange(ground.area);
  return ground.tracks
    .filter((track) => !track.manual)
    .flatMap((track) =>
      common([track.expected], onDuty(ground)).flatMap((expected) =>
        gapsOf(track.readings, expected, ground.now, range, limits).map((gap) => ({
          ...gap,
          device_id: track.device_id,
        })),
      ),
    );
}

export type AlarmChange = {
  readonly alarm_id: number | null;
  readonly kind: StoredAlarm['kind'];
  readonly span: Span;
  readonly value_c: number | null;
};

/** Times outside of the area's own range, which is what its equipment promises: alarms, whether goods are there or not. */
export function alarmsNow(ground: Ground): AlarmChange[] {
  const temperature = common(spellsOf(ground.tracks, areaRange(ground.area)), onDuty(ground));
  const changes = temperature.map((span) => {
    const found = extremesOf(ground.tracks, areaRange(ground.area), [span]);
    const { min } = areaRange(ground.area);
    const worst = found === null ? null : found.lowest < min! ? found.lowest : found.highest;
    return alarmOf(ground, 'out_of_range', span, worst === null ? null : celsiusOf(worst));
  });
  return [...changes, ...humidityNow(ground)].filter((change) => change !== null);
}

function humidityNow(ground: Ground): (AlarmChange | null)[] {
  const { humidity_min, humidity_max } = ground.area;
  if (humidity_min === null && humidity_max === null) return [];
  const range = {
    min: humidity_min === null ? null : humidity_min * 10,
    max: humidity_max === null ? null : humidity_max * 10,
  };
  const tracks = ground.tracks.map((track) => ({
    until: track.until,
    readings: track.readings
      .filter((reading) => reading.humidity !== null)
      .map((reading) => ({ ...reading, centi: reading.humidity! })),
  }));
  return common(spellsOf(tracks, range), onDuty(ground)).map((span) =>
    alarmOf(ground, 'humidity', span, null),
  );
}

/** The stored alarm that it goes on from, or a new one; null where nothing of it has changed. */
function alarmOf(
  ground: Ground,
  kind: StoredAlarm['kind'],
  span: Span,
  value_c: number | null,
): AlarmChange | null {
  const stored = ground.alarms.find((alarm) => alarm.kind === kind && overlaps(alarm.span, span));
  if (stored === undefined) return { alarm_id: null, kind, span, value_c };
  const from = Math.min(stored.span.from, span.from);
  if (from === stored.span.from && stored.span.to === span.to) return null;
  return { alarm_id: stored.alarm_id, kind, span: { from, to: span.to }, value_c };
}

/** A lot at one place of the area, with how its quantity there has changed. */
export type LotPlace = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly account_id: number;
  readonly document_key: string | null;
  readonly changes: readonly Change[];
};
export type LotOut = {
  readonly item_id: number;
  readonly lot_id: number;
  readonly range: ItemRange;
  readonly spans: readonly Span[];
  readonly qty_there: number;
  /** From when on the pieces at each place are concerned. */
  readonly places: readonly { readonly account_id: number; readonly since: number }[];
};

/** The lots that were outside of their own label range while they stood there. What was decided before is not asked again. */
export function lotsOut(
  ground: Ground,
  places: readonly LotPlace[],
  ranges: ReadonlyMap<number, ItemRange>,
): LotOut[] {
  const spells = spellsByRange(ground);
  return [...Map.groupBy(places, (place) => place.lot_id)].flatMap(([lot_id, own]): LotOut[] => {
    const { item_id } = own[0]!;
    const range = ranges.get(item_id);
    if (range === undefined) return [];
    const decided = ground.excursions
      .filter((one) => one.status === 'decided' && one.lots.includes(lot_id))
      .map((one) => one.span);
    const out = without(spells(itemRange(range)), decided);
    const touched = own.flatMap((place) => {
      const stood = presence(place.changes, ground.window);
      const there = common(common(stood.spans, loadSpans(ground, place)), out);
      const since = there[0]?.from;
      return since === undefined ? [] : [{ account_id: place.account_id, since, there, most: stood.most }];
    });
    if (touched.length === 0) return [];
    const spans = union(touched.flatMap((place) => place.there));
    const qty_there = touched.reduce((sum, place) => sum + place.most, 0);
    return [{ item_id, lot_id, range, spans, qty_there, places: touched }];
  });
}

/** Spells by range, each range once: a room holds many lots of few ranges. */
function spellsByRange(ground: Ground): (range: Range) => Span[] {
  const cuts = ground.excursions.filter((one) => one.end_kind === 'sensor_lost').map((one) => one.span.to!);
  const known = new Map<string, Span[]>();
  return (range) => {
    const key = `${range.min}|${range.max}`;
    const spells = known.get(key) ?? spellsOf(ground.tracks, range, cuts);
    known.set(key, spells);
    return spells;
  };
}

/** What rides is there from departure to handover, whatever the books say in between. */
function loadSpans(ground: Ground, { document_key }: LotPlace): Span[] {
  if (document_key === null) return [{ from: 0, to: null }];
  return ground.loads.filter((load) => load.document_key === document_key).map((load) => load.span);
}

export type LotFigures = Omit<LotOut, 'spans'> & {
  readonly span: Span;
  readonly minutes_out: number;
  readonly lowest_c: number;
  readonly highest_c: number;
  readonly mkt_c: number;
};
export type ExcursionChange = {
  /** The stored one that it goes on from. */
  readonly stored: StoredExcursion | null;
  readonly span: Span;
  readonly lowest_c: number;
  readonly highest_c: number;
  readonly lots: readonly LotFigures[];
  /** Whether goods may be concerned that were not before, so that they have to be held. */
  readonly grows: boolean;
};

/** Lots that were out at one time make one excursion; it goes on from the stored one that it overlaps. */
export function excursionsNow(ground: Ground, lots: readonly LotOut[]): ExcursionChange[] {
  return union(lots.flatMap((lot) => lot.spans)).map((event) => {
    const stored =
      ground.excursions.find((one) => one.status !== 'decided' && overlaps(one.span, event)) ?? null;
    const span = { from: Math.min(event.from, stored?.span.from ?? event.from), to: event.to };
    const figures = lots
      .filter((lot) => lot.spans.some((own) => overlaps(own, event)))
      .map((lot) => figuresOf(ground, lot, event));
    return {
      stored,
      span,
      lots: figures,
      lowest_c: Math.min(...figures.map((lot) => lot.lowest_c)),
      highest_c: Math.max(...figures.map((lot) => lot.highest_c)),
      grows:
        stored === null ||
        event.to === null ||
        stored.span.to !== event.to ||
        figures.some((lot) => !stored.lots.includes(lot.lot_id)),
    };
  });
}

function figuresOf(ground: Ground, { spans, ...lot }: LotOut, event: Span): LotFigures {
  const own = spans.filter((span) => overlaps(span, event));
  const span = { from: own[0]!.from, to: own.at(-1)!.to };
  const found = extremesOf(ground.tracks, itemRange(lot.range), own);
  const outside = outsideValue(ground.tracks, span);
  return {
    ...lot,
    span,
    minutes_out: minutesOf(own, ground.now),
    lowest_c: celsiusOf(found?.lowest ?? outside),
    highest_c: celsiusOf(found?.highest ?? outside),
    mkt_c: meanKineticOf(ground.tracks, { from: span.from - DAY_S, to: span.to }) ?? celsiusOf(outside),
  };
}

/** Mean kinetic temperature takes the day before with it: it says what the goods have lived through, not the peak alone. */
const DAY_S = 86_400;

/** Goods that came into a place that was out already have no reading of their own yet: the last one before counts. */
function outsideValue(tracks: readonly DeviceTrack[], span: Span): number {
  const before = tracks.flatMap(({ readings }) => readings.filter(({ at }) => at <= (span.to ?? span.from)));
  return before.toSorted((a, b) => a.at - b.at).at(-1)?.centi ?? 0;
}
