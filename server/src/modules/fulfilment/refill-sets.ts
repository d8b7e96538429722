import type { Consumer } from '../../platform/outbox.ts';
import { keepRules } from '../../platform/rules-lock.ts';
import { fillLines, type Preferred } from './fill-lines.ts';
import { surgicalLinesOf } from './surgery.read.ts';

type Returned = {
  readonly set_ids: readonly number[];
  readonly back: readonly Preferred[];
  readonly home: boolean;
};

/**
 * Fills sets again after a surgery: with their own pieces that came back fit, and once they are home from stock by
 * first expiry. What stock has not is lacking in `v_set_shortage`. All events in one step, so that balances are locked
 * in one order.
 */
export const refillSets: Consumer = {
  name: 'fulfilment.refill_sets',
  topics: ['fulfilment.case_returned'],
  async handle(events, tx) {
    const returned = events.map((event) => event.payload as Returned);
    const set_ids = returned.flatMap((one) => one.set_ids);
    if (set_ids.length === 0) return;
    await keepRules(tx);
    const home = new Set(returned.filter((one) => one.home).flatMap((one) => one.set_ids));
    const lines = await surgicalLinesOf(tx, null, [...new Set(set_ids)]);
    await fillLines(
      tx,
      lines.map((line) => ({ ...line, only_preferred: !home.has(line.set_id ?? 0) })),
      {
        demand_kind: 'case_line',
        partner_id: null,
        arrival_date: null,
        lanes: [],
        needed_at: null,
        actor_id: null,
        preferred: returned.flatMap((one) => one.back),
      },
    );
  },
};
