import { confirmPurchaseOrder } from '@tongcang/contract';
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, QtyDiff, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Order, OrderLine } from './order-model.ts';
import { AFFECTS, DayInput, Qty, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Answer = { qty: number | null; day: string | undefined };
const EMPTY = [{ code: 'web.not_counted', params: {} }];

/** What the supplier promises, line by line; what is left empty is answered later. */
export function ConfirmPanel({ order, onDone }: { order: Order; onDone: () => void }) {
  const t = useText(purchasingText);
  const lines = order.line_rows.filter((line) => line.qty > line.qty_cancelled);
  const [answers, setAnswers] = useState<Readonly<Record<number, Answer>>>({});
  const [reference, setReference] = useState('');
  const confirm = useAction(confirmPurchaseOrder, { invalidates: AFFECTS, onSuccess: onDone });
  const set = (line: OrderLine, patch: Partial<Answer>) =>
    setAnswers((all) => {
      const before = all[line.purchase_order_line_id] ?? { qty: null, day: line.needed_on };
      return { ...all, [line.purchase_order_line_id]: { ...before, ...patch } };
    });
  const given = lines.flatMap((line) => {
    const answer = answers[line.purchase_order_line_id];
    return answer?.qty == null || answer.day === undefined
      ? []
      : [
          {
            purchase_order_line_id: line.purchase_order_line_id,
            qty_confirmed: answer.qty,
            confirmed_on: answer.day,
          },
        ];
  });
  const send = () =>
    confirm
      .run({
        purchase_order_id: order.purchase_order_id,
        ...(reference.trim() ? { supplier_reference: reference.trim() } : {}),
        lines: given,
      })
      .catch(() => undefined);
  return (
    <Section
      title={t('confirm')}
      extra={
        <Button
          size="small"
          onClick={() => {
            for (const line of lines) set(line, { qty: line.qty - line.qty_cancelled, day: line.needed_on });
          }}
        >
          {t('confirm_all')}
        </Button>
      }
    >
      <p className="tc-muted">{t('confirm_hint')}</p>
      {confirm.error ? <ProblemView error={confirm.error} /> : null}
      <div className="tc-form-grid">
        <TextField label={t('supplier_reference')} value={reference} onChange={setReference} max={60} />
      </div>
      <ul className="tc-pick-list">
        {lines.map((line) => {
          const answer = answers[line.purchase_order_line_id];
          const asked = line.qty - line.qty_cancelled;
          return (
            <li key={line.purchase_order_line_id}>
              <span className="tc-line-grow">
                {line.item_code} {line.item_name}
                <span className="tc-muted">
                  {' '}
                  <Qty value={asked} unit={line.unit} /> · {line.needed_on}
                </span>
              </span>
              <InputNumber
                aria-label={`${t('qty')} ${line.item_code}`}
                min={0}
                max={asked}
                precision={0}
                prefix={<span className="tc-muted">{t('qty')}</span>}
                style={{ width: 150 }}
                value={answer?.qty ?? null}
                onChange={(qty) => set(line, { qty })}
              />
              <DayInput
                aria-label={`${t('confirm_on')} ${line.item_code}`}
                value={answer?.day ?? line.needed_on}
                onChange={(day) => set(line, { day })}
              />
              {answer?.qty != null ? <QtyDiff expected={asked} actual={answer.qty} /> : null}
            </li>
          );
        })}
      </ul>
      <BlockedButton
        type="primary"
        size="large"
        blocked={given.length > 0 ? [] : EMPTY}
        loading={confirm.busy}
        onClick={send}
      >
        {t('confirm_send')}
      </BlockedButton>
    </Section>
  );
}
