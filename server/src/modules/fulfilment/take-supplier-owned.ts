import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { postOrFail } from '../stock/index.ts';
import { partiesOf, postings } from './supplier-owned.ts';
import { insertUsages } from './usage.write.ts';

/**
 * Goods change their owner where they stand. In the ledger they go back to the supplier and come from it again as ours:
 * two movements that everybody can read, and the second is judged like any purchase.
 */
export const takeSupplierOwned = defineVerb(
  contract.takeSupplierOwned,
  { permission: 'fulfilment.consign', audit: 'fulfilment.take_supplier_owned', judges: true },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { supplier_id, warehouse_id, lines, reason } = input;
    const { supplier, entity_id } = await partiesOf(context, input);
    const { acknowledged } = input;
    const document = { actor, reason, document_key: `supplier_owned:${supplier_id}`, acknowledged };
    const theirs = (account_id: number) => ({ account_id, owner_id: supplier_id });
    const away = () => ({ account_id: supplier, owner_id: supplier_id });
    await postOrFail(tx, {
      ...document,
      purpose: 'supplier_return',
      lines: postings(lines, 'released', theirs, away),
    });
    const movement_id = await postOrFail(tx, {
      ...document,
      purpose: 'receive',
      lines: postings(
        lines,
        'released',
        () => ({ account_id: supplier, owner_id: supplier_id }),
        (account_id) => ({ account_id, owner_id: entity_id }),
      ),
    });
    await insertUsages(tx, {
      source: 'vmi',
      warehouse_id,
      partner_id: supplier_id,
      department_id: null,
      case_id: null,
      agreement_id: null,
      patient_ref: null,
      used_at: input.taken_at ?? null,
      movement_id,
      recorded_by_name: actor.display_name,
      lots: lines.map((line) => ({ ...line, serial_nos: line.serial_nos ?? [] })),
    });
    const qty = lines.reduce((sum, line) => sum + line.qty, 0);
    audit({ entity: 'partner', entity_id: supplier_id, warehouse_id, reason, detail: { movement_id, qty } });
    emit('fulfilment.supplier_owned_taken', String(supplier_id), {
      supplier_id,
      warehouse_id,
      movement_id,
      qty,
    });
    return { movement_id, qty };
  },
);
