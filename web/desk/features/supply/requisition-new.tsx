import { requestPurchase } from '@tongcang/contract';
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
  LineEditor,
  lineIsWhole,
  TextField,
} from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

/** Asks for goods to be bought for a warehouse. */
export default function RequisitionNew() {
  const t = useText(purchasingText);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [warehouse, setWarehouse] = useState<number | undefined>(scope);
  const [reason, setReason] = useState('');
  const [urgent, setUrgent] = useState(false);
  const [lines, setLines] = useState<readonly EditedLine[]>(() => [emptyLine()]);
  const request = useAction(requestPurchase, {
    invalidates: AFFECTS,
    onSuccess: ({ requisition_id }) => go(`/supply/requisition/${requisition_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse !== undefined, t('warehouse')],
    [reason.trim() !== '', t('reason')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
    [lines.every(lineIsWhole), t('needed_on')],
  ]);
  const submit = () =>
    request
      .run({
        warehouse_id: warehouse!,
        reason: reason.trim(),
        urgent,
        lines: lines.map(({ item_id, qty, needed_on }) => ({
          item_id: item_id!,
          qty,
          needed_on: needed_on!,
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_requisition')} />
      {request.error ? <ProblemView error={request.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('warehouse')} required>
            {(id) => <WarehousePicker id={id} value={warehouse} onChange={setWarehouse} />}
          </LabelledField>
          <TextField label={t('reason')} required value={reason} onChange={setReason} />
          <LabelledField label={t('urgent')}>
            {(id) => (
              <span>
                <Switch id={id} checked={urgent} onChange={setUrgent} />
              </span>
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('lines')}>
        <LineEditor lines={lines} onChange={setLines} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={request.busy} onClick={submit}>
          {t('new_requisition')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
