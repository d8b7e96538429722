import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type Agreement, lockAgreement, openInCabinet, refillLinesOf, stillActive } from './cabinet.read.ts';
import { insertRefill, type NewRefillLine } from './cabinet.write.ts';
import { type Filled, fillLines } from './fill-lines.ts';
import { lanesBetween } from './lanes.ts';

type Line = contract.InputOf<typeof contract.createRefill>['lines'][number];

export const createRefill = defineVerb(
  contract.createRefill,
  { permission: 'fulfilment.consign', audit: 'fulfilment.create_refill', judges: true },
  async ({ tx, actor, audit, emit }, { agreement_id, lines: asked }) => {
    const agreement = await lockAgreement(tx, agreement_id);
    const { warehouse_id, partner_id } = agreement;
    requireAt(actor, 'fulfilment.consign', warehouse_id);
    stillActive(agreement);
    refuseRepeated(asked);
    const terms = await termsOf(tx, agreement, asked);
    if (asked.some((line) => line.swap_lot_id !== undefined)) await refuseAbsent(tx, agreement, asked);
    const kind = asked.some((line) => line.swap_lot_id !== undefined) ? 'swap' : 'refill';
    const person = { user_id: actor.user_id, user_name: actor.display_name };
    const { refill_id, document_no } = await insertRefill(tx, agreement, kind, person, terms);
    const lanes = await lanesBetween(tx, { from_warehouse_id: warehouse_id, to_partner_id: partner_id });
    const filled = await fillLines(tx, await refillLinesOf(tx, refill_id), {
      demand_kind: 'cabinet_line',
      partner_id,
      arrival_date: null,
      lanes,
      needed_at: null,
      actor_id: actor.user_id,
    });
    const short_by = filled.reduce((sum, line) => sum + line.short_by, 0);
    const detail = { document_no, kind, lines: asked.length, short_by };
    audit({ entity: 'refill', entity_id: refill_id, warehouse_id, detail });
    emit('fulfilment.refill_planned', String(refill_id), { refill_id, warehouse_id, short_by });
    return { refill_id, document_no, lines: filled.map(toRefillLine) };
  },
);

const toRefillLine = ({ line_id, ...line }: Filled) => ({ refill_line_id: line_id, ...line });

function refuseRepeated(lines: readonly Line[]): void {
  const key = (line: Line) => `${line.item_id}|${line.swap_lot_id ?? ''}`;
  const twice = lines.flatMap((line, index) =>
    lines.findIndex((other) => key(other) === key(line)) < index
      ? [{ path: `lines.${index}.item_id`, code: 'duplicate', params: {} }]
      : [],
  );
  if (twice.length > 0) fail('fulfilment.item_repeated', {}, twice);
}

/** What the agreement says of each item; what replaces a piece near its end must last longer than that. */
async function termsOf(tx: Tx, agreement: Agreement, asked: readonly Line[]): Promise<NewRefillLine[]> {
  const rows = await tx.rows<{ item_id: number; min_remaining_days: number }>(
    'select item_id, min_remaining_days from fulfilment.consign_line where agreement_id = $1',
    [agreement.agreement_id],
  );
  const agreed = new Map(rows.map((row) => [row.item_id, row.min_remaining_days]));
  const errors = asked.flatMap(({ item_id }, index) =>
    agreed.has(item_id)
      ? []
      : [{ path: `lines.${index}.item_id`, code: 'fulfilment.not_agreed', params: {} }],
  );
  if (errors.length > 0) fail('fulfilment.not_agreed', {}, errors);
  return asked.map(({ item_id, qty, swap_lot_id }) => {
    const least = agreed.get(item_id)!;
    const min_remaining_days = swap_lot_id === undefined ? least : Math.max(least, agreement.swap_days + 1);
    return { item_id, qty, min_remaining_days, swap_lot_id: swap_lot_id ?? null };
  });
}

async function refuseAbsent(tx: Tx, agreement: Agreement, asked: readonly Line[]): Promise<void> {
  const { standing } = await openInCabinet(tx, agreement);
  const errors = asked.flatMap(({ swap_lot_id, item_id, qty }, index) => {
    if (swap_lot_id === undefined) return [];
    const there = standing.filter((one) => one.item_id === item_id && one.lot_id === swap_lot_id);
    return there.reduce((sum, one) => sum + one.qty, 0) >= qty
      ? []
      : [{ path: `lines.${index}.swap_lot_id`, code: 'fulfilment.not_in_cabinet', params: {} }];
  });
  if (errors.length > 0) fail('fulfilment.not_in_cabinet', {}, errors);
}
