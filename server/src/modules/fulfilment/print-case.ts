import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { caseOf } from './get-case.ts';

type Case = contract.OutputOf<typeof contract.getCase>;

/** The list that goes to the theatre. Read first and printed then, outside of any transaction. */
export const printCase = definePreparedVerb(
  contract.printCase,
  { permission: 'fulfilment.surgery', audit: null },
  async ({ db, actor }, { case_id, language }) => {
    const surgery = await db.tx(actor.scope, (tx) => caseOf(tx, case_id));
    if (surgery.pieces.length === 0) notFound('case', case_id);
    const bytes = await printPdf(formOf(surgery, language));
    return { name: `${surgery.document_no}.pdf`, type: 'application/pdf', bytes };
  },
  async (_context, _input, file) => file,
);

const WORDS = {
  zh: {
    title: '手术跟台出库清单',
    facts: [
      '发货仓库',
      '收货单位',
      '收货地址',
      '手术时间',
      '术式',
      '主刀医生',
      '患者代号',
      '手术包',
      '应还时间',
    ],
    columns: [
      '产品名称',
      '型号规格',
      '注册证/备案号',
      '生产企业',
      '批号/序列号',
      '生产日期',
      '失效日期',
      '储运条件',
      '发出',
      '使用',
      '归还',
    ],
    conditions: { ambient: '常温', cool: '阴凉', cold: '2~8℃', frozen: '冷冻' },
    signatures: ['发货人', '复核人', '医院签收', '归还清点'],
  },
  en: {
    title: 'Surgery dispatch list',
    facts: [
      'From',
      'Receiver',
      'Address',
      'Surgery',
      'Procedure',
      'Surgeon',
      'Patient reference',
      'Sets',
      'Due back',
    ],
    columns: [
      'Item',
      'Model',
      'Registration no.',
      'Maker',
      'Lot or serials',
      'Made on',
      'Expiry',
      'Storage',
      'Sent',
      'Used',
      'Back',
    ],
    conditions: { ambient: 'Ambient', cool: 'Cool', cold: '2 to 8 °C', frozen: 'Frozen' },
    signatures: ['Sent by', 'Reviewed by', 'Received by', 'Counted back by'],
  },
} as const;
/** Version of this sheet; it changes when its columns do. */
const TEMPLATE = 'SC-1';
const SHARES = [2.2, 1.4, 1.9, 1.9, 1.7, 1, 1, 0.9, 0.8, 0.6, 0.6];
/** Times on paper are those of the company. */
const minute = (instant: string): string =>
  new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);

function formOf(surgery: Case, language: 'zh' | 'en'): PrintForm {
  const words = WORDS[language];
  return {
    language,
    template: TEMPLATE,
    copy_no: 1,
    title: words.title,
    issuer: surgery.supplier_name,
    document_no: surgery.document_no,
    facts: factsOf(surgery).map((value, index) => ({ label: words.facts[index]!, value })),
    tables: [
      {
        columns: words.columns.map((label, index) => ({
          label,
          share: SHARES[index],
          align: index >= 8 ? ('right' as const) : ('left' as const),
        })),
        rows: surgery.pieces.map((piece) => rowOf(piece, words.conditions)),
      },
    ],
    signatures: words.signatures,
    landscape: true,
  };
}

function factsOf(surgery: Case): string[] {
  return [
    `${surgery.warehouse_name} ${surgery.warehouse_address}`,
    `${surgery.partner_name} ${surgery.department_name}`,
    surgery.partner_address,
    minute(surgery.surgery_at),
    surgery.procedure_name,
    surgery.surgeon,
    surgery.patient_ref,
    surgery.set_nos.join(', '),
    minute(surgery.due_back_at),
  ];
}

/** Columns of what was used and came back stay empty until somebody fills them in. */
function rowOf(piece: Case['pieces'][number], conditions: Readonly<Record<string, string>>): string[] {
  return [
    piece.item_name,
    piece.model,
    piece.registration_no,
    piece.manufacturer_name,
    [piece.lot_no, ...piece.serial_nos].join(' '),
    piece.production_date ?? '',
    piece.expiry_date ?? '',
    conditions[piece.storage_condition] ?? piece.storage_condition,
    `${piece.qty_sent} ${piece.unit}`,
    piece.qty_used === 0 ? '' : String(piece.qty_used),
    piece.qty_returned === 0 ? '' : String(piece.qty_returned),
  ];
}
