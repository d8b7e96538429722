import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import {
  type BalanceKey,
  emitPosted,
  lockForReplan,
  type PostLine,
  pickInto,
  postOrFail,
  releaseAllocations,
  reportVoided,
} from '../stock/index.ts';
import { decidePicks, leftOf, type PicksDecision, type Scanned } from './decide-picks.ts';
import { step, sum, WAVE_TRANSITIONS, type WaveStatus } from './outbound.model.ts';
import { insertShortages, insertWaveLines, savePicks, saveWaveStatus } from './outbound.write.ts';
import { serialsAt } from './ready-goods.ts';
import { lockDemandsOf, type Replanned, replan } from './replan.ts';
import { lockWave, stillWorked, type Wave, type WaveLine, waveLinesOf } from './waves.read.ts';

type Output = contract.OutputOf<typeof contract.pickWave>;
type Decided = Extract<PicksDecision, { picks: unknown }>;
type Short = Decided['shorts'][number];

export const pickWave = defineVerb(
  contract.pickWave,
  { permission: 'stock.pick', audit: 'fulfilment.pick_wave', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    const wave = await lockWave(tx, input.wave_id);
    requireAt(actor, 'stock.pick', wave.warehouse_id);
    stillWorked(wave);
    const lines = await waveLinesOf(tx, wave.wave_id);
    const decided = decidePicks(input.lines, lines);
    if ('errors' in decided) throw firstOf(decided.errors);
    if (decided.shorts.length > 0) await lockEverything(tx, wave, decided);
    const movement_id = await pick(context, wave, decided.picks);
    const short = await answerShorts(context, wave, decided.shorts);
    await savePicks(tx, progressOf(decided));
    const status = statusAfter(wave, lines, decided, short);
    if (status !== wave.status) await saveWaveStatus(tx, wave.wave_id, status);
    const picked = sum(decided.picks.map((p) => p.given.qty));
    report(context, wave, { picked, short });
    return { wave_id: wave.wave_id, status, movement_id, picked, short };
  },
);

/** The first mistake gives the error its code; all of them are named with their lines. */
function firstOf(errors: Extract<PicksDecision, { errors: unknown }>['errors']): AppError {
  return new AppError(errors[0]!.code, errors[0]!.params, { errors });
}

/** Demands before balances, and all balances at once: those picked, those stopped, those that may serve instead. */
async function lockEverything(tx: Tx, wave: Wave, { picks, shorts }: Decided): Promise<void> {
  await lockDemandsOf(
    tx,
    shorts.map((s) => s.line.demand_line_id),
  );
  const keys = [...picks, ...shorts].flatMap(({ line }): BalanceKey[] => [
    { ...keyAt(line), disposition: 'released' },
    { ...keyAt(line), disposition: 'held' },
    { ...keyAt(line), account_id: wave.to_account_id, disposition: 'released' },
  ]);
  const wants = shorts.map(({ line }) => ({ item_id: line.item_id, warehouse_id: wave.warehouse_id }));
  await lockForReplan(tx, keys, wants);
}

const keyAt = ({ item_id, lot_id, account_id, owner_id }: WaveLine) => ({
  item_id,
  lot_id,
  account_id,
  owner_id,
});

/** The ledger numbers the lines that move; the caller knows the lines of the request. */
async function pick(context: Context, wave: Wave, picks: readonly Scanned[]): Promise<number | null> {
  if (picks.length === 0) return null;
  const lines = picks.map(({ given, line }) => ({
    allocation_id: line.allocation_id,
    qty: given.qty,
    lot_no: given.lot_no,
    serial_nos: given.serial_nos,
  }));
  try {
    const { movement_id } = await pickInto(context, { to_account_id: wave.to_account_id, lines });
    return movement_id;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = error.errors.map((e) => ({
      ...e,
      path: e.path.replace(/^lines\.(\d+)/, (_, at) => `lines.${picks[Number(at)]?.index ?? at}`),
    }));
    throw new AppError(error.code, error.params, { errors, reasons: error.reasons });
  }
}

/** What is not there: given back, stopped at its place until somebody has looked, and allocated from elsewhere. */
async function answerShorts(
  context: Context,
  wave: Wave,
  shorts: readonly Short[],
): Promise<Output['short']> {
  if (shorts.length === 0) return [];
  const { tx, actor } = context;
  const voided = await releaseAllocations(
    tx,
    shorts.map((s) => s.line.allocation_id),
    { status: 'released' },
  );
  reportVoided(context, voided, 'released');
  const serials = await missingSerials(tx, shorts);
  await stop(context, wave, shorts, serials);
  const made = await insertShortages(
    tx,
    { warehouse_id: wave.warehouse_id, opened_by: actor.user_id, opened_by_name: actor.display_name },
    shorts.map(({ line, given, short }, index) => ({
      ...keyAt(line),
      wave_line_id: line.wave_line_id,
      qty: short,
      serial_nos: serials[index]!,
      reason: given.short_reason!,
      note: given.note || null,
    })),
  );
  const replanned = await replan(
    context,
    shorts.map(({ line, short }) => ({ demand_line_id: line.demand_line_id, qty: short, not_from: [line] })),
  );
  const ids = await addLines(tx, wave, shorts, replanned);
  return shorts.map(({ line, short }, index) => ({
    wave_line_id: line.wave_line_id,
    ...made[index]!,
    qty_short: short,
    replanned: short - replanned[index]!.short_by,
    short_by: replanned[index]!.short_by,
    lots: ids[index]!,
    reasons: [...replanned[index]!.reasons],
  }));
}

/** The pieces that are not there: those named, otherwise all that the books still have at the place. */
async function missingSerials(tx: Tx, shorts: readonly Short[]): Promise<string[][]> {
  const tracked = shorts.filter((s) => s.line.tracking === 'serial');
  const present = await serialsAt(
    tx,
    tracked.map((s) => s.line),
  );
  const errors = tracked.flatMap((s) => {
    const named = s.given.short_serial_nos ?? present(s.line);
    const { short: qty, index } = s;
    return named.length === qty
      ? []
      : [{ path: `lines.${index}.short_serial_nos`, code: 'fulfilment.short_serials', params: { qty } }];
  });
  if (errors.length > 0) throw firstOf(errors);
  return shorts.map(({ line, given }) =>
    line.tracking === 'serial' ? (given.short_serial_nos ?? present(line)) : [],
  );
}

/** Held where the books have them, so that nobody else is promised what is not there. */
async function stop(
  context: Context,
  wave: Wave,
  shorts: readonly Short[],
  serials: readonly (readonly string[])[],
): Promise<void> {
  const lines = shorts.map(
    ({ line, short }, index): PostLine => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty: short,
      from_account_id: line.account_id,
      to_account_id: line.account_id,
      from_owner_id: line.owner_id,
      to_owner_id: line.owner_id,
      from_disposition: 'released',
      to_disposition: 'held',
      serial_nos: line.tracking === 'serial' ? serials[index]! : undefined,
    }),
  );
  const { actor } = context;
  const document_key = `wave:${wave.wave_id}`;
  const movement_id = await postOrFail(context.tx, { purpose: 'hold', actor, document_key, lines });
  emitPosted(context, { movement_id, purpose: 'hold', lines });
}

/** What was found elsewhere joins the walk. */
async function addLines(
  tx: Tx,
  wave: Wave,
  shorts: readonly Short[],
  replanned: readonly Replanned[],
): Promise<Output['short'][number]['lots'][]> {
  const fresh = shorts.flatMap(({ line }, index) =>
    replanned[index]!.allocations.map((lot) => ({
      ...lot,
      item_id: line.item_id,
      demand_line_id: line.demand_line_id,
      replaces_id: line.wave_line_id,
    })),
  );
  const ids = await insertWaveLines(tx, wave, fresh);
  return shorts.map(({ line }) =>
    fresh.flatMap(({ replaces_id, lot_id, account_id, qty }, index) =>
      replaces_id === line.wave_line_id ? [{ wave_line_id: ids[index]!, lot_id, account_id, qty }] : [],
    ),
  );
}

function progressOf({ picks, shorts }: Decided) {
  const short = new Map(shorts.map((s) => [s.line.wave_line_id, s.short]));
  const scanned = new Map([...picks, ...shorts].map((s) => [s.line.wave_line_id, s]));
  return [...scanned.values()].map(({ line, given }) => ({
    wave_line_id: line.wave_line_id,
    picked: given.qty,
    short: short.get(line.wave_line_id) ?? 0,
  }));
}

function statusAfter(
  wave: Wave,
  lines: readonly WaveLine[],
  decided: Decided,
  short: Output['short'],
): WaveStatus {
  const done = new Set([
    ...decided.shorts.map((s) => s.line.wave_line_id),
    ...decided.picks.filter((p) => p.given.qty === leftOf(p.line)).map((p) => p.line.wave_line_id),
  ]);
  const open = lines.some((line) => line.status === 'open' && !done.has(line.wave_line_id));
  const more = short.some((s) => s.lots.length > 0);
  return step(WAVE_TRANSITIONS, wave.status, open || more ? 'picking' : 'picked', 'wave');
}

function report(
  { audit, emit }: Context,
  { wave_id, document_no, warehouse_id }: Wave,
  { picked, short }: { picked: number; short: Output['short'] },
): void {
  const shortages = short.map((s) => s.document_no);
  audit({ entity: 'wave', entity_id: wave_id, warehouse_id, detail: { document_no, picked, shortages } });
  for (const { pick_shortage_id, qty_short } of short) {
    emit('fulfilment.picked_short', String(pick_shortage_id), {
      pick_shortage_id,
      warehouse_id,
      qty: qty_short,
    });
  }
}
