import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { type Context, defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts, postOrFail } from '../stock/index.ts';
import { type Agreement, lockAgreement, openInCabinet } from './cabinet.read.ts';
import { type ReportLine, saveLabels, saveReportDecision } from './cabinet.write.ts';
import { byLot, move, type Scanned, takeOrFail } from './consigned.ts';
import { insertUsages } from './usage.write.ts';

type Input = contract.InputOf<typeof contract.decideUseReport>;

export const decideUseReport = defineVerb(
  contract.decideUseReport,
  { permission: 'fulfilment.consign', audit: 'fulfilment.decide_use_report', judges: true },
  async (context, input) => {
    const { tx, actor, audit, emit } = context;
    const { report, agreement } = await lockReport(tx, input.report_id);
    const { report_id, document_no, warehouse_id } = report;
    mayDecide(context, report, input);
    const lines = await tx.rows<ReportLine>(
      `select item_id, lot_no, qty, serial_nos, label_no from fulfilment.use_report_line
       where report_id = $1 order by line_no`,
      [report_id],
    );
    const movement_id = input.decision === 'post' ? await consume(context, report, agreement, lines) : null;
    const labels = lines.flatMap((line) => line.label_no ?? []);
    if (input.decision === 'reject') await saveLabels(tx, labels, 'opened', 'closed');
    const status: 'posted' | 'rejected' = input.decision === 'post' ? 'posted' : 'rejected';
    const reject_reason = status === 'rejected' ? input.reason! : null;
    const decided = {
      report_id,
      status,
      decided_by_name: actor.display_name,
      movement_id,
      reject_reason,
    } as const;
    await saveReportDecision(tx, decided);
    const detail = { document_no, movement_id, before: { status: 'reported' }, after: { status } };
    audit({ entity: 'use_report', entity_id: report_id, warehouse_id, reason: input.reason ?? null, detail });
    emit('fulfilment.use_decided', String(report_id), { report_id, warehouse_id, status, movement_id });
    return { report_id, status, movement_id };
  },
);

type Report = {
  readonly report_id: number;
  readonly document_no: string;
  readonly agreement_id: number;
  readonly warehouse_id: number;
  readonly partner_id: number;
  readonly department_id: number;
  readonly status: 'reported' | 'posted' | 'rejected';
  readonly used_at: string;
  readonly patient_ref: string | null;
  readonly reported_by: number | null;
};

/** The agreement is locked before its reports, as in every other verb. */
async function lockReport(tx: Tx, report_id: number): Promise<{ report: Report; agreement: Agreement }> {
  const [place] = await tx.rows<{ agreement_id: number }>(
    'select agreement_id from fulfilment.use_report where report_id = $1',
    [report_id],
  );
  if (place === undefined) notFound('report', report_id);
  const agreement = await lockAgreement(tx, place.agreement_id);
  const report = await tx.one<Report>(
    `select report_id, document_no, agreement_id, warehouse_id, partner_id, department_id, status, used_at, patient_ref,
       reported_by from fulfilment.use_report where report_id = $1 for update`,
    [report_id],
  );
  return { report, agreement };
}

function mayDecide({ actor }: Context, report: Report, { decision, reason }: Input): void {
  requireAt(actor, 'fulfilment.consign', report.warehouse_id);
  const { document_no, status, reported_by } = report;
  if (status !== 'reported') fail('fulfilment.report_closed', { document_no, status });
  if (actor.user_id !== null && actor.user_id === reported_by) fail('fulfilment.same_person');
  if (decision === 'reject' && !reason) {
    fail('fulfilment.reason_missing', {}, [{ path: 'reason', code: 'required', params: {} }]);
  }
}

/** Used pieces are sold: they become the hospital's as they leave the cabinet. */
async function consume(
  { tx, actor }: Context,
  report: Report,
  agreement: Agreement,
  lines: readonly Scanned[],
): Promise<number> {
  const { standing } = await openInCabinet(tx, agreement);
  const taken = takeOrFail(standing, lines);
  const { department_id, partner_id, report_id, used_at } = report;
  const [customer] = await ensureAccounts(tx, [{ kind: 'customer', department_id }]);
  const to = { account_id: customer!, owner_id: partner_id };
  const movement_id = await postOrFail(tx, {
    purpose: 'consume',
    actor,
    document_key: `use_report:${report_id}`,
    lines: taken.map((share) => move(share, to)),
  });
  await insertUsages(tx, {
    ...report,
    source: 'cabinet',
    case_id: null,
    used_at,
    movement_id,
    recorded_by_name: actor.display_name,
    lots: byLot(taken),
  });
  return movement_id;
}
