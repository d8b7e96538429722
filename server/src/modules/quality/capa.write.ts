import type { InputOf, openCapa } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { CapaStatus } from './deviation.model.ts';
import type { By } from './deviation.write.ts';

type NewCapa = InputOf<typeof openCapa>;
export type NewAction = NewCapa['actions'][number] & { readonly owner_name: string };

export async function insertCapa(
  tx: Tx,
  capa: Omit<NewCapa, 'actions'> & { owner_name: string; actions: readonly NewAction[] },
  by: By,
): Promise<{ capa_id: number; document_no: string }> {
  const made = await tx.one<{ capa_id: number; document_no: string }>(
    `insert into quality.capa (warehouse_id, source_entity, source_id, title, problem, root_cause, owner_id, owner_name,
       criterion, check_on, opened_by, opened_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning capa_id, document_no`,
    [
      capa.warehouse_id,
      capa.source_entity,
      capa.source_id ?? null,
      capa.title,
      capa.problem,
      capa.root_cause,
      capa.owner_id,
      capa.owner_name,
      capa.criterion,
      capa.check_on,
      by.user_id,
      by.display_name,
    ],
  );
  await insertActions(tx, { capa_id: made.capa_id, warehouse_id: capa.warehouse_id }, capa.actions);
  return made;
}

export async function insertActions(
  tx: Tx,
  { capa_id, warehouse_id }: { capa_id: number; warehouse_id: number },
  actions: readonly NewAction[],
): Promise<void> {
  await tx.run(
    `insert into quality.capa_action (capa_id, warehouse_id, action_no, kind, description, owner_id, owner_name, due_on)
     select $1, $2, ord + (select coalesce(max(action_no), 0) from quality.capa_action where capa_id = $1), kind, description,
       owner_id, owner_name, due_on
     from unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::date[])
       with ordinality as t(kind, description, owner_id, owner_name, due_on, ord)`,
    [
      capa_id,
      warehouse_id,
      actions.map((action) => action.kind),
      actions.map((action) => action.description),
      actions.map((action) => action.owner_id),
      actions.map((action) => action.owner_name),
      actions.map((action) => action.due_on),
    ],
  );
}

export async function saveActionDone(
  tx: Tx,
  done: { capa_id: number; action_no: number; result: string },
  by: By,
): Promise<void> {
  await tx.run(
    `update quality.capa_action set done_at = clock_timestamp(), done_by = $3, done_by_name = $4, result = $5
     where capa_id = $1 and action_no = $2`,
    [done.capa_id, done.action_no, by.user_id, by.display_name, done.result],
  );
}

export async function saveCapaStatus(
  tx: Tx,
  { capa_id, status, check_on }: { capa_id: number; status: CapaStatus; check_on?: string },
): Promise<void> {
  await tx.run(
    `update quality.capa set status = $2, check_on = coalesce($3::date, check_on),
       closed_at = case when $2 = 'closed' then clock_timestamp() end where capa_id = $1`,
    [capa_id, status, check_on ?? null],
  );
}

export async function insertCheck(
  tx: Tx,
  check: {
    capa_id: number;
    warehouse_id: number;
    effective: boolean;
    finding: string;
    involved: readonly number[];
  },
  by: By,
): Promise<void> {
  await tx.run(
    `insert into quality.capa_check (capa_id, warehouse_id, check_no, effective, finding, involved, checked_by, checked_by_name)
     select $1, $2, coalesce(max(check_no), 0) + 1, $3, $4, $5, $6, $7 from quality.capa_check where capa_id = $1`,
    [
      check.capa_id,
      check.warehouse_id,
      check.effective,
      check.finding,
      check.involved,
      by.user_id,
      by.display_name,
    ],
  );
}
