import { createPurchaseOrder } from '@tongcang/contract';
import { Switch } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import {
  AFFECTS,
  type EditedLine,
  emptyLine,
  fenOf,
  LineEditor,
  lineIsWhole,
  TextField,
} from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';

/** Drafts an order to one supplier; prices left out are found by the system. */
export default function OrderNew() {
  const t = useText(purchasingText);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [supplier, setSupplier] = useState<number>();
  const [warehouse, setWarehouse] = useState<number | undefined>(scope);
  const [reason, setReason] = useState('');
  const [urgent, setUrgent] = useState(false);
  const [lines, setLines] = useState<readonly EditedLine[]>(() => [emptyLine()]);
  const create = useAction(createPurchaseOrder, {
    invalidates: AFFECTS,
    onSuccess: ({ purchase_order_id }) => go(`/supply/order/${purchase_order_id}`, { replace: true }),
  });
  const missing = missingFields([
    [supplier !== undefined, t('supplier')],
    [warehouse !== undefined, t('warehouse')],
    [reason.trim() !== '', t('reason')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
    [lines.every(lineIsWhole), t('needed_on')],
  ]);
  const submit = () =>
    create
      .run({
        partner_id: supplier!,
        warehouse_id: warehouse!,
        reason: reason.trim(),
        urgent,
        lines: lines.map(({ item_id, qty, needed_on, yuan }) => ({
          item_id: item_id!,
          qty,
          needed_on: needed_on!,
          ...(yuan === undefined ? {} : { unit_price_fen: fenOf(yuan) }),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_order')} />
      {create.error ? <ProblemView error={create.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('supplier')} required>
            {(id) => <SupplierPicker id={id} value={supplier} onChange={setSupplier} />}
          </LabelledField>
          <LabelledField label={t('warehouse')} required>
            {(id) => <WarehousePicker id={id} value={warehouse} onChange={setWarehouse} />}
          </LabelledField>
          <TextField label={t('reason')} required value={reason} onChange={setReason} />
          <LabelledField label={t('urgent')} help={t('urgent_hint')}>
            {(id) => (
              <span>
                <Switch id={id} checked={urgent} onChange={setUrgent} />
              </span>
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('lines')}>
        <LineEditor lines={lines} onChange={setLines} priced />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={create.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
