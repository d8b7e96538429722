/** The verbs of outbound work and customer returns: terms of sale, waves, review, packing, delivery, billing, returns. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { acceptReturn } from './accept-return.ts';
import { addProof } from './add-proof.ts';
import { cancelWave } from './cancel-wave.ts';
import { createWave } from './create-wave.ts';
import { decideReturn } from './decide-return.ts';
import { deliverShipment } from './deliver-shipment.ts';
import { endCustomerRule } from './end-customer-rule.ts';
import { exportInvoiceLines } from './export-invoice-lines.ts';
import { getNotePdf } from './get-note-pdf.ts';
import { getOutbound } from './get-outbound.ts';
import { getPackageLabels } from './get-package-labels.ts';
import { getProof } from './get-proof.ts';
import { getReturn } from './get-return.ts';
import { getShipment } from './get-shipment.ts';
import { getWave } from './get-wave.ts';
import { listCustomerRules } from './list-customer-rules.ts';
import { listInvoiceLines } from './list-invoice-lines.ts';
import { listOutbound } from './list-outbound.ts';
import { listReservedLots } from './list-reserved-lots.ts';
import { listReturns } from './list-returns.ts';
import { listSalesPrices } from './list-sales-prices.ts';
import { listShipments } from './list-shipments.ts';
import { listShortages } from './list-shortages.ts';
import { listWaves } from './list-waves.ts';
import { packDemand } from './pack-demand.ts';
import { pickWave } from './pick-wave.ts';
import { printDeliveryNote } from './print-delivery-note.ts';
import { printReturn, printWave } from './print-papers.ts';
import { receiveReturn } from './receive-return.ts';
import { recordUpstreamInvoice } from './record-upstream-invoice.ts';
import { releaseReservedLot } from './release-reserved-lot.ts';
import { requestReturn } from './request-return.ts';
import { reserveLot } from './reserve-lot.ts';
import { reviewDemand } from './review-demand.ts';
import { setCustomerRule } from './set-customer-rule.ts';
import { setSalesPrice } from './set-sales-price.ts';
import { settleShortage } from './settle-shortage.ts';
import { unpackPackage } from './unpack-package.ts';

export const outbound_verbs: ServerVerb[] = [
  listSalesPrices,
  setSalesPrice,
  listCustomerRules,
  setCustomerRule,
  endCustomerRule,
  listReservedLots,
  reserveLot,
  releaseReservedLot,
  createWave,
  listWaves,
  getWave,
  printWave,
  pickWave,
  cancelWave,
  listShortages,
  settleShortage,
  listOutbound,
  getOutbound,
  reviewDemand,
  packDemand,
  unpackPackage,
  getPackageLabels,
  listShipments,
  getShipment,
  printDeliveryNote,
  getNotePdf,
  deliverShipment,
  addProof,
  getProof,
  listInvoiceLines,
  exportInvoiceLines,
  recordUpstreamInvoice,
  requestReturn,
  decideReturn,
  receiveReturn,
  acceptReturn,
  listReturns,
  getReturn,
  printReturn,
];

export const outbound_constraints: Record<string, string> = {
  demand_customer_order: 'fulfilment.order_no_taken',
  sales_price_key: 'fulfilment.price_taken',
  customer_rule_live: 'fulfilment.rule_exists',
  reserved_lot_live: 'platform.try_again',
  package_sscc_key: 'stock.sscc_taken',
  wave_line_open: 'platform.try_again',
  pick_shortage_two_persons: 'fulfilment.own_shortage',
  review_line_two_persons: 'fulfilment.own_pick',
  customer_return_two_persons: 'fulfilment.own_return',
  customer_return_acceptor_apart: 'fulfilment.own_return_receipt',
};
