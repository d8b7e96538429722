import { holdLots, recallLots } from '@tongcang/contract';
import { App } from 'antd';
import { useState } from 'react';
import { ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { stockText } from './text.ts';

export type LotRef = { readonly item_id: number; readonly lot_id: number; readonly lot_no: string };
type HoldDialogProps = {
  /** What to do; null keeps the dialog closed. */
  readonly kind: 'hold' | 'recall' | null;
  readonly lots: readonly LotRef[];
  readonly onClose: () => void;
};

/** The lots once each, however many balances of them were chosen. */
export function lotsOf(rows: readonly LotRef[]): LotRef[] {
  return [...new Map(rows.map((row) => [`${row.item_id}|${row.lot_id}`, row])).values()];
}

/** Holds or recalls lots, with the reason that the audit trail keeps. */
export function HoldDialog({ kind, lots, onClose }: HoldDialogProps) {
  const t = useText(stockText);
  const { message } = App.useApp();
  const { warehouse } = useScope();
  const [problem, setProblem] = useState<unknown>(null);
  const everywhere = ['stock', 'quality', 'fulfilment', 'transfer', 'planning', 'insight'];
  const hold = useAction(holdLots, { invalidates: everywhere });
  const recall = useAction(recallLots, { invalidates: everywhere });
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    const refs = lots.map(({ item_id, lot_id }) => ({ item_id, lot_id }));
    try {
      const scope = warehouse ? { warehouse_id: warehouse.warehouse_id } : {};
      const { qty, voided_allocations } =
        kind === 'recall'
          ? await recall.run({ lots: refs, reason })
          : await hold.run({ lots: refs, reason, ...scope });
      void message.success(t('hold_done', { qty, voided: voided_allocations }));
      close();
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <ConfirmWithReason
      open={kind !== null}
      danger
      title={t(kind === 'recall' ? 'recall_title' : 'hold_title', { n: lots.length })}
      confirm_label={t(kind === 'recall' ? 'recall' : 'hold')}
      onConfirm={confirm}
      onCancel={close}
    >
      <p>{lots.map((lot) => lot.lot_no).join('、')}</p>
      <p className="tc-muted">
        {kind === 'recall'
          ? t('recall_everywhere')
          : t('hold_here', { warehouse: warehouse?.name ?? t('scope_all') })}
      </p>
      {problem ? <ProblemView error={problem} /> : null}
    </ConfirmWithReason>
  );
}
