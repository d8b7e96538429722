/** Elements translated into the project's words. */
import { civilDate, fullYear } from '../civil-date.ts';
import type { Gs1Element, Gs1Fields } from './scan.ts';

type Draft = { -readonly [Key in keyof Gs1Fields]: Gs1Fields[Key] };

/** YYMMDD as a civil date; day 00 is the last day of the month. The digits must have passed their check. */
function dateOf(digits: string, yearNow: number): string {
  const year = fullYear(Number(digits.slice(0, 2)), yearNow);
  return civilDate(year, Number(digits.slice(2, 4)), Number(digits.slice(4, 6)));
}

/** The fields of checked elements; an AI without a word of its own stays in `elements` only. */
export function fieldsOf(elements: readonly Gs1Element[], yearNow: number): Gs1Fields {
  const draft: Draft = {};
  for (const element of elements) setField(draft, element.ai, element.value, yearNow);
  return draft;
}

function setField(draft: Draft, ai: string, value: string, yearNow: number): void {
  switch (ai) {
    case '00':
      draft.sscc = value;
      break;
    case '01':
      draft.gtin = value;
      break;
    case '02':
      draft.content_gtin = value;
      break;
    case '10':
      draft.lot = value;
      break;
    case '11':
      draft.production_date = dateOf(value, yearNow);
      break;
    case '13':
      draft.packaging_date = dateOf(value, yearNow);
      break;
    case '15':
      draft.best_before_date = dateOf(value, yearNow);
      break;
    case '17':
      draft.expiry_date = dateOf(value, yearNow);
      break;
    case '21':
      draft.serial = value;
      break;
    case '30':
      draft.variable_count = Number(value);
      break;
    case '37':
      draft.count = Number(value);
      break;
    case '240':
      draft.additional_id = value;
      break;
    case '410':
      draft.ship_to_gln = value;
      break;
    case '414':
      draft.gln = value;
      break;
    case '7003':
      draft.expiry_date ??= dateOf(value, yearNow);
      draft.expiry_time = `${value.slice(6, 8)}:${value.slice(8, 10)}`;
      break;
    case '8008':
      draft.production_date ??= dateOf(value, yearNow);
      break;
    case '8012':
      draft.software_version = value;
      break;
    case '8013':
      draft.basic_udi_di = value;
      break;
  }
}

/** True when the label says that the goods expire before they are made; the label is wrong then. */
export function expiresBeforeProduction({ expiry_date, production_date }: Gs1Fields): boolean {
  return expiry_date !== undefined && production_date !== undefined && expiry_date < production_date;
}
