import type { DatasetRow } from '@tongcang/contract';
import type { Risk } from '@tongcang/planning';
import type { Tx } from '../../platform/db.ts';
import { assert, fail } from '../../platform/errors.ts';
import type { MadePolicy } from './make-policy.ts';
import { follow, PIN_FIELDS, type Pins, type ProposalStatus, type Settings } from './planning.model.ts';

const ROWS_AT_ONCE = 20_000;

/**
 * Writes demand history, replacing the quantity where the same period, warehouse, department and item is there
 * already. The rows name warehouses, departments and items by code; a code that does not exist refuses all of them.
 */
export async function writeDemandHistory(
  tx: Tx,
  rows: Iterable<DatasetRow<'demand_history'>>,
): Promise<number> {
  let written = 0;
  let batch: DatasetRow<'demand_history'>[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_AT_ONCE) continue;
    written += await writeHistoryBatch(tx, batch);
    batch = [];
  }
  return batch.length === 0 ? written : written + (await writeHistoryBatch(tx, batch));
}

async function writeHistoryBatch(tx: Tx, rows: readonly DatasetRow<'demand_history'>[]): Promise<number> {
  const written = await tx.run(
    `insert into planning.demand_history (item_id, warehouse_id, bucket, period_start, department_id, qty)
     select i.item_id, w.warehouse_id, r.bucket, r.period_start, d.department_id, r.qty
     from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       as r(period_start, bucket, warehouse_code, department_code, item_code, qty)
     join masterdata.v_item i on i.item_code = r.item_code
     join masterdata.v_warehouse w on w.warehouse_code = r.warehouse_code
     left join masterdata.v_department d on d.department_code = r.department_code
     where r.department_code is null or d.department_id is not null
     on conflict (item_id, warehouse_id, bucket, period_start, department_id) do update set qty = excluded.qty`,
    [
      rows.map((r) => r.period_start),
      rows.map((r) => r.bucket),
      rows.map((r) => r.warehouse_code),
      rows.map((r) => r.department_code),
      rows.map((r) => r.item_code),
      rows.map((r) => r.qty),
    ],
  );
  if (written !== rows.length) {
    fail('masterdata.code_unknown', { dataset: 'demand_history', count: rows.length - written });
  }
  return written;
}

export type PolicyRow = MadePolicy & {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly bucket: string | null;
};

/** Stores computed policies; what people have fixed stays in its own columns. */
export function writePolicies(tx: Tx, rows: readonly PolicyRow[]): Promise<number> {
  const column = <K extends keyof PolicyRow>(key: K) => rows.map((row) => row[key]);
  return tx.run(
    `insert into planning.policy (item_id, warehouse_id, service_level, lead_time_days, lead_time_sd_days, qc_days,
       safety_stock, reorder_point, order_up_to, daily_mean, daily_sd, method, pattern, bucket, observations, z,
       protection_days, safety_stock_uncapped, capped_by_shelf_life)
     select * from unnest($1::bigint[], $2::bigint[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::float8[], $11::float8[], $12::text[], $13::text[], $14::text[], $15::integer[],
       $16::float8[], $17::float8[], $18::bigint[], $19::boolean[])
     order by 1, 2
     on conflict (item_id, warehouse_id) do update set service_level = excluded.service_level,
       lead_time_days = excluded.lead_time_days, lead_time_sd_days = excluded.lead_time_sd_days,
       qc_days = excluded.qc_days, safety_stock = excluded.safety_stock, reorder_point = excluded.reorder_point,
       order_up_to = excluded.order_up_to, daily_mean = excluded.daily_mean, daily_sd = excluded.daily_sd,
       method = excluded.method, pattern = excluded.pattern, bucket = excluded.bucket,
       observations = excluded.observations, z = excluded.z, protection_days = excluded.protection_days,
       safety_stock_uncapped = excluded.safety_stock_uncapped,
       capped_by_shelf_life = excluded.capped_by_shelf_life, computed_at = excluded.computed_at`,
    [
      column('item_id'),
      column('warehouse_id'),
      column('service_level'),
      column('lead_time_days'),
      column('lead_time_sd_days'),
      column('qc_days'),
      column('safety_stock'),
      column('reorder_point'),
      column('order_up_to'),
      column('daily_mean'),
      column('daily_sd'),
      column('method'),
      column('pattern'),
      column('bucket'),
      column('observations'),
      column('z'),
      column('protection_days'),
      column('safety_stock_uncapped'),
      column('capped_by_shelf_life'),
    ],
  );
}

/** Fixes values of one policy; all null takes the pins away. The caller computes the policy anew afterwards. */
export async function writePins(
  tx: Tx,
  target: { item_id: number; warehouse_id: number },
  pins: Pins,
  by: { user_id: number | null; name: string; reason: string },
): Promise<void> {
  const pinned = PIN_FIELDS.some((field) => pins[field] !== null);
  const written = await tx.run(
    `update planning.policy set pin_service_level = $3, pin_lead_time_days = $4, pin_lead_time_sd_days = $5,
       pin_qc_days = $6, pin_safety_stock = $7, pin_reorder_point = $8, pin_order_up_to = $9, pin_reason = $10,
       pinned_by = $11, pinned_by_name = $12, pinned_at = case when $10::text is null then null else now() end
     where item_id = $1 and warehouse_id = $2`,
    [
      target.item_id,
      target.warehouse_id,
      ...PIN_FIELDS.map((field) => pins[field]),
      pinned ? by.reason : null,
      pinned ? by.user_id : null,
      pinned ? by.name : null,
    ],
  );
  assert(written === 1, 'a policy that was read under lock disappeared');
}

export async function writeSettings(tx: Tx, settings: Omit<Settings, 'changed_at'>): Promise<void> {
  await tx.run(
    `update planning.setting set transfer_budget_fen = $1, service_level = $2, lead_time_days = $3,
       lead_time_sd_days = $4, qc_days = $5, horizon_days = $6, order_cover_days = $7, changed_at = clock_timestamp()`,
    [
      settings.transfer_budget_fen,
      settings.service_level,
      settings.lead_time_days,
      settings.lead_time_sd_days,
      settings.qc_days,
      settings.horizon_days,
      settings.order_cover_days,
    ],
  );
}

/** A risk that has become worse than it was. */
export type RaisedRisk = {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly level: string;
  readonly was: string | null;
};

// Rows that say the same as before are not written again: most postings leave most risks as they are. A risk that
// was put aside comes back when its level gets worse.
const WRITE_RISKS = `with given as (
    select *, array_position('{ok,watch,warning,critical,stock_out}'::text[], level) as rank
    from unnest($1::bigint[], $2::bigint[], $3::text[], $4::float8[], $5::smallint[], $6::bigint[], $7::bigint[],
      $8::bigint[], $9::float8[], $10::bigint[], $11::bigint[], $12::integer[], $13::bigint[], $14::bigint[], $15::text[])
      as g(item_id, warehouse_id, level, severity, priority_class, usable_qty, open_demand_qty, on_the_way_qty,
        daily_demand, safety_stock, reorder_point, days_until_stock_out, projected_short_qty, projected_expiry_qty,
        explanation)
  ), compared as materialized (
    select g.*, r.level as was, array_position('{ok,watch,warning,critical,stock_out}'::text[], r.level) as was_rank
    from given g left join planning.risk r using (item_id, warehouse_id)
    where (r.level, r.severity, r.priority_class, r.usable_qty, r.open_demand_qty, r.on_the_way_qty, r.daily_demand,
        r.safety_stock, r.reorder_point, r.days_until_stock_out, r.projected_short_qty, r.projected_expiry_qty)
      is distinct from (g.level, g.severity, g.priority_class, g.usable_qty, g.open_demand_qty, g.on_the_way_qty,
        g.daily_demand, g.safety_stock, g.reorder_point, g.days_until_stock_out, g.projected_short_qty,
        g.projected_expiry_qty)
  ), written as (
    insert into planning.risk as r (item_id, warehouse_id, level, severity, priority_class, usable_qty, open_demand_qty,
      on_the_way_qty, daily_demand, safety_stock, reorder_point, days_until_stock_out, projected_short_qty,
      projected_expiry_qty, explanation)
    select item_id, warehouse_id, level, severity, priority_class, usable_qty, open_demand_qty, on_the_way_qty,
      daily_demand, safety_stock, reorder_point, days_until_stock_out, projected_short_qty, projected_expiry_qty,
      explanation::jsonb
    from compared order by item_id, warehouse_id
    on conflict (item_id, warehouse_id) do update set level = excluded.level, severity = excluded.severity,
      priority_class = excluded.priority_class, usable_qty = excluded.usable_qty,
      open_demand_qty = excluded.open_demand_qty, on_the_way_qty = excluded.on_the_way_qty,
      daily_demand = excluded.daily_demand, safety_stock = excluded.safety_stock,
      reorder_point = excluded.reorder_point, days_until_stock_out = excluded.days_until_stock_out,
      projected_short_qty = excluded.projected_short_qty, projected_expiry_qty = excluded.projected_expiry_qty,
      explanation = excluded.explanation, computed_at = excluded.computed_at,
      level_since = case when r.level = excluded.level then r.level_since else excluded.level_since end,
      dismissed_until = case when r.severity >= excluded.severity * 0.999 then r.dismissed_until end,
      dismiss_reason = case when r.severity >= excluded.severity * 0.999 then r.dismiss_reason end,
      dismissed_by = case when r.severity >= excluded.severity * 0.999 then r.dismissed_by end
  )
  select item_id, warehouse_id, level, was from compared
  where rank > coalesce(was_rank, 1) order by item_id, warehouse_id`;

/** Stores what has changed of the assessed risks and gives those that have become worse. */
export function writeRisks(tx: Tx, risks: readonly Risk[]): Promise<RaisedRisk[]> {
  const column = <K extends keyof Risk>(key: K) => risks.map((risk) => risk[key]);
  return tx.rows<RaisedRisk>(WRITE_RISKS, [
    column('item_id'),
    column('warehouse_id'),
    column('level'),
    column('severity'),
    column('priority_class'),
    column('usable_qty'),
    column('open_demand_qty'),
    column('on_the_way_qty'),
    column('daily_demand'),
    column('safety_stock'),
    column('reorder_point'),
    column('days_until_stock_out'),
    column('projected_short_qty'),
    column('projected_expiry_qty'),
    risks.map(({ demand_line_ids, days_until_below_safety_stock }) =>
      JSON.stringify({ demand_line_ids, days_until_below_safety_stock }),
    ),
  ]);
}

/** Puts a risk aside; false where there is none. */
export async function writeDismissal(
  tx: Tx,
  dismissal: { item_id: number; warehouse_id: number; until: string; reason: string; user_id: number | null },
): Promise<boolean> {
  const written = await tx.run(
    `update planning.risk set dismissed_until = $3::timestamptz, dismiss_reason = $4, dismissed_by = $5
     where item_id = $1 and warehouse_id = $2`,
    [dismissal.item_id, dismissal.warehouse_id, dismissal.until, dismissal.reason, dismissal.user_id],
  );
  return written === 1;
}

/** Items by their ids, or by the demands and transfers whose lines name them. */
export type Touched = {
  readonly item_ids: readonly number[];
  readonly demand_ids: readonly number[];
  readonly transfer_ids: readonly number[];
};

/** Notes items whose risk must be assessed again. */
export async function touchItems(tx: Tx, { item_ids, demand_ids, transfer_ids }: Touched): Promise<void> {
  await tx.run(
    `insert into planning.touched (item_id)
     select item_id from masterdata.v_item where item_id = any($1::bigint[])
     union select item_id from fulfilment.v_demand_line where demand_id = any($2::bigint[])
     union select item_id from transfer.v_transfer_line where transfer_id = any($3::bigint[])
     order by 1 on conflict do nothing`,
    [item_ids, demand_ids, transfer_ids],
  );
}

/** Takes up to `limit` touched items, the longest-waiting first; another process passes over them. */
export async function takeTouched(tx: Tx, limit: number): Promise<number[]> {
  const rows = await tx.rows<{ item_id: number }>(
    `with taken as materialized (
       select item_id from planning.touched order by touched_at, item_id limit $1 for update skip locked)
     delete from planning.touched t using taken where t.item_id = taken.item_id returning t.item_id`,
    [limit],
  );
  return rows.map((row) => row.item_id);
}

export async function writeRun(
  tx: Tx,
  run: {
    kind: 'recompute' | 'propose';
    warehouse_id: number | null;
    actor_id: number | null;
    duration_ms: number;
    parameters: unknown;
    totals: unknown;
    violations?: readonly unknown[];
  },
): Promise<number> {
  const { planning_run_id } = await tx.one<{ planning_run_id: number }>(
    `insert into planning.planning_run (kind, warehouse_id, actor_id, started_at, duration_ms, parameters, totals, violations)
     values ($1, $2, $3, now(), $4, $5::text::jsonb, $6::text::jsonb, $7::text::jsonb) returning planning_run_id`,
    [
      run.kind,
      run.warehouse_id,
      run.actor_id,
      Math.round(run.duration_ms),
      JSON.stringify(run.parameters),
      JSON.stringify(run.totals),
      JSON.stringify(run.violations ?? []),
    ],
  );
  return planning_run_id;
}

/** A proposal as it is stored; instants are hours after `now`, the moment of planning. */
export type ProposalRow = {
  readonly item_id: number;
  readonly from_warehouse_id: number;
  readonly to_warehouse_id: number;
  readonly lane_id: number;
  readonly qty: number;
  readonly departure_at: string;
  readonly arrival_at: string;
  readonly needed_by: string;
  readonly late: boolean;
  readonly priority_class: number;
  readonly severity: number;
  readonly days_until_stock_out: number | null;
  readonly variable_fen: number;
  readonly fixed_share_fen: number;
  readonly lines: unknown;
  readonly needs: unknown;
  readonly explanation: unknown;
};

export async function writeProposals(
  tx: Tx,
  planning_run_id: number,
  rows: readonly ProposalRow[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const column = <K extends keyof ProposalRow>(key: K) => rows.map((row) => row[key]);
  const json = (key: 'lines' | 'needs' | 'explanation') => rows.map((row) => JSON.stringify(row[key]));
  const written = await tx.rows<{ proposal_id: number }>(
    `insert into planning.proposal (planning_run_id, item_id, from_warehouse_id, to_warehouse_id, lane_id, qty,
       departure_at, arrival_at, needed_by, late, priority_class, severity, days_until_stock_out, variable_fen,
       fixed_share_fen, lines, needs, explanation)
     select $1, item_id, from_warehouse_id, to_warehouse_id, lane_id, qty, departure_at, arrival_at, needed_by, late,
       priority_class, severity, days_until_stock_out, variable_fen, fixed_share_fen, lines::jsonb, needs::jsonb,
       explanation::jsonb
     from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[], $8::timestamptz[],
       $9::timestamptz[], $10::boolean[], $11::smallint[], $12::float8[], $13::integer[], $14::bigint[], $15::bigint[],
       $16::text[], $17::text[], $18::text[]) with ordinality
       as t(item_id, from_warehouse_id, to_warehouse_id, lane_id, qty, departure_at, arrival_at, needed_by, late,
         priority_class, severity, days_until_stock_out, variable_fen, fixed_share_fen, lines, needs, explanation, ord)
     order by ord returning proposal_id`,
    [
      planning_run_id,
      column('item_id'),
      column('from_warehouse_id'),
      column('to_warehouse_id'),
      column('lane_id'),
      column('qty'),
      column('departure_at'),
      column('arrival_at'),
      column('needed_by'),
      column('late'),
      column('priority_class'),
      column('severity'),
      column('days_until_stock_out'),
      column('variable_fen'),
      column('fixed_share_fen'),
      json('lines'),
      json('needs'),
      json('explanation'),
    ],
  );
  return written.map((row) => row.proposal_id);
}

/** Open proposals to the warehouses and of the items in the scope give way to a new plan. */
export function supersedeProposals(
  tx: Tx,
  scope: {
    item_ids: readonly number[] | null;
    to_warehouse_id: number | null;
    warehouse_ids: readonly number[] | null;
    actor_id: number | null;
  },
): Promise<number> {
  return tx.run(
    `update planning.proposal set status = $4, decided_at = now(), decided_by = $3
     where status = 'proposed' and ($1::bigint[] is null or item_id = any($1))
       and ($2::bigint is null or to_warehouse_id = $2) and ($5::bigint[] is null or to_warehouse_id = any($5))`,
    [
      scope.item_ids,
      scope.to_warehouse_id,
      scope.actor_id,
      follow('proposed', 'superseded'),
      scope.warehouse_ids,
    ],
  );
}

/** The end of one proposal that the caller has locked. */
export async function decideProposal(
  tx: Tx,
  proposal_id: number,
  decision: {
    status: ProposalStatus;
    by: { user_id: number | null; display_name: string };
    reason: string | null;
    transfer_id?: number;
  },
): Promise<void> {
  const written = await tx.run(
    `update planning.proposal set status = $2, decided_at = now(), decided_by = $3, decided_by_name = $4,
       decision_reason = $5, transfer_id = $6
     where proposal_id = $1 and status = 'proposed'`,
    [
      proposal_id,
      follow('proposed', decision.status),
      decision.by.user_id,
      decision.by.display_name,
      decision.reason,
      decision.transfer_id ?? null,
    ],
  );
  assert(written === 1, 'a locked proposal was decided by somebody else');
}

/**
 * Open proposals of these items whose lots are no longer free in the quantity they need expire; gives their ids. What
 * is free is what `stock.allocate` would offer, so a proposal does not outlive the goods it is made of.
 */
export async function expireProposals(tx: Tx, item_ids: readonly number[]): Promise<number[]> {
  const rows = await tx.rows<{ proposal_id: number }>(
    `with wanted as (
       select p.proposal_id, p.item_id, p.from_warehouse_id, l.lot_id, l.qty
       from planning.proposal p cross join lateral jsonb_to_recordset(p.lines) as l(lot_id bigint, qty bigint)
       where p.status = 'proposed' and p.item_id = any($1::bigint[])
     ), gone as (
       select distinct w.proposal_id from wanted w
       where w.qty > (
         select coalesce(sum(b.qty - b.allocated), 0) from stock.v_balance b
         join stock.v_account a on a.account_id = b.account_id
         join masterdata.v_location p on p.location_id = a.location_id
         join masterdata.v_partner o on o.partner_id = b.owner_id
         where b.item_id = w.item_id and b.lot_id = w.lot_id and b.warehouse_id = w.from_warehouse_id
           and b.disposition = 'released' and b.qty > b.allocated and not b.unbounded
           and p.zone_kind in ('receiving', 'storage', 'dispatch') and o.kind = 'legal_entity')
     )
     update planning.proposal p set status = $2, decided_at = now(), decision_reason = 'planning.lot_gone'
     from gone where p.proposal_id = gone.proposal_id and p.status = 'proposed' returning p.proposal_id`,
    [item_ids, follow('proposed', 'expired')],
  );
  return rows.map((row) => row.proposal_id);
}
