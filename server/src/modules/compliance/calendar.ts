import { getCalendar as reading, setCalendar as writing } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { saveCalendar } from './papers.write.ts';
import type { WorkCalendar } from './renewal.model.ts';

/** Every day that differs from Monday to Friday, today in China, and up to where the calendar reaches. */
export async function calendarOf(tx: Tx): Promise<{ calendar: WorkCalendar; today: string; until: string }> {
  const { days, today, until } = await tx.one<{
    days: { day: string; working: boolean }[];
    today: string;
    until: string;
  }>(
    `select (now() at time zone 'Asia/Shanghai')::date as today,
       coalesce(max(day), (now() at time zone 'Asia/Shanghai')::date) as until,
       coalesce(jsonb_agg(jsonb_build_object('day', day, 'working', working)), '[]') as days
     from compliance.calendar_day`,
  );
  return { calendar: new Map(days.map(({ day, working }) => [day, working])), today, until };
}

export const getCalendar = defineVerb(
  reading,
  { permission: 'compliance.read', audit: null },
  async ({ tx }, { year }) => ({
    rows: await tx.rows<{ day: string; working: boolean; name: string }>(
      `select day, working, name from compliance.calendar_day
       where day >= make_date($1, 1, 1) and day < make_date($1 + 1, 1, 1) order by day`,
      [year],
    ),
  }),
);

/** A day whose `working` is null is ordinary again. */
export const setCalendar = defineVerb(
  writing,
  { permission: 'compliance.rules', audit: 'compliance.set_calendar' },
  async ({ tx, actor, audit }, { days, reason }) => {
    requireEverywhere(actor, 'compliance.rules');
    await saveCalendar(tx, days);
    audit({ entity: 'calendar', entity_id: days[0]!.day.slice(0, 4), reason, detail: { days } });
    return { days: days.length };
  },
);
