import type { DatasetName, DatasetRow } from '@tongcang/contract';
import { checkDigit, isValidUscc, normaliseGtin, parseRegistrationNo } from '@tongcang/udi';
import type { Lookups, Report } from './import.model.ts';

/** Columns that were refused already are absent; every rule looks only at what is there. */
type Row<N extends DatasetName> = Partial<DatasetRow<N>>;
type RowRule<N extends DatasetName> = (row: Row<N>, report: Report) => void;

/** What must hold between the columns of one row, beside the schema of each. */
export const ROW_RULES: { readonly [N in DatasetName]?: (lookups: Lookups) => RowRule<N> } = {
  partner: () => (row, report) => {
    if (row.uscc && !isValidUscc(row.uscc)) report('warning', 'uscc', 'import.uscc_check');
  },
  item: ({ registration }) => {
    return (row, report) => {
      checkTemperatures(row, report);
      checkColdRange(row, report);
      checkGtin(row, report);
      checkRegistrationNo(row, report);
      if (row.registration_no && registration?.has(row.registration_no) === false) {
        report('warning', 'registration_no', 'import.registration_unknown');
      }
    };
  },
  registration: () => (row, report) => {
    checkValidity(row, report);
    checkRegistrationNo(row, report);
  },
  licence: () => checkValidity,
  authorisation: () => checkValidity,
  lane: () => (row, report) => {
    checkTemperatures(row, report);
    if (row.to_code !== undefined && row.to_code === row.from_warehouse_code) {
      report('error', 'to_code', 'import.same_place');
    }
  },
  demand_history: () => (row, report) => {
    const monthly = (row.bucket ?? 'month') === 'month';
    if (monthly && row.period_start && !row.period_start.endsWith('-01')) {
      report('error', 'period_start', 'import.period_start');
    }
  },
};

type Temperatures = { temp_min_c?: number | null; temp_max_c?: number | null };

function checkTemperatures({ temp_min_c, temp_max_c }: Temperatures, report: Report): void {
  if (temp_min_c != null && temp_max_c != null && temp_min_c > temp_max_c) {
    report('error', 'temp_min_c', 'import.temperature_order', { temp_max_c });
  }
}

/** A cold chain without limits cannot be judged: no excursion could ever be found. */
function checkColdRange(row: Row<'item'>, report: Report): void {
  const { storage_condition } = row;
  if (storage_condition !== 'cold' && storage_condition !== 'frozen') return;
  for (const column of ['temp_min_c', 'temp_max_c'] as const) {
    if (row[column] === null) report('error', column, 'import.temperature_missing', { storage_condition });
  }
}

function checkValidity(row: { valid_from?: string; valid_to?: string | null }, report: Report): void {
  const { valid_from, valid_to } = row;
  if (valid_from && valid_to && valid_to < valid_from) {
    report('error', 'valid_to', 'import.validity_order', { valid_from });
  }
}

/** Digits are a GTIN; the other issuers have no check digit that could be wrong. */
function checkGtin({ udi_di }: Row<'item'>, report: Report): void {
  if (udi_di === undefined || !/^\d/.test(udi_di) || normaliseGtin(udi_di) !== null) return;
  if (![8, 12, 13, 14].includes(udi_di.length)) {
    report('error', 'udi_di', 'import.gtin_length', { length: udi_di.length });
  } else {
    report('error', 'udi_di', 'import.gtin_check_digit', { expected: checkDigit(udi_di.slice(0, -1)) });
  }
}

type Registered = { registration_no?: string; device_class?: string; category?: string };

/**
 * The number tells the class and the category (order 47 of 2021, numbering clauses). A contradiction is a warning:
 * old certificates keep their numbers through re-classification.
 */
function checkRegistrationNo(row: Registered, report: Report): void {
  if (row.registration_no === undefined) return;
  const number = parseRegistrationNo(row.registration_no);
  if (!number.ok) {
    report('warning', 'registration_no', 'import.registration_format');
    return;
  }
  const { device_class, category } = row;
  if (device_class !== undefined && device_class !== number.class) {
    report('warning', 'registration_no', 'import.registration_class', { class: number.class, device_class });
  }
  if (number.kind === 'registration' && category !== undefined && !category.startsWith(number.category)) {
    report('warning', 'registration_no', 'import.registration_category', {
      registered_category: number.category,
      category,
    });
  }
}
