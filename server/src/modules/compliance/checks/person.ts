import { check, within } from './check.ts';

/** Whoever handles goods on a path has been trained for it, and the training is not over. */
export const trained = check(['compliance.person_not_trained'], (facts, movement) => {
  const { person_id, purpose, on_date } = movement;
  if (person_id == null) return null;
  const trainings = facts.trainings.get(person_id) ?? [];
  const fits = trainings.some(
    (t) => (t.path === '*' || t.path === purpose) && within(on_date, t.valid_from, t.valid_to),
  );
  return fits ? null : { code: 'compliance.person_not_trained', params: { user_id: person_id, purpose } };
});
