import { correctCost, type listLotCosts } from '@tongcang/contract';
import { App, Form, InputNumber } from 'antd';
import { useId, useState } from 'react';
import { ConfirmWithReason, useText } from '../../../ui/index.ts';
import { type RowOf, useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { text } from './text.ts';

type Lot = RowOf<typeof listLotCosts>;
type CorrectDialogProps = {
  readonly open: boolean;
  readonly lots: readonly Lot[];
  readonly onClose: () => void;
};

/** Asks for an amount for each lot and records one correction for each owner among them. */
export function CorrectDialog({ open, lots, onClose }: CorrectDialogProps) {
  const t = useText(text);
  const field = useId();
  const { message } = App.useApp();
  const correct = useAction(correctCost);
  const [yuan, setYuan] = useState<Readonly<Record<string, number | null>>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const keyOf = (lot: Lot) => `${lot.lot_id}|${lot.owner_id}`;
  const fenOf = (lot: Lot) => Math.round((yuan[keyOf(lot)] ?? 0) * 100);
  const close = () => {
    setYuan({});
    setProblem(null);
    onClose();
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    if (lots.some((lot) => fenOf(lot) === 0)) {
      setProblem(t('amount_bad'));
      throw new Error('amount');
    }
    try {
      for (const [owner_id, of] of Map.groupBy(lots, (lot) => lot.owner_id)) {
        const lines = of.map((lot) => ({ item_id: lot.item_id, lot_id: lot.lot_id, amount_fen: fenOf(lot) }));
        const { document_no } = await correct.run({ owner_id, reason, lines });
        void message.success(t('correct_done', { no: document_no }));
      }
      close();
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <ConfirmWithReason
      open={open}
      title={t('correct_title', { n: lots.length })}
      confirm_label={t('correct')}
      onConfirm={confirm}
      onCancel={close}
    >
      <p className="tc-muted">{t('correct_note')}</p>
      {lots.map((lot) => (
        <Form.Item
          key={keyOf(lot)}
          label={`${lot.item_code} ${lot.lot_no}`}
          htmlFor={`${field}-${keyOf(lot)}`}
          layout="vertical"
        >
          <InputNumber
            id={`${field}-${keyOf(lot)}`}
            precision={2}
            placeholder={t('amount')}
            value={yuan[keyOf(lot)] ?? null}
            onChange={(value) => setYuan({ ...yuan, [keyOf(lot)]: value })}
            style={{ width: '100%' }}
          />
        </Form.Item>
      ))}
      {typeof problem === 'string' ? <p role="alert">{problem}</p> : null}
      {problem && typeof problem !== 'string' ? <ProblemView error={problem} /> : null}
    </ConfirmWithReason>
  );
}
