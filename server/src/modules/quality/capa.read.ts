import type { getCapa, listCapas, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import type { CapaStatus } from './deviation.model.ts';

export type Capa = {
  readonly capa_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: CapaStatus;
  readonly check_on: string;
  /** Everybody who had a hand in it. */
  readonly involved: readonly number[];
};
export type Action = { readonly action_no: number; readonly done: boolean; readonly evidence: boolean };

/** The document, locked; 404 where it is out of sight. */
export async function lockCapa(tx: Tx, capa_id: number): Promise<Capa> {
  const [found] = await tx.rows<Capa>(
    `select c.capa_id, c.document_no, c.warehouse_id, c.status, c.check_on,
       (select array_agg(distinct who) from (
         select c.owner_id as who union select c.opened_by
         union select owner_id from quality.capa_action a where a.capa_id = c.capa_id
         union select done_by from quality.capa_action a where a.capa_id = c.capa_id) w where who is not null) as involved
     from quality.capa c where c.capa_id = $1 for update`,
    [capa_id],
  );
  return found ?? notFound('capa', capa_id);
}

/** The actions of a CAPA; evidence of one is a paper whose kind names it. */
export function actionsOf(tx: Tx, capa_id: number): Promise<Action[]> {
  return tx.rows(
    `select a.action_no, a.done_at is not null as done,
       exists (select from platform.attachment p where p.entity = 'capa' and p.entity_id = a.capa_id
         and p.kind = 'action_' || a.action_no) as evidence
     from quality.capa_action a where a.capa_id = $1 order by a.action_no`,
    [capa_id],
  );
}

type Head = OutputOf<typeof listCapas>['rows'][number];

/** Heads by warehouse, below a cursor, or of one document. Due is the next open action, then the check. */
export function capaHeads(
  tx: Tx,
  filter: [warehouse_id: number | null, before: number | null, capa_id: number | null, limit: number],
): Promise<Head[]> {
  return tx.rows<Head>(
    `select c.capa_id, c.document_no, c.warehouse_id, w.name as warehouse_name, c.status, c.source_entity, c.source_id, c.title,
       c.owner_name, c.opened_by_name, c.opened_at, c.check_on, a.actions, a.done as actions_done, d.due_on,
       coalesce(d.due_on < (now() at time zone 'Asia/Shanghai')::date, false) as overdue
     from quality.capa c
     join masterdata.v_warehouse w on w.warehouse_id = c.warehouse_id
     join lateral (
       select count(*) as actions, count(done_at) as done, min(due_on) filter (where done_at is null) as next
       from quality.capa_action x where x.capa_id = c.capa_id) a on true
     join lateral (
       select case c.status when 'opened' then a.next when 'implemented' then c.check_on end as due_on) d on true
     where ($1::bigint is null or c.warehouse_id = $1) and ($2::bigint is null or c.capa_id < $2)
       and ($3::bigint is null or c.capa_id = $3)
     order by c.capa_id desc limit $4`,
    filter,
  );
}

type Whole = OutputOf<typeof getCapa>;
/** Everything of one CAPA but its head and trail. */
export function capaBody(tx: Tx, capa_id: number, user_id: number | null) {
  return tx.one<
    Pick<Whole, 'problem' | 'root_cause' | 'criterion' | 'source_no' | 'mine' | 'action_rows' | 'checks'>
  >(
    `select c.problem, c.root_cause, c.criterion, coalesce(v.document_no, m.document_no, e.document_no) as source_no,
       coalesce($2::bigint in (c.opened_by, c.owner_id) or exists (select from quality.capa_action a
         where a.capa_id = c.capa_id and $2::bigint in (a.owner_id, a.done_by)), false) as mine,
       (select jsonb_agg(jsonb_build_object('action_no', action_no, 'kind', kind, 'description', description,
          'owner_name', owner_name, 'due_on', due_on, 'done_at', done_at, 'done_by_name', done_by_name, 'result', result,
          'overdue', done_at is null and due_on < (now() at time zone 'Asia/Shanghai')::date) order by action_no)
        from quality.capa_action a where a.capa_id = c.capa_id) as action_rows,
       coalesce((select jsonb_agg(jsonb_build_object('check_no', check_no, 'effective', effective, 'finding', finding,
          'checked_by_name', checked_by_name, 'checked_at', checked_at) order by check_no)
        from quality.capa_check k where k.capa_id = c.capa_id), '[]') as checks
     from quality.capa c
     left join quality.deviation v on c.source_entity = 'deviation' and v.deviation_id = c.source_id
     left join quality.complaint m on c.source_entity = 'complaint' and m.complaint_id = c.source_id
     left join quality.adverse_event e on c.source_entity = 'adverse_event' and e.adverse_event_id = c.source_id
     where c.capa_id = $1`,
    [capa_id, user_id],
  );
}

/** CAPA that a case has led to. */
export function capasFrom(
  tx: Tx,
  source_entity: string,
  source_id: number,
): Promise<{ capa_id: number; document_no: string; title: string; status: string }[]> {
  return tx.rows(
    `select capa_id, document_no, title, status from quality.capa
     where source_entity = $1 and source_id = $2 order by capa_id`,
    [source_entity, source_id],
  );
}
