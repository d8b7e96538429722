/** The door of module finance: what stock has cost and is worth, the end of months, vouchers for the books. */
import type { Consumer } from '../../platform/outbox.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import { listAccounts, setAccounts } from './accounts.ts';
import { closeMonth } from './close-month.ts';
import { correctCost } from './correct-cost.ts';
import { exportVouchers } from './export-vouchers.ts';
import { followCosts } from './follow-costs.ts';
import { getMonth } from './get-month.ts';
import { getStockValue } from './get-stock-value.ts';
import { listLotCosts } from './list-lot-costs.ts';
import { listMonths } from './list-months.ts';
import { reopenMonth } from './reopen-month.ts';

export const verbs: ServerVerb[] = [
  listLotCosts,
  correctCost,
  getStockValue,
  listMonths,
  getMonth,
  closeMonth,
  reopenMonth,
  listAccounts,
  setAccounts,
  exportVouchers,
];

/** What follows the events of modules to the left. */
export const consumers: Consumer[] = [followCosts];

/** Constraint -> error code: the last word where a decider was wrong or two requests met. */
export const constraints: Record<string, string> = {
  month_closed_once: 'finance.month_closed',
};
