import { endPaper as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireEverywhere } from './everywhere.ts';
import { paperHead } from './paper.read.ts';
import { saveEndOf } from './papers.write.ts';

export const endPaper = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.end_paper' },
  async ({ tx, actor, audit }, input) => {
    requireEverywhere(actor, 'compliance.write');
    await changeRules(tx);
    const { paper, paper_id, ended_on, reason } = input;
    await paperHead(tx, paper, paper_id);
    if ((await saveEndOf(tx, input)) === 0) fail('compliance.paper_ended');
    audit({ entity: paper, entity_id: paper_id, reason, detail: { ended_on } });
    return { paper_id };
  },
);
