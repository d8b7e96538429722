import type { DatasetRow } from '@tongcang/contract';
import { dateOf, dayOf } from './calendar.ts';
import type { Company } from './index.ts';

type StockRow = DatasetRow<'opening_stock'>;

/** What a company holds for the compliance gate to refuse, by code. Every list of the example is not empty. */
export type GateCases = {
  /** Registrations whose last certificate ended before today. */
  readonly expired_registrations: readonly string[];
  /** Registrations whose last certificate ends within 180 days (renewal is due six months before the end). */
  readonly expiring_registrations: readonly string[];
  readonly items_with_expired_registration: readonly string[];
  /** Warehouses that are on no distribution licence for class III. */
  readonly warehouses_without_class_three: readonly string[];
  readonly hospitals_without_class_three: readonly string[];
  readonly suppliers_with_expired_licence: readonly string[];
  readonly cold_items: readonly string[];
  readonly frozen_items: readonly string[];
  readonly quarantined_stock: readonly StockRow[];
  readonly held_stock: readonly StockRow[];
  readonly expired_stock: readonly StockRow[];
};

type Period = { readonly valid_from: string; readonly valid_to: string | null };
const covers = (period: Period, date: string) =>
  period.valid_from <= date && (period.valid_to === null || date <= period.valid_to);

function periodsByNumber(company: Company): Map<string, Period[]> {
  const periods = new Map<string, Period[]>();
  for (const row of company.registration) {
    const list = periods.get(row.registration_no);
    if (list) list.push(row);
    else periods.set(row.registration_no, [row]);
  }
  return periods;
}

/** Registrations none of whose periods reaches `date`. */
function endedBefore(periods: Map<string, Period[]>, date: string): string[] {
  return [...periods]
    .filter(([, list]) => list.every(({ valid_to }) => valid_to !== null && valid_to < date))
    .map(([registration_no]) => registration_no);
}

function licenceCases(company: Company, today: string) {
  const three = company.licence.filter((row) => row.classes.includes('III') && covers(row, today));
  const licensed = new Set(three.flatMap((row) => row.warehouse_codes));
  const holders = new Set(three.map((row) => row.partner_code));
  const without = (kind: string) =>
    company.partner
      .filter((row) => row.kind === kind && !holders.has(row.partner_code))
      .map((row) => row.partner_code);
  return {
    warehouses_without_class_three: company.warehouse
      .map((row) => row.warehouse_code)
      .filter((code) => !licensed.has(code)),
    hospitals_without_class_three: without('customer'),
    suppliers_with_expired_licence: without('supplier'),
  };
}

function stockCases(company: Company, today: string) {
  const cases = {
    quarantined_stock: [] as StockRow[],
    held_stock: [] as StockRow[],
    expired_stock: [] as StockRow[],
  };
  for (const row of company.opening_stock) {
    if (row.disposition === 'quarantine') cases.quarantined_stock.push(row);
    if (row.disposition === 'held') cases.held_stock.push(row);
    if (row.expiry_date !== null && row.expiry_date < today) cases.expired_stock.push(row);
  }
  return cases;
}

/** Finds, in the rows themselves, everything that the gate must refuse or warn of on the day `today`. */
export function gateCases(company: Company, today: string): GateCases {
  const periods = periodsByNumber(company);
  const expired = new Set(endedBefore(periods, today));
  const soon = endedBefore(periods, dateOf(dayOf(today) + 181));
  const stored = (condition: string) =>
    company.item.filter((row) => row.storage_condition === condition).map((row) => row.item_code);
  return {
    expired_registrations: [...expired],
    expiring_registrations: soon.filter((registration_no) => !expired.has(registration_no)),
    items_with_expired_registration: company.item
      .filter((row) => expired.has(row.registration_no))
      .map((row) => row.item_code),
    ...licenceCases(company, today),
    cold_items: stored('cold'),
    frozen_items: stored('frozen'),
    ...stockCases(company, today),
  };
}
