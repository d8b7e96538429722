import { deemRenewed as contract, type InputOf } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { calendarOf } from './calendar.ts';
import { requireEverywhere } from './everywhere.ts';
import { type PaperHead, paperHead } from './paper.read.ts';
import { saveDeemed } from './papers.write.ts';
import { licenceWindow, registrationWindow, type Window, type WorkCalendar } from './renewal.model.ts';

type Input = InputOf<typeof contract>;

export const deemRenewed = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.deem_renewed' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    await changeRules(tx);
    const { paper, paper_id, applied_on, until, evidence } = input;
    const head = await paperHead(tx, paper, paper_id);
    const { calendar } = await calendarOf(tx);
    refuseUnproven(input, head, calendar);
    await saveDeemed(tx, input);
    audit({
      entity: paper,
      entity_id: paper_id,
      reason: evidence,
      detail: { valid_to: head.valid_to, applied_on, until },
    });
    return { paper_id };
  },
);

/** Only what was applied for inside its window counts as renewed. */
function refuseUnproven({ paper, applied_on, until }: Input, head: PaperHead, calendar: WorkCalendar): void {
  if (head.status === 'cancelled') fail('compliance.paper_ended');
  const { valid_to } = head;
  if (valid_to === null) fail('compliance.paper_endless');
  if (until <= valid_to) fail('compliance.deemed_until', { valid_to });
  const { window_from, window_to }: Window =
    paper === 'registration'
      ? { ...registrationWindow(valid_to), window_from: null }
      : licenceWindow(head.kind ?? '', valid_to, calendar);
  if (window_to === null) fail('compliance.paper_endless');
  if (applied_on > window_to || (window_from !== null && applied_on < window_from))
    fail('compliance.applied_too_late', { applied_on, window_from: window_from ?? '…', window_to });
}
