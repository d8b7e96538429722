import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { openDeviation } from '../quality/index.ts';
import { changesAt, holdPlaces, type Standing, stopMovements, whereNow } from '../stock/index.ts';
import { lockArea } from './areas.read.ts';
import {
  alarmsNow,
  type ExcursionChange,
  excursionsNow,
  gapsNow,
  type LotOut,
  lotsOut,
} from './decide-judgement.ts';
import { accountsOf, type Ground, groundOf, rangesOf } from './judge.read.ts';
import {
  forgetUnjudged,
  insertExcursion,
  insertExcursionHolds,
  insertNotices,
  type SavedLot,
  saveAlarms,
  saveDeviation,
  saveExcursionAlarms,
  saveGaps,
  saveLostAlarms,
  saveLots,
  updateExcursion,
} from './judge.write.ts';
import { instantOf, secondsOf } from './series.model.ts';

/** Goods of an excursion are held under its name. */
export const guardOf = (excursion_id: number): string => `excursion:${excursion_id}`;

/**
 * Judges one area: where its devices were silent, when it was out of range, which goods were outside of their own range
 * while they stood there. Those are found and held in this transaction, with movements stopped, so that nothing slips away
 * between looking and holding; a deviation is opened, and the people of the area are told.
 */
export const judgeAreas = defineVerb(
  contract.judgeAreas,
  { permission: 'coldchain.manage', audit: 'coldchain.judge', statement_timeout_ms: 30_000 },
  async (context, { area_id, from_at }) => {
    const { tx, actor, audit } = context;
    // Goods may have come anywhere since; who does not see all of it would hold a part and leave the rest.
    if (!canEverywhere(actor, 'coldchain.manage')) fail('coldchain.all_warehouses_needed');
    const area = await lockArea(tx, actor, 'coldchain.manage', area_id);
    const since = await markedSince(tx, area_id, from_at ?? null);
    const ground = await groundOf(tx, area_id, since.from_at);
    const gaps = gapsNow(ground);
    const alarms = alarmsNow(ground);
    const changed = await saveGaps(tx, area, ground.window.from, gaps);
    const found = await goodsOut(context, ground);
    const excursions = await settle(context, ground, found);
    const fresh = [
      ...(await saveAlarms(tx, area, endsOf(ground), alarms)),
      ...(await saveLostAlarms(tx, area, endsOf(ground))),
      ...(await saveExcursionAlarms(
        tx,
        excursions.map((one) => one.excursion_id),
      )),
    ];
    await tell(context, ground, fresh);
    await forgetUnjudged(tx, area_id, since.marked_until);
    const { warehouse_id } = area;
    const detail = { from_at: since.from_at, gaps: changed, alarms: fresh.length, excursions };
    audit({ entity: 'temperature_area', entity_id: area_id, warehouse_id, detail });
    return { area_id, gaps: gaps.length, excursions };
  },
);

/** From when on the area is to be judged, and up to which marks that is then done. */
async function markedSince(tx: Tx, area_id: number, from_at: string | null) {
  return tx.one<{ from_at: string; marked_until: string }>(
    `select least($2::timestamptz, (select u.from_at from coldchain.unjudged u where u.area_id = $1), now()) as from_at,
       clock_timestamp() as marked_until`,
    [area_id, from_at],
  );
}

/** Whom the area concerns: its warehouse, or both ends of what rides in it. */
function endsOf({ area, loads }: Ground) {
  const last = loads.at(-1);
  return {
    from_warehouse_id: area.warehouse_id ?? last?.from_warehouse_id ?? null,
    to_warehouse_id: last?.to_warehouse_id ?? null,
  };
}

/** Looked at twice where something is out: the second time nothing moves any more. */
async function goodsOut(context: Context, ground: Ground): Promise<LotOut[]> {
  const first = await lotsNow(context, ground);
  if (first.length === 0) return [];
  await stopMovements(context);
  return lotsNow(context, ground);
}

/** The lots of an area that were outside of their range, as the ledger knows them now. */
export async function lotsNow(context: Pick<Context, 'tx'>, ground: Ground): Promise<LotOut[]> {
  const { tx } = context;
  if (ground.tracks.every((track) => track.readings.length === 0)) return [];
  const accounts = await accountsOf(tx, ground);
  if (accounts.length === 0) return [];
  const keys = new Map(accounts.map((one) => [one.account_id, one.document_key]));
  const changes = await changesAt(context, [...keys.keys()], instantOf(ground.window.from));
  const ranges = new Map(
    (await rangesOf(tx, [...new Set(changes.map((change) => change.item_id))])).map((range) => [
      range.item_id,
      range,
    ]),
  );
  const places = [...Map.groupBy(changes, (c) => `${c.lot_id}|${c.account_id}`).values()].map((own) => ({
    ...own[0]!,
    document_key: keys.get(own[0]!.account_id) ?? null,
    changes: own.map(({ at, qty }) => ({ at: at === null ? null : secondsOf(at), qty })),
  }));
  return lotsOut(ground, places, ranges);
}

type Excursion = { excursion_id: number; document_no: string; held: number };

/** Writes excursions, opens deviations, holds what stands anywhere that the goods have come to since. */
async function settle(context: Context, ground: Ground, lots: readonly LotOut[]): Promise<Excursion[]> {
  const changes = excursionsNow(ground, lots);
  if (changes.length === 0) return [];
  const standing = await whereNow(context, stoodOf(changes));
  const done: Excursion[] = [];
  // A spell at a time: almost always there is one, and each has documents of its own.
  for (const change of changes) {
    const { excursion_id, document_no } = await written(context, ground, change);
    const own = standing.filter((one) => change.lots.some((lot) => lot.lot_id === one.lot_id));
    await saveLots(context.tx, savedLots(excursion_id, change, own), ground.now);
    const held = change.grows ? await hold(context, ground, { excursion_id, document_no }, own) : 0;
    done.push({ excursion_id, document_no, held });
  }
  return done;
}

const stoodOf = (changes: readonly ExcursionChange[]) =>
  changes.flatMap(({ lots }) =>
    lots.flatMap(({ item_id, lot_id, places }) =>
      places.map(({ account_id, since }) => ({ item_id, lot_id, account_id, since: instantOf(since) })),
    ),
  );

/** What is no longer at any place of ours has gone: to a customer, or out of the books. */
function savedLots(
  excursion_id: number,
  { lots }: ExcursionChange,
  standing: readonly Standing[],
): SavedLot[] {
  return lots.map((lot) => {
    const left = standing.filter((one) => one.lot_id === lot.lot_id).reduce((sum, one) => sum + one.qty, 0);
    return { ...lot, excursion_id, qty_gone: Math.max(0, lot.qty_there - left) };
  });
}

async function written(
  context: Context,
  ground: Ground,
  change: ExcursionChange,
): Promise<{ excursion_id: number; document_no: string }> {
  const { tx, audit, emit } = context;
  const { stored } = change;
  if (stored !== null) {
    await updateExcursion(tx, stored.excursion_id, change);
    return stored;
  }
  const ends = endsOf(ground);
  const made = await insertExcursion(tx, ground.area, ends, change);
  const deviation = await deviate(context, ground, change, made);
  if (deviation !== null) await saveDeviation(tx, made.excursion_id, deviation);
  const { excursion_id, document_no } = made;
  audit({
    entity: 'temperature_excursion',
    entity_id: excursion_id,
    warehouse_id: ends.from_warehouse_id,
    detail: { document_no, lowest_c: change.lowest_c, highest_c: change.highest_c, lots: change.lots.length },
  });
  emit('coldchain.excursion', String(excursion_id), {
    excursion_id,
    document_no,
    area_id: ground.area.area_id,
    ...ends,
    started_at: instantOf(change.span.from),
    lots: change.lots.map(({ item_id, lot_id }) => ({ item_id, lot_id })),
  });
  return made;
}

/** Goods are decided on at the excursion, which knows their temperatures; the deviation looks for the cause. */
async function deviate(
  context: Context,
  ground: Ground,
  { span, lowest_c, highest_c, lots }: ExcursionChange,
  { excursion_id, document_no }: { excursion_id: number; document_no: string },
) {
  const { area } = ground;
  const warehouse_id = endsOf(ground).from_warehouse_id;
  if (warehouse_id === null) return null;
  const goods = lots
    .slice(0, 20)
    .map((lot) => `${lot.range.item_code} × ${lot.qty_there} (${lot.minutes_out} min)`)
    .join('、');
  return openDeviation(context, {
    warehouse_id,
    kind: 'temperature_excursion',
    severity: 'major',
    title: `超温 ${document_no} ${area.name}`.slice(0, 100),
    description: `${area.area_code} ${area.name}: ${lowest_c}～${highest_c} ℃。涉及 ${lots.length} 个批号: ${goods}。`,
    place: area.area_code,
    happened_at: instantOf(span.from),
    lots: [],
    source_entity: 'temperature_excursion',
    source_id: excursion_id,
  });
}

async function hold(
  context: Context,
  { area }: Ground,
  { excursion_id, document_no }: { excursion_id: number; document_no: string },
  standing: readonly Standing[],
): Promise<number> {
  const keys = standing.filter((one) => one.disposition === 'released');
  if (keys.length === 0) return 0;
  const done = await holdPlaces(context, {
    keys,
    guard: guardOf(excursion_id),
    reason: `超温 ${document_no} ${area.name}`.slice(0, 200),
  });
  if (done === null) return 0;
  const { movement_id, holds } = done;
  await insertExcursionHolds(
    context.tx,
    holds.map((one) => ({ ...one, excursion_id, movement_id })),
  );
  return holds.reduce((sum, one) => sum + one.qty, 0);
}

/** Notices and events: other channels than the screen read them. */
async function tell(context: Context, ground: Ground, alarm_ids: readonly number[]): Promise<void> {
  if (alarm_ids.length === 0) return;
  const notices = await insertNotices(context.tx, alarm_ids, 1, ground.moment.rules.recipients_min);
  for (const [alarm_id, own] of Map.groupBy(notices, (notice) => notice.alarm_id))
    context.emit('coldchain.alarm', String(alarm_id), {
      alarm_id,
      area_id: ground.area.area_id,
      level: 1,
      user_ids: own.map((notice) => notice.user_id),
    });
}
