import type { InputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import { otherHolds, type Stood, settlePlaces, stopMovements } from '../stock/index.ts';
import { followExcursion } from './coldchain.model.ts';
import { type LockedExcursion, lockExcursion, type OpenLot, openLots } from './excursions.read.ts';
import { insertDecisions, type NewDecision, saveDecided } from './excursions.write.ts';
import { guardOf } from './judge-areas.ts';

type Asked = InputOf<typeof contract.decideExcursion>['lots'][number];

/**
 * Quality decides, lot by lot, once the temperature is back in range: what is held of a lot, wherever it is by now, is
 * released or rejected, under a signature on the figures as they were shown.
 */
export const decideExcursion = defineVerb(
  contract.decideExcursion,
  { permission: 'coldchain.decide', audit: 'coldchain.decide_excursion' },
  async (context, { excursion_id, reason, lots }) => {
    const { tx, actor, audit, emit } = context;
    const excursion = await lockExcursion(tx, actor, excursion_id);
    followExcursion(excursion, 'decided');
    await refuseOutOfSight(context, excursion_id);
    await stopMovements(context);
    const open = await openLots(tx, excursion_id);
    const asked = [...new Map(lots.map((lot) => [lot.lot_id, lot])).values()];
    refuseUnknown(asked, open);
    const signature_id = await sign(context, {
      entity: 'temperature_excursion',
      entity_id: excursion_id,
      record: recordOf(excursion, asked, open),
      meaning: meaningOf(asked),
      reason,
    });
    const decided = await settle(context, excursion_id, asked, reason);
    await insertDecisions(tx, excursion_id, decided, { reason, signature_id }, actor);
    const last = open.length === asked.length;
    if (last) await saveDecided(tx, excursion_id);
    const { document_no, from_warehouse_id: warehouse_id } = excursion;
    audit({
      entity: 'temperature_excursion',
      entity_id: excursion_id,
      warehouse_id,
      reason,
      detail: { document_no, signature_id, lots: decided, open: open.length - asked.length },
    });
    emit('coldchain.decided', String(excursion_id), { excursion_id, document_no, lots: decided });
    return {
      excursion_id,
      status: last ? ('decided' as const) : excursion.status,
      signature_id,
      lots: decided.map(({ item_id, lot_id, outcome, qty }) => ({ item_id, lot_id, outcome, qty })),
    };
  },
);

/** Who sees only a part of what is held would leave the rest of it held for good. */
async function refuseOutOfSight({ tx, actor }: Context, excursion_id: number): Promise<void> {
  const { warehouses } = actor.scope;
  if (warehouses === 'all') return;
  const { unseen } = await tx.one<{ unseen: number }>(
    `select count(*) as unseen from coldchain.excursion_hold x join stock.v_account a using (account_id)
     where x.excursion_id = $1 and (a.warehouse_id is null or not a.warehouse_id = any($2::bigint[]))`,
    [excursion_id, warehouses],
  );
  if (unseen > 0) fail('coldchain.all_warehouses_needed');
}

function refuseUnknown(asked: readonly Asked[], open: readonly OpenLot[]): void {
  const errors = asked.flatMap(({ item_id, lot_id }, index) =>
    open.some((lot) => lot.item_id === item_id && lot.lot_id === lot_id)
      ? []
      : [{ path: `lots.${index}`, code: 'coldchain.lot_not_in_excursion', params: { lot_id } }],
  );
  if (errors.length > 0) fail('coldchain.lot_not_in_excursion', errors[0]!.params, errors);
}

/** What the signer had before the eyes: changed figures no longer fit the signature. */
function recordOf(excursion: LockedExcursion, asked: readonly Asked[], open: readonly OpenLot[]) {
  const { document_no, started_at, ended_at, lowest_c, highest_c } = excursion;
  const lots = asked.map(({ lot_id, outcome }) => ({
    ...open.find((lot) => lot.lot_id === lot_id)!,
    outcome,
  }));
  return { document_no, started_at, ended_at, lowest_c, highest_c, lots };
}

function meaningOf(asked: readonly Asked[]): string {
  const outcomes = new Set(asked.map((lot) => lot.outcome));
  if (outcomes.size === 2) return 'released_and_rejected';
  return outcomes.has('release') ? 'released' : 'rejected';
}

/** Two movements at most: what is released, and what is rejected. */
async function settle(
  context: Context,
  excursion_id: number,
  asked: readonly Asked[],
  reason: string,
): Promise<NewDecision[]> {
  const guard = guardOf(excursion_id);
  const held = await heldSince(context.tx, excursion_id);
  const decisions: NewDecision[] = [];
  for (const outcome of ['release', 'reject'] as const) {
    const lots = asked.filter((lot) => lot.outcome === outcome);
    if (lots.length === 0) continue;
    if (outcome === 'release') {
      const others = await otherHolds(context, lots, guard);
      if (others > 0) fail('stock.hold_overlaps', { others });
    }
    const ids = new Set(lots.map((lot) => lot.lot_id));
    const held_since = held.filter((one) => ids.has(one.lot_id));
    const done = await settlePlaces(context, { lots, guard, outcome, reason, held_since });
    for (const { item_id, lot_id } of lots) {
      const qty = done.lots.find((lot) => lot.lot_id === lot_id)?.qty ?? 0;
      decisions.push({ item_id, lot_id, outcome, qty, movement_id: qty > 0 ? done.movement_id : null });
    }
  }
  return decisions;
}

function heldSince(tx: Tx, excursion_id: number): Promise<Stood[]> {
  return tx.rows(
    `select x.item_id, x.lot_id, x.account_id, min(m.occurred_at) as since
     from coldchain.excursion_hold x join stock.v_movement m using (movement_id)
     where x.excursion_id = $1 group by 1, 2, 3`,
    [excursion_id],
  );
}
