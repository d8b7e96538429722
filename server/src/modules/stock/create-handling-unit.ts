import { createHandlingUnit as contract } from '@tongcang/contract';
import { checkDigit, isValidSscc } from '@tongcang/udi';
import { requireAt, sees } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertUnit } from './handling-units.write.ts';

export const createHandlingUnit = defineVerb(
  contract,
  { permission: 'stock.post', audit: 'stock.create_handling_unit' },
  async ({ tx, actor, audit }, input) => {
    const [place] = await tx.rows<{ warehouse_id: number }>(
      `select warehouse_id from stock.account where account_id = $1 and kind = 'bin'`,
      [input.account_id],
    );
    if (place === undefined || !sees(actor, place.warehouse_id)) fail('stock.place_or_lot_unknown');
    requireAt(actor, 'stock.post', place.warehouse_id);
    if (input.sscc !== undefined && !isValidSscc(input.sscc))
      fail('stock.sscc_invalid', { sscc: input.sscc });
    const sscc = input.sscc ?? (await nextSsccs(tx, 1))[0]!;
    const { warehouse_id } = place;
    const handling_unit_id = await insertUnit(tx, { sscc, account_id: input.account_id, warehouse_id });
    audit({ entity: 'handling_unit', entity_id: handling_unit_id, warehouse_id, detail: { sscc } });
    return { handling_unit_id, sscc };
  },
);

/** Digits of an SSCC before its check digit (GS1 General Specifications, 3.2: N18). */
const BODY_LENGTH = 17;

/** The next numbers of the company: extension digit 0, company prefix, running number, check digit. */
export async function nextSsccs(tx: Tx, count: number): Promise<string[]> {
  const { prefix, numbers } = await tx.one<{ prefix: string | null; numbers: number[] }>(
    `select (select value #>> '{}' from platform.setting where name = 'stock.gs1_company_prefix') as prefix,
       (select array_agg(nextval('stock.sscc_number')) from generate_series(1, $1::integer)) as numbers`,
    [count],
  );
  if (prefix === null || !/^\d{7,12}$/.test(prefix)) fail('stock.sscc_prefix_missing');
  const room = BODY_LENGTH - 1 - prefix.length;
  return numbers.map((number) => {
    const body = `0${prefix}${String(number % 10 ** room).padStart(room, '0')}`;
    return body + checkDigit(body);
  });
}
