import type { Tx } from '../../platform/db.ts';
import { changeRules } from '../../platform/rules-lock.ts';

/** What a person may do by training: a path of the gate or `*`, from a day to a day. */
export type Training = {
  readonly user_id: number;
  readonly path: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
};

/** Tells the gate what people have been trained for; one from the same day for the same path is replaced. */
export async function recordTraining(tx: Tx, trainings: readonly Training[]): Promise<void> {
  await changeRules(tx);
  await tx.run(
    `insert into compliance.training (user_id, path, valid_from, valid_to)
     select * from unnest($1::bigint[], $2::text[], $3::date[], $4::date[]) order by 1, 2, 3
     on conflict (user_id, path, valid_from) do update set valid_to = excluded.valid_to`,
    [
      trainings.map((t) => t.user_id),
      trainings.map((t) => t.path),
      trainings.map((t) => t.valid_from),
      trainings.map((t) => t.valid_to),
    ],
  );
}
