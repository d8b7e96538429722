import { listTerms, saveTerms } from '@tongcang/contract';
import { InputNumber, Modal, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { BlockedButton, type GridColumn, StatusChip, useText } from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { PurchaseList } from './purchase-list.tsx';
import { AFFECTS } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

type Row = RowOf<typeof listTerms>;

export default function TermsList() {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const found = useRows(listTerms, {});
  const columns = useMemo(() => columnsOf(t), [t]);
  const [open, setOpen] = useState(false);
  return (
    <PurchaseList
      id="terms"
      title={t('terms')}
      hint={t('terms_hint')}
      empty={t('no_terms')}
      columns={columns}
      found={found}
      rowKey={(row) => `${row.partner_id}|${row.item_id}`}
      actions={
        <BlockedButton type="primary" blocked={lacks('supply.order')} onClick={() => setOpen(true)}>
          {t('add_terms')}
        </BlockedButton>
      }
    >
      {open ? <TermsForm onClose={() => setOpen(false)} /> : null}
    </PurchaseList>
  );
}

function TermsForm({ onClose }: { onClose: () => void }) {
  const t = useText(purchasingText);
  const [supplier, setSupplier] = useState<number>();
  const [item, setItem] = useState<number>();
  const [terms, setTerms] = useState({ min: 1, multiple: 1, days: 7, preferred: false, active: true });
  const save = useAction(saveTerms, { invalidates: AFFECTS, onSuccess: onClose });
  const put = (patch: Partial<typeof terms>) => setTerms((all) => ({ ...all, ...patch }));
  const missing = missingFields([
    [supplier !== undefined, t('supplier')],
    [item !== undefined, t('item')],
  ]);
  const send = () =>
    void save
      .run({
        partner_id: supplier!,
        lines: [
          {
            item_id: item!,
            min_order_qty: terms.min,
            order_multiple: terms.multiple,
            lead_time_days: terms.days,
            preferred: terms.preferred,
            active: terms.active,
          },
        ],
      })
      .catch(() => undefined);
  const numbers = [
    ['min', t('min_order_qty'), 1],
    ['multiple', t('order_multiple'), 1],
    ['days', t('lead_time'), 0],
  ] as const;
  const switches = [
    ['preferred', t('preferred')],
    ['active', t('active')],
  ] as const;
  return (
    <Modal
      open
      title={t('add_terms')}
      onCancel={onClose}
      footer={
        <BlockedButton type="primary" blocked={missing} loading={save.busy} onClick={send}>
          {t('save')}
        </BlockedButton>
      }
    >
      {save.error ? <ProblemView error={save.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('supplier')} required>
          {(id) => <SupplierPicker id={id} value={supplier} onChange={setSupplier} />}
        </LabelledField>
        <LabelledField label={t('item')} required>
          {(id) => <ItemPicker id={id} value={item} onChange={setItem} />}
        </LabelledField>
        {numbers.map(([name, label, min]) => (
          <LabelledField key={name} label={label}>
            {(id) => (
              <InputNumber
                id={id}
                min={min}
                precision={0}
                value={terms[name]}
                style={{ width: '100%' }}
                onChange={(value) => put({ [name]: value ?? min })}
              />
            )}
          </LabelledField>
        ))}
        {switches.map(([name, label]) => (
          <LabelledField key={name} label={label}>
            {(id) => (
              <span>
                <Switch id={id} checked={terms[name]} onChange={(on) => put({ [name]: on })} />
              </span>
            )}
          </LabelledField>
        ))}
      </div>
    </Modal>
  );
}

function columnsOf(t: ReturnType<typeof useText<PurchasingWord>>): GridColumn<Row>[] {
  return [
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, pin: true, width: 180 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 240 },
    { key: 'min', title: t('min_order_qty'), kind: 'integer', value: (r) => r.min_order_qty },
    { key: 'multiple', title: t('order_multiple'), kind: 'integer', value: (r) => r.order_multiple },
    { key: 'lead', title: t('lead_time'), kind: 'integer', value: (r) => r.lead_time_days, width: 130 },
    { key: 'price', title: t('price_today'), kind: 'money', value: (r) => r.price_fen },
    { key: 'best', title: t('best_price'), kind: 'money', value: (r) => r.best_price_fen },
    {
      key: 'preferred',
      title: t('preferred'),
      value: (r) => (r.preferred ? t('yes') : t('no')),
      render: (r) => (r.preferred ? <StatusChip tone="accent">{t('preferred')}</StatusChip> : null),
      width: 96,
    },
    {
      key: 'active',
      title: t('active'),
      value: (r) => (r.active ? t('yes') : t('no')),
      width: 80,
    },
  ];
}
