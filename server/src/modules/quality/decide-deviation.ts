import { decideDeviation as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { sign } from '../identity/index.ts';
import {
  emitPosted,
  endHolds,
  type PostDocument,
  type PostLine,
  post,
  refusedError,
} from '../stock/index.ts';
import { type DecisionGoods, goodsToDecide, type Line } from './deviation.goods.ts';
import { refuseClosed } from './deviation.model.ts';
import { affectedOf, type Deviation, lockDeviation } from './deviation.read.ts';
import { insertDecisions } from './deviation.write.ts';
import { firstPlace } from './places.ts';
import { insertDestruction } from './quality.write.ts';

type Input = InputOf<typeof contract>;

export const decideDeviation = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.decide_deviation', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const deviation = await lockDeviation(tx, input.deviation_id);
    requireAt(actor, 'quality.release', deviation.warehouse_id);
    refuseClosed(deviation);
    const goods = await goodsToDecide(tx, actor, deviation, input);
    const rejected_place = input.decision === 'release' ? null : await rejectedPlace(context, deviation);
    const signature_id = await signed(context, deviation, input);
    const moved = await move(context, deviation, input, goods, rejected_place);
    const destruction_id = await destructionOf(context, deviation, input, goods, rejected_place);
    const lots = decidedLots(goods, moved);
    const { warehouse_id, deviation_id } = deviation;
    const { decision, reason } = input;
    const decided = { deviation_id, warehouse_id, decision, reason, destruction_id, signature_id, lots };
    await insertDecisions(tx, decided, actor);
    await endSettledHolds(context, deviation, input, goods);
    report(context, deviation, input, lots);
    return {
      deviation_id,
      signature_id,
      movement_ids: [...new Set(moved.values())],
      destruction_id,
      still_held: stillHeld(goods, moved),
    };
  },
);

async function rejectedPlace({ tx }: Context, { warehouse_id }: Deviation): Promise<number> {
  return (await firstPlace(tx, warehouse_id, 'rejected')) ?? fail('quality.no_rejected_place');
}

function signed(context: Context, { deviation_id, document_no }: Deviation, input: Input): Promise<number> {
  const { decision, reason, lines } = input;
  return sign(context, {
    entity: 'deviation',
    entity_id: deviation_id,
    record: { document_no, decision, lines },
    meaning: `deviation_${decision}`,
    reason,
  });
}

/**
 * Posts what changes and says by which movement each line went. Held goods that something else stops as well stay where
 * they are: this case no longer objects, the other still does.
 */
async function move(
  { tx, actor }: Context,
  { document_no }: Deviation,
  { decision, reason, acknowledged }: Input,
  { lines, stopped_lots }: DecisionGoods,
  rejected_place: number | null,
): Promise<Map<Line, number>> {
  const groups: { purpose: PostDocument['purpose']; lines: Line[] }[] =
    decision === 'release'
      ? [
          {
            purpose: 'lift_hold',
            lines: lines.filter((l) => l.disposition === 'held' && !stopped_lots.has(l.lot_id)),
          },
          { purpose: 'release', lines: lines.filter((l) => l.disposition === 'quarantine') },
        ]
      : [{ purpose: 'reject', lines: [...lines] }];
  const asked = groups.filter((group) => group.lines.length > 0);
  if (asked.length === 0) return new Map();
  const outcomes = await post(
    tx,
    asked.map((group) => ({
      purpose: group.purpose,
      actor,
      reason,
      acknowledged,
      document_key: document_no,
      lines: group.lines.map((line) => postLine(line, rejected_place)),
    })),
  );
  const refusals = outcomes.flatMap((outcome) => ('refusals' in outcome ? outcome.refusals : []));
  if (refusals.length > 0) throw refusedError(refusals);
  return new Map(
    asked.flatMap((group, index) =>
      group.lines.map((line) => [line, (outcomes[index] as { movement_id: number }).movement_id] as const),
    ),
  );
}

function postLine(line: Line, rejected_place: number | null): PostLine {
  const { item_id, lot_id, qty, account_id, owner_id, disposition, serial_nos } = line;
  return {
    item_id,
    lot_id,
    qty,
    from_account_id: account_id,
    to_account_id: rejected_place ?? account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: disposition,
    to_disposition: rejected_place === null ? 'released' : 'rejected',
    serial_nos,
  };
}

/** Goods to be destroyed are asked for at once, from where they stand now; two others approve and witness it. */
async function destructionOf(
  { tx, actor, audit }: Context,
  { warehouse_id, document_no }: Deviation,
  { decision, reason }: Input,
  { lines }: DecisionGoods,
  rejected_place: number | null,
): Promise<number | null> {
  if (decision !== 'destroy') return null;
  const rejected = lines.map((line) => ({
    ...line,
    account_id: rejected_place!,
    disposition: 'rejected',
    serial_nos: line.serial_nos ?? [],
  }));
  const text = `${document_no} ${reason}`;
  const made = await insertDestruction(tx, { warehouse_id, reason: text, lines: rejected }, actor);
  const { destruction_id } = made;
  const detail = { document_no: made.document_no, deviation: document_no };
  audit({
    entity: 'destruction',
    entity_id: destruction_id,
    action: 'quality.request_destruction',
    warehouse_id,
    detail,
  });
  return destruction_id;
}

/** Quantities by lot and movement, as the case remembers them. */
function decidedLots({ lines }: DecisionGoods, moved: ReadonlyMap<Line, number>) {
  const groups = Map.groupBy(lines, (line) => `${line.item_id}|${line.lot_id}|${moved.get(line) ?? ''}`);
  return [...groups.values()].map((group) => ({
    item_id: group[0]!.item_id,
    lot_id: group[0]!.lot_id,
    qty: group.reduce((sum, line) => sum + line.qty, 0),
    movement_id: moved.get(group[0]!) ?? null,
  }));
}

/** Holds of this case on lots of which nothing waits any more are over. */
async function endSettledHolds(
  context: Context,
  { deviation_id }: Deviation,
  { reason }: Input,
  { lines }: DecisionGoods,
): Promise<void> {
  const touched = new Set(lines.map((line) => line.lot_id));
  const now = await affectedOf(context.tx, deviation_id);
  const over = now.filter((lot) => touched.has(lot.lot_id) && lot.hold_open && !lot.undecided);
  await endHolds(context, { hold_ids: over.map((lot) => lot.hold_id!), reason });
}

function stillHeld({ lines, stopped_lots, names }: DecisionGoods, moved: ReadonlyMap<Line, number>) {
  const staying = new Set(
    lines.filter((l) => !moved.has(l) && stopped_lots.has(l.lot_id)).map((l) => l.lot_id),
  );
  return [...staying].map((lot_id) => ({ lot_id, lot_no: names.get(lot_id)! }));
}

function report(
  context: Context,
  { deviation_id, document_no, warehouse_id }: Deviation,
  { decision, reason }: Input,
  lots: ReturnType<typeof decidedLots>,
): void {
  const { audit, emit } = context;
  const detail = { document_no, decision, lots };
  audit({ entity: 'deviation', entity_id: deviation_id, warehouse_id, reason, detail });
  for (const { item_id, lot_id, qty, movement_id } of lots) {
    audit({
      entity: 'lot',
      entity_id: lot_id,
      warehouse_id,
      reason,
      detail: { item_id, qty, movement_id, deviation: document_no, after: { decision } },
    });
  }
  const moved = lots.filter((lot) => lot.movement_id !== null);
  for (const [movement_id, lines] of Map.groupBy(moved, (lot) => lot.movement_id!)) {
    const item_ids = [...new Set(lines.map((line) => line.item_id))];
    emit('quality.disposed', String(movement_id), { movement_id, warehouse_id, decision, item_ids });
    emitPosted(context, { movement_id, purpose: decision === 'release' ? 'release' : 'reject', lines });
  }
}
