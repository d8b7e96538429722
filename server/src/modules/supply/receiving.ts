import type { ServerVerb } from '../../platform/use-case.ts';
import { acceptGoods } from './accept-goods.ts';
import { approveSupplierReturn } from './approve-supplier-return.ts';
import { cancelSupplierReturn } from './cancel-supplier-return.ts';
import { confirmSupplierReturn } from './confirm-supplier-return.ts';
import { getExpected } from './get-expected.ts';
import { getReceipt } from './get-receipt.ts';
import { getSupplierReturn } from './get-supplier-return.ts';
import { listAcceptances } from './list-acceptances.ts';
import { listExpected } from './list-expected.ts';
import { listReceiptDiscrepancies } from './list-receipt-discrepancies.ts';
import { listReceipts } from './list-receipts.ts';
import { listSupplierReturns } from './list-supplier-returns.ts';
import { printReceipt } from './print-receipt.ts';
import { printSupplierReturn } from './print-supplier-return.ts';
import { putAway } from './put-away.ts';
import { receiveGoods } from './receive-goods.ts';
import { recordTransport } from './record-transport.ts';
import { rejectSupplierReturn } from './reject-supplier-return.ts';
import { requestSupplierReturn } from './request-supplier-return.ts';
import { resolveReceiptDiscrepancy } from './resolve-receipt-discrepancy.ts';
import { reverseAcceptance } from './reverse-acceptance.ts';
import { reversePutaway } from './reverse-putaway.ts';
import { reverseReceipt } from './reverse-receipt.ts';
import { scanGoods } from './scan-goods.ts';
import { shipSupplierReturn } from './ship-supplier-return.ts';
import { suggestPutaway } from './suggest-putaway.ts';

export const receiving_verbs: ServerVerb[] = [
  listExpected,
  getExpected,
  scanGoods,
  receiveGoods,
  listReceipts,
  getReceipt,
  recordTransport,
  reverseReceipt,
  acceptGoods,
  reverseAcceptance,
  listAcceptances,
  suggestPutaway,
  putAway,
  reversePutaway,
  listReceiptDiscrepancies,
  resolveReceiptDiscrepancy,
  requestSupplierReturn,
  approveSupplierReturn,
  rejectSupplierReturn,
  cancelSupplierReturn,
  shipSupplierReturn,
  confirmSupplierReturn,
  listSupplierReturns,
  getSupplierReturn,
  printReceipt,
  printSupplierReturn,
];

export const receiving_constraints: Record<string, string> = {
  acceptance_two_persons: 'supply.acceptor_received',
  acceptance_line_not_buyer: 'supply.acceptor_bought',
  acceptance_reversal_two_persons: 'supply.own_acceptance',
  acceptance_reversal_pk: 'supply.reversed_already',
  putaway_reversal_pk: 'supply.reversed_already',
  receipt_line_decided: 'supply.not_qualifiable',
  receipt_line_put_away: 'supply.more_than_accepted',
  transport_record_times: 'supply.transport_times',
  receipt_discrepancy_two_persons: 'supply.own_receipt',
  receipt_discrepancy_resolution_fits: 'supply.resolution_does_not_fit',
  supplier_return_two_persons: 'supply.own_return',
  supplier_return_line_stock_key: 'supply.return_line_repeated',
};
