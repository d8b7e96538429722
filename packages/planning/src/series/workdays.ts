import { type CivilDate, dayNumber } from '../calendar.ts';
import { daySet, nextBucket } from './civil-days.ts';
import type { Bucket } from './series.model.ts';

export type WorkCalendar = {
  /** Days off, whatever day of the week they are. */
  readonly holidays: readonly CivilDate[];
  /** Saturdays and Sundays that are worked instead (make-up workdays); a day in both lists is worked. */
  readonly makeup_workdays: readonly CivilDate[];
};

/** Whether a day is a weekend by the calendar alone; 1970-01-01 was a Thursday. */
const isWeekend = (day: number) => (((day + 3) % 7) + 7) % 7 >= 5;

/**
 * Workdays in each bucket, as a driver column: Monday to Friday without holidays, plus make-up workdays. `starts` are the
 * first days of buckets as `buildSeries` gives them, and those of the horizon. Throws PlanningInputError for what is
 * not a date.
 */
export function workdaysPerBucket(
  starts: readonly CivilDate[],
  bucket: Bucket,
  { holidays, makeup_workdays }: WorkCalendar,
): number[] {
  const off = daySet('calendar.holidays', holidays);
  const worked = daySet('calendar.makeup_workdays', makeup_workdays);
  return starts.map((start, nth) => {
    const first = dayNumber(`starts[${nth}]`, start);
    const end = nextBucket(first, bucket);
    let count = 0;
    for (let day = first; day < end; day++)
      if (worked.has(day) || !(isWeekend(day) || off.has(day))) count += 1;
    return count;
  });
}
