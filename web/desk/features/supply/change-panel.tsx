import { changePurchaseOrder } from '@tongcang/contract';
import { InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Order, OrderLine } from './order-model.ts';
import { AFFECTS, DayInput, fenOf, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Draft = { qty: number; yuan: number; day: string | undefined };
const draftOf = (line: OrderLine): Draft => ({
  qty: line.qty,
  yuan: line.unit_price_fen / 100,
  day: line.needed_on,
});

/** Another quantity, price or day for lines of an order; the order as it was is kept. */
export function ChangePanel({ order, onDone }: { order: Order; onDone: () => void }) {
  const t = useText(purchasingText);
  const [drafts, setDrafts] = useState<Readonly<Record<number, Draft>>>({});
  const [reason, setReason] = useState('');
  const change = useAction(changePurchaseOrder, { invalidates: AFFECTS, onSuccess: onDone });
  const set = (line: OrderLine, patch: Partial<Draft>) =>
    setDrafts((all) => ({
      ...all,
      [line.purchase_order_line_id]: { ...(all[line.purchase_order_line_id] ?? draftOf(line)), ...patch },
    }));
  const lines = order.line_rows.flatMap((line) => {
    const draft = drafts[line.purchase_order_line_id];
    if (draft === undefined || draft.day === undefined) return [];
    return [
      {
        purchase_order_line_id: line.purchase_order_line_id,
        qty: draft.qty,
        unit_price_fen: fenOf(draft.yuan),
        needed_on: draft.day,
      },
    ];
  });
  const missing = missingFields([
    [reason.trim() !== '', t('reason')],
    [lines.length > 0, t('lines')],
  ]);
  return (
    <Section title={t('change')}>
      <p className="tc-muted">{t('change_hint')}</p>
      {change.error ? <ProblemView error={change.error} /> : null}
      <ul className="tc-pick-list">
        {order.line_rows.map((line) => {
          const draft = drafts[line.purchase_order_line_id] ?? draftOf(line);
          return (
            <li key={line.purchase_order_line_id}>
              <span className="tc-line-grow">
                {line.item_code} {line.item_name}
              </span>
              <InputNumber
                aria-label={`${t('qty')} ${line.item_code}`}
                min={1}
                precision={0}
                prefix={<span className="tc-muted">{t('qty')}</span>}
                style={{ width: 150 }}
                value={draft.qty}
                onChange={(qty) => set(line, { qty: qty ?? line.qty })}
              />
              <InputNumber
                aria-label={`${t('unit_price_yuan')} ${line.item_code}`}
                min={0}
                precision={2}
                prefix="¥"
                style={{ width: 140 }}
                value={draft.yuan}
                onChange={(yuan) => set(line, { yuan: yuan ?? 0 })}
              />
              <DayInput
                aria-label={`${t('needed_on')} ${line.item_code}`}
                value={draft.day}
                onChange={(day) => set(line, { day })}
              />
            </li>
          );
        })}
      </ul>
      <div className="tc-form-grid">
        <TextField label={t('reason')} required value={reason} onChange={setReason} />
      </div>
      <div className="tc-page-actions">
        <BlockedButton
          type="primary"
          blocked={missing}
          loading={change.busy}
          onClick={() =>
            void change
              .run({ purchase_order_id: order.purchase_order_id, reason: reason.trim(), lines })
              .catch(() => undefined)
          }
        >
          {t('save_change')}
        </BlockedButton>
      </div>
    </Section>
  );
}
