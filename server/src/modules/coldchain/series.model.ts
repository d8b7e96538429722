/** How readings are packed into hours: pure. */

/** A moment in whole seconds since 1970, hundredths of a degree, tenths of a percent. */
export type Reading = { readonly at: number; readonly centi: number; readonly humidity: number | null };
/** One hour of a device in the order of time; `hour` in seconds since 1970. */
export type Chunk = {
  readonly hour: number;
  readonly seconds: readonly number[];
  readonly centis: readonly number[];
  /** Null where no reading of the hour has one. */
  readonly humidities: readonly (number | null)[] | null;
};
export type Differs = { readonly at: number; readonly kept: number; readonly told: number };
export type Merged = {
  /** Chunks that changed. */
  readonly chunks: readonly Chunk[];
  readonly recorded: readonly Reading[];
  readonly known: number;
  readonly differs: readonly Differs[];
};

export const HOUR = 3600;
export const hourOf = (at: number): number => at - (((at % HOUR) + HOUR) % HOUR);

/** Seconds since 1970 of an instant as the database writes it. */
export const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
export const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
export const centiOf = (celsius: number): number => Math.round(celsius * 100);
export const celsiusOf = (centi: number): number => centi / 100;

/**
 * Puts readings into the hours that are known of a device. A moment is told once: the same value again is known, another
 * one differs and the first stays. The order in which readings arrive does not matter to the hours they end up in.
 */
export function mergeReadings(known: readonly Chunk[], told: readonly Reading[]): Merged {
  const by_hour = new Map(known.map((chunk) => [chunk.hour, chunk]));
  const recorded: Reading[] = [];
  const differs: Differs[] = [];
  let again = 0;
  const chunks: Chunk[] = [];
  for (const [hour, readings] of Map.groupBy(told, ({ at }) => hourOf(at))) {
    const held = new Map(readingsOf(by_hour.get(hour)).map((reading) => [reading.at, reading]));
    const before = held.size;
    for (const reading of readings) {
      const kept = held.get(reading.at);
      if (kept === undefined) {
        held.set(reading.at, reading);
        recorded.push(reading);
      } else if (kept.centi === reading.centi) again += 1;
      else differs.push({ at: reading.at, kept: kept.centi, told: reading.centi });
    }
    if (held.size > before) chunks.push(chunkOf(hour, [...held.values()]));
  }
  return { chunks, recorded, known: again, differs };
}

function chunkOf(hour: number, readings: readonly Reading[]): Chunk {
  const sorted = readings.toSorted((a, b) => a.at - b.at);
  const humidities = sorted.map((reading) => reading.humidity);
  return {
    hour,
    seconds: sorted.map((reading) => reading.at - hour),
    centis: sorted.map((reading) => reading.centi),
    humidities: humidities.every((value) => value === null) ? null : humidities,
  };
}

/** The readings of an hour, in order. */
export function readingsOf(chunk: Chunk | undefined): Reading[] {
  if (chunk === undefined) return [];
  return chunk.seconds.map((second, index) => ({
    at: chunk.hour + second,
    centi: chunk.centis[index]!,
    humidity: chunk.humidities?.[index] ?? null,
  }));
}

/**
 * At most `max` readings that show the shape: of each stretch the lowest and the highest stay, so that no peak is lost.
 */
export function thinned(readings: readonly Reading[], max: number): readonly Reading[] {
  if (readings.length <= max) return readings;
  const stretch = Math.ceil(readings.length / Math.floor(max / 2));
  const kept: Reading[] = [];
  for (let start = 0; start < readings.length; start += stretch) {
    const part = readings.slice(start, start + stretch);
    const low = part.reduce((a, b) => (b.centi < a.centi ? b : a));
    const high = part.reduce((a, b) => (b.centi > a.centi ? b : a));
    kept.push(...(low === high ? [low] : [low, high].toSorted((a, b) => a.at - b.at)));
  }
  return kept;
}
