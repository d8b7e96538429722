import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { type DaySite, OPENING } from './day-company.ts';
import type { Want } from './day-plan.ts';
import type { Ground } from './day-work.ts';

type Line = OutputOf<typeof contract.getCount>['lines_rows'][number];

/** What the books have of a lot that only counters touch, where it differs from the morning; and who is counting there. */
const booked = new Map<string, number>();
const counting = new Map<DaySite, Promise<unknown>>();

/** One count after another at a site: with two at once a counter could not know what the books say. */
export function count(ground: Ground, wants: readonly Want[]): Promise<void> {
  const before = counting.get(ground.site) ?? Promise.resolve();
  const mine = before.then(() => blindCount(ground, wants));
  counting.set(
    ground.site,
    mine.catch(() => {}),
  );
  return mine;
}

/** Blind: the keeper counts; what differs the chief counts again, and the chief of the next site approves. */
async function blindCount(ground: Ground, wants: readonly Want[]): Promise<void> {
  const { company, office, site, next } = ground;
  const { count_id } = await office.post<OutputOf<typeof contract.planCount>>(
    site.chief,
    '/api/warehouse/count',
    {
      warehouse_id: site.warehouse_id,
      method: 'item',
      item_ids: wants.map(({ item }) => company.counted[item]!),
      reason: 'cycle count',
    },
    wants.length,
  );
  const path = `/api/warehouse/count/${count_id}`;
  const { lines_rows } = await office.get<OutputOf<typeof contract.getCount>>(site.keeper, path);
  office.filed('count', lines_rows.length);
  const lost = ground.befalls(6) ? lines_rows[0] : undefined;
  const seen = (line: Line) => ({
    count_line_id: line.count_line_id,
    counted: bookOf(site, line) - (line === lost ? 1 : 0),
  });
  await office.post(site.keeper, `${path}/enter`, { lines: lines_rows.map(seen) }, lines_rows.length);
  if (lost === undefined) return;
  await office.post(site.chief, `${path}/enter`, { lines: [seen(lost)] }, 1);
  await office.post(next.chief, `${path}/approve`, {}, 1);
  booked.set(keyOf(site, lost), bookOf(site, lost) - 1);
}

const keyOf = (site: DaySite, line: Line) => `${site.warehouse_id}|${line.account_id}|${line.lot_id}`;
const bookOf = (site: DaySite, line: Line) => booked.get(keyOf(site, line)) ?? OPENING;
