import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { emitPosted, ensureAccounts, postOrFail } from '../stock/index.ts';
import { insertSample, nextSampleNo } from './sample.write.ts';

type Input = contract.InputOf<typeof contract.issueSample>;

export const issueSample = defineVerb(
  contract.issueSample,
  { permission: 'warehouse.work', audit: 'warehouse.issue_sample', judges: true },
  async (context, input) => {
    const { tx, actor, audit } = context;
    const { warehouse_id, holder, reason, due_on, department_id = null } = input;
    requireAt(actor, 'warehouse.work', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const partner_id = await checked(tx, input);
    const document_no = await nextSampleNo(tx);
    const document_key = sampleKey(document_no);
    const [road] = await ensureAccounts(tx, [{ kind: 'in_transit', document_key }]);
    const lines = input.lines.map(({ item_id, lot_id, owner_id, account_id, qty, serial_nos }) => ({
      item_id,
      lot_id,
      qty,
      from_account_id: account_id,
      to_account_id: road!,
      from_owner_id: owner_id,
      to_owner_id: owner_id,
      from_disposition: 'released' as const,
      to_disposition: 'released' as const,
      serial_nos,
    }));
    const movement_id = await postOrFail(tx, {
      purpose: 'ship',
      lent: true,
      actor,
      lines,
      document_no,
      document_key,
      reason,
      destination_partner_id: partner_id,
      lane_id: input.lane_id ?? null,
    });
    const sample_id = await insertSample(tx, {
      document_no,
      warehouse_id,
      holder,
      department_id,
      reason,
      due_on,
      issued_by: actor.user_id,
      issued_by_name: actor.display_name,
      movement_id,
      lines: input.lines.map((line) => ({ ...line, serial_nos: line.serial_nos ?? [] })),
    });
    const detail = { document_no, holder, department_id, due_on, lines: lines.length, movement_id };
    audit({ entity: 'sample', entity_id: sample_id, warehouse_id, reason, detail });
    emitPosted(context, { movement_id, purpose: 'ship', lines });
    return { sample_id, document_no, movement_id };
  },
);

/** Name of the place of samples that somebody has, and reference of their movements. */
export const sampleKey = (document_no: string) => `sample:${document_no}`;

/** The hospital of the department named; refuses places that are no sample zone, repetitions and unknown departments. */
async function checked(tx: Tx, input: Input): Promise<number | null> {
  const { warehouse_id, department_id, lines } = input;
  const [places, department] = await Promise.all([
    tx.rows<{ account_id: number }>(
      `select a.account_id from stock.v_account a join masterdata.v_location p on p.location_id = a.location_id
       where a.account_id = any($1::bigint[]) and a.kind = 'bin' and a.warehouse_id = $2 and p.zone_kind = 'sample'`,
      [lines.map((line) => line.account_id), warehouse_id],
    ),
    department_id === undefined
      ? []
      : tx.rows<{ partner_id: number }>(
          'select partner_id from masterdata.v_department where department_id = $1',
          [department_id],
        ),
  ]);
  if (department_id !== undefined && department.length === 0)
    fail('platform.invalid_input', {}, [{ path: 'department_id', code: 'unknown', params: {} }]);
  refuseWrongLines(lines, new Set(places.map((place) => place.account_id)));
  return department[0]?.partner_id ?? null;
}

function refuseWrongLines(lines: Input['lines'], sample_places: ReadonlySet<number>): void {
  const first = new Map<string, number>();
  const errors = lines.flatMap(({ item_id, lot_id, account_id, owner_id }, index): FieldError[] => {
    const key = [item_id, lot_id, account_id, owner_id].join('|');
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index + 1);
    const path = `lines.${index}`;
    const line = index + 1;
    if (earlier !== undefined)
      return [{ path, code: 'warehouse.line_repeated', params: { line, first: earlier } }];
    if (sample_places.has(account_id)) return [];
    return [{ path, code: 'warehouse.not_a_sample_place', params: { line } }];
  });
  if (errors.length > 0) fail(errors[0]!.code, errors[0]!.params, errors);
}
