import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb, defineVerb } from '../../platform/use-case.ts';
import { noteOf } from './get-delivery-note.ts';
import { yuan } from './limits.model.ts';
import { countNoteCopy } from './settings.write.ts';

type Note = OutputOf<typeof contract.getTransferNote>;

/** Notes a print: every copy of the paper has its number, and the trail says who asked for it. */
export const printNote = defineVerb(
  contract.printTransferNote,
  { permission: 'transfer.read', audit: 'transfer.print_note' },
  async ({ tx, audit }, { transfer_id }) => {
    const noted = await countNoteCopy(tx, transfer_id);
    if (noted === null) notFound('delivery_note', transfer_id);
    const { copy_no, from_warehouse_id, document_no } = noted;
    audit({
      entity: 'transfer',
      entity_id: transfer_id,
      warehouse_id: from_warehouse_id,
      detail: { document_no, copy_no },
    });
    return { transfer_id, copy_no };
  },
);

/** Printing takes a moment, so it is done between transactions. A copy that nobody noted is not printed. */
export const getNotePdf = definePreparedVerb(
  contract.getTransferNotePdf,
  { permission: 'transfer.read', audit: null },
  async ({ db, actor }, { transfer_id, copy_no }) => {
    const note = await db.tx(
      actor.scope,
      async (tx) => {
        const noted = await tx.rows(
          'select 1 from transfer.transfer_order where transfer_id = $1 and note_copies >= $2',
          [transfer_id, copy_no],
        );
        return noted.length === 0 ? notFound('print', copy_no) : noteOf(tx, transfer_id);
      },
      { read_only: true },
    );
    return {
      name: `${note.document_no}-${copy_no}.pdf`,
      type: 'application/pdf',
      bytes: await printPdf(formOf(note, copy_no)),
    };
  },
  async (_context, _input, file) => file,
);

const day = (instant: string) =>
  new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeZone: 'Asia/Shanghai' }).format(
    Date.parse(instant),
  );

/** The paper is kept in Chinese. Between two legal entities it is a sale, and carries the prices. */
function formOf(note: Note, copy_no: number): PrintForm {
  const priced = note.intercompany;
  const amount = (line: Note['lines'][number]) => line.qty * (line.unit_price_fen ?? 0);
  const total = note.lines.reduce((sum, line) => sum + amount(line), 0);
  const qty = note.lines.reduce((sum, line) => sum + line.qty, 0);
  return {
    title: '随货同行单（调拨）',
    issuer: note.supplier_name,
    document_no: note.document_no,
    template: 'DBTX-1',
    copy_no,
    language: 'zh',
    facts: [
      { label: '供货者', value: note.supplier_name },
      { label: '许可证/备案', value: note.supplier_licences.join(' ') },
      { label: '发货日期', value: day(note.shipped_at) },
      { label: '发货仓库', value: `${note.from_warehouse_name} ${note.from_warehouse_address}`, wide: true },
      { label: '收货单位', value: note.receiver_name },
      { label: '许可证/备案', value: note.receiver_licences.join(' ') },
      { label: '承运单位', value: note.carrier_name ?? '' },
      { label: '收货地址', value: `${note.to_warehouse_name} ${note.to_warehouse_address}`, wide: true },
    ],
    tables: [
      {
        columns: [
          { label: '产品名称', share: 2.6 },
          { label: '型号规格', share: 1.3 },
          { label: '注册证/备案号', share: 2 },
          { label: '注册人', share: 2 },
          { label: '批号/序列号', share: 1.8 },
          { label: '生产日期', share: 1.1 },
          { label: '失效日期', share: 1.1 },
          { label: '储运条件', share: 0.8 },
          { label: '货主', share: 1.5 },
          { label: '数量', share: 0.9, align: 'right' },
          ...(priced
            ? [
                { label: '单价', share: 0.9, align: 'right' as const },
                { label: '金额', share: 1, align: 'right' as const },
              ]
            : []),
        ],
        rows: note.lines.map((line) => [
          line.item_name,
          line.model,
          line.registration_no,
          line.manufacturer_name,
          [line.lot_no, ...line.serial_nos].join(' '),
          line.production_date ?? '',
          line.expiry_date ?? '',
          CONDITIONS[line.storage_condition] ?? line.storage_condition,
          line.owner_name,
          `${line.qty} ${line.unit}`,
          ...(priced ? [yuan(line.unit_price_fen ?? 0), yuan(amount(line))] : []),
        ]),
        totals: [
          '合计',
          ...Array.from({ length: 8 }, () => ''),
          String(qty),
          ...(priced ? ['', yuan(total)] : []),
        ],
      },
    ],
    signatures: ['发货人', '复核人', '承运人', '收货人'],
  };
}

const CONDITIONS: Readonly<Record<string, string>> = {
  ambient: '常温',
  cool: '阴凉',
  cold: '冷藏',
  frozen: '冷冻',
};
