import { propose as contract } from '@tongcang/contract';
import { App } from 'antd';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { text } from './text.ts';

/** Plans transfers and says in a word what came of it; the answer holds what stays short and why. */
export function usePropose() {
  const t = useText(text);
  const { message } = App.useApp();
  return useAction(contract, {
    invalidates: ['planning', 'insight'],
    onSuccess: (plan) =>
      void (plan.proposal_ids.length > 0
        ? message.success(
            t('propose_done', {
              n: plan.proposal_ids.length,
              served: plan.served_qty,
              needed: plan.need_qty,
            }),
          )
        : message.warning(t('propose_none'))),
  });
}
