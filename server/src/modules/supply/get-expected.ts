import * as contract from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { expectedDocuments, expectedLinesOfAsn, expectedLinesOfOrder } from './expected-rows.ts';

export const getExpected = defineVerb(
  contract.getExpected,
  { permission: 'supply.read', audit: null },
  async ({ tx }, { asn_id = null, purchase_order_id = null }) => {
    if (asn_id === null && purchase_order_id === null) fail('supply.supplier_missing');
    const order = asn_id === null ? purchase_order_id : null;
    const [found] = await expectedDocuments(tx, {
      warehouse_id: null,
      asn_id,
      purchase_order_id: order,
      search: null,
    });
    if (found === undefined) notFound(asn_id === null ? 'purchase_order' : 'asn', (asn_id ?? order)!);
    const line_rows =
      asn_id === null ? await expectedLinesOfOrder(tx, order!) : await expectedLinesOfAsn(tx, asn_id);
    const { lines: _lines, open_qty: _open_qty, ...head } = found;
    return { ...head, line_rows };
  },
);
