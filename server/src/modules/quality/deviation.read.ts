import type { getDeviation, OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { type DeviationStatus, isUndecided, type LotState } from './deviation.model.ts';

type Output = OutputOf<typeof getDeviation>;

export type Deviation = {
  readonly deviation_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: DeviationStatus;
  readonly severity: 'minor' | 'major' | 'critical';
  readonly due_on: string;
  readonly owner_id: number | null;
  readonly opened_by: number | null;
};

/** The document, locked; 404 where it is out of sight. */
export async function lockDeviation(tx: Tx, deviation_id: number): Promise<Deviation> {
  const [found] = await tx.rows<Deviation>(
    `select deviation_id, document_no, warehouse_id, status, severity, due_on, owner_id, opened_by
     from quality.deviation where deviation_id = $1 for update`,
    [deviation_id],
  );
  return found ?? notFound('deviation', deviation_id);
}

export type Affected = LotState & {
  readonly line_no: number;
  readonly item_id: number;
  readonly lot_id: number;
  readonly lot_no: string;
  readonly hold_id: number | null;
  readonly hold_open: boolean;
};

/** The lots of a deviation with what stands of them now and what was decided. */
export async function affectedOf(
  tx: Tx,
  deviation_id: number,
): Promise<(Affected & { undecided: boolean })[]> {
  const rows = await tx.rows<Affected>(
    `select d.line_no, d.item_id, d.lot_id, t.lot_no, d.qty, d.hold_id, d.hold_id is not null as has_hold,
       coalesce(h.lifted_at is null and h.hold_id is not null, false) as hold_open,
       coalesce(b.held, 0)::bigint as held, coalesce(b.quarantine, 0)::bigint as quarantine,
       coalesce(c.decided, 0)::bigint as decided, coalesce(c.in_place, 0)::bigint as in_place
     from quality.deviation_lot d
     join stock.v_lot t on t.item_id = d.item_id and t.lot_id = d.lot_id
     left join stock.v_hold h on h.hold_id = d.hold_id
     left join lateral (
       select sum(b.qty) filter (where b.disposition = 'held') as held,
         sum(b.qty) filter (where b.disposition = 'quarantine') as quarantine
       from stock.v_balance b join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
       where b.item_id = d.item_id and b.lot_id = d.lot_id and b.warehouse_id = d.warehouse_id) b on true
     left join lateral (
       select sum(qty) as decided, sum(qty) filter (where movement_id is null) as in_place
       from quality.deviation_decision c
       where c.deviation_id = d.deviation_id and c.item_id = d.item_id and c.lot_id = d.lot_id) c on true
     where d.deviation_id = $1 order by d.line_no`,
    [deviation_id],
  );
  return rows.map((row) => ({ ...row, undecided: isUndecided(row) }));
}

export type DeviationFact = {
  readonly deviation_id: number;
  readonly document_no: string;
  readonly status: DeviationStatus;
  readonly severity: string;
  /** Lots of which something still waits for a decision. */
  readonly undecided: number;
};

/** The newest deviation that a record has raised, such as an excursion; null where there is none in sight. */
export async function deviationOf(
  tx: Tx,
  source_entity: string,
  source_id: number,
): Promise<DeviationFact | null> {
  const [found] = await tx.rows<Omit<DeviationFact, 'undecided'>>(
    `select deviation_id, document_no, status, severity from quality.deviation
     where source_entity = $1 and source_id = $2 order by deviation_id desc limit 1`,
    [source_entity, source_id],
  );
  if (found === undefined) return null;
  const lots = await affectedOf(tx, found.deviation_id);
  return { ...found, undecided: lots.filter((lot) => lot.undecided).length };
}

/** Heads by warehouse, open ones only where asked, below a cursor, or of one document. */
export function deviationHeads(
  tx: Tx,
  filter: [
    warehouse_id: number | null,
    open_only: boolean,
    before: number | null,
    deviation_id: number | null,
    limit: number,
  ],
) {
  return tx.rows<OutputOf<typeof import('@tongcang/contract').listDeviations>['rows'][number]>(
    `select d.deviation_id, d.document_no, d.warehouse_id, w.name as warehouse_name, d.kind, d.severity, d.status, d.title,
       d.found_at, d.due_on, d.status <> 'closed' and d.due_on < (now() at time zone 'Asia/Shanghai')::date as overdue,
       d.owner_name, d.opened_by_name,
       (select count(*) from quality.deviation_lot l where l.deviation_id = d.deviation_id) as lots
     from quality.deviation d join masterdata.v_warehouse w on w.warehouse_id = d.warehouse_id
     where ($1::bigint is null or d.warehouse_id = $1) and (not $2 or d.status <> 'closed')
       and ($3::bigint is null or d.deviation_id < $3) and ($4::bigint is null or d.deviation_id = $4)
     order by d.deviation_id desc limit $5`,
    filter,
  );
}

type Rest = Omit<Output, keyof Awaited<ReturnType<typeof deviationHeads>>[number]>;

/** Everything of one deviation but its head, lots and trail. */
export function deviationBody(tx: Tx, deviation_id: number, user_id: number | null) {
  return tx.one<Omit<Rest, 'affected' | 'decisions' | 'capas' | 'notes' | 'files' | 'signatures'>>(
    `select description, place, happened_at, opened_at, source_entity, source_id, containment, contained_by_name, contained_at,
       root_cause, whys, impact, corrections, investigated_by_name, investigated_at, conclusion, closed_by_name, closed_at,
       coalesce($2::bigint in (opened_by, owner_id), false) as mine
     from quality.deviation where deviation_id = $1`,
    [deviation_id, user_id],
  );
}

type Named = Pick<
  Output['affected'][number],
  'line_no' | 'item_code' | 'item_name' | 'tracking' | 'unit' | 'expiry_date' | 'standing'
>;

/** The names of the lots and where their unusable goods stand. */
export function affectedNames(tx: Tx, deviation_id: number): Promise<Named[]> {
  return tx.rows(
    `select d.line_no, i.item_code, i.name as item_name, i.tracking, i.unit, t.expiry_date,
       coalesce((
         select jsonb_agg(jsonb_build_object('account_id', b.account_id, 'location_code', p.location_code, 'owner_id', b.owner_id,
           'owner_name', o.name, 'disposition', b.disposition, 'qty', b.qty) order by p.location_code, b.disposition)
         from stock.v_balance b
         join stock.v_account a on a.account_id = b.account_id and a.kind = 'bin'
         join masterdata.v_location p on p.location_id = a.location_id
         join masterdata.v_partner o on o.partner_id = b.owner_id
         where b.item_id = d.item_id and b.lot_id = d.lot_id and b.warehouse_id = d.warehouse_id and b.qty > 0), '[]') as standing
     from quality.deviation_lot d
     join masterdata.v_item i on i.item_id = d.item_id
     join stock.v_lot t on t.item_id = d.item_id and t.lot_id = d.lot_id
     where d.deviation_id = $1 order by d.line_no`,
    [deviation_id],
  );
}

export function decisionsOf(tx: Tx, deviation_id: number): Promise<Output['decisions']> {
  return tx.rows(
    `select c.decision_id, t.lot_no, i.item_code, c.decision, c.qty, c.reason, c.movement_id, c.destruction_id,
       c.decided_by_name, c.decided_at
     from quality.deviation_decision c
     join masterdata.v_item i on i.item_id = c.item_id
     join stock.v_lot t on t.item_id = c.item_id and t.lot_id = c.lot_id
     where c.deviation_id = $1 order by c.decision_id`,
    [deviation_id],
  );
}
