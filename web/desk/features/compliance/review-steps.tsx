import {
  assessReview,
  decideReview,
  type getReview,
  type OutputOf,
  openReview,
  printReview,
  revokeReview,
  submitReview,
  withdrawReview,
} from '@tongcang/contract';
import { type ReactNode, useState } from 'react';
import { BlockedButton, ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { type ReviewWord, reviewText } from './review-text.ts';

type Review = OutputOf<typeof getReview>;
type Step = 'submit' | 'in_order' | 'not_in_order' | 'approve' | 'reject' | 'withdraw' | 'revoke' | 'renew';

/** What may be done next, each with the words that are kept. */
export function ReviewSteps({ review }: { review: Review }) {
  const t = useText(reviewText);
  const [asked, setAsked] = useState<Step | null>(null);
  const lacks = useLacks();
  const print = useAction(printReview, { invalidates: [] });
  const steps = useSteps(review);
  const done = () => setAsked(null);
  const step = asked === null ? null : steps.run[asked];
  return (
    <>
      <BlockedButton
        blocked={lacks('compliance.approve')}
        loading={print.busy}
        onClick={() => void print.run({ review_id: review.review_id }).then(saveFile, () => undefined)}
      >
        {t('print')}
      </BlockedButton>
      {steps.offered.map((one, index) => (
        <BlockedButton
          key={one}
          type={index === steps.offered.length - 1 ? 'primary' : 'default'}
          blocked={steps.blocked(one)}
          onClick={() => setAsked(one)}
        >
          {t(one)}
        </BlockedButton>
      ))}
      <ConfirmWithReason
        open={asked !== null}
        title={asked === null ? '' : t(TITLES[asked], { no: review.document_no })}
        danger={asked === 'revoke' || asked === 'reject' || asked === 'not_in_order'}
        confirm_label={asked === null ? '' : t(asked)}
        onCancel={done}
        onConfirm={async (words) => {
          await step!.act(words);
          done();
        }}
      >
        {step?.text ? <p>{step.text}</p> : null}
        {steps.error ? <ProblemView error={steps.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

const TITLES: Readonly<Record<Step, ReviewWord>> = {
  submit: 'submit_title',
  in_order: 'assess_title',
  not_in_order: 'assess_title',
  approve: 'decide_title',
  reject: 'decide_title',
  withdraw: 'withdraw_title',
  revoke: 'revoke_title',
  renew: 'renew',
};
/** Steps that each status offers, the next one last. */
const OFFERED: Readonly<Record<Review['state'], readonly Step[]>> = {
  draft: ['withdraw', 'submit'],
  submitted: ['withdraw', 'not_in_order', 'in_order'],
  reviewed: ['withdraw', 'reject', 'approve'],
  approved: ['revoke', 'renew'],
  expired: ['revoke', 'renew'],
  rejected: ['renew'],
  withdrawn: ['renew'],
  revoked: ['renew'],
};
const BY_PURCHASING: readonly Step[] = ['submit', 'withdraw', 'renew'];

function useSteps(review: Review) {
  const t = useText(reviewText);
  const go = useGo();
  const lacks = useLacks();
  const { review_id } = review;
  const submit = useAction(submitReview);
  const assess = useAction(assessReview);
  const decide = useAction(decideReview);
  const withdraw = useAction(withdrawReview);
  const revoke = useAction(revokeReview);
  const renew = useAction(openReview, { onSuccess: (made) => go(`/compliance/review/${made.review_id}`) });
  const first = review.papers
    .map((paper) => paper.valid_to ?? '')
    .filter(Boolean)
    .sort()[0];
  const run: Readonly<Record<Step, { act: (words: string) => Promise<unknown>; text?: ReactNode }>> = {
    submit: {
      act: (purchase_opinion) => submit.run({ review_id, purchase_opinion }),
      text: t('submit_text'),
    },
    in_order: { act: (opinion) => assess.run({ review_id, in_order: true, opinion }) },
    not_in_order: { act: (opinion) => assess.run({ review_id, in_order: false, opinion }) },
    approve: {
      act: (reason) => decide.run({ review_id, approve: true, reason }),
      text: first ? t('decide_text', { day: first }) : t('decide_endless'),
    },
    reject: { act: (reason) => decide.run({ review_id, approve: false, reason }) },
    withdraw: { act: (reason) => withdraw.run({ review_id, reason }) },
    revoke: { act: (reason) => revoke.run({ review_id, reason }), text: t('revoke_text') },
    renew: {
      act: (reason) =>
        renew.run({
          kind: review.kind,
          ...(review.partner_id === null ? { item_id: review.item_id! } : { partner_id: review.partner_id }),
          renews_id: review_id,
          reason,
        }),
    },
  };
  const blocked = (step: Step) => {
    const missing = lacks(BY_PURCHASING.includes(step) ? 'compliance.review' : 'compliance.approve');
    if (missing.length > 0) return missing;
    const deciding = ['in_order', 'not_in_order', 'approve', 'reject'].includes(step);
    if (deciding && review.requested_by_me) return [{ code: 'compliance.own_review', params: {} }];
    if (step === 'submit' && review.missing.length > 0) {
      const papers = review.missing.map((kind) => t(`d_${kind}`)).join('、');
      return [{ code: 'compliance.review_paper_missing', params: { papers } }];
    }
    return [];
  };
  const error = submit.error ?? assess.error ?? decide.error ?? withdraw.error ?? revoke.error ?? renew.error;
  return { run, blocked, error, offered: OFFERED[review.state] };
}
