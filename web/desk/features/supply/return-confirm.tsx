import { confirmSupplierReturn } from '@tongcang/contract';
import { Input, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { receivingText } from './receiving-text.ts';
import type { SupplierReturn } from './return-page.tsx';

const FEN = 100;

/** What the supplier says to have received, and what it credits. */
export function ReturnConfirm({ order }: { order: SupplierReturn }) {
  const t = useText(receivingText);
  const sent = order.line_rows.filter((line) => line.qty_shipped > 0);
  const [counts, setCounts] = useState<Readonly<Record<number, number>>>({});
  const [credit_note_no, setNote] = useState('');
  const [yuan, setYuan] = useState<number | null>(null);
  const confirm = useAction(confirmSupplierReturn, { invalidates: ['supply', 'stock'] });
  const missing = missingFields([
    [credit_note_no.trim() !== '', t('credit_note_no')],
    [yuan !== null, t('credit')],
  ]);
  const submit = () =>
    confirm
      .run({
        supplier_return_id: order.supplier_return_id,
        credit_note_no: credit_note_no.trim(),
        credit_fen: Math.round((yuan ?? 0) * FEN),
        lines: sent.map((line) => ({
          supplier_return_line_id: line.supplier_return_line_id,
          confirmed: counts[line.supplier_return_line_id] ?? line.qty_shipped,
        })),
      })
      .catch(() => undefined);
  return (
    <Section title={t('confirm_return')}>
      {confirm.error ? (
        <LineProblem error={confirm.error} line={(index) => sent[index]?.lot_no ?? ''} />
      ) : null}
      <div className="tc-form-grid">
        <LabelledField label={t('credit_note_no')} required>
          {(id) => (
            <Input id={id} value={credit_note_no} maxLength={60} onChange={(e) => setNote(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('credit')} required>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={2}
              value={yuan}
              onChange={setYuan}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
      </div>
      <ul className="tc-pick-list">
        {sent.map((line) => (
          <li key={line.supplier_return_line_id}>
            <span className="tc-line-grow">
              {line.item_code} {line.item_name}{' '}
              <span className="tc-muted">
                {t('lot')} {line.lot_no} · {t('shipped')} {line.qty_shipped}
              </span>
            </span>
            <InputNumber
              aria-label={`${t('confirmed')} ${line.lot_no}`}
              min={0}
              max={line.qty_shipped}
              precision={0}
              prefix={<span className="tc-muted">{t('confirmed')}</span>}
              value={counts[line.supplier_return_line_id] ?? line.qty_shipped}
              onChange={(value) =>
                setCounts((all) => ({ ...all, [line.supplier_return_line_id]: value ?? 0 }))
              }
              style={{ width: 170 }}
            />
          </li>
        ))}
      </ul>
      <BlockedButton type="primary" blocked={missing} loading={confirm.busy} onClick={submit}>
        {t('confirm_return')}
      </BlockedButton>
    </Section>
  );
}
