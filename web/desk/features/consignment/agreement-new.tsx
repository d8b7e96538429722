import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { saveConsignAgreement } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { DepartmentPicker, ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { cabinet_text as text } from './cabinet-text.ts';

type Line = { key: number; item_id?: number | undefined; par: number; days: number; yuan: number };
let keys = 0;
const emptyLine = (): Line => ({ key: ++keys, par: 1, days: 0, yuan: 0 });
const today = (): string => new Date().toLocaleDateString('sv-SE');

/** The terms of a cabinet. */
export default function AgreementNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [department_id, setDepartment] = useState<number>();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [valid_from, setFrom] = useState(today);
  const [valid_to, setTo] = useState('');
  const [counted_by, setCountedBy] = useState<'us' | 'hospital'>('us');
  const [every, setEvery] = useState(30);
  const [swap, setSwap] = useState(180);
  const [lines, setLines] = useState<Line[]>(() => [emptyLine()]);
  const save = useAction(saveConsignAgreement, {
    onSuccess: ({ agreement_id }) => go(`/consignment/${agreement_id}`, { replace: true }),
  });
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const missing = missingFields([
    [department_id !== undefined, t('hospital_department')],
    [warehouse_id !== undefined, t('warehouse')],
    [valid_from !== '', t('valid_from')],
    [lines.length > 0 && lines.every((line) => line.item_id !== undefined), t('item')],
  ]);
  const submit = () =>
    save
      .run({
        department_id: department_id!,
        warehouse_id: warehouse_id!,
        valid_from,
        ...(valid_to ? { valid_to } : {}),
        counted_by,
        count_every_days: every,
        swap_days: swap,
        lines: lines.map(({ item_id, par, days, yuan }) => ({
          item_id: item_id!,
          par_qty: par,
          min_remaining_days: days,
          unit_price_fen: Math.round(yuan * 100),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_agreement')} description={t('agreement_form_hint')} />
      {save.error ? <ProblemView error={save.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('hospital_department')} required>
            {(id) => <DepartmentPicker id={id} value={department_id} onChange={setDepartment} />}
          </LabelledField>
          <LabelledField label={t('warehouse')} required>
            {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
          </LabelledField>
          <LabelledField label={t('valid_from')} required>
            {(id) => (
              <Input id={id} type="date" value={valid_from} onChange={(e) => setFrom(e.target.value)} />
            )}
          </LabelledField>
          <LabelledField label={t('valid_to')}>
            {(id) => <Input id={id} type="date" value={valid_to} onChange={(e) => setTo(e.target.value)} />}
          </LabelledField>
          <LabelledField label={t('counted_by')}>
            {(id) => (
              <Select
                id={id}
                value={counted_by}
                onChange={setCountedBy}
                options={(['us', 'hospital'] as const).map((value) => ({ value, label: t(`by_${value}`) }))}
              />
            )}
          </LabelledField>
          <LabelledField label={t('count_every')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={366}
                precision={0}
                value={every}
                onChange={(value) => setEvery(value ?? 30)}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('swap_days')}>
            {(id) => (
              <InputNumber
                id={id}
                min={0}
                max={3650}
                precision={0}
                value={swap}
                onChange={(value) => setSwap(value ?? 0)}
                style={{ width: '100%' }}
              />
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
              aria-label={`${t('par')} ${index + 1}`}
              min={0}
              precision={0}
              prefix={<span className="tc-muted">{t('par')}</span>}
              style={{ width: 130 }}
              value={line.par}
              onChange={(par) => change(line.key, { par: par ?? 0 })}
            />
            <InputNumber
              aria-label={`${t('price')} ${index + 1}`}
              min={0}
              precision={2}
              prefix={<span className="tc-muted">{t('price')} ¥</span>}
              style={{ width: 180 }}
              value={line.yuan}
              onChange={(yuan) => change(line.key, { yuan: yuan ?? 0 })}
            />
            <InputNumber
              aria-label={`${t('min_days')} ${index + 1}`}
              min={0}
              max={3650}
              precision={0}
              prefix={<span className="tc-muted">{t('days_left')} ≥</span>}
              style={{ width: 170 }}
              value={line.days}
              onChange={(days) => change(line.key, { days: days ?? 0 })}
            />
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
        <BlockedButton type="primary" size="large" blocked={missing} loading={save.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
