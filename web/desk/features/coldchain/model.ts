/** How degrees are written: one decimal is what a thermometer shows, a missing one is a dash. */
export const degrees = (value: number | null | undefined): string =>
  value == null ? '–' : `${Math.round(value * 10) / 10} ℃`;

export const rangeOf = (row: {
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
}): string => `${row.temp_min_c ?? '–'} ~ ${row.temp_max_c ?? '–'} ℃`;

/** Lowest and highest of several devices; one value where they agree. */
export function currentOf(row: {
  readonly lowest_c: number | null;
  readonly highest_c: number | null;
}): string {
  if (row.lowest_c === null || row.highest_c === null) return '–';
  return row.lowest_c === row.highest_c
    ? degrees(row.lowest_c)
    : `${Math.round(row.lowest_c * 10) / 10} ~ ${degrees(row.highest_c)}`;
}
