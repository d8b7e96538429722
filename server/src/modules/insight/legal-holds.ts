import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireCompanyWide } from './company-wide.ts';
import { endLegalHold, insertLegalHold } from './retention.write.ts';

const LIST = `select h.legal_hold_id, h.record_kind, i.item_code, l.lot_no, h.reason, h.placed_by_name, h.placed_at,
    coalesce(h.placed_by = $1, false) as placed_by_me, h.lifted_by_name, h.lifted_at, h.lift_reason
  from insight.legal_hold h
  left join masterdata.v_item i on i.item_id = h.item_id
  left join stock.v_lot l on l.item_id = h.item_id and l.lot_id = h.lot_id
  order by h.lifted_at is not null, h.legal_hold_id desc limit 1000`;

export const listLegalHolds = defineVerb(
  contract.listLegalHolds,
  { permission: 'insight.retention', audit: null },
  async ({ tx, actor }) => ({ rows: await tx.rows<never>(LIST, [actor.user_id]) }),
);

const GOODS = `select exists (select from masterdata.v_item where item_id = $1) as item,
  exists (select from stock.v_lot where item_id = $1 and lot_id = $2) as lot`;

export const placeLegalHold = defineVerb(
  contract.placeLegalHold,
  { permission: 'insight.retention', audit: 'insight.place_legal_hold' },
  async ({ tx, actor, audit }, input) => {
    requireCompanyWide(actor);
    const { item_id, lot_id, reason } = input;
    const known = await tx.one<{ item: boolean; lot: boolean }>(GOODS, [item_id ?? null, lot_id ?? null]);
    if (item_id !== undefined && !known.item) notFound('item', item_id);
    if (lot_id !== undefined && !known.lot) notFound('lot', lot_id);
    const legal_hold_id = await insertLegalHold(tx, input, actor);
    audit({ entity: 'legal_hold', entity_id: legal_hold_id, reason, detail: input });
    return { legal_hold_id };
  },
);

export const liftLegalHold = defineVerb(
  contract.liftLegalHold,
  { permission: 'insight.retention', audit: 'insight.lift_legal_hold' },
  async ({ tx, actor, audit }, { legal_hold_id, reason }) => {
    requireCompanyWide(actor);
    const [hold] = await tx.rows<{ placed_by: number | null; lifted: boolean }>(
      `select placed_by, lifted_at is not null as lifted from insight.legal_hold where legal_hold_id = $1 for update`,
      [legal_hold_id],
    );
    if (hold === undefined) notFound('legal_hold', legal_hold_id);
    if (hold.lifted) fail('insight.legal_hold_lifted');
    if (actor.user_id !== null && actor.user_id === hold.placed_by) fail('insight.own_legal_hold');
    await endLegalHold(tx, legal_hold_id, reason, actor);
    audit({ entity: 'legal_hold', entity_id: legal_hold_id, reason });
    return { legal_hold_id };
  },
);
