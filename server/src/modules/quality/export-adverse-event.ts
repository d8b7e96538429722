import { exportAdverseEvent as contract } from '@tongcang/contract';
import { writeXlsx } from '../../platform/tabular/index.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { reportFields } from './adverse.form.ts';
import { adverseWhole } from './get-adverse-event.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const COLUMNS = [
  { title: '项目', kind: 'text' },
  { title: '内容', kind: 'text' },
] as const;

export const exportAdverseEvent = defineVerb(
  contract,
  { permission: 'quality.case', audit: 'quality.export_adverse_event' },
  async ({ tx, actor, audit }, { adverse_event_id }) => {
    const event = await adverseWhole(tx, adverse_event_id, actor.user_id);
    const { document_no, warehouse_id } = event;
    const follow_ups = event.follow_ups.map((one) => [`随访报告 ${one.follow_up_no}`, one.text]);
    const rows = [...reportFields(event).map(({ label, value }) => [label, value]), ...follow_ups];
    const bytes = await writeXlsx([{ name: document_no, columns: COLUMNS, rows }]);
    audit({ entity: 'adverse_event', entity_id: adverse_event_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.xlsx`, type: XLSX, bytes };
  },
);
