import { holdLots } from '@tongcang/contract';
import { App } from 'antd';
import { useEffect, useState } from 'react';
import { ConfirmWithReason, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
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

/**
 * Holds lots at one warehouse, with the reason that the audit trail keeps. What goes over the whole company, a recall or
 * a hold everywhere, is a case: its page opens with these lots.
 */
export function HoldDialog({ kind, lots, onClose }: HoldDialogProps) {
  const t = useText(stockText);
  const go = useGo();
  const can = useCan();
  const { message } = App.useApp();
  const { warehouse } = useScope();
  const [problem, setProblem] = useState<unknown>(null);
  const everywhere = ['stock', 'quality', 'fulfilment', 'transfer', 'planning', 'insight'];
  const hold = useAction(holdLots, { invalidates: everywhere });
  const is_case = kind === 'recall' || (kind === 'hold' && !warehouse && can('quality.recall'));
  // biome-ignore lint/correctness/useExhaustiveDependencies: it leaves once, when it is opened.
  useEffect(() => {
    if (!is_case) return;
    const named = lots.map(({ item_id, lot_no }) => `${item_id}:${lot_no}`).join(',');
    onClose();
    go(`/quality/recall/new?kind=${kind}&lots=${encodeURIComponent(named)}`);
  }, [is_case]);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    const refs = lots.map(({ item_id, lot_id }) => ({ item_id, lot_id }));
    try {
      const scope = warehouse ? { warehouse_id: warehouse.warehouse_id } : {};
      const { qty, voided_allocations } = await hold.run({ lots: refs, reason, ...scope });
      void message.success(t('hold_done', { qty, voided: voided_allocations }));
      close();
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <ConfirmWithReason
      open={kind === 'hold' && !is_case}
      danger
      title={t('hold_title', { n: lots.length })}
      confirm_label={t('hold')}
      onConfirm={confirm}
      onCancel={close}
    >
      <p>{lots.map((lot) => lot.lot_no).join('、')}</p>
      <p className="tc-muted">{t('hold_here', { warehouse: warehouse?.name ?? t('scope_all') })}</p>
      {problem ? <ProblemView error={problem} /> : null}
    </ConfirmWithReason>
  );
}
