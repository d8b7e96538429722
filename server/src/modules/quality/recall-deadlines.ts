import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { insertDeadline } from './recall.write.ts';

type Row = contract.OutputOf<typeof contract.listRecallDeadlines>['rows'][number];

export const listRecallDeadlines = defineVerb(
  contract.listRecallDeadlines,
  { permission: 'stock.read', audit: null },
  async ({ tx }) => ({
    rows: await tx.rows<Row>(
      `select recall_class, hours, effective_from, legal_basis, set_by_name from quality.recall_deadline
       order by recall_class, effective_from desc`,
    ),
  }),
);

/** Dated rows are added and never changed: what was due under the old ones stays so. */
export const setRecallDeadline = defineVerb(
  contract.setRecallDeadline,
  { permission: 'compliance.rules', audit: 'quality.set_recall_deadline' },
  async ({ tx, actor, audit }, deadline) => {
    if (!canEverywhere(actor, 'compliance.rules')) fail('stock.all_warehouses_needed');
    const { past } = await tx.one<{ past: boolean }>(
      `select $1::date < (now() at time zone 'Asia/Shanghai')::date as past`,
      [deadline.effective_from],
    );
    if (past) fail('quality.recall_deadline_past');
    await insertDeadline(tx, deadline, actor);
    const { recall_class, effective_from, legal_basis, hours } = deadline;
    const entity_id = `${recall_class}:${effective_from}`;
    audit({ entity: 'recall_deadline', entity_id, reason: legal_basis, detail: { hours } });
    return { recall_class, effective_from };
  },
);
