import { getWorkbench as contract, type OutputOf, QUALITY_TASKS } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { civilDay, urgencyOf } from './adverse.model.ts';
import { adverseHeads } from './adverse.read.ts';
import { caseTerms } from './case-terms.ts';
import { selfInspectionDue } from './self-inspections.ts';
import { waitingCases } from './workbench.read.ts';

type Workbench = OutputOf<typeof contract>;
export type Waiting = Omit<Workbench['rows'][number], 'urgency'> & { readonly late?: boolean };

/** A page shows so many; the counts tell of all. */
const ROWS_MAX = 300;
const ORDER = ['overdue', 'today', 'week', 'later'];

export const getWorkbench = defineVerb(
  contract,
  { permission: 'quality.case', audit: null },
  async ({ tx }, { warehouse_id }): Promise<Workbench> => {
    const { today } = await caseTerms(tx);
    const waiting = [
      ...(await adverseWaiting(tx, warehouse_id ?? null)),
      ...(await waitingCases(tx, warehouse_id ?? null)),
      ...(await selfInspectionWaiting(tx, today)),
    ];
    const rows = waiting
      .map(({ late, ...row }) => ({ ...row, urgency: late ? ('overdue' as const) : urgency(row, today) }))
      .toSorted(sooner);
    const counts = QUALITY_TASKS.map((task) => {
      const of = rows.filter((row) => row.task === task);
      return { task, open: of.length, overdue: of.filter((row) => row.urgency === 'overdue').length };
    });
    return { counts, rows: rows.slice(0, ROWS_MAX) };
  },
);

type Row = Workbench['rows'][number];
const urgency = ({ due_at }: Waiting, today: string) =>
  due_at === null ? 'later' : urgencyOf(due_at.length === 10 ? due_at : civilDay(due_at), today);
/** What harms patients before what ends on paper, of the same urgency. */
const sooner = (a: Row, b: Row) =>
  ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency) ||
  QUALITY_TASKS.indexOf(a.task) - QUALITY_TASKS.indexOf(b.task) ||
  (a.due_at ?? '9').localeCompare(b.due_at ?? '9');

/** Every task of an open event that is not done stands by itself. */
async function adverseWaiting(tx: Tx, warehouse_id: number | null): Promise<Waiting[]> {
  const events = await adverseHeads(tx, [warehouse_id, true, null, null, ROWS_MAX]);
  return events.flatMap((event) => {
    const open = event.tasks.filter((task) => task.done_at === null);
    const steps = open.map(({ task, due_at, due_on, overdue }) => ({
      step: task as string,
      due_at: due_on ?? due_at,
      late: overdue,
    }));
    // What is reported and told only waits to be closed.
    const left = steps.length > 0 ? steps : [{ step: 'close', due_at: null, late: false }];
    return left.map(({ step, due_at, late }) => ({
      task: 'adverse_event' as const,
      step,
      entity_id: event.adverse_event_id,
      document_no: event.document_no,
      title: `${event.item_code} ${event.product}`,
      warehouse_name: event.warehouse_name,
      owner_name: event.opened_by_name,
      due_at,
      late,
    }));
  });
}

async function selfInspectionWaiting(tx: Tx, today: string): Promise<Waiting[]> {
  const year = Number(today.slice(0, 4)) - 1;
  const recorded = await tx.rows('select 1 from quality.self_inspection where year = $1', [year]);
  if (recorded.length > 0) return [];
  return [
    {
      task: 'self_inspection',
      step: 'report',
      entity_id: null,
      document_no: String(year),
      title: String(year),
      warehouse_name: null,
      owner_name: null,
      due_at: selfInspectionDue(year),
    },
  ];
}
