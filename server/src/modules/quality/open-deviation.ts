import { openDeviation as contract, type InputOf } from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { holdLots } from '../stock/index.ts';
import { caseTerms } from './case-terms.ts';
import { daysAfter } from './deviation.model.ts';
import { type AffectedLot, insertAffected, insertDeviation } from './deviation.write.ts';

export const openDeviationVerb = defineVerb(
  contract,
  { permission: 'quality.report', audit: 'quality.open_deviation' },
  async (context, { hold, ...input }) => {
    const { tx, actor } = context;
    requireAt(actor, 'quality.report', input.warehouse_id);
    await requireWarehouse(tx, input.warehouse_id);
    for (const at of [input.happened_at, input.found_at]) if (at !== undefined) await refuseFuture(tx, at);
    if (hold && input.lots.length > 0) requireAt(actor, 'stock.hold', input.warehouse_id);
    const made = await openDeviation(context, { ...input, lots: hold ? [] : input.lots });
    if (hold) await insertAffected(tx, { ...input, ...made }, await held(context, { ...input, ...made }));
    return made;
  },
);

/** A deviation as other modules open one. */
export type NewDeviation = Omit<InputOf<typeof contract>, 'lots' | 'hold' | 'severity' | 'place'> & {
  readonly severity?: InputOf<typeof contract>['severity'];
  readonly place?: string;
  /** Lots concerned, each with the hold that was put on it for this, so that the decision lifts it. */
  readonly lots: readonly AffectedLot[];
  readonly source_entity?: string | null;
  readonly source_id?: number | null;
};

/**
 * Opens a deviation for a record of any module, in the caller's transaction, and gives its number. It asks for no right
 * and holds nothing: the caller has done both. Works for the system too, which has no opener then.
 */
export async function openDeviation(
  { tx, actor, audit, emit }: Pick<Context, 'tx' | 'actor' | 'audit' | 'emit'>,
  input: NewDeviation,
): Promise<{ deviation_id: number; document_no: string }> {
  const { severity = 'minor', place = '', source_entity = null, source_id = null, lots, ...rest } = input;
  const { deviation, today } = await caseTerms(tx);
  const due_on = daysAfter(today, deviation[severity]);
  const made = await insertDeviation(
    tx,
    { ...rest, severity, place, source_entity, source_id, due_on },
    actor,
  );
  const { deviation_id, document_no } = made;
  const { warehouse_id, kind, title } = input;
  await insertAffected(tx, { deviation_id, warehouse_id }, lots);
  audit({
    entity: 'deviation',
    entity_id: deviation_id,
    action: 'quality.open_deviation',
    warehouse_id,
    detail: { document_no, kind, severity, title, due_on, source_entity, source_id, lots },
  });
  emit('quality.deviation_opened', String(deviation_id), { deviation_id, warehouse_id, kind, severity });
  return made;
}

/** Holds lots at the warehouse for a deviation, which alone lifts them, and remembers which hold is for which. */
export async function held(
  context: Context,
  {
    deviation_id,
    document_no,
    warehouse_id,
    lots,
  }: { deviation_id: number; document_no: string; warehouse_id: number; lots: readonly AffectedLot[] },
): Promise<AffectedLot[]> {
  if (lots.length === 0) return [];
  const document_key = `deviation:${deviation_id}`;
  const { hold_ids } = await holdLots(context, { lots, warehouse_id, reason: document_no, document_key });
  const rows = await context.tx.rows<{ hold_id: number; lot_id: number }>(
    'select hold_id, lot_id from stock.v_hold where hold_id = any($1::bigint[])',
    [hold_ids],
  );
  const by_lot = new Map(rows.map((row) => [row.lot_id, row.hold_id]));
  return lots.map((lot) => ({ ...lot, hold_id: by_lot.get(lot.lot_id) ?? null }));
}

/** A minute of grace for clocks that run ahead. */
export async function refuseFuture(tx: Tx, at: string): Promise<void> {
  const { future } = await tx.one<{ future: boolean }>(
    `select $1::timestamptz > now() + interval '1 minute' as future`,
    [at],
  );
  if (future) fail('quality.case_in_future');
}
