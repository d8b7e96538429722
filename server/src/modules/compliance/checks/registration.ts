import type { ItemFact, RegistrationFact } from '../facts.ts';
import type { Movement } from '../movement.ts';
import { check, type Finding, within } from './check.ts';

const today = (item: ItemFact, on_date: string) =>
  item.registrations.find((r) => within(on_date, r.valid_from, r.valid_to));

function lastDay(registrations: readonly RegistrationFact[]): string | null {
  return registrations.reduce<string | null>(
    (last, r) => (last === null || (r.valid_to ?? '9999') > last ? r.valid_to : last),
    null,
  );
}

const paramsOf = (item: ItemFact, { lot }: Movement) => ({
  registration_no: item.registration_no,
  item_code: item.item_code,
  lot_no: lot.lot_no,
});

/** A lot made while its certificate was valid may be sold until its own expiry; anything else needs a valid one today. */
export const registration = check(
  [
    'compliance.registration_missing',
    'compliance.registration_expired',
    'compliance.made_outside_registration',
    'compliance.registration_expired_but_made_in_validity',
  ],
  (_facts, movement, item) => {
    const params = paramsOf(item, movement);
    if (item.registrations.length === 0) return { code: 'compliance.registration_missing', params };
    const { production_date } = movement.lot;
    const valid = today(item, movement.on_date) !== undefined;
    if (production_date === null)
      return valid ? null : ended('compliance.registration_expired', params, item);
    const made = item.registrations.some((r) => within(production_date, r.valid_from, r.valid_to));
    const dated = { ...params, production_date };
    if (!made) return ended('compliance.made_outside_registration', dated, item);
    return valid ? null : ended('compliance.registration_expired_but_made_in_validity', dated, item);
  },
);

function ended(code: string, params: Finding['params'], item: ItemFact): Finding {
  return { code, params: { ...params, valid_to: lastDay(item.registrations) } };
}

/** Cancelled by the authority or the registrant: nothing new is bought of it, whatever its dates say. */
export const cancelled = check(['compliance.registration_cancelled'], (_facts, movement, item) => {
  if (today(item, movement.on_date) !== undefined) return null;
  const gone = item.registrations.find((r) => r.ended_on !== null && r.ended_on <= movement.on_date);
  return gone === undefined
    ? null
    : {
        code: 'compliance.registration_cancelled',
        params: { ...paramsOf(item, movement), ended_on: gone.ended_on },
      };
});

/** A certificate that names models covers no other one. */
export const model = check(['compliance.model_not_registered'], (_facts, movement, item) => {
  const valid = today(item, movement.on_date);
  if (valid === undefined || valid.models.length === 0 || valid.models.includes(item.model)) return null;
  const { registration_no, item_code, model: name } = item;
  return { code: 'compliance.model_not_registered', params: { registration_no, item_code, model: name } };
});
