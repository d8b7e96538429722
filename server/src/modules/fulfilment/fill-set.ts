import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type Filled, fillLines } from './fill-lines.ts';
import { lockSet, surgicalLinesOf } from './surgery.read.ts';

/** While it is away or gone nothing can be put into it. */
const AWAY = new Set(['out', 'retired']);

export const fillSet = defineVerb(
  contract.fillSet,
  { permission: 'fulfilment.surgery', audit: 'fulfilment.fill_set', judges: true },
  async ({ tx, actor, audit, emit }, { set_id }) => {
    const set = await lockSet(tx, set_id);
    requireAt(actor, 'fulfilment.surgery', set.warehouse_id);
    const { set_no, state, warehouse_id } = set;
    if (AWAY.has(state)) fail('fulfilment.set_wrong_state', { set_no, state, action: 'fill' });
    const filled = await fillLines(tx, await surgicalLinesOf(tx, null, [set_id]), {
      demand_kind: 'case_line',
      partner_id: null,
      arrival_date: null,
      lanes: [],
      needed_at: null,
      actor_id: actor.user_id,
    });
    const short_by = filled.reduce((sum, line) => sum + line.short_by, 0);
    audit({
      entity: 'surgical_set',
      entity_id: set_id,
      warehouse_id,
      detail: { set_no, lines: filled.length, short_by },
    });
    if (short_by > 0) emit('fulfilment.set_short', String(set_id), shortOf(set, filled));
    return { set_id, lines: filled.map(toLine) };
  },
);

/** What replenishment has to bring. */
export function shortOf(set: { set_id: number; warehouse_id: number }, filled: readonly Filled[]) {
  return {
    set_id: set.set_id,
    warehouse_id: set.warehouse_id,
    items: filled
      .filter((line) => line.short_by > 0)
      .map(({ item_id, short_by }) => ({ item_id, qty: short_by })),
  };
}

/** The words of the contract for a filled line. */
export function toLine({ line_id, ...line }: Filled) {
  return { surgical_line_id: line_id, ...line };
}
