import { listBalances as contract, type InputOf, type OutputOf } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { DISPOSITIONS } from '../compliance/index.ts';
import { keyText } from './stock.model.ts';

type Row = OutputOf<typeof contract>['rows'][number];

/** Counting stops here: a screen that shows "more than 10,000" needs no exact number. */
const TOTAL_MAX = 10_000;

const FILTERED = `from stock.balance b
  join stock.account a on a.account_id = b.account_id and a.kind in ('bin', 'in_transit', 'consigned', 'repair')
  join masterdata.v_item i on i.item_id = b.item_id
  join stock.lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
  where b.qty > 0
    and ($1::bigint is null or b.warehouse_id = $1) and ($2::bigint is null or b.item_id = $2)
    and ($3::bigint is null or b.lot_id = $3) and ($4::stock.disposition is null or b.disposition = $4)
    and ($5::date is null or l.expiry_date < $5)
    and ($6::text is null or i.item_code ilike $6 or i.name ilike $6 or i.pinyin ilike $6 or l.lot_no ilike $6)`;

const ROWS = `select b.item_id, i.item_code, i.name as item_name, i.unit, b.lot_id, l.lot_no, l.production_date, l.expiry_date,
    b.warehouse_id, w.warehouse_code, b.account_id, a.kind as account_kind, p.location_code, p.zone_kind, b.owner_id,
    o.name as owner_name, b.disposition, b.qty, b.allocated,
    case when b.disposition = 'released' then b.qty - b.allocated else 0 end as available
  ${FILTERED.replace(
    '  where',
    `  join masterdata.v_partner o on o.partner_id = b.owner_id
  left join masterdata.v_location p on p.location_id = a.location_id
  left join masterdata.v_warehouse w on w.warehouse_id = b.warehouse_id
  where`,
  )}
    and (b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition) > ($7, $8, $9, $10, $11)
  order by b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
  limit $12 + 1`;
const COUNT = `select count(*) as total from (select 1 ${FILTERED} limit $7 + 1) t`;

export const listBalances = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, input) => {
    const filters = filtersOf(input);
    const [rows, { total }] = await Promise.all([
      tx.rows<Row>(ROWS, [...filters, ...afterOf(input.after), input.limit]),
      tx.one<{ total: number }>(COUNT, [...filters, TOTAL_MAX]),
    ]);
    const page = rows.slice(0, input.limit);
    return { rows: page, next: rows.length > input.limit ? keyText(page.at(-1)!) : null, total };
  },
);

function filtersOf(input: InputOf<typeof contract>): unknown[] {
  return [
    input.warehouse_id ?? null,
    input.item_id ?? null,
    input.lot_id ?? null,
    input.disposition ?? null,
    input.expires_before ?? null,
    containing(input.search),
  ];
}

/** The pattern for "contains this text", its own wildcards taken literally. */
export function containing(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** The key after which the page begins; the first page begins before every key. */
function afterOf(after: string | undefined): unknown[] {
  if (after === undefined) return [0, 0, 0, 0, DISPOSITIONS[0]];
  const match = /^(\d{1,15})\|(\d{1,15})\|(\d{1,15})\|(\d{1,15})\|([a-z]+)$/.exec(after);
  const disposition = DISPOSITIONS.find((d) => d === match?.[5]);
  if (match === null || disposition === undefined) {
    fail('platform.invalid_input', {}, [{ path: 'after', code: 'format', params: {} }]);
  }
  return [...match.slice(1, 5).map(Number), disposition];
}
