import type { ServerVerb } from '../../platform/use-case.ts';
import { createHandlingUnit } from './create-handling-unit.ts';
import { getHandlingUnit } from './get-handling-unit.ts';
import { getVerdict } from './get-verdict.ts';
import { holdLots as holdLotsVerb } from './hold-lots.ts';
import { liftHold } from './lift-hold.ts';
import { listAllocations } from './list-allocations.ts';
import { listAsOf } from './list-as-of.ts';
import { listAvailability } from './list-availability.ts';
import { listBalances } from './list-balances.ts';
import { listHolds } from './list-holds.ts';
import { listLocations } from './list-locations.ts';
import { listLots } from './list-lots.ts';
import { moveHandlingUnit } from './move-handling-unit.ts';
import { pack } from './pack.ts';
import { pickAllocations } from './pick-allocations.ts';
import { postCount } from './post-count.ts';
import { postMovement } from './post-movement.ts';
import { printLabels } from './print-labels.ts';
import { printUnitLabels } from './print-unit-labels.ts';
import { recallLots as recallLotsVerb } from './recall-lots.ts';
import { releaseAllocation } from './release-allocation.ts';
import { resolveScan } from './resolve-scan.ts';
import { reverseMovement } from './reverse-movement.ts';
import { traceLot } from './trace-lot.ts';
import { unpack } from './unpack.ts';

export { type AccountName, ensureAccounts, ensureBinAccounts } from './accounts.ts';
export {
  type AllocatedLot,
  allocate,
  lockForReplan,
  type PassedOver,
  type Want,
  type WantOutcome,
} from './allocate.ts';
export type { Candidate } from './choose-lots.ts';
export { nextSsccs } from './create-handling-unit.ts';
export { endHolds } from './end-holds.ts';
export { type FoundDevice, findDevice, unitsOf } from './find-device.ts';
export { type HoldOutcome, holdLots, type LotRef } from './holds.ts';
export { ensureLots, type LotsOutcome, type LotWanted } from './lots.ts';
export { mirrorOf } from './mirror.ts';
export { DEFAULT_ZONE, type Moment, momentOf, todayAt } from './moment.ts';
export { pickInto } from './pick-allocations.ts';
export {
  changesAt,
  holdPlaces,
  otherHolds,
  type PlaceChange,
  type PlaceHold,
  type Standing,
  type Stood,
  settlePlaces,
  stopMovements,
  whereNow,
} from './place-holds.ts';
export { post, postOrFail, refusedError } from './post.ts';
export { settleCounts } from './post-count.ts';
export { emitPosted } from './posted-event.ts';
export { type Label, type LabelRead, readLabel } from './read-label.ts';
export { releaseAllocations, reportVoided } from './release-allocations.ts';
export { lockRelease, unlockRelease } from './release-locks.write.ts';
export { meaningOf } from './resolve-scan.ts';
export { invalidScan, isForeignText } from './scan-errors.ts';
export { jobs } from './stock.jobs.ts';
export type {
  BalanceKey,
  DemandKind,
  LineRefusal,
  PostDocument,
  PostLine,
  PostOutcome,
} from './stock.model.ts';
export { type AllocationPart, releaseParts } from './stock.write.ts';
export { inRange, type Piece, type StandingStop } from './stops.model.ts';
export {
  type ComesBack,
  type LiftGoods,
  liftGoods,
  type RecalledPart,
  recalledParts,
  type StopGoods,
  type StopOutcome,
  stopGoods,
} from './stops.ts';
export { type LedgerTrace, ledgerTrace } from './trace-lot.ts';
export { openUnits, packUnits, type UnitToPack } from './units.ts';

export const verbs: ServerVerb[] = [
  postMovement,
  releaseAllocation,
  listAllocations,
  pickAllocations,
  holdLotsVerb,
  liftHold,
  recallLotsVerb,
  listHolds,
  postCount,
  createHandlingUnit,
  pack,
  unpack,
  moveHandlingUnit,
  getHandlingUnit,
  reverseMovement,
  listAvailability,
  listBalances,
  listLots,
  listLocations,
  listAsOf,
  resolveScan,
  traceLot,
  getVerdict,
  printLabels,
  printUnitLabels,
];

/** Constraint -> error code, for what the locked snapshot could not foresee. */
export const constraints = {
  account_warehouse_fk: 'stock.place_or_lot_unknown',
  balance_not_negative: 'stock.short',
  balance_allocated_bounds: 'stock.short',
  balance_packed_bounds: 'stock.packed_in_handling_unit',
  movement_document_no_key: 'stock.document_no_taken',
  movement_reverses_once: 'stock.already_reversed',
  movement_not_in_future: 'stock.occurred_in_future',
  serial_no_key: 'stock.serial_elsewhere',
  lot_dates_order: 'stock.lot_dates',
  handling_unit_sscc_key: 'stock.sscc_taken',
};
