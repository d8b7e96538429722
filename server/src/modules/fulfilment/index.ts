/** The door of module fulfilment: what departments need and what leaves for them. */
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { allocateDemand } from './allocate-demand.ts';
import { cancelDemand } from './cancel-demand.ts';
import { consignment_constraints, consignment_consumers, consignment_verbs } from './consignment.ts';
import { createDemand } from './create-demand.ts';
import { followDelivered } from './follow-delivered.ts';
import { followVoided } from './follow-voided.ts';
import { getDeliveryNote } from './get-delivery-note.ts';
import { getDemand } from './get-demand.ts';
import { listDemands } from './list-demands.ts';
import { outbound_constraints, outbound_verbs } from './outbound.ts';
import { shipDemand } from './ship-demand.ts';

export { reasonsOf } from './explain.ts';
export { chooseLane, type Lane, laneCostFen, lanesBetween, type Transported } from './lanes.ts';
export { type ReadyGoods, readyGoodsOf, serialsOf, sumByLine } from './ready-goods.ts';
export { closedLotsOf } from './wants.ts';

export const verbs: ServerVerb[] = [
  createDemand,
  listDemands,
  getDemand,
  allocateDemand,
  shipDemand,
  cancelDemand,
  getDeliveryNote,
  ...outbound_verbs,
  ...consignment_verbs,
];

/** What follows the events of modules to the left. */
export const consumers: Consumer[] = [followVoided, followDelivered, ...consignment_consumers];

/** Constraint -> error code, for what two requests at once could bring about. */
export const constraints: Record<string, string> = {
  demand_line_item_key: 'fulfilment.item_repeated',
  demand_raised_with_reason: 'fulfilment.reason_needed',
  ...outbound_constraints,
  ...consignment_constraints,
};
