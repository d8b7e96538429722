/** Every INSERT and UPDATE of samples, and their lock. */
import type { Tx } from '../../platform/db.ts';
import { assert, notFound } from '../../platform/errors.ts';
import type { SampleLine, SampleStatus } from './sample.model.ts';

/** The next number of an issue; its goods stand on the road under it. */
export async function nextSampleNo(tx: Tx): Promise<string> {
  const { document_no } = await tx.one<{ document_no: string }>(
    `select 'SA' || to_char(now() at time zone 'Asia/Shanghai', 'YYMMDD') || '-'
       || to_char(nextval('warehouse.sample_no'), 'FM99999990000') as document_no`,
  );
  return document_no;
}

export type NewSample = {
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly holder: string;
  readonly department_id: number | null;
  readonly reason: string;
  readonly due_on: string;
  readonly issued_by: number | null;
  readonly issued_by_name: string;
  readonly movement_id: number;
  readonly lines: readonly {
    readonly item_id: number;
    readonly lot_id: number;
    readonly owner_id: number;
    readonly account_id: number;
    readonly qty: number;
    readonly serial_nos: readonly string[];
  }[];
};

export async function insertSample(tx: Tx, sample: NewSample): Promise<number> {
  const { sample_id } = await tx.one<{ sample_id: number }>(
    `insert into warehouse.sample (document_no, warehouse_id, holder, department_id, reason, due_on, issued_by,
       issued_by_name, movement_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning sample_id`,
    [
      sample.document_no,
      sample.warehouse_id,
      sample.holder,
      sample.department_id,
      sample.reason,
      sample.due_on,
      sample.issued_by,
      sample.issued_by_name,
      sample.movement_id,
    ],
  );
  await tx.run(
    `insert into warehouse.sample_line (sample_id, line_no, warehouse_id, item_id, lot_id, owner_id, account_id, qty,
       serial_nos)
     select $1, r.ord, $2, r.item_id, r.lot_id, r.owner_id, r.account_id, r.qty, r.serial_nos
     from rows from (jsonb_to_recordset($3::jsonb) as (item_id bigint, lot_id bigint, owner_id bigint, account_id bigint,
       qty bigint, serial_nos text[])) with ordinality
       as r(item_id, lot_id, owner_id, account_id, qty, serial_nos, ord)`,
    [sample_id, sample.warehouse_id, JSON.stringify(sample.lines)],
  );
  return sample_id;
}

export type Sample = {
  readonly sample_id: number;
  readonly document_no: string;
  readonly warehouse_id: number;
  readonly status: SampleStatus;
  readonly department_id: number | null;
  readonly issued_by: number | null;
};

/** Locks an issue, so that its returns follow each other. Out of sight it does not exist. */
export async function lockSample(tx: Tx, sample_id: number): Promise<Sample> {
  const [sample] = await tx.rows<Sample>(
    `select sample_id, document_no, warehouse_id, status, department_id, issued_by
     from warehouse.sample where sample_id = $1 for update`,
    [sample_id],
  );
  if (sample === undefined) notFound('sample', sample_id);
  return sample;
}

export function sampleLines(tx: Tx, sample_id: number): Promise<SampleLine[]> {
  return tx.rows<SampleLine>(
    `select line_no, item_id, lot_id, owner_id, account_id, qty, qty_returned, qty_given, qty_lost
     from warehouse.sample_line where sample_id = $1 order by line_no`,
    [sample_id],
  );
}

export async function addToSampleLines(
  tx: Tx,
  sample_id: number,
  changes: readonly {
    readonly line_no: number;
    readonly returned: number;
    readonly given: number;
    readonly lost: number;
  }[],
): Promise<void> {
  const written = await tx.run(
    `update warehouse.sample_line l set qty_returned = l.qty_returned + k.returned, qty_given = l.qty_given + k.given,
       qty_lost = l.qty_lost + k.lost
     from unnest($2::integer[], $3::bigint[], $4::bigint[], $5::bigint[]) as k(line_no, returned, given, lost)
     where l.sample_id = $1 and l.line_no = k.line_no`,
    [
      sample_id,
      changes.map((change) => change.line_no),
      changes.map((change) => change.returned),
      changes.map((change) => change.given),
      changes.map((change) => change.lost),
    ],
  );
  assert(written === changes.length, 'not every line of a sample was changed');
}

export function closeSample(tx: Tx, sample_id: number): Promise<number> {
  return tx.run(
    `update warehouse.sample set status = 'closed', closed_at = clock_timestamp() where sample_id = $1 and status = 'out'`,
    [sample_id],
  );
}
