import { reverseAcceptance, reversePutaway } from '@tongcang/contract';
import { useState } from 'react';
import { BlockedButton, ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import type { Receipt } from './receipt-model.ts';
import { receivingText } from './receiving-text.ts';

const AFFECTS = ['supply', 'stock', 'quality', 'planning', 'insight'];

type Asked = {
  readonly label: string;
  readonly text: string;
  readonly permission: string;
  readonly action: { readonly error: Error | null; reset(): void };
  readonly run: (reason: string) => Promise<unknown>;
};

/** A document that was posted by mistake is taken back by another one, with a reason. */
function TakeBack({ label, text, permission, action, run }: Asked) {
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const start = () => {
    action.reset();
    setAsking(true);
  };
  return (
    <>
      <BlockedButton size="small" danger blocked={lacks(permission)} onClick={start}>
        {label}
      </BlockedButton>
      <ConfirmWithReason
        open={asking}
        title={label}
        confirm_label={label}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => run(reason).then(() => setAsking(false))}
      >
        {text}
        {action.error ? <ProblemView error={action.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

export function TakeBackAcceptance({ row }: { readonly row: Receipt['acceptances'][number] }) {
  const t = useText(receivingText);
  const reverse = useAction(reverseAcceptance, { invalidates: AFFECTS });
  return (
    <TakeBack
      label={t('take_back_acceptance')}
      text={t('take_back_acceptance_text')}
      permission="supply.accept"
      action={reverse}
      run={(reason) => reverse.run({ acceptance_id: row.acceptance_id, reason })}
    />
  );
}

export function TakeBackPutaway({ putaway_id }: { readonly putaway_id: number }) {
  const t = useText(receivingText);
  const reverse = useAction(reversePutaway, { invalidates: AFFECTS });
  return (
    <TakeBack
      label={t('take_back_putaway')}
      text={t('take_back_putaway_text')}
      permission="supply.receive"
      action={reverse}
      run={(reason) => reverse.run({ putaway_id, reason })}
    />
  );
}
