import { AppError } from '../../platform/errors.ts';
import type { Context } from '../../platform/use-case.ts';
import {
  answerErrors,
  followNotice,
  handlingOf,
  isBalanced,
  type NoticeStatus,
  type ToldLine,
} from './recall.model.ts';
import { type LockedNotice, noticesOf } from './recall.read.ts';
import { saveAnswer, saveReconciled, saveReturned } from './recall.write.ts';

export type Told = {
  readonly via: string;
  readonly name: string;
  readonly at: string | null;
  readonly note: string;
  readonly lines: readonly ToldLine[];
};

/** Writes an answer down, whoever brought it; where everything is accounted for the notice is reconciled by it. */
export async function takeAnswer(context: Context, notice: LockedNotice, told: Told): Promise<NoticeStatus> {
  const { tx, actor, audit, emit } = context;
  const { notice_id, notice_no, case_id, document_no, warehouse_id, partner_id } = notice;
  const status = followNotice({ notice_no, status: notice.notice_status }, 'confirmed');
  const [before] = await noticesOf(tx, { notice_ids: [notice_id] });
  const errors = answerErrors(told.lines, before!.lines);
  if (errors.length > 0) throw new AppError(errors[0]!.code, errors[0]!.params, { errors });
  await saveAnswer(tx, { notice_id, status, ...told }, actor);
  await saveReturned(
    tx,
    before!.lines.map((line) => ({ ...line, notice_id })),
  );
  const changed = new Map(told.lines.map((line) => [line.line_no, line]));
  const lines = before!.lines.map((line) => ({ ...line, ...changed.get(line.line_no) }));
  const even =
    (told.lines.length > 0 || before!.answered) && isBalanced(lines, handlingOf(notice), partner_id !== null);
  if (even) await saveReconciled(tx, [notice_id], actor);
  const { via, name, at, note } = told;
  const detail = { document_no, notice_no, via, name, at, note, lines: told.lines, reconciled: even };
  audit({ entity: 'recall_notice', entity_id: notice_id, warehouse_id, detail });
  emit('quality.recall_answered', String(case_id), { case_id, notice_id, partner_id, warehouse_id });
  return even ? 'reconciled' : status;
}
