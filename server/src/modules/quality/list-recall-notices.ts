import { listRecallNotices as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { withOpen } from './get-recall.ts';
import { noticesOf } from './recall.read.ts';

type Row = OutputOf<typeof contract>['rows'][number];
type Head = Omit<Row, keyof ReturnType<typeof withOpen>> & { notice_id: number };

/** A hospital sees its own, and nothing of a mock recall; our people see those of their warehouses. */
export const listRecallNotices = defineVerb(
  contract,
  { permission: 'fulfilment.read', audit: null },
  async ({ tx, actor }, { open_only, limit, after }) => {
    const outside = actor.scope.partner_id !== null;
    const heads = await tx.rows<Head>(
      `select n.notice_id, c.document_no, c.kind, c.recall_class, c.title, c.reason, c.handling, c.instruction, c.registrant_name,
         c.contact_name, c.contact_phone
       from quality.recall_notice n join quality.recall_case c on c.case_id = n.case_id
       where (n.warehouse_id is null) = $1 and ($1 is false or c.kind <> 'mock')
         and (not $2 or n.status in ('open', 'sent', 'confirmed') and c.status = 'active')
         and ($3::bigint is null or n.notice_id < $3)
       order by n.notice_id desc limit $4`,
      [outside, open_only, after ?? null, limit],
    );
    const notices = await noticesOf(tx, { notice_ids: heads.map((head) => head.notice_id) });
    const told = new Map(notices.map((notice) => [notice.notice_id, withOpen(notice)]));
    const rows = heads.map((head): Row => ({ ...told.get(head.notice_id)!, ...head }));
    return { rows, next: rows.length < limit ? null : rows.at(-1)!.notice_id };
  },
);
