import { check, daysBetween, ruleOn } from './check.ts';

export const notRecalled = check(['compliance.lot_recalled'], (_facts, { lot, to_disposition }) =>
  lot.recalled && to_disposition === 'released'
    ? { code: 'compliance.lot_recalled', params: { lot_no: lot.lot_no } }
    : null,
);

export const neverRecalled = check(['compliance.lot_recalled'], (_facts, { lot, from_disposition }) =>
  lot.recalled || from_disposition === 'recalled'
    ? { code: 'compliance.lot_recalled', params: { lot_no: lot.lot_no } }
    : null,
);

/** Nothing becomes usable of a lot that is held; what is held already says so by its own disposition. */
export const notHeld = check(['compliance.not_released'], (_facts, { lot, to_disposition }) =>
  lot.held === true && to_disposition === 'released'
    ? { code: 'compliance.not_released', params: { disposition: 'held', lot_no: lot.lot_no } }
    : null,
);

/** Nothing leaves of a lot that is held everywhere, also where a count or a correction has found more of it since. */
export const neverHeld = check(['compliance.not_released'], (_facts, { lot, from_disposition }) =>
  lot.held === true && from_disposition === 'released'
    ? { code: 'compliance.not_released', params: { disposition: 'held', lot_no: lot.lot_no } }
    : null,
);

export const releasedOnly = check(['compliance.not_released'], (_facts, { from_disposition, lot }) =>
  from_disposition === 'released' || from_disposition === 'recalled'
    ? null
    : { code: 'compliance.not_released', params: { disposition: from_disposition, lot_no: lot.lot_no } },
);

/** At a bench: what waits for its release may be given another label, as long as it goes on waiting. */
export const releasedOrWaiting = check(['compliance.not_released'], (facts, movement, item) =>
  movement.from_disposition === 'quarantine' && movement.to_disposition === 'quarantine'
    ? null
    : releasedOnly.find(facts, movement, item),
);

/** Usable through its expiry day, in the zone of the warehouse. */
export const notExpired = check(['compliance.lot_expired'], (_facts, { lot, on_date, to_disposition }) =>
  lot.expiry_date !== null && lot.expiry_date < on_date && to_disposition === 'released'
    ? { code: 'compliance.lot_expired', params: { lot_no: lot.lot_no, expiry_date: lot.expiry_date } }
    : null,
);

export const lastsUntilArrival = check(
  ['compliance.lot_expires_before_arrival', 'compliance.remaining_life_too_short'],
  (_facts, { lot, on_date, arrival_date, min_remaining_days }) => {
    if (lot.expiry_date === null || lot.expiry_date < on_date) return null;
    const params = { lot_no: lot.lot_no, expiry_date: lot.expiry_date, arrival_date, min_remaining_days };
    if (lot.expiry_date < arrival_date) return { code: 'compliance.lot_expires_before_arrival', params };
    return daysBetween(arrival_date, lot.expiry_date) < min_remaining_days
      ? { code: 'compliance.remaining_life_too_short', params }
      : null;
  },
);

/** What comes in should have a share of its shelf life left; the share is a parameter of the rule. */
export const freshEnough = check(
  ['compliance.receipt_life_too_short'],
  (facts, { lot, on_date, to_disposition }, item) => {
    const min_percent = ruleOn(facts, 'compliance.receipt_life_too_short', on_date)?.params.min_percent;
    if (min_percent === undefined || lot.expiry_date === null || item.shelf_life_days === null) return null;
    if (to_disposition !== 'quarantine' && to_disposition !== 'released') return null;
    const percent = Math.floor((daysBetween(on_date, lot.expiry_date) * 100) / item.shelf_life_days);
    return percent >= min_percent
      ? null
      : {
          code: 'compliance.receipt_life_too_short',
          params: { lot_no: lot.lot_no, expiry_date: lot.expiry_date, percent, min_percent },
        };
  },
);

/** Goods of a receipt or return become usable by its acceptance, not past it. */
export const accepted = check(['compliance.acceptance_pending'], (_facts, { awaits, lot }) =>
  awaits == null
    ? null
    : { code: 'compliance.acceptance_pending', params: { lot_no: lot.lot_no, document_key: awaits } },
);
