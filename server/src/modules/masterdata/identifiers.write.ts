import type { Tx } from '../../platform/db.ts';
import { AppError, type FieldError } from '../../platform/errors.ts';

export type IdentifierIssuer = 'gs1' | 'hibc' | 'ma' | 'ahm' | 'iccbba';
export type PackingLevel = 'use_unit' | 'unit' | 'inner' | 'carton' | 'pallet';
export type LabelPart = 'lot' | 'serial' | 'production_date' | 'expiry_date';

/** A device identifier of an item as it is written; `di` in its normal form (`normaliseDi` of `packages/udi`). */
export type IdentifierRow = {
  readonly item_id: number;
  readonly issuer: IdentifierIssuer;
  readonly di: string;
  readonly packing_level: PackingLevel;
  /** Base units in one pack; 0 for a `use_unit` that is a part of the base unit. */
  readonly units_per_pack: number;
  readonly valid_from?: string | null;
  readonly valid_to?: string | null;
  /** Digits of the GS1 company prefix, for EPC tags. Left out, a known one stays. */
  readonly gcp_length?: number | null;
  /** What the bars of the pack carry. Left out, what is known stays. */
  readonly label_parts?: readonly LabelPart[] | null;
  readonly source: 'entered' | 'import' | 'udid';
};

/**
 * Adds identifiers to items, or changes those that an item has already. Gives their ids in the order of the rows.
 *
 * Fails with `masterdata.udi_di_taken` and a field error for each row (`rows.0.di`, with the code of the item that has
 * it) when one belongs to another item; nothing is written then. Two statements for any number of rows; one DI must not
 * come twice.
 */
export async function writeIdentifiers(tx: Tx, rows: readonly IdentifierRow[]): Promise<number[]> {
  if (rows.length === 0) return [];
  await refuseTaken(tx, rows);
  const written = await tx.rows<{ identifier_id: number; issuer: string; di: string }>(
    `insert into masterdata.item_identifier as x (item_id, issuer, di, packing_level, units_per_pack, valid_from, valid_to,
       gcp_length, label_parts, source)
     select item_id, issuer, di, packing_level, units_per_pack, valid_from, valid_to, gcp_length, label_parts, source
     from jsonb_to_recordset($1::jsonb) as r(item_id bigint, issuer text, di text, packing_level text,
       units_per_pack bigint, valid_from date, valid_to date, gcp_length smallint, label_parts text[], source text)
     order by issuer, di
     on conflict (issuer, di) where voided_at is null do update set packing_level = excluded.packing_level,
       units_per_pack = excluded.units_per_pack, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
       gcp_length = coalesce(excluded.gcp_length, x.gcp_length),
       label_parts = coalesce(excluded.label_parts, x.label_parts), source = excluded.source,
       changed_at = clock_timestamp()
     where x.item_id = excluded.item_id
     returning identifier_id, issuer, di`,
    [JSON.stringify(rows)],
  );
  const ids = new Map(written.map((row) => [keyOf(row), row.identifier_id]));
  return rows.map((row) => ids.get(keyOf(row)) ?? failTaken([taken(0, row, null)]));
}

const keyOf = ({ issuer, di }: { issuer: string; di: string }) => `${issuer} ${di}`;

async function refuseTaken(tx: Tx, rows: readonly IdentifierRow[]): Promise<void> {
  const others = await tx.rows<{ index: number; item_code: string }>(
    `select k.ord::integer - 1 as index, i.item_code
     from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as k(item_id, issuer, di, ord)
     join masterdata.item_identifier x on x.issuer = k.issuer and x.di = k.di and x.voided_at is null
       and x.item_id <> k.item_id
     join masterdata.item i on i.item_id = x.item_id order by k.ord`,
    [rows.map((r) => r.item_id), rows.map((r) => r.issuer), rows.map((r) => r.di)],
  );
  if (others.length > 0)
    failTaken(others.map(({ index, item_code }) => taken(index, rows[index]!, item_code)));
}

const taken = (index: number, { di }: IdentifierRow, item_code: string | null): FieldError => ({
  path: `rows.${index}.di`,
  code: 'masterdata.udi_di_taken',
  params: { di, item_code },
});

function failTaken(errors: readonly FieldError[]): never {
  throw new AppError('masterdata.udi_di_taken', { ...errors[0]!.params }, { errors: [...errors] });
}

/** Ends an identifier on a day, today where none is given; never before it began. */
export async function endIdentifier(
  tx: Tx,
  { identifier_id, valid_to }: { identifier_id: number; valid_to: string | null },
): Promise<void> {
  await tx.run(
    `update masterdata.item_identifier set changed_at = clock_timestamp(),
       valid_to = greatest(coalesce($2::date, (now() at time zone 'Asia/Shanghai')::date - 1), valid_from)
     where identifier_id = $1`,
    [identifier_id, valid_to],
  );
}

/** Takes an identifier back that never belonged to its item. */
export async function voidIdentifier(
  tx: Tx,
  { identifier_id, reason }: { identifier_id: number; reason: string },
): Promise<void> {
  await tx.run(
    `update masterdata.item_identifier set voided_at = clock_timestamp(), void_reason = $2, changed_at = clock_timestamp()
     where identifier_id = $1`,
    [identifier_id, reason],
  );
}
