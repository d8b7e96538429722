import type { Tx } from '../../../platform/db.ts';
import type { Purpose } from '../../compliance/index.ts';
import type { Departure, End, LedgerLine, LedgerMovement, Party, UnitChange } from './events.ts';
import type { Known } from './known.ts';
import { type Criteria, purposesFor } from './query.ts';

export type FoundLine = LedgerLine & { readonly item_id: number; readonly lot_id: number };
/** A movement at its place in the order of recording; a reversal tells once more what it takes back. */
export type Found = {
  readonly at: number;
  readonly movement: LedgerMovement;
  readonly lines: readonly FoundLine[];
};
const HOME = 'Asia/Shanghai';

type Head = {
  readonly at: number;
  readonly movement_id: number;
  readonly purpose: Purpose;
  readonly document_no: string | null;
  readonly document_key: string | null;
  readonly occurred_at: string;
  readonly recorded_at: string;
  readonly reversed_at: string | null;
};

// A movement is recorded five minutes before it happens at the earliest, which lets the index over recordings help.
const HEADS = `select m.movement_id as at, t.movement_id, t.purpose, coalesce(t.document_no, d.document_no) as document_no, t.document_key, t.occurred_at, t.recorded_at,
    case when m.reverses_id is not null then m.recorded_at end as reversed_at
  from stock.v_movement m
  join stock.v_movement t on t.movement_id = coalesce(m.reverses_id, m.movement_id)
  left join lateral (select v.document_no from insight.v_document v
    where v.kind = split_part(t.document_key, ':', 1) and v.id = case
      when split_part(t.document_key, ':', 2) ~ '^[0-9]{1,18}$' then split_part(t.document_key, ':', 2)::bigint end) d on true
  where m.movement_id > $1 and t.purpose = any($2::text[])
    and ($3::timestamptz is null or (t.occurred_at >= $3 and m.recorded_at >= $3 - interval '5 minutes'))
    and ($4::timestamptz is null or t.occurred_at < $4)
    and ($5::timestamptz is null or m.recorded_at >= $5)
    and ($6::timestamptz is null or t.recorded_at < $6)
    and ($7::bigint[] is null or m.movement_id = any($7))
  order by m.movement_id limit $8`;

/** The next movements beyond a cursor that may give events like those asked for, with their postings. */
export async function movementsAfter(
  tx: Tx,
  after: number,
  criteria: Criteria,
  things: readonly Known[] | null,
  limit: number,
): Promise<{ found: Found[]; last: number | null }> {
  const ids = things === null ? null : await movementsOf(tx, after, things, limit);
  const { from, until, recorded_from, recorded_until } = criteria;
  const heads = await tx.rows<Head>(HEADS, [
    after,
    purposesFor(criteria),
    from,
    until,
    recorded_from,
    recorded_until,
    ids,
    limit,
  ]);
  const lines = await linesOf(
    tx,
    heads.map(({ movement_id }) => movement_id),
  );
  const found = heads.map(({ reversed_at, ...head }): Found => {
    const own = lines.get(head.movement_id) ?? [];
    const timezone = own[0]?.timezone ?? HOME;
    const reverses = reversed_at === null ? null : { recorded_at: reversed_at };
    return { at: head.at, movement: { ...head, timezone, reverses }, lines: own };
  });
  const exhausted = ids === null ? heads.length < limit : ids.length < limit;
  return { found, last: exhausted ? null : (ids?.at(-1) ?? heads.at(-1)?.at ?? null) };
}

async function movementsOf(
  tx: Tx,
  after: number,
  things: readonly Known[],
  limit: number,
): Promise<number[]> {
  const rows = await tx.rows<{ movement_id: number }>(
    `select distinct p.movement_id
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as k(item_id, lot_id, serial_id)
     join stock.v_posting p on p.item_id = k.item_id and p.lot_id = k.lot_id
     where p.movement_id > $1 and (k.serial_id is null or exists (select from stock.v_posting_serial s
       where s.item_id = k.item_id and s.serial_id = k.serial_id and s.posting_id = p.posting_id))
     order by 1 limit $5`,
    [after, things.map((t) => t.item_id), things.map((t) => t.lot_id), things.map((t) => t.serial_id), limit],
  );
  return rows.map(({ movement_id }) => movement_id);
}

type Row = Omit<FoundLine, 'from' | 'to'> & {
  readonly from_account_id: number;
  readonly to_account_id: number;
  readonly from_owner_id: number;
  readonly to_owner_id: number;
  readonly from_disposition: string;
  readonly to_disposition: string;
};
type Zoned = FoundLine & { readonly timezone: string | null };

async function linesOf(tx: Tx, movement_ids: readonly number[]): Promise<Map<number, Zoned[]>> {
  if (movement_ids.length === 0) return new Map();
  const rows = await tx.rows<Row>(
    `select p.movement_id, p.posting_id, p.item_id, p.lot_id, i.item_code, i.udi_di, l.lot_no, l.production_date, l.expiry_date,
       p.qty, p.from_account_id, p.to_account_id, p.from_owner_id, p.to_owner_id, p.from_disposition, p.to_disposition,
       array(select s.serial_no from stock.v_posting_serial k join stock.v_serial s using (item_id, serial_id)
         where k.item_id = p.item_id and k.lot_id = p.lot_id and k.posting_id = p.posting_id order by 1) as serial_nos
     from stock.v_posting p
     join masterdata.v_item i on i.item_id = p.item_id
     join stock.v_lot l on l.item_id = p.item_id and l.lot_id = p.lot_id
     where p.movement_id = any($1::bigint[]) order by p.movement_id, p.line_no`,
    [movement_ids],
  );
  const [places, parties] = await Promise.all([
    placesOf(
      tx,
      rows.flatMap((row) => [row.from_account_id, row.to_account_id]),
    ),
    partiesOf(
      tx,
      rows.flatMap((row) => [row.from_owner_id, row.to_owner_id]),
    ),
  ]);
  const lines = rows.map((row): Zoned => {
    const from = places.get(row.from_account_id)!;
    const to = places.get(row.to_account_id)!;
    return {
      ...row,
      from: { ...from, owner: parties.get(row.from_owner_id)!, disposition: row.from_disposition },
      to: { ...to, owner: parties.get(row.to_owner_id)!, disposition: row.to_disposition },
      timezone: from.timezone ?? to.timezone,
    };
  });
  return Map.groupBy(lines, (line) => line.movement_id);
}

type PlaceFacts = Omit<End, 'owner' | 'disposition'> & { readonly timezone: string | null };

/** Accounts as places with their names, numbers and holders. */
async function placesOf(tx: Tx, account_ids: readonly number[]): Promise<Map<number, PlaceFacts>> {
  const rows = await tx.rows<PlaceFacts & { account_id: number }>(
    `select a.account_id, a.kind, p.location_code as bin, w.timezone,
       case when w.warehouse_id is not null then jsonb_build_object('code', w.warehouse_code, 'gln', wg.gln) end as warehouse,
       case when d.department_id is not null then jsonb_build_object('code', d.department_code, 'gln', dg.gln) end as department,
       case when h.partner_id is not null then jsonb_build_object('code', h.partner_code, 'gln', hg.gln) end as holder
     from stock.v_account a
     left join masterdata.v_location p on p.location_id = a.location_id
     left join masterdata.v_warehouse w on w.warehouse_id = a.warehouse_id
     left join masterdata.v_department d on d.department_id = a.department_id
     left join masterdata.v_partner h on h.partner_id = coalesce(a.partner_id, d.partner_id, w.legal_entity_id)
     left join integration.gln wg on wg.kind = 'warehouse' and wg.entity_id = a.warehouse_id
     left join integration.gln dg on dg.kind = 'department' and dg.entity_id = a.department_id
     left join integration.gln hg on hg.kind = 'partner' and hg.entity_id = h.partner_id
     where a.account_id = any($1::bigint[])`,
    [[...new Set(account_ids)]],
  );
  return new Map(rows.map(({ account_id, ...place }) => [account_id, place]));
}

async function partiesOf(tx: Tx, partner_ids: readonly number[]): Promise<Map<number, Party>> {
  const rows = await tx.rows<Party & { partner_id: number }>(
    `select p.partner_id, p.partner_code as code, g.gln from masterdata.v_partner p
     left join integration.gln g on g.kind = 'partner' and g.entity_id = p.partner_id
     where p.partner_id = any($1::bigint[])`,
    [[...new Set(partner_ids)]],
  );
  return new Map(rows.map(({ partner_id, ...party }) => [partner_id, party]));
}

type UnitLine = UnitChange['line'] & { readonly item_id: number; readonly lot_id: number };
type UnitRow = Omit<UnitChange, 'site' | 'line'> & UnitLine & { readonly account_id: number };

/** What was put into handling units and taken out of them beyond a cursor. */
export async function unitChangesAfter(
  tx: Tx,
  after: number,
  { from, until, recorded_from, recorded_until }: Criteria,
  things: readonly Known[] | null,
  limit: number,
): Promise<(Omit<UnitChange, 'line'> & { readonly line: UnitLine })[]> {
  const rows = await tx.rows<UnitRow>(
    `select e.unit_event_id, u.sscc, e.at, e.qty, e.serial_nos, e.account_id, e.item_id, e.lot_id, i.item_code, i.udi_di, l.lot_no,
       coalesce(w.timezone, $8) as timezone
     from stock.v_unit_event e
     join stock.v_handling_unit u on u.handling_unit_id = e.handling_unit_id
     join masterdata.v_item i on i.item_id = e.item_id
     join stock.v_lot l on l.item_id = e.item_id and l.lot_id = e.lot_id
     left join masterdata.v_warehouse w on w.warehouse_id = e.warehouse_id
     where e.unit_event_id > $1
       and ($2::timestamptz is null or e.at >= $2) and ($3::timestamptz is null or e.at < $3)
       and ($4::bigint[] is null or e.handling_unit_id = any($4) or exists (
         select from unnest($5::bigint[], $6::bigint[]) as k(item_id, lot_id)
         where k.item_id = e.item_id and k.lot_id = e.lot_id))
     order by e.unit_event_id limit $7`,
    [
      after,
      later(from, recorded_from),
      sooner(until, recorded_until),
      things === null ? null : things.flatMap((t) => t.handling_unit_id ?? []),
      things?.map((t) => t.item_id) ?? [],
      things?.map((t) => t.lot_id) ?? [],
      limit,
      HOME,
    ],
  );
  const places = await placesOf(
    tx,
    rows.map((row) => row.account_id),
  );
  return rows.map(({ account_id, item_code, udi_di, lot_no, serial_nos, item_id, lot_id, ...row }) => ({
    ...row,
    line: { item_code, udi_di, lot_no, serial_nos, item_id, lot_id },
    site: { ...places.get(account_id)!, owner: { code: '', gln: null }, disposition: 'released' },
  }));
}

const later = (a: string | null, b: string | null) =>
  a === null || b === null ? (a ?? b) : Date.parse(a) > Date.parse(b) ? a : b;
const sooner = (a: string | null, b: string | null) =>
  a === null || b === null ? (a ?? b) : Date.parse(a) < Date.parse(b) ? a : b;

type LoadLine = Departure['lines'][number] & { readonly item_id: number; readonly lot_id: number };

/** Vehicles that have left, with what they carry, by the shipment's number. */
export function departuresAfter(
  tx: Tx,
  after: number,
  { from, until, recorded_from, recorded_until }: Criteria,
  things: readonly Known[] | null,
  limit: number,
): Promise<(Omit<Departure, 'lines'> & { readonly lines: LoadLine[] })[]> {
  return tx.rows(
    `select s.shipment_id, s.document_no, s.departed_at, s.departed_at as recorded_at, w.timezone,
       jsonb_build_object('code', w.warehouse_code, 'gln', wg.gln) as from,
       case when c.partner_id is not null then jsonb_build_object('code', c.partner_code, 'gln', cg.gln) end as carrier,
       (select coalesce(jsonb_agg(jsonb_build_object('item_id', n.item_id, 'lot_id', n.lot_id, 'item_code', i.item_code,
            'udi_di', i.udi_di, 'lot_no', l.lot_no, 'qty', n.qty, 'serial_nos', array(
              select x.serial_no from stock.v_account a
              join stock.v_posting p on p.item_id = n.item_id and p.lot_id = n.lot_id and p.to_account_id = a.account_id
              join stock.v_posting_serial k on k.item_id = p.item_id and k.lot_id = p.lot_id and k.posting_id = p.posting_id
              join stock.v_serial x on x.item_id = k.item_id and x.serial_id = k.serial_id
              where a.kind = 'in_transit' and a.document_key = d.document_key order by 1)) order by n.item_id, n.lot_id), '[]')
        from transport.v_document d
        join transport.v_document_line n on n.transport_document_id = d.transport_document_id
        join masterdata.v_item i on i.item_id = n.item_id
        join stock.v_lot l on l.item_id = n.item_id and l.lot_id = n.lot_id
        where d.shipment_id = s.shipment_id) as lines
     from transport.v_shipment s
     join masterdata.v_warehouse w on w.warehouse_id = s.from_warehouse_id
     left join masterdata.v_partner c on c.partner_id = s.partner_id
     left join integration.gln wg on wg.kind = 'warehouse' and wg.entity_id = w.warehouse_id
     left join integration.gln cg on cg.kind = 'partner' and cg.entity_id = c.partner_id
     where s.departed_at is not null and s.shipment_id > $1
       and ($2::timestamptz is null or s.departed_at >= $2) and ($3::timestamptz is null or s.departed_at < $3)
       and ($4::bigint[] is null or exists (
         select from transport.v_document d join transport.v_document_line n on n.transport_document_id = d.transport_document_id
         where d.shipment_id = s.shipment_id and n.lot_id = any($4)))
     order by s.shipment_id limit $5`,
    [
      after,
      later(from, recorded_from),
      sooner(until, recorded_until),
      things?.flatMap((t) => t.lot_id ?? []) ?? null,
      limit,
    ],
  );
}
