import type { ServerVerb } from '../../platform/use-case.ts';
import { allocateLandedCost } from './allocate-landed-cost.ts';
import { announceAsn } from './announce-asn.ts';
import { approveOrder } from './approve-order.ts';
import { awardRfq } from './award-rfq.ts';
import { cancelAsn } from './cancel-asn.ts';
import { cancelOrder } from './cancel-order.ts';
import { cancelRequisition } from './cancel-requisition.ts';
import { cancelRfq } from './cancel-rfq.ts';
import { changeOrder } from './change-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { createAgreement } from './create-agreement.ts';
import { createOrder } from './create-order.ts';
import { decideRequisition } from './decide-requisition.ts';
import { discardPlan } from './discard-plan.ts';
import { endAgreement } from './end-agreement.ts';
import { getAgreement } from './get-agreement.ts';
import { getApprovalTiers } from './get-approval-tiers.ts';
import { getAsn } from './get-asn.ts';
import { getOrder } from './get-order.ts';
import { getPlan } from './get-plan.ts';
import { getRequisition } from './get-requisition.ts';
import { getRfq } from './get-rfq.ts';
import { listAgreements } from './list-agreements.ts';
import { listAsns } from './list-asns.ts';
import { listLandedCosts } from './list-landed-costs.ts';
import { listListedPrices } from './list-listed-prices.ts';
import { listOrders } from './list-orders.ts';
import { listPlans } from './list-plans.ts';
import { listPrices } from './list-prices.ts';
import { listRequisitions } from './list-requisitions.ts';
import { listRfqs } from './list-rfqs.ts';
import { listTerms } from './list-terms.ts';
import { makePlan } from './make-plan.ts';
import { openRfq } from './open-rfq.ts';
import { orderPlan } from './order-plan.ts';
import { printOrder } from './print-order.ts';
import { rejectOrder } from './reject-order.ts';
import { requestPurchase } from './request-purchase.ts';
import { reverseLandedCost } from './reverse-landed-cost.ts';
import { saveListedPrices } from './save-listed-prices.ts';
import { savePrices } from './save-prices.ts';
import { saveTerms } from './save-terms.ts';
import { setApprovalTiers } from './set-approval-tiers.ts';
import { submitOrder } from './submit-order.ts';
import { submitQuote } from './submit-quote.ts';

export const purchasing_verbs: ServerVerb[] = [
  announceAsn,
  approveOrder,
  cancelAsn,
  cancelOrder,
  changeOrder,
  confirmOrder,
  createOrder,
  getAsn,
  getOrder,
  printOrder,
  listAsns,
  listOrders,
  rejectOrder,
  submitOrder,
  requestPurchase,
  decideRequisition,
  cancelRequisition,
  listRequisitions,
  getRequisition,
  makePlan,
  orderPlan,
  discardPlan,
  listPlans,
  getPlan,
  openRfq,
  submitQuote,
  awardRfq,
  cancelRfq,
  listRfqs,
  getRfq,
  saveTerms,
  listTerms,
  savePrices,
  listPrices,
  saveListedPrices,
  listListedPrices,
  createAgreement,
  endAgreement,
  listAgreements,
  getAgreement,
  getApprovalTiers,
  setApprovalTiers,
  allocateLandedCost,
  reverseLandedCost,
  listLandedCosts,
];

export const purchasing_constraints: Record<string, string> = {
  purchase_approval_two_persons: 'supply.own_request',
  purchase_approval_pk: 'supply.approved_before',
  requisition_two_persons: 'supply.own_request',
  asn_delivery_note_key: 'supply.delivery_note_taken',
  purchase_order_line_item_key: 'supply.item_repeated',
  requisition_line_item_key: 'supply.item_repeated',
  agreement_line_item_key: 'supply.item_repeated',
  rfq_offer_item_key: 'supply.item_repeated',
  purchase_price_version_key: 'supply.price_taken',
  listed_price_version_key: 'supply.price_taken',
  landed_cost_reverses_key: 'supply.reversed_before',
};
