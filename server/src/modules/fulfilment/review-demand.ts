import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { AppError, fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import {
  emitPosted,
  lockForReplan,
  type PostLine,
  post,
  refusedError,
  releaseParts,
} from '../stock/index.ts';
import { decideReview, type Looked } from './decide-review.ts';
import { type Demand, linesOf, lockDemand, stillOpen } from './fulfilment.read.ts';
import { sum } from './outbound.model.ts';
import { readyGoodsOf, serialsAt } from './ready-goods.ts';
import { replan } from './replan.ts';
import { insertReview } from './reviews.write.ts';

type Input = contract.InputOf<typeof contract.reviewDemand>;

export const reviewDemand = defineVerb(
  contract.reviewDemand,
  { permission: 'fulfilment.review', audit: 'fulfilment.review', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const demand = await lockDemand(tx, input.demand_id);
    requireAt(actor, 'fulfilment.review', demand.warehouse_id);
    stillOpen(demand);
    const { lines, blocked } = await decided(context, demand, input);
    await refuseForeignSerials(context, lines);
    const replanned = blocked.length === 0 ? 0 : await sendBack(context, demand, blocked);
    const review = await insertReview(tx, headOf(context, demand), lines.map(recordOf));
    const totals = {
      passed: sum(lines.map((l) => l.given.passed)),
      blocked: sum(lines.map((l) => l.given.blocked)),
    };
    report(context, demand, review, { ...totals, replanned });
    return { demand_id: demand.demand_id, ...review, ...totals, replanned };
  },
);

async function decided({ tx, actor }: Context, demand: Demand, input: Input) {
  const all = await linesOf(tx, demand.demand_id);
  const ids = all.map((line) => line.demand_line_id);
  const decision = decideReview(input.lines, await readyGoodsOf(tx, 'demand_line', ids), actor.user_id);
  if (!('errors' in decision)) return decision;
  const [first] = decision.errors;
  const code = first!.code === 'required' ? 'platform.invalid_input' : first!.code;
  throw new AppError(code, first!.params, { errors: decision.errors });
}

/** What was scanned must stand where the goods were picked to. */
async function refuseForeignSerials({ tx }: Context, lines: readonly Looked[]): Promise<void> {
  const tracked = lines.filter((l) => l.goods.tracking === 'serial');
  const present = await serialsAt(
    tx,
    tracked.map((l) => l.goods),
  );
  for (const { goods, given } of tracked) {
    const here = new Set(present(goods));
    const scanned = [...(given.serial_nos ?? []), ...(given.blocked_serial_nos ?? [])];
    const serial_no = scanned.find((one) => !here.has(one));
    if (serial_no !== undefined) fail('stock.serial_elsewhere', { serial_no });
  }
}

/**
 * Blocked pieces go to quarantine where they stand, where quality decides about them, and others are allocated at once.
 * Gives how many were found.
 */
async function sendBack(context: Context, demand: Demand, blocked: readonly Looked[]): Promise<number> {
  const { tx, actor } = context;
  const { demand_id, warehouse_id } = demand;
  await lockForReplan(
    tx,
    blocked.flatMap(({ goods }) => [
      { ...keyOf(goods), disposition: 'released' as const },
      { ...keyOf(goods), disposition: 'quarantine' as const },
    ]),
    blocked.map(({ goods }) => ({ item_id: goods.item_id, warehouse_id })),
  );
  await refuseChanged(context, blocked);
  await releaseParts(
    tx,
    blocked.map(({ goods, given }) => ({ ...goods, qty: given.blocked })),
  );
  const lines = blocked.map(quarantined);
  const document_key = `review:${demand_id}`;
  const [outcome] = await post(tx, [{ purpose: 'quarantine', actor, document_key, lines }]);
  if ('refusals' in outcome!) throw refusedError(outcome.refusals);
  emitPosted(context, { movement_id: outcome!.movement_id, purpose: 'quarantine', lines });
  const found = await replan(
    context,
    blocked.map(({ goods, given }) => ({ demand_line_id: goods.line_id, qty: given.blocked, not_from: [] })),
  );
  return sum(blocked.map(({ given }) => given.blocked)) - sum(found.map((f) => f.short_by));
}

const keyOf = ({ item_id, lot_id, account_id, owner_id }: Looked['goods']) => ({
  item_id,
  lot_id,
  account_id,
  owner_id,
});

/** Goods that were taken away while they were looked at: under the locks it is certain. */
async function refuseChanged({ tx }: Context, blocked: readonly Looked[]): Promise<void> {
  const line_ids = [...new Set(blocked.map(({ goods }) => goods.line_id))];
  const now = new Map((await readyGoodsOf(tx, 'demand_line', line_ids)).map((g) => [g.allocation_id, g]));
  const changed = blocked.some(({ goods }) => {
    const current = now.get(goods.allocation_id);
    return current?.status !== 'picked' || current.qty !== goods.qty;
  });
  if (changed) fail('platform.try_again');
}

function quarantined({ goods, given }: Looked): PostLine {
  return {
    item_id: goods.item_id,
    lot_id: goods.lot_id,
    qty: given.blocked,
    from_account_id: goods.account_id,
    to_account_id: goods.account_id,
    from_owner_id: goods.owner_id,
    to_owner_id: goods.owner_id,
    from_disposition: 'released',
    to_disposition: 'quarantine',
    serial_nos: goods.tracking === 'serial' ? given.blocked_serial_nos : undefined,
  };
}

const headOf = ({ actor }: Context, { demand_id, warehouse_id }: Demand) => ({
  demand_id,
  warehouse_id,
  reviewed_by: actor.user_id,
  reviewed_by_name: actor.display_name,
});

const recordOf = ({ goods, given }: Looked) => ({
  allocation_id: goods.allocation_id,
  demand_line_id: goods.line_id,
  item_id: goods.item_id,
  lot_id: goods.lot_id,
  passed: given.passed,
  blocked: given.blocked,
  serial_nos: given.serial_nos ?? [],
  block_reason: given.blocked > 0 ? given.block_reason! : null,
  note: given.note || null,
  picked_by: goods.picked_by,
});

function report(
  { audit, emit }: Context,
  { demand_id, warehouse_id, document_no: demand_no }: Demand,
  { review_id, document_no }: { review_id: number; document_no: string },
  totals: { passed: number; blocked: number; replanned: number },
): void {
  const detail = { document_no, demand_no, ...totals };
  audit({ entity: 'review', entity_id: review_id, warehouse_id, detail });
  emit('fulfilment.reviewed', String(demand_id), { demand_id, review_id, warehouse_id, ...totals });
}
