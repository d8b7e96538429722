import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureLots, postOrFail, refusedError } from '../stock/index.ts';
import { partiesOf, postings } from './supplier-owned.ts';

/** A receipt that nobody pays for: the goods stand with us and stay the supplier's, so they are never offered to a customer. */
export const receiveSupplierOwned = defineVerb(
  contract.receiveSupplierOwned,
  { permission: 'fulfilment.consign', audit: 'fulfilment.receive_supplier_owned', judges: true },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { supplier_id, warehouse_id } = input;
    const { supplier } = await partiesOf(context, input);
    const outcome = await ensureLots(
      tx,
      input.lines.map(({ item_id, lot_no, production_date = null, expiry_date = null }) => {
        return { item_id, lot_no, production_date, expiry_date, supplier_id };
      }),
    );
    if ('refusals' in outcome) throw refusedError(outcome.refusals);
    const lines = input.lines.map((line, at) => ({ ...line, lot_id: outcome.lot_ids[at]! }));
    const owner_id = supplier_id;
    const movement_id = await postOrFail(tx, {
      purpose: 'receive',
      actor,
      document_no: input.document_no || null,
      document_key: `supplier_owned:${supplier_id}`,
      acknowledged: input.acknowledged,
      lines: postings(
        lines,
        'quarantine',
        () => ({ account_id: supplier, owner_id }),
        (account_id) => ({ account_id, owner_id }),
      ),
    });
    const qty = lines.reduce((sum, line) => sum + line.qty, 0);
    audit({ entity: 'partner', entity_id: supplier_id, warehouse_id, detail: { movement_id, qty } });
    emit('fulfilment.supplier_owned_received', String(supplier_id), {
      supplier_id,
      warehouse_id,
      movement_id,
      qty,
    });
    return { movement_id, qty };
  },
);
