import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertSelfInspection } from './case.write.ts';
import { caseTerms } from './case-terms.ts';

type Row = contract.OutputOf<typeof contract.listSelfInspections>['rows'][number];
type Stored = Omit<Row, 'due_on' | 'overdue' | 'files'>;

/** The report of a year is due on 31 March of the next one (经营监督管理办法 art 44). */
export const selfInspectionDue = (year: number): string => `${year + 1}-03-31`;

export const listSelfInspections = defineVerb(
  contract.listSelfInspections,
  { permission: 'quality.case', audit: null },
  async ({ tx }) => {
    const { today } = await caseTerms(tx);
    const stored = await tx.rows<Stored>(
      `select self_inspection_id, year, submitted_on, summary, findings, receipt_no, recorded_by_name, recorded_at
       from quality.self_inspection order by year desc`,
    );
    const last = Number(today.slice(0, 4)) - 1;
    const rows = stored.some(({ year }) => year === last) ? stored : [missing(last), ...stored];
    const files = await filesOf(tx);
    return { rows: rows.map((row) => told(row, files.get(row.self_inspection_id) ?? [], today)) };
  },
);

const missing = (year: number): Stored => ({
  self_inspection_id: null,
  year,
  submitted_on: null,
  summary: null,
  findings: null,
  receipt_no: null,
  recorded_by_name: null,
  recorded_at: null,
});

/** The papers of all years by report; they are few. */
async function filesOf(tx: Tx): Promise<Map<number | null, Row['files']>> {
  const rows = await tx.rows<Row['files'][number] & { entity_id: number }>(
    `select entity_id, attachment_id, kind, file_name, media_type, octet_length(bytes) as size, encode(sha256, 'hex') as sha256,
       note, added_by_name, added_at
     from platform.attachment where entity = 'self_inspection' order by attachment_id`,
  );
  return Map.groupBy(rows, (row) => row.entity_id);
}

function told(row: Stored, files: Row['files'], today: string): Row {
  const due_on = selfInspectionDue(row.year);
  return { ...row, due_on, overdue: row.submitted_on === null && today > due_on, files };
}

/** The report is the company's, so the right must hold for all of it. */
export const recordSelfInspection = defineVerb(
  contract.recordSelfInspection,
  { permission: 'quality.case', audit: 'quality.record_self_inspection' },
  async ({ tx, actor, audit }, input) => {
    if (!canEverywhere(actor, 'quality.case')) fail('platform.forbidden', { permission: 'quality.case' });
    const { today } = await caseTerms(tx);
    if (input.submitted_on > today) fail('quality.case_in_future');
    const [known] = await tx.rows('select 1 from quality.self_inspection where year = $1', [input.year]);
    if (known !== undefined) fail('quality.self_inspection_recorded', { year: input.year });
    const made = await insertSelfInspection(tx, input, actor);
    audit({ entity: 'self_inspection', entity_id: made.self_inspection_id, detail: input });
    return made;
  },
);
