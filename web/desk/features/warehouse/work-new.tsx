import { createWorkOrder, WORK_KINDS } from '@tongcang/contract';
import { Checkbox, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LotPicker } from './choose.tsx';
import { text } from './work-text.ts';

type Kind = (typeof WORK_KINDS)[number];

export default function WorkNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [kind, setKind] = useState<Kind>('assemble');
  const [item_id, setItem] = useState<number>();
  const [lot_id, setLot] = useState<number>();
  const [qty, setQty] = useState<number | null>(1);
  const [label_version, setLabel] = useState('');
  const [waits, setWaits] = useState(false);
  const [reason, setReason] = useState('');
  const create = useAction(createWorkOrder, {
    invalidates: ['warehouse'],
    onSuccess: ({ work_order_id }) => go(`/warehouse/work-order/${work_order_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse_id !== undefined, t('warehouse')],
    [item_id !== undefined, t('item')],
    [kind === 'assemble' || lot_id !== undefined, t('lot')],
    [qty !== null, t('qty')],
    [kind !== 'relabel' || label_version.trim() !== '', t('label_version')],
    [reason.trim() !== '', t('reason')],
  ]);
  const submit = () =>
    create
      .run({
        warehouse_id: warehouse_id!,
        kind,
        item_id: item_id!,
        qty: qty!,
        reason: reason.trim(),
        ...(kind === 'assemble' ? {} : { lot_id: lot_id! }),
        ...(kind === 'relabel' ? { label_version: label_version.trim() } : {}),
        ...(kind === 'relabel' && waits ? { disposition: 'quarantine' as const } : {}),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_order')} description={t('orders_hint')} />
      {create.error ? <ProblemView error={create.error} /> : null}
      <Section>
        <LabelledField label={t('kind')} required>
          {(id) => (
            <Radio.Group
              id={id}
              value={kind}
              onChange={(event) => setKind(event.target.value as Kind)}
              options={WORK_KINDS.map((value) => ({ value, label: t(`k_${value}`) }))}
              optionType="button"
            />
          )}
        </LabelledField>
        <div className="tc-form-grid">
          <LabelledField label={t('warehouse')} required>
            {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
          </LabelledField>
          <LabelledField label={t(kind === 'relabel' ? 'item' : 'kit')} required>
            {(id) => (
              <ItemPicker
                id={id}
                value={item_id}
                onChange={(next) => {
                  setItem(next);
                  setLot(undefined);
                }}
              />
            )}
          </LabelledField>
          {kind === 'assemble' ? null : (
            <LabelledField label={t('lot')} required>
              {(id) => <LotPicker id={id} item_id={item_id} value={lot_id} onChange={setLot} />}
            </LabelledField>
          )}
          <LabelledField label={t('qty')} required>
            {(id) => <InputNumber id={id} min={1} precision={0} value={qty} onChange={setQty} />}
          </LabelledField>
          {kind === 'relabel' ? (
            <LabelledField label={t('label_version')} required>
              {(id) => (
                <Input
                  id={id}
                  value={label_version}
                  maxLength={40}
                  onChange={(event) => setLabel(event.target.value)}
                />
              )}
            </LabelledField>
          ) : null}
          {kind === 'relabel' ? (
            <Checkbox checked={waits} onChange={(event) => setWaits(event.target.checked)}>
              {t('waits_for_release')}
            </Checkbox>
          ) : null}
          <LabelledField label={t('reason')} required>
            {(id) => (
              <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
            )}
          </LabelledField>
        </div>
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={create.busy} onClick={submit}>
          {t('submit')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
