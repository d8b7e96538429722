import { getMap, issueSample } from '@tongcang/contract';
import { Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { BlockedButton, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { DepartmentPicker, ItemPicker } from '../../app/pickers.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { type Balance, BalancePicker } from './choose.tsx';
import { text } from './sample-text.ts';
import './warehouse.css';

type Props = { readonly warehouse_id: number; readonly onClose: () => void };
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Hands goods of the sample zone to somebody. */
export function IssueSample({ warehouse_id, onClose }: Props) {
  const t = useText(text);
  const map = useVerb(getMap, { warehouse_id });
  const places = new Set(
    (map.data?.bins ?? []).filter((bin) => bin.zone_kind === 'sample').map((bin) => bin.account_id),
  );
  const [holder, setHolder] = useState('');
  const [department_id, setDepartment] = useState<number>();
  const [reason, setReason] = useState('');
  const [due_on, setDue] = useState('');
  const [item_id, setItem] = useState<number>();
  const [balance, setBalance] = useState<Balance>();
  const [qty, setQty] = useState<number | null>(1);
  const [serials, setSerials] = useState('');
  const issue = useAction(issueSample, { invalidates: ['warehouse', 'stock'], onSuccess: onClose });
  const missing = missingFields([
    [holder.trim() !== '', t('holder')],
    [reason.trim() !== '', t('reason')],
    [DATE.test(due_on), t('due_on')],
    [balance !== undefined, t('stock')],
    [qty !== null, t('qty')],
  ]);
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const submit = () => {
    const { item_id: item, lot_id, account_id, owner_id } = balance!;
    return issue
      .run({
        warehouse_id,
        holder: holder.trim(),
        reason: reason.trim(),
        due_on,
        ...(department_id === undefined ? {} : { department_id }),
        lines: [
          {
            item_id: item,
            lot_id,
            account_id,
            owner_id,
            qty: qty!,
            ...(serial_nos.length > 0 ? { serial_nos } : {}),
          },
        ],
      })
      .catch(() => undefined);
  };
  return (
    <Modal open title={t('issue')} onCancel={onClose} footer={null} width={640}>
      {issue.error ? <LineProblem error={issue.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('holder')} required>
          {(id) => (
            <Input id={id} value={holder} maxLength={80} onChange={(e) => setHolder(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('department')}>
          {(id) => <DepartmentPicker id={id} value={department_id} onChange={setDepartment} allowClear />}
        </LabelledField>
        <LabelledField label={t('reason')} required>
          {(id) => (
            <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('due_on')} required>
          {(id) => <Input id={id} type="date" value={due_on} onChange={(e) => setDue(e.target.value)} />}
        </LabelledField>
        <LabelledField label={t('item')} required>
          {(id) => (
            <ItemPicker
              id={id}
              value={item_id}
              onChange={(next) => {
                setItem(next);
                setBalance(undefined);
              }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('stock')} required>
          {(id) => (
            <BalancePicker
              id={id}
              warehouse_id={warehouse_id}
              item_id={item_id}
              keep={(row) => places.has(row.account_id)}
              value={balance}
              onChange={setBalance}
            />
          )}
        </LabelledField>
        <LabelledField label={t('qty')} required>
          {(id) => <InputNumber id={id} min={1} precision={0} value={qty} onChange={setQty} />}
        </LabelledField>
        <LabelledField label={t('serials')}>
          {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
        </LabelledField>
      </div>
      <div className="tc-form-foot">
        <BlockedButton type="primary" blocked={missing} loading={issue.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </Modal>
  );
}
