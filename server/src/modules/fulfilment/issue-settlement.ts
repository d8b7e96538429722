import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { AppError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertSettlement } from './usage.write.ts';

type Input = contract.InputOf<typeof contract.issueSettlement>;

export const issueSettlement = defineVerb(
  contract.issueSettlement,
  { permission: 'fulfilment.settle', audit: 'fulfilment.issue_settlement' },
  async ({ tx, actor, audit, emit }, input) => {
    const uses = await lockUses(tx, input.usage_ids);
    const { warehouse_id, partner_id, direction } = oneParty(uses);
    requireAt(actor, 'fulfilment.settle', warehouse_id);
    refuseSettled(uses);
    await refuseOut(tx, uses);
    const lines = priced(uses, input.prices);
    const made = await insertSettlement(tx, {
      direction,
      warehouse_id,
      partner_id,
      issued_by: actor.user_id,
      issued_by_name: actor.display_name,
      lines,
    });
    const { settlement_id, document_no, amount_fen } = made;
    const detail = { document_no, direction, partner_id, lines: lines.length, amount_fen };
    audit({ entity: 'settlement', entity_id: settlement_id, warehouse_id, detail });
    emit('fulfilment.settled', String(settlement_id), { ...made, direction, warehouse_id, partner_id });
    return made;
  },
);

type Use = {
  readonly usage_id: number;
  readonly direction: 'customer' | 'supplier';
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly case_id: number | null;
  readonly item_id: number;
  readonly item_code: string;
  readonly qty: number;
  readonly unit_price_fen: number | null;
  readonly settlement_id: number | null;
  readonly reversed: boolean;
};

/** Uses are never deleted, so that locking them in their order is enough. */
async function lockUses(tx: Tx, usage_ids: readonly number[]): Promise<Use[]> {
  const asked = [...new Set(usage_ids)];
  const uses = await tx.rows<Use>(
    `select u.usage_id, u.direction, u.warehouse_id, u.partner_id, u.case_id, u.item_id, i.item_code, u.qty, u.unit_price_fen,
       u.settlement_id, u.reversed_at is not null as reversed
     from fulfilment.usage u join masterdata.v_item i on i.item_id = u.item_id
     where u.usage_id = any($1::bigint[]) order by u.usage_id for update of u`,
    [asked],
  );
  const found = new Set(uses.map((use) => use.usage_id));
  const missing = asked.find((usage_id) => !found.has(usage_id));
  if (missing !== undefined) notFound('usage', missing);
  return uses;
}

function oneParty(uses: readonly Use[]): Use {
  const [first] = uses;
  const same = (use: Use) =>
    use.partner_id === first!.partner_id &&
    use.warehouse_id === first!.warehouse_id &&
    use.direction === first!.direction;
  if (!uses.every(same)) fail('fulfilment.several_partners');
  return first!;
}

function refuseSettled(uses: readonly Use[]): void {
  const settled = uses.filter((use) => use.settlement_id !== null).length;
  if (settled > 0) fail('fulfilment.usage_settled', { settled });
  if (uses.some((use) => use.reversed)) fail('fulfilment.usage_reversed');
}

/** A surgery is settled once everything has come back: until then more of it may turn out to be used. */
async function refuseOut(tx: Tx, uses: readonly Use[]): Promise<void> {
  const case_ids = [...new Set(uses.flatMap((use) => use.case_id ?? []))];
  const [open] = await tx.rows<{ document_no: string; out: number }>(
    `select c.document_no, coalesce(sum(p.qty_sent - p.qty_used - p.qty_returned - p.qty_written_off), 0)::bigint as out
     from fulfilment.surgical_case c left join fulfilment.case_piece p on p.case_id = c.case_id
     where c.case_id = any($1::bigint[]) and c.status in ('out', 'differing') group by c.case_id order by c.case_id limit 1`,
    [case_ids],
  );
  if (open !== undefined) fail('fulfilment.case_not_back', open);
}

/** The price given here, or the one that the agreement had when the piece was used. */
function priced(uses: readonly Use[], prices: Input['prices']) {
  const given = new Map(prices.map((price) => [price.item_id, price.unit_price_fen]));
  const price = (use: Use) => given.get(use.item_id) ?? use.unit_price_fen;
  const unknown = [
    ...new Map(uses.filter((use) => price(use) === null).map((use) => [use.item_id, use])).values(),
  ];
  if (unknown.length > 0) {
    const errors = unknown.map(({ item_code }) => ({
      path: 'prices',
      code: 'fulfilment.price_missing',
      params: { item_code },
    }));
    throw new AppError('fulfilment.price_missing', errors[0]!.params, { errors });
  }
  return uses.map((use) => ({ usage_id: use.usage_id, qty: use.qty, unit_price_fen: price(use)! }));
}
