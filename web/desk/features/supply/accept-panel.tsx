import { acceptGoods, UNQUALIFIED_ACTIONS } from '@tongcang/contract';
import { App, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, StatusChip, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { checksOf, type Decision, decisionInput, freshDecision, isWhole } from './accept-lines.ts';
import { AFFECTS, type Receipt, type ReceiptLine } from './receipt-model.ts';
import { receivingText } from './receiving-text.ts';

/** The acceptance of what waits: sample, decision, checks for each lot, signed by somebody who did not receive. */
export function AcceptPanel({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const { message } = App.useApp();
  const waiting = receipt.line_rows.filter((line) => line.waiting > 0);
  const [decisions, setDecisions] = useState<Readonly<Record<number, Decision>>>(() =>
    Object.fromEntries(waiting.map((line) => [line.receipt_line_id, freshDecision(line)])),
  );
  const accept = useAction(acceptGoods, {
    invalidates: AFFECTS,
    onSuccess: ({ qualified, unqualified }) =>
      void message.success(t('accepted_ok', { qualified, unqualified })),
  });
  const set = (id: number, patch: Partial<Decision>) =>
    setDecisions((all) => ({ ...all, [id]: { ...all[id]!, ...patch } }));
  const decided = waiting.filter((line) => {
    const { qualified, unqualified } = decisions[line.receipt_line_id]!;
    return qualified + unqualified > 0;
  });
  const blocked = [
    ...(receipt.received_by_me ? [{ code: 'supply.acceptor_received', params: {} }] : []),
    ...(receipt.bought_by_me ? [{ code: 'supply.acceptor_bought', params: {} }] : []),
    ...(decided.length === 0 ? [{ code: 'supply.nothing_decided', params: {} }] : []),
    ...(decided.some((line) => !isWhole(line, decisions[line.receipt_line_id]!))
      ? [
          {
            code: 'web.field_missing',
            params: { fields: `${t('sample')}、${t('checks')}、${t('unqualified_reason')}` },
          },
        ]
      : []),
  ];
  const submit = () =>
    accept
      .run({
        receipt_id: receipt.receipt_id,
        lines: decided.map((line) => decisionInput(line, decisions[line.receipt_line_id]!)),
      })
      .catch(() => undefined);
  return (
    <Section title={t('accept')}>
      <p className="tc-muted">{t('accept_hint')}</p>
      {accept.error ? (
        <LineProblem error={accept.error} line={(index) => decided[index]?.lot_no ?? ''} />
      ) : null}
      <ul className="tc-pick-list">
        {waiting.map((line) => (
          <DecisionRow
            key={line.receipt_line_id}
            line={line}
            decision={decisions[line.receipt_line_id]!}
            purchase_date={receipt.purchase_date}
            onChange={(patch) => set(line.receipt_line_id, patch)}
          />
        ))}
      </ul>
      <BlockedButton type="primary" size="large" blocked={blocked} loading={accept.busy} onClick={submit}>
        {t('confirm_accept')}
      </BlockedButton>
    </Section>
  );
}

type RowProps = {
  readonly line: ReceiptLine;
  readonly decision: Decision;
  readonly purchase_date: string | null;
  readonly onChange: (patch: Partial<Decision>) => void;
};

function DecisionRow({ line, decision, purchase_date, onChange }: RowProps) {
  const t = useText(receivingText);
  const cold = line.storage_condition === 'cold' || line.storage_condition === 'frozen';
  const quantity = (field: 'sample' | 'qualified' | 'unqualified', max: number) => (
    <InputNumber
      aria-label={`${t(field)} ${line.lot_no}`}
      min={0}
      max={max}
      precision={0}
      value={decision[field]}
      prefix={<span className="tc-muted">{t(field)}</span>}
      style={{ width: 136 }}
      onChange={(value) => onChange({ [field]: value ?? 0 })}
    />
  );
  return (
    <li>
      <span className="tc-line-grow">
        <strong>
          {line.item_code} {line.item_name}
        </strong>{' '}
        {cold ? <StatusChip tone="accent">{t('cold')}</StatusChip> : null}
        <span className="tc-muted">
          {' '}
          {t('lot')} {line.lot_no} · {line.registration_no}
          {line.expiry_date ? ` · ${t('expiry')} ${line.expiry_date}` : ''}
        </span>
      </span>
      <span className="tc-muted">
        {t('waiting')} <strong className="tc-num">{line.waiting}</strong> {line.unit}
      </span>
      {quantity('sample', line.waiting)}
      {quantity('qualified', line.qualifiable)}
      {quantity('unqualified', line.waiting)}
      <div className="tc-bar">
        {checksOf(line).map((check) => (
          <Checkbox
            key={check}
            checked={decision[check]}
            onChange={(e) => onChange({ [check]: e.target.checked })}
          >
            {t(check)}
          </Checkbox>
        ))}
      </div>
      {decision.unqualified > 0 ? <Unqualified {...{ line, decision, onChange }} /> : null}
      <MoreFields {...{ line, decision, purchase_date, onChange }} />
    </li>
  );
}

function Unqualified({ line, decision, onChange }: Omit<RowProps, 'purchase_date'>) {
  const t = useText(receivingText);
  return (
    <div className="tc-decision">
      <LabelledField label={t('unqualified_reason')} required>
        {(id) => (
          <Input
            id={id}
            value={decision.unqualified_reason}
            maxLength={200}
            onChange={(e) => onChange({ unqualified_reason: e.target.value })}
          />
        )}
      </LabelledField>
      <LabelledField label={t('unqualified_action')} required>
        {(id) => (
          <Select
            id={id}
            value={decision.unqualified_action}
            onChange={(unqualified_action) => onChange({ unqualified_action })}
            options={UNQUALIFIED_ACTIONS.map((value) => ({ value, label: t(`a_${value}`) }))}
          />
        )}
      </LabelledField>
      {line.tracking === 'serial' ? (
        <LabelledField label={t('unqualified_serials')} required>
          {(id) => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 1, maxRows: 5 }}
              value={decision.unqualified_serials}
              onChange={(e) => onChange({ unqualified_serials: e.target.value })}
            />
          )}
        </LabelledField>
      ) : null}
    </div>
  );
}

const MORE = ['supplier_contact', 'producer_licence_no', 'registrant_name', 'producer_name'] as const;

/** Fields of the legal record that the system may not know; what is on file counts before what is typed. */
function MoreFields({ line, decision, purchase_date, onChange }: RowProps) {
  const t = useText(receivingText);
  const dates = [
    ...(line.production_date === null ? (['production_date'] as const) : []),
    ...(purchase_date === null ? (['purchase_date'] as const) : []),
  ];
  return (
    <details className="tc-decision-more">
      <summary>{t('more_fields')}</summary>
      <div className="tc-form-grid">
        {dates.map((field) => (
          <LabelledField key={field} label={t(field === 'production_date' ? 'production' : 'purchase_date')}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={decision[field]}
                onChange={(e) => onChange({ [field]: e.target.value })}
              />
            )}
          </LabelledField>
        ))}
        {MORE.map((field) => (
          <LabelledField key={field} label={t(field)}>
            {(id) => (
              <Input
                id={id}
                maxLength={100}
                value={decision[field]}
                onChange={(e) => onChange({ [field]: e.target.value })}
              />
            )}
          </LabelledField>
        ))}
      </div>
    </details>
  );
}
