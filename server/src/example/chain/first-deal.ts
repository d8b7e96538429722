import * as contract from '@tongcang/contract';
import type { Stage } from './stage.ts';

/** A supplier whose papers were brought up to date, one that waits for quality, and an item that waits for its approval. */
export async function tellFirstDeal(stage: Stage): Promise<void> {
  const { quality, director } = stage.cast;
  const renewed = await submitted(stage, { partner_id: stage.partner('S004') }, 40);
  await quality(contract.assessReview, { review_id: renewed, in_order: true, opinion: '资料核对无误' });
  await director(contract.decideReview, { review_id: renewed, approve: true, reason: '同意首营' });
  await submitted(stage, { partner_id: stage.partner('S005') }, 700);
  const { item_id } = stage.good('一次性使用心电电极');
  const item = await submitted(stage, { item_id }, 900);
  await quality(contract.assessReview, { review_id: item, in_order: true, opinion: '注册证与标签样稿一致' });
}

type Subject = { readonly partner_id: number } | { readonly item_id: number };

/** A review with every paper it needs, the first of them ending in so many days. */
async function submitted(stage: Stage, subject: Subject, days: number): Promise<number> {
  const { buyer } = stage.cast;
  const kind = 'partner_id' in subject ? 'partner' : 'item';
  const needed = contract.NEEDED_PAPERS[kind === 'partner' ? 'supplier' : 'item'];
  const { review_id } = await buyer(contract.openReview, {
    kind,
    ...subject,
    reason: kind === 'partner' ? '年度资质更新' : '新增规格，更新品种资料',
    papers: needed.map((paper, index) => ({
      kind: paper,
      paper_no: `ZL-${1_001 + index}`,
      valid_from: stage.day(-300),
      valid_to: index === 0 ? stage.day(days) : index === 1 ? stage.day(days + 365) : null,
    })),
  });
  await buyer(contract.submitReview, { review_id, purchase_opinion: '资料齐全，同意继续采购' });
  return review_id;
}
