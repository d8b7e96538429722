import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { type FieldError, fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { lockAgreementOf } from './cabinet.read.ts';
import { insertReport, type ReportLine, saveLabels } from './cabinet.write.ts';
import { isOutsider } from './fulfilment.read.ts';
import { refuseNamedPatient } from './surgery.model.ts';

/**
 * A hospital's people see no balances, so a report is a document first: what it names is taken from the ledger when one
 * of ours confirms it. Labels are opened at once, so that a pack is not reported twice.
 */
export const reportUse = defineVerb(
  contract.reportUse,
  { permission: 'fulfilment.report_use', audit: 'fulfilment.report_use' },
  async ({ tx, actor, audit, emit }, input) => {
    const { department_id } = input;
    if (input.lines.length + input.labels.length === 0) fail('fulfilment.nothing_named');
    refuseNamedPatient(input.patient_ref);
    const agreement = await lockAgreementOf(tx, department_id);
    if (agreement === null) notFound('agreement', department_id);
    const { agreement_id, warehouse_id } = agreement;
    if (!isOutsider(actor)) requireAt(actor, 'fulfilment.report_use', warehouse_id);
    await refuseUnknownItems(tx, input.lines);
    const packs = await packsOf(tx, agreement_id, input.labels);
    const loose = input.lines.map((line) => ({ ...line, serial_nos: line.serial_nos ?? [], label_no: null }));
    const made = await insertReport(tx, agreement, {
      used_at: input.used_at ?? null,
      patient_ref: input.patient_ref ?? null,
      reported_by: actor.user_id,
      reported_by_name: actor.display_name,
      lines: [...loose, ...packs],
    });
    await saveLabels(tx, input.labels, 'closed', 'opened');
    const detail = { document_no: made.document_no, lines: loose.length, packs: packs.length };
    audit({ entity: 'use_report', entity_id: made.report_id, warehouse_id, detail });
    emit('fulfilment.use_reported', String(made.report_id), { ...made, agreement_id, warehouse_id });
    return made;
  },
);

async function refuseUnknownItems(tx: Tx, lines: readonly { readonly item_id: number }[]): Promise<void> {
  const { unknown } = await tx.one<{ unknown: number[] }>(
    `select coalesce(array_agg(k.ord - 1 order by k.ord), '{}') as unknown
     from unnest($1::bigint[]) with ordinality as k(item_id, ord)
     where not exists (select from masterdata.v_item i where i.item_id = k.item_id)`,
    [lines.map((line) => line.item_id)],
  );
  if (unknown.length === 0) return;
  const errors = unknown.map((line) => ({ path: `lines.${line}.item_id`, code: 'unknown', params: {} }));
  fail('platform.invalid_input', {}, errors);
}

type Label = ReportLine & { readonly label_no: string; readonly status: string };

/** The packs of these labels, locked; each must be of this cabinet and still closed. */
async function packsOf(tx: Tx, agreement_id: number, label_nos: readonly string[]): Promise<ReportLine[]> {
  const labels = await tx.rows<Label>(
    `select p.label_no, p.status, p.item_id, l.lot_no, p.qty, '{}'::text[] as serial_nos
     from fulfilment.pack_label p join stock.v_lot l on l.item_id = p.item_id and l.lot_id = p.lot_id
     where p.agreement_id = $1 and p.label_no = any($2::text[]) order by p.label_no for update of p`,
    [agreement_id, label_nos],
  );
  const known = new Map(labels.map((label) => [label.label_no, label]));
  const errors = label_nos.flatMap((label_no, index): FieldError[] => {
    const label = known.get(label_no);
    const code =
      label === undefined
        ? 'fulfilment.label_unknown'
        : label.status !== 'closed' || label_nos.indexOf(label_no) < index
          ? 'fulfilment.label_opened'
          : null;
    return code === null ? [] : [{ path: `labels.${index}`, code, params: { label_no } }];
  });
  if (errors.length > 0) fail(errors[0]!.code, errors[0]!.params, errors);
  return labels;
}
