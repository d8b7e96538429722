import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { ADJUSTMENT_CAUSES, requestAdjustment } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { text } from './adjustment-text.ts';
import { type Balance, BalancePicker } from './choose.tsx';
import './warehouse.css';

type Line = { key: number; item_id?: number; balance?: Balance; change: number | null; serials: string };
let keys = 0;
const emptyLine = (): Line => ({ key: ++keys, change: null, serials: '' });
const serialsOf = (line: Line) => line.serials.split(/\s+/).filter(Boolean);

/** Asks for the books to be corrected: what stands where, by how much, and why. */
export default function AdjustmentNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [cause, setCause] = useState<(typeof ADJUSTMENT_CAUSES)[number]>('damaged');
  const [reason, setReason] = useState('');
  const [lines, setLines] = useState<Line[]>(() => [emptyLine()]);
  const request = useAction(requestAdjustment, {
    invalidates: ['warehouse'],
    onSuccess: ({ adjustment_id }) => go(`/warehouse/adjustment/${adjustment_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse_id !== undefined, t('warehouse')],
    [reason.trim() !== '', t('reason')],
    [lines.every((line) => line.balance !== undefined), t('stock')],
    [lines.every((line) => (line.change ?? 0) !== 0), t('change')],
  ]);
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const submit = () =>
    request
      .run({
        warehouse_id: warehouse_id!,
        cause,
        reason: reason.trim(),
        lines: lines.map((line) => {
          const { item_id, lot_id, account_id, owner_id, disposition } = line.balance!;
          const serial_nos = serialsOf(line);
          return {
            item_id,
            lot_id,
            account_id,
            owner_id,
            disposition,
            change: line.change!,
            ...(serial_nos.length > 0 ? { serial_nos } : {}),
          };
        }),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('request')} description={t('adjustments_hint')} />
      {request.error ? <LineProblem error={request.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('warehouse')} required>
            {(id) => (
              <WarehousePicker
                id={id}
                value={warehouse_id}
                onChange={(next) => {
                  setWarehouse(next);
                  setLines([emptyLine()]);
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('cause')} required>
            {(id) => (
              <Select
                id={id}
                value={cause}
                onChange={setCause}
                options={ADJUSTMENT_CAUSES.map((value) => ({ value, label: t(`c_${value}`) }))}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('reason')} required>
            {(id) => (
              <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
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
                onChange={(item_id) => change(line.key, { item_id, balance: undefined })}
              />
            </div>
            <div className="tc-line-grow">
              <BalancePicker
                aria-label={`${t('stock')} ${index + 1}`}
                placeholder={t('stock')}
                warehouse_id={warehouse_id}
                item_id={line.item_id}
                value={line.balance}
                onChange={(balance) => change(line.key, { balance })}
              />
            </div>
            <InputNumber
              aria-label={`${t('change')} ${index + 1}`}
              precision={0}
              placeholder={t('change_hint')}
              prefix={<span className="tc-muted">{t('change')}</span>}
              style={{ width: 190 }}
              value={line.change}
              onChange={(next) => change(line.key, { change: next })}
            />
            <Input
              aria-label={`${t('serials')} ${index + 1}`}
              placeholder={`${t('serials')}（${t('serials_hint')}）`}
              style={{ width: 190 }}
              value={line.serials}
              onChange={(event) => change(line.key, { serials: event.target.value })}
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
        <BlockedButton type="primary" size="large" blocked={missing} loading={request.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
