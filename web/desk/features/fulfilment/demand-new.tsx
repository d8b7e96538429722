import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { createDemand } from '@tongcang/contract';
import { App, Button, Checkbox, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  PageBody,
  PageHeader,
  Section,
  useCodeText,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { DepartmentPicker, ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { LabelledField } from './labelled.tsx';
import { text } from './text.ts';

type Line = { key: number; item_id?: number; qty: number; single_lot: boolean; price?: number | null };
type Kind = 'departmental' | 'order';
let keys = 0;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** This time tomorrow, on the hour. */
const tomorrow = (): string => new Date(Math.floor((Date.now() + DAY_MS) / HOUR_MS) * HOUR_MS).toISOString();
const emptyLine = (): Line => ({ key: ++keys, qty: 1, single_lot: false });

/** What a department needs. Two questions are enough: who and what; the rest has sensible answers. */
export default function DemandNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const { notification } = App.useApp();
  const codeText = useCodeText();
  const [kind, setKind] = useState<Kind>('departmental');
  const [department_id, setDepartment] = useState<number>();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const zone = useZone();
  const [needed_at, setNeeded] = useState<string>(tomorrow);
  const [priority, setPriority] = useState<number>();
  const [reason, setReason] = useState('');
  const [order_no, setOrderNo] = useState('');
  const [lines, setLines] = useState<Line[]>(() => [emptyLine()]);
  const create = useAction(createDemand, {
    invalidates: ['fulfilment', 'planning', 'insight'],
    onSuccess: ({ demand_id, warnings }) => {
      if (warnings.length > 0) {
        const said = warnings.map((warning) => codeText(warning.code, warning.params)).join('；');
        notification.warning({ title: t('warnings'), description: said });
      }
      go(`/demand/${demand_id}`, { replace: true });
    },
  });
  const missing = missingFields([
    [department_id !== undefined, t('department')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
  ]);
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const submit = () =>
    create
      .run({
        kind,
        department_id: department_id!,
        warehouse_id,
        needed_at,
        priority_class: priority,
        reason: reason.trim() || undefined,
        customer_order_no: order_no.trim() || undefined,
        lines: lines.map(({ item_id, qty, single_lot, price }) => ({
          item_id: item_id!,
          qty,
          single_lot,
          ...(kind === 'order' && price != null ? { unit_price_fen: Math.round(price * 100) } : {}),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_demand')} />
      {create.error ? <ProblemView error={create.error} /> : null}
      <Section>
        <Segmented
          aria-label={t('kind')}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          options={(['departmental', 'order'] as const).map((value) => ({ value, label: t(`k_${value}`) }))}
          style={{ marginBottom: 12 }}
        />
        <div className="tc-form-grid">
          <LabelledField label={t('department')} required>
            {(id) => <DepartmentPicker id={id} value={department_id} onChange={setDepartment} />}
          </LabelledField>
          <LabelledField label={t('warehouse')}>
            {(id) => (
              <WarehousePicker
                id={id}
                value={warehouse_id}
                onChange={setWarehouse}
                allowClear
                placeholder={t('nearest')}
              />
            )}
          </LabelledField>
          <LabelledField label={t('needed_at')} required>
            {(id) => (
              <Input
                id={id}
                type="datetime-local"
                value={wallClock(needed_at, zone)}
                onChange={(event) => {
                  const next = instantOf(event.target.value, zone);
                  if (next) setNeeded(next);
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('priority')}>
            {(id) => (
              <Select
                id={id}
                value={priority}
                onChange={setPriority}
                allowClear
                placeholder={t('department_default')}
                options={[1, 2, 3, 4].map((value) => ({ value, label: t(`p${value}` as 'p1') }))}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('reason')} help={t('reason_hint')}>
            {(id) => (
              <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
            )}
          </LabelledField>
          <LabelledField label={t('customer_order_no')}>
            {(id) => (
              <Input id={id} value={order_no} maxLength={60} onChange={(e) => setOrderNo(e.target.value)} />
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('lines')}>
        {lines.map((line, index) => (
          <div key={line.key} className="tc-line-row">
            <div className="tc-line-grow">
              <ItemPicker
                aria-label={`${t('item')} ${index + 1}`}
                placeholder={t('item')}
                value={line.item_id}
                onChange={(item_id) => change(line.key, { item_id })}
              />
            </div>
            <InputNumber
              aria-label={`${t('qty')} ${index + 1}`}
              min={1}
              precision={0}
              prefix={<span className="tc-muted">{t('qty')}</span>}
              style={{ width: 160 }}
              value={line.qty}
              onChange={(qty) => change(line.key, { qty: qty ?? 1 })}
            />
            {kind === 'order' ? (
              <InputNumber
                aria-label={`${t('unit_price')} ${index + 1}`}
                min={0}
                precision={2}
                prefix={<span className="tc-muted">{t('unit_price')}</span>}
                placeholder={t('by_list')}
                style={{ width: 200 }}
                value={line.price ?? null}
                onChange={(price) => change(line.key, { price })}
              />
            ) : null}
            <Checkbox
              checked={line.single_lot}
              onChange={(e) => change(line.key, { single_lot: e.target.checked })}
            >
              {t('single_lot')}
            </Checkbox>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`${t('remove')} ${index + 1}`}
              disabled={lines.length === 1}
              onClick={() => setLines((all) => all.filter((one) => one.key !== line.key))}
            />
          </div>
        ))}
        <Button icon={<PlusOutlined />} onClick={() => setLines((all) => [...all, emptyLine()])}>
          {t('add_line')}
        </Button>
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={create.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
