import * as contract from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { noteOf } from './get-delivery-note.ts';

type Note = contract.OutputOf<typeof contract.getDeliveryNote>;

/** Printing takes a moment, so it is done between transactions: a connection that waits for it is missed elsewhere. */
export const getNotePdf = definePreparedVerb(
  contract.getNotePdf,
  { permission: 'fulfilment.read', audit: null },
  async ({ db, actor }, { shipment_id, copy_no, language }) => {
    const { template, note } = await db.tx(actor.scope, async (tx) => ({
      template: await templateOf(tx, shipment_id, copy_no),
      note: await noteOf(tx, shipment_id),
    }));
    return {
      name: `${note.delivery_note_no}-${copy_no}.pdf`,
      type: 'application/pdf',
      bytes: await printPdf(formOf(note, { copy_no, template, language })),
    };
  },
  async (_context, _input, file) => file,
);

/** A copy that nobody noted is not printed. */
async function templateOf(tx: Tx, shipment_id: number, copy_no: number): Promise<string> {
  const [print] = await tx.rows<{ template_version: string }>(
    'select template_version from fulfilment.note_print where shipment_id = $1 and copy_no = $2',
    [shipment_id, copy_no],
  );
  return print?.template_version ?? notFound('print', copy_no);
}

const WORDS = {
  zh: {
    title: '随货同行单',
    supplier: '供货者',
    licence: '经营许可证/备案号',
    warehouse: '发货仓库',
    receiver: '收货单位',
    address: '收货地址',
    shipped_at: '发货日期',
    order: '订单号',
    carrier: '承运单位',
    packages: '件数',
    columns: [
      '产品名称',
      '型号规格',
      '注册证/备案号',
      '注册人/备案人',
      '受托生产企业',
      '生产许可证/备案号',
      '批号/序列号',
      '生产日期',
      '失效日期',
      '储运条件',
      '数量',
    ],
    conditions: { ambient: '常温', cool: '阴凉', cold: '2~8℃', frozen: '冷冻' },
    signatures: ['发货人', '复核人', '收货人', '出库专用章'],
  },
  en: {
    title: 'Delivery note',
    supplier: 'Supplier',
    licence: 'Licence or filing no.',
    warehouse: 'From warehouse',
    receiver: 'Receiver',
    address: 'Address',
    shipped_at: 'Shipped on',
    order: 'Order no.',
    carrier: 'Carrier',
    packages: 'Packages',
    columns: [
      'Item',
      'Model',
      'Registration no.',
      'Registrant',
      'Maker',
      'Production licence',
      'Lot or serials',
      'Made on',
      'Expiry',
      'Storage',
      'Quantity',
    ],
    conditions: { ambient: 'Ambient', cool: 'Cool', cold: '2 to 8 °C', frozen: 'Frozen' },
    signatures: ['Shipped by', 'Reviewed by', 'Received by', 'Dispatch seal'],
  },
} as const;
const SHARES = [2.2, 1.3, 1.9, 1.6, 1.6, 1.6, 1.6, 1, 1, 0.9, 0.9];

/** The sheet that travels with the goods: one row for each lot. */
export function formOf(
  note: Note,
  print: { readonly copy_no: number; readonly template: string; readonly language: 'zh' | 'en' },
): PrintForm {
  const words = WORDS[print.language];
  return {
    ...print,
    title: words.title,
    issuer: note.supplier_name,
    document_no: note.delivery_note_no,
    facts: factsOf(note, words),
    tables: [
      {
        columns: words.columns.map((label, index) => ({
          label,
          share: SHARES[index],
          align: index === words.columns.length - 1 ? ('right' as const) : ('left' as const),
        })),
        rows: note.lines.map((line) => rowOf(line, words)),
      },
    ],
    signatures: words.signatures,
  };
}

type Words = (typeof WORDS)['zh' | 'en'];

function factsOf(note: Note, words: Words): PrintForm['facts'] {
  return [
    { label: words.supplier, value: note.supplier_name },
    { label: words.licence, value: note.supplier_licence_nos.join(' ') },
    { label: words.warehouse, value: `${note.warehouse_name} ${note.warehouse_address}` },
    { label: words.shipped_at, value: dayOf(note.shipped_at) },
    { label: words.receiver, value: `${note.customer_name} ${note.department_name}` },
    { label: words.address, value: note.customer_address },
    { label: words.order, value: [note.document_no, note.customer_order_no].filter(Boolean).join(' / ') },
    { label: words.carrier, value: note.carrier_name ?? '' },
    { label: words.packages, value: note.packages === 0 ? '' : String(note.packages) },
  ];
}

function rowOf(line: Note['lines'][number], words: Words): string[] {
  const conditions: Readonly<Record<string, string>> = words.conditions;
  return [
    line.item_name,
    line.model,
    line.registration_no,
    line.registrant_name,
    line.manufacturer_name,
    line.production_licence_nos.join(' '),
    [line.lot_no, ...line.serial_nos].join(' '),
    line.production_date ?? '',
    line.expiry_date ?? '',
    conditions[line.storage_condition] ?? line.storage_condition,
    `${line.qty} ${line.unit}`,
  ];
}

/** The civil date in the zone of the company. */
function dayOf(instant: string): string {
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}
