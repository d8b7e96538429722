import {
  approvePurchaseOrder,
  cancelPurchaseOrder,
  type OutputOf,
  rejectPurchaseOrder,
  submitPurchaseOrder,
} from '@tongcang/contract';
import { App } from 'antd';
import { type ReactNode, useState } from 'react';
import { BlockedButton, ConfirmWithReason, RefusalPanel, useCodeText, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import type { Order } from './order-model.ts';
import { AFFECTS } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Submitted = OutputOf<typeof submitPurchaseOrder>;
const OPEN = new Set(['draft', 'submitted', 'rejected', 'approved', 'confirmed', 'partly_received']);

/** The buttons of the head, and apart from them what came of pressing one. */
export function useOrderActions(order: Order): { buttons: ReactNode; answers: ReactNode } {
  const t = useText(purchasingText);
  const lacks = useLacks();
  // Approving and giving up are our own affair; a supplier is not even told of it.
  const ours = useCan()('masterdata.read');
  const textOf = useCodeText();
  const { message } = App.useApp();
  const [asking, setAsking] = useState<'reject' | 'cancel' | null>(null);
  const [refused, setRefused] = useState<Submitted['refusals']>([]);
  const close = () => setAsking(null);
  const submit = useAction(submitPurchaseOrder, {
    invalidates: AFFECTS,
    onSuccess: ({ refusals, warnings }) => {
      setRefused(refusals);
      if (refusals.length === 0 && warnings.length > 0) {
        const texts = [...new Set(warnings.map(({ code, params }) => textOf(code, params)))];
        void message.warning(`${t('warned')} ${texts.join(' ')}`);
      }
    },
  });
  const approve = useAction(approvePurchaseOrder, { invalidates: AFFECTS });
  const reject = useAction(rejectPurchaseOrder, { invalidates: AFFECTS, onSuccess: close });
  const cancel = useAction(cancelPurchaseOrder, { invalidates: AFFECTS, onSuccess: close });
  const { purchase_order_id, status } = order;
  const failed = submit.error ?? approve.error;
  return {
    buttons: (
      <>
        {ours && OPEN.has(status) && order.qty_open > 0 ? (
          <BlockedButton danger blocked={lacks('supply.order')} onClick={() => setAsking('cancel')}>
            {t('cancel')}
          </BlockedButton>
        ) : null}
        {status === 'draft' ? (
          <BlockedButton
            type="primary"
            blocked={lacks('supply.order')}
            loading={submit.busy}
            onClick={() => void submit.run({ purchase_order_id }).catch(() => undefined)}
          >
            {t('submit')}
          </BlockedButton>
        ) : null}
        {ours && status === 'submitted' ? (
          <>
            <BlockedButton blocked={lacks('supply.approve')} onClick={() => setAsking('reject')}>
              {t('reject')}
            </BlockedButton>
            <BlockedButton
              type="primary"
              blocked={lacks('supply.approve')}
              loading={approve.busy}
              onClick={() => void approve.run({ purchase_order_id }).catch(() => undefined)}
            >
              {t('approve')}
            </BlockedButton>
          </>
        ) : null}
      </>
    ),
    answers: (
      <>
        {failed ? <ProblemView error={failed} /> : null}
        {refused.length > 0 ? (
          <RefusalPanel title={t('refused_by_gate')} reasons={refused.flatMap((line) => line.reasons)} />
        ) : null}
        <ConfirmWithReason
          open={asking !== null}
          danger
          title={t(asking ?? 'cancel')}
          onCancel={close}
          onConfirm={(reason) => (asking === 'reject' ? reject : cancel).run({ purchase_order_id, reason })}
        >
          {t(asking === 'reject' ? 'reject_text' : 'cancel_text')}
          {reject.error || cancel.error ? <ProblemView error={(reject.error ?? cancel.error)!} /> : null}
        </ConfirmWithReason>
      </>
    ),
  };
}
