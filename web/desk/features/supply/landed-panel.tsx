import { allocateLandedCost, LANDED_COST_BASES, LANDED_COST_KINDS } from '@tongcang/contract';
import { InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { fenOf, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

/** Lays freight, duty and the like on what was received for an order. */
export function LandedPanel({
  purchase_order_id,
  onDone,
}: {
  purchase_order_id: number;
  onDone: () => void;
}) {
  const t = useText(purchasingText);
  const [kind, setKind] = useState<(typeof LANDED_COST_KINDS)[number]>('freight');
  const [basis, setBasis] = useState<(typeof LANDED_COST_BASES)[number]>('value');
  const [yuan, setYuan] = useState<number | null>(null);
  const [invoice, setInvoice] = useState('');
  const allocate = useAction(allocateLandedCost, { invalidates: ['supply', 'finance'], onSuccess: onDone });
  const missing = missingFields([[yuan !== null && yuan > 0, t('amount_yuan')]]);
  const send = () =>
    allocate
      .run({
        purchase_order_id,
        kind,
        basis,
        amount_fen: fenOf(yuan!),
        ...(invoice.trim() ? { invoice_no: invoice.trim() } : {}),
      })
      .catch(() => undefined);
  return (
    <Section title={t('add_landed')}>
      {allocate.error ? <ProblemView error={allocate.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('cost_kind')}>
          {(id) => (
            <Select
              id={id}
              value={kind}
              onChange={setKind}
              options={LANDED_COST_KINDS.map((value) => ({ value, label: t(`c_${value}`) }))}
            />
          )}
        </LabelledField>
        <LabelledField label={t('cost_basis')}>
          {(id) => (
            <Select
              id={id}
              value={basis}
              onChange={setBasis}
              options={LANDED_COST_BASES.map((value) => ({ value, label: t(`by_${value}`) }))}
            />
          )}
        </LabelledField>
        <LabelledField label={t('amount_yuan')} required>
          {(id) => (
            <InputNumber id={id} min={0.01} precision={2} prefix="¥" value={yuan} onChange={setYuan} />
          )}
        </LabelledField>
        <TextField label={t('invoice_no')} max={60} value={invoice} onChange={setInvoice} />
      </div>
      <div className="tc-page-actions">
        <BlockedButton type="primary" blocked={missing} loading={allocate.busy} onClick={send}>
          {t('add_landed')}
        </BlockedButton>
      </div>
    </Section>
  );
}
