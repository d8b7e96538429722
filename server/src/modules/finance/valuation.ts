import type { Flow } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';

/** Days and months of the books are those of the company's seat. */
const ZONE = 'Asia/Shanghai';

/** From where to where a day or a month lasts, and whether it is over by the database's clock. */
export function momentsOf(tx: Tx, first_day: string, span: '1 day' | '1 month'): Promise<Span> {
  return tx.one<Span>(
    `select ($1::timestamp at time zone '${ZONE}') as from_at,
       (($1::timestamp + $2::interval) at time zone '${ZONE}') as to_at,
       (($1::timestamp + $2::interval) at time zone '${ZONE}') <= now() as over`,
    [first_day, span],
  );
}
export type Span = { readonly from_at: string; readonly to_at: string; readonly over: boolean };

const LEGS = `cross join lateral (values
    (p.to_account_id, p.to_owner_id, p.qty), (p.from_account_id, p.from_owner_id, -p.qty))
    as e(account_id, owner_id, qty)`;
const FORWARD = `select item_id, lot_id, account_id, owner_id, qty from stock.v_period_balance where period_id = $4
  union all
  select p.item_id, p.lot_id, e.account_id, e.owner_id, e.qty from stock.v_posting p ${LEGS}
  where p.occurred_at >= $5::timestamptz and p.occurred_at < $1::timestamptz
  union all
  select p.item_id, p.lot_id, e.account_id, e.owner_id, e.qty from stock.v_posting p ${LEGS}
  where p.posting_id > $6 and p.occurred_at < $5::timestamptz`;
const BACKWARD = `select item_id, lot_id, account_id, owner_id, qty from stock.v_balance where qty <> 0 and not unbounded
  union all
  select p.item_id, p.lot_id, e.account_id, e.owner_id, -e.qty from stock.v_posting p ${LEGS}
  where p.occurred_at >= $1::timestamptz`;

/** Where goods stand for the books: `issued` is on the way to a hospital, `in_transit` between our own. */
const PLACE = `case a.kind when 'bin' then 'stock'
    when 'in_transit' then case when a.document_key like 'delivery:%' then 'issued' else 'in_transit' end
    else a.kind end`;

/**
 * What a piece of each lot costs its owner, in fen and fractions of it: what was paid before `at` over the pieces that came;
 * nothing is known while nobody has given a price, and the standard cost stands in.
 */
const costs = (at: string, filter: string) => `costs as (
    select c.item_id, c.lot_id, c.owner_id, sum(c.amount_fen)::numeric / nullif(sum(c.qty), 0) as unit_fen
    from finance.cost_entry c
    where c.occurred_at < ${at} and ${filter} and (c.kind <> 'freight' or (select freight_in_cost from finance.setting))
    group by 1, 2, 3)`;

/** Every lot of every owner at every place just before `$1`, with its value; of owner `$2` and item `$3` where given. */
const valued = (moved: string) => `with sums as materialized (
    select s.item_id, s.lot_id, s.owner_id, ${PLACE} as place, a.warehouse_id,
      case when a.kind = 'in_transit' then a.document_key end as document_key, sum(s.qty)::bigint as qty
    from (${moved}) s
    join stock.v_account a on a.account_id = s.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
    where ($3::bigint is null or s.item_id = $3) and ($2::bigint is null or s.owner_id = $2)
    group by 1, 2, 3, 4, 5, 6 having sum(s.qty) <> 0
  ), ${costs('$1::timestamptz', '($3::bigint is null or c.item_id = $3)')}, valued as (
    select s.*, round(s.qty * coalesce(c.unit_fen, l.unit_cost_fen, i.unit_cost_fen))::bigint as value_fen,
      c.unit_fen is null as estimated, i.item_code, i.name as item_name, l.lot_no
    from sums s
    join stock.v_lot l on l.item_id = s.item_id and l.lot_id = s.lot_id
    join masterdata.v_item i on i.item_id = s.item_id
    left join costs c on c.item_id = s.item_id and c.lot_id = s.lot_id and c.owner_id = s.owner_id
  )`;

type Group = 'place' | 'item' | 'lot';
const grouped = (moved: string, group: Group) => `${valued(moved)}
  select v.owner_id, o.name as owner_name, v.place, v.warehouse_id, w.name as warehouse_name,
    ${group === 'place' ? 'null::bigint as item_id, null as item_code, null as item_name' : 'v.item_id, v.item_code, v.item_name'},
    ${group === 'lot' ? 'v.lot_id, v.lot_no' : 'null::bigint as lot_id, null as lot_no'},
    sum(v.qty)::bigint as qty, sum(v.value_fen)::bigint as value_fen,
    coalesce(sum(v.value_fen) filter (where v.estimated), 0)::bigint as estimated_fen
  from valued v
  join masterdata.v_partner o on o.partner_id = v.owner_id and o.kind = 'legal_entity'
  left join masterdata.v_warehouse w on w.warehouse_id = v.warehouse_id
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  order by o.name, v.place, w.name nulls last, item_code, lot_no`;
const onTheRoad = (moved: string) => `${valued(moved)}
  select document_key, sum(qty)::bigint as qty, sum(value_fen)::bigint as value_fen
  from valued where document_key is not null group by 1 order by 1`;

const statements = (moved: string) => ({
  place: grouped(moved, 'place'),
  item: grouped(moved, 'item'),
  lot: grouped(moved, 'lot'),
  road: onTheRoad(moved),
});
const FROM_PERIOD = statements(FORWARD);
const FROM_NOW = statements(BACKWARD);

export type ValueRow = {
  readonly owner_id: number;
  readonly owner_name: string;
  readonly place: string;
  readonly warehouse_id: number | null;
  readonly warehouse_name: string | null;
  readonly item_id: number | null;
  readonly item_code: string | null;
  readonly item_name: string | null;
  readonly lot_id: number | null;
  readonly lot_no: string | null;
  readonly qty: number;
  readonly value_fen: number;
  readonly estimated_fen: number;
};

type Filter = { readonly owner_id?: number | undefined; readonly item_id?: number | undefined };

/** Runs a question about the past from the nearer of two anchors: the newest sums of a month, or now. */
async function before<T>(tx: Tx, at: string, kind: keyof typeof FROM_NOW, filter: Filter): Promise<T[]> {
  const [period] = await tx.rows<{ period_id: number; cutoff: string; last_posting_id: number }>(
    `select period_id, cutoff, last_posting_id from stock.v_period
     where cutoff <= $1::timestamptz and $1::timestamptz - cutoff < now() - $1::timestamptz
     order by cutoff desc limit 1`,
    [at],
  );
  // Sums of sums are guessed as one row; then loops over loops are chosen, and minutes are spent where hashes take .2 s.
  await tx.run(`select set_config('enable_nestloop', 'off', true)`);
  const values = [at, filter.owner_id ?? null, filter.item_id ?? null];
  if (period === undefined) return tx.rows<T>(FROM_NOW[kind], values);
  const { period_id, cutoff, last_posting_id } = period;
  return tx.rows<T>(FROM_PERIOD[kind], [...values, period_id, cutoff, last_posting_id]);
}

/** Quantity and value of what our legal entities owned just before `at`, each lot at its own cost. */
export function valueBefore(tx: Tx, at: string, group: Group, filter: Filter = {}): Promise<ValueRow[]> {
  return before<ValueRow>(tx, at, group, filter);
}

export type Transit = { readonly document_key: string; readonly qty: number; readonly value_fen: number };

/** Goods of an owner on the road just before `at`, by document. */
export function transitBefore(tx: Tx, at: string, owner_id: number): Promise<Transit[]> {
  return before<Transit>(tx, at, 'road', { owner_id });
}

/** One flow of an item on one day: pieces, what they cost by their own lots, and what was paid for them. */
export type DayFlow = {
  readonly item_id: number;
  readonly flow: Flow;
  readonly qty: number;
  readonly amount_fen: number;
};

const classOf = (kind: string, key: string) => `case when ${kind} in ('bin', 'repair') then 'stock'
    when ${kind} = 'consigned' or (${kind} = 'in_transit' and ${key} like 'delivery:%') then 'issued'
    when ${kind} = 'in_transit' then 'stock' else 'outside' end`;

/**
 * What crossed the border of an owner's books from `$1` to before `$2`, by item, day and flow, in the order of days with
 * inflows first. Receipts that nobody has priced count at standard cost.
 */
const FLOWS_OF_MONTH = `with ${costs('$2::timestamptz', 'c.owner_id = $3')},
  moved as (
    select p.item_id, p.lot_id, p.qty, p.from_owner_id, p.to_owner_id, m.purpose, f.kind as from_kind, t.kind as to_kind,
      ${classOf('f.kind', 'f.document_key')} as from_class, ${classOf('t.kind', 't.document_key')} as to_class,
      (p.occurred_at at time zone '${ZONE}')::date as day
    from stock.v_posting p
    join stock.v_movement m on m.movement_id = p.movement_id
    join stock.v_account f on f.account_id = p.from_account_id
    join stock.v_account t on t.account_id = p.to_account_id
    where p.occurred_at >= $1::timestamptz and p.occurred_at < $2::timestamptz
      and (p.from_owner_id = $3 or p.to_owner_id = $3)
  ), named as (
    select item_id, lot_id, qty, day, case
      when from_owner_id <> to_owner_id and from_class <> 'outside' and to_class <> 'outside'
        then case when from_owner_id = $3 then 'entity_out' else 'entity_in' end
      when from_class = to_class then null
      when from_class = 'outside' and to_owner_id <> $3 then null
      when to_class = 'outside' and from_owner_id <> $3 then null
      when from_class = 'stock' and to_class = 'issued' then 'issue'
      when from_class = 'issued' and to_class = 'stock' then 'issue_back'
      when to_kind = 'supplier' then 'supplier_return'
      when from_kind = 'supplier' then 'receipt'
      when purpose = 'opening' then 'opening'
      when to_kind = 'customer' then case from_class when 'issued' then 'sale_issued' else 'sale' end
      when from_kind = 'customer' then 'sale_return'
      when to_kind = 'adjustment' then 'loss'
      when from_kind = 'adjustment' then 'gain'
      when to_kind = 'destroyed' then 'scrap'
      when to_kind = 'conversion' then 'convert_out'
      when from_kind = 'conversion' then 'convert_in' end as flow
    from moved
  ), goods as (
    select n.item_id, n.day, n.flow, sum(n.qty)::bigint as qty,
      sum(case when n.flow in ('receipt', 'entity_in', 'convert_in') and c.unit_fen is not null then 0
        else round(n.qty * coalesce(c.unit_fen, l.unit_cost_fen, i.unit_cost_fen)) end)::bigint as amount_fen
    from named n
    join stock.v_lot l on l.item_id = n.item_id and l.lot_id = n.lot_id
    join masterdata.v_item i on i.item_id = n.item_id
    left join costs c on c.item_id = n.item_id and c.lot_id = n.lot_id
    where n.flow is not null group by 1, 2, 3
  ), paid as (
    select item_id, (occurred_at at time zone '${ZONE}')::date as day,
      case kind when 'conversion' then 'convert_in' else kind end as flow, 0::bigint as qty,
      sum(amount_fen)::bigint as amount_fen
    from finance.cost_entry
    where owner_id = $3 and occurred_at >= $1::timestamptz and occurred_at < $2::timestamptz
    group by 1, 2, 3
  )
  select item_id, flow, sum(qty)::bigint as qty, sum(amount_fen)::bigint as amount_fen
  from (select * from goods union all select * from paid) x
  group by item_id, day, flow
  order by item_id, day, flow not in ('opening', 'receipt', 'landed', 'correction', 'sale_return', 'gain', 'convert_in',
    'entity_in'), flow`;

export function flowsBetween(tx: Tx, { from_at, to_at }: Span, owner_id: number): Promise<DayFlow[]> {
  return tx.rows<DayFlow>(FLOWS_OF_MONTH, [from_at, to_at, owner_id]);
}
