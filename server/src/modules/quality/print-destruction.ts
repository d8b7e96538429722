import { printDestruction as contract, type getDestruction, type OutputOf } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { destructionOf } from './get-destruction.ts';

type Destruction = OutputOf<typeof getDestruction>;

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const printDestruction = definePreparedVerb(
  contract,
  { permission: 'quality.destroy', audit: 'quality.print_destruction' },
  async ({ db, actor }, { destruction_id }) => {
    const order = await db.tx(actor.scope, (tx) => destructionOf(tx, destruction_id, actor.user_id));
    return { order, bytes: await printPdf(formOf(order)) };
  },
  async ({ audit }, { destruction_id }, { order: { document_no, warehouse_id }, bytes }) => {
    audit({ entity: 'destruction', entity_id: destruction_id, warehouse_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

/** The record that inspectors ask for; it is kept in Chinese. */
function formOf(order: Destruction): PrintForm {
  return {
    title: '不合格医疗器械销毁记录',
    issuer: order.warehouse_name,
    document_no: order.document_no,
    template: 'XHJL-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: '申请人', value: order.requested_by_name },
      { label: '批准人', value: order.decided_by_name ?? '' },
      { label: '证明编号', value: order.certificate_no ?? '' },
      { label: '销毁方式', value: order.method ?? '' },
      { label: '销毁地点', value: order.place ?? '' },
      { label: '处理单位', value: order.handler_name ?? '本单位' },
      { label: '销毁原因', value: order.reason, wide: true },
    ],
    tables: [
      {
        columns: [
          { label: '序号', share: 0.5, align: 'center' },
          { label: '产品编码', share: 1.2 },
          { label: '产品名称', share: 3 },
          { label: '批号', share: 1.8 },
          { label: '失效日期', share: 1.3 },
          { label: '序列号', share: 2 },
          { label: '申请数量', align: 'right' },
          { label: '销毁数量', align: 'right' },
          { label: '差异原因', share: 1.5 },
        ],
        rows: order.rows.map((row) => [
          String(row.line_no),
          row.item_code,
          row.item_name,
          row.lot_no,
          row.expiry_date ?? '',
          row.serial_nos.join(' '),
          String(row.qty),
          row.qty_destroyed === null ? '' : String(row.qty_destroyed),
          row.difference_reason ?? '',
        ]),
      },
    ],
    signatures: [
      `执行人 ${order.executed_by_name ?? ''}`,
      `监销人 ${order.witnessed_by_name ?? ''}`,
      '质量负责人',
    ],
  };
}
