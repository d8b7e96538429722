import { printReview as contract } from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { type ReviewView, reviewView } from './review.read.ts';

/** Drawing takes a moment, so it is done before the transaction that notes it. */
export const printReview = definePreparedVerb(
  contract,
  { permission: 'compliance.approve', audit: 'compliance.print_review' },
  async ({ db, actor }, { review_id }) => {
    const { review, issuer } = await db.tx(actor.scope, async (tx) => ({
      review: await reviewView(tx, review_id, actor.user_id),
      issuer: await tx.one<{ name: string }>(
        `select coalesce(min(name), '') as name from masterdata.v_partner where kind = 'legal_entity'`,
      ),
    }));
    return { review, bytes: await printPdf(formOf(review, issuer.name)) };
  },
  async ({ audit }, { review_id }, { review: { document_no }, bytes }) => {
    audit({ entity: 'first_deal_review', entity_id: review_id, detail: { document_no } });
    return { name: `${document_no}.pdf`, type: 'application/pdf', bytes };
  },
);

/** Papers as the trade names them. */
const PAPER_NAMES: Readonly<Record<ReviewView['papers'][number]['kind'], string>> = {
  business_licence: '营业执照',
  operating_licence: '生产/经营许可证或备案凭证',
  medical_institution_licence: '医疗机构执业许可证',
  authorisation: '授权书',
  sales_person: '销售人员授权书及身份证',
  delivery_note_sample: '随货同行单及印章样式',
  quality_agreement: '质量保证协议',
  bank_details: '开户信息',
  registration: '注册证/备案凭证及变更文件',
  ifu: '说明书',
  label: '标签样稿',
  conformity: '合格证明',
  udi: 'UDI-DI',
  other: '其他',
};

/** Wall clock of the company's warehouses: China has one zone and no summer time. */
const clock = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
const day = (instant: string | null) => (instant === null ? '' : clock(instant).slice(0, 10));

/** The form that inspectors ask for; it is kept in Chinese. */
function formOf(review: ReviewView, issuer: string): PrintForm {
  const partner = review.kind === 'partner';
  return {
    title: partner ? '首营企业审批表' : '首营品种审批表',
    issuer,
    document_no: review.document_no,
    template: partner ? 'SYQY-1' : 'SYPZ-1',
    copy_no: 1,
    language: 'zh',
    facts: [
      { label: partner ? '企业编码' : '产品编码', value: review.subject_code },
      { label: partner ? '企业名称' : '产品名称', value: review.subject_name },
      { label: '有效期至', value: review.valid_to ?? (review.state === 'approved' ? '长期' : '') },
      { label: '申请人', value: `${review.requested_by_name} ${day(review.requested_at)}` },
      { label: '申请原因', value: review.reason, wide: true },
      { label: '采购部门意见', value: review.purchase_opinion ?? '', wide: true },
      {
        label: '质量部门审核意见',
        value:
          `${review.quality_opinion ?? ''} ${review.reviewed_by_name ?? ''} ${day(review.reviewed_at)}`.trim(),
        wide: true,
      },
      { label: '质量负责人审批意见', value: review.decision_note ?? '', wide: true },
      ...review.signatures.map(({ meaning, signed_name, signed_at }) => ({
        label: '电子签名',
        value: `${meaning === 'approved' ? '批准' : '不批准'} ${signed_name} ${clock(signed_at)}`,
        wide: true,
      })),
    ],
    tables: [
      {
        columns: [
          { label: '序号', share: 0.5, align: 'center' },
          { label: '资料', share: 2.4 },
          { label: '编号', share: 2.4 },
          { label: '有效期起', share: 1.2 },
          { label: '有效期止', share: 1.2 },
          { label: '说明', share: 2 },
        ],
        rows: review.papers.map((paper) => [
          String(paper.line_no),
          PAPER_NAMES[paper.kind],
          paper.paper_no,
          paper.valid_from ?? '',
          paper.valid_to ?? '长期',
          paper.note ?? '',
        ]),
      },
    ],
    signatures: review.signatures.length === 0 ? ['采购负责人', '质量部门', '质量负责人'] : [],
  };
}
