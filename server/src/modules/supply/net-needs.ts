/** Takes off each need what is there for it already: pure. */
import { type Pair, type Position, pairKey } from './stock-position.ts';

export type StatedNeed = Pair & {
  readonly qty: number;
  readonly needed_on: string;
  /** `level`: up to so much; `quantity`: so much is bought, whatever stands there. */
  readonly basis: 'level' | 'quantity';
};
export type NetNeed = {
  readonly qty_on_hand: number;
  readonly qty_on_order: number;
  readonly qty_net: number;
};

/**
 * Nets needs in the order of their days, so that stock serves the earliest first and no piece is counted for two needs.
 * Answers stand in the order of the needs given.
 */
export function netNeeds(needs: readonly StatedNeed[], positions: ReadonlyMap<string, Position>): NetNeed[] {
  const left = new Map([...positions].map(([key, { on_hand, on_order }]) => [key, { on_hand, on_order }]));
  const answers: NetNeed[] = needs.map(() => ({ qty_on_hand: 0, qty_on_order: 0, qty_net: 0 }));
  const ordered = needs
    .map((need, index) => ({ need, index }))
    .sort((a, b) => (a.need.needed_on < b.need.needed_on ? -1 : a.need.needed_on > b.need.needed_on ? 1 : 0));
  for (const { need, index } of ordered) {
    const free = left.get(pairKey(need)) ?? { on_hand: 0, on_order: 0 };
    if (need.basis === 'quantity') {
      answers[index] = { qty_on_hand: 0, qty_on_order: 0, qty_net: need.qty };
      continue;
    }
    const qty_on_hand = Math.min(need.qty, Math.max(0, free.on_hand));
    const qty_on_order = Math.min(need.qty - qty_on_hand, Math.max(0, free.on_order));
    left.set(pairKey(need), {
      on_hand: free.on_hand - qty_on_hand,
      on_order: free.on_order - qty_on_order,
    });
    answers[index] = { qty_on_hand, qty_on_order, qty_net: need.qty - qty_on_hand - qty_on_order };
  }
  return answers;
}
