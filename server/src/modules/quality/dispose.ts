import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { type PostLine, post, refusedError } from '../stock/index.ts';
import { firstPlace } from './places.ts';
import { openInspectionsAt } from './settle-inspections.ts';

type Input = contract.InputOf<typeof contract.dispose>;

export const dispose = defineVerb(
  contract.dispose,
  { permission: 'quality.dispose', audit: 'quality.dispose', judges: true },
  async (context, input) => {
    const { tx, actor } = context;
    requireAt(actor, 'quality.dispose', input.warehouse_id);
    await refuseReceiver(tx, actor.user_id, input);
    await refuseForeignPlaces(tx, input);
    await refuseInspected(tx, input);
    const rejected_place =
      input.decision === 'reject' ? await firstPlace(tx, input.warehouse_id, 'rejected') : null;
    const [outcome] = await post(tx, [
      {
        purpose: input.decision,
        actor,
        reason: input.reason,
        acknowledged: input.acknowledged,
        lines: input.lines.map((line) => postLine(line, input.decision, rejected_place)),
      },
    ]);
    if ('refusals' in outcome!) throw refusedError(outcome.refusals);
    report(context, input, outcome!.movement_id);
    return { movement_id: outcome!.movement_id, warnings: [...outcome!.warnings] };
  },
);

function postLine(
  line: Input['lines'][number],
  decision: Input['decision'],
  rejected_place: number | null,
): PostLine {
  const { item_id, lot_id, qty, account_id, owner_id, serial_nos } = line;
  return {
    item_id,
    lot_id,
    qty,
    from_account_id: account_id,
    to_account_id: line.to_account_id ?? rejected_place ?? account_id,
    from_owner_id: owner_id,
    to_owner_id: owner_id,
    from_disposition: 'quarantine',
    to_disposition: decision === 'release' ? 'released' : 'rejected',
    serial_nos,
  };
}

/** Who received goods does not decide whether they are fit to be used (GSP: receipt and acceptance are two duties). */
async function refuseReceiver(tx: Tx, user_id: number | null, input: Input): Promise<void> {
  const rows = await tx.rows<{ lot_id: number; lot_no: string }>(
    `select distinct t.lot_id, t.lot_no
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     join stock.v_posting g on g.item_id = k.item_id and g.lot_id = k.lot_id and g.to_warehouse_id = $3
     join stock.v_movement m on m.movement_id = g.movement_id
     join stock.v_lot t on t.item_id = k.item_id and t.lot_id = k.lot_id
     where m.actor_id = $4 and m.purpose in ('receive', 'transfer_receive', 'customer_return')`,
    [input.lines.map((l) => l.item_id), input.lines.map((l) => l.lot_id), input.warehouse_id, user_id],
  );
  if (rows.length === 0) return;
  const received = new Map(rows.map((row) => [row.lot_id, row.lot_no]));
  const errors = input.lines.flatMap((line, index) => {
    const lot_no = received.get(line.lot_id);
    return lot_no === undefined
      ? []
      : [{ path: `lines.${index}.lot_id`, code: 'quality.same_person', params: { lot_no } }];
  });
  throw new AppError('quality.same_person', errors[0]!.params, { errors });
}

/** What an inspection is open for is decided there, with its record and signature. */
async function refuseInspected(tx: Tx, input: Input): Promise<void> {
  const open = await openInspectionsAt(tx, input.warehouse_id, input.lines);
  const errors = input.lines.flatMap((line, index) => {
    const inspection = open.get(line.lot_id);
    return inspection === undefined
      ? []
      : [{ path: `lines.${index}.lot_id`, code: 'quality.inspection_open', params: { ...inspection } }];
  });
  if (errors.length > 0) throw new AppError('quality.inspection_open', errors[0]!.params, { errors });
}

/** The permission was asked for at one warehouse, so every place must be a bin of it. */
async function refuseForeignPlaces(tx: Tx, input: Input): Promise<void> {
  const asked = input.lines.flatMap((line) => [line.account_id, line.to_account_id ?? line.account_id]);
  const rows = await tx.rows<{ account_id: number }>(
    `select account_id from stock.v_account where account_id = any($1::bigint[]) and kind = 'bin' and warehouse_id = $2`,
    [asked, input.warehouse_id],
  );
  const ours = new Set(rows.map((row) => row.account_id));
  const errors = input.lines.flatMap((line, index) =>
    (['account_id', 'to_account_id'] as const).flatMap((field) => {
      const account_id = line[field];
      return account_id === undefined || ours.has(account_id)
        ? []
        : [{ path: `lines.${index}.${field}`, code: 'unknown', params: { account_id } }];
    }),
  );
  if (errors.length > 0) throw new AppError('stock.place_or_lot_unknown', {}, { errors });
}

function report({ audit, emit }: Context, input: Input, movement_id: number): void {
  const { warehouse_id, decision, reason, lines } = input;
  const after = decision === 'release' ? 'released' : 'rejected';
  const lots = [...new Map(lines.map((line) => [line.lot_id, line])).values()];
  for (const { item_id, lot_id } of lots) {
    const qty = lines.filter((line) => line.lot_id === lot_id).reduce((sum, line) => sum + line.qty, 0);
    audit({
      entity: 'lot',
      entity_id: lot_id,
      warehouse_id,
      reason,
      detail: {
        item_id,
        qty,
        movement_id,
        before: { disposition: 'quarantine' },
        after: { disposition: after },
      },
    });
  }
  const item_ids = [...new Set(lines.map((line) => line.item_id))];
  emit('quality.disposed', String(movement_id), { movement_id, warehouse_id, decision, item_ids });
}
