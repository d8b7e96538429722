import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { listWarehouses, requestTransfer } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { YuanInput } from '../transport/yuan-input.tsx';
import { text } from './text.ts';

type Line = { key: number; item_id?: number; qty: number; price?: number };
let keys = 0;
const emptyLine = (): Line => ({ key: ++keys, qty: 1 });

/** Asks for goods to be moved. Lane and lots are found by the system. */
export default function TransferNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [from, setFrom] = useState<number>();
  const [to, setTo] = useState<number | undefined>(scope);
  const [reason, setReason] = useState('');
  const [lines, setLines] = useState<Line[]>(() => [emptyLine()]);
  const warehouses = useVerb(listWarehouses, {});
  const entityOf = (id: number | undefined) =>
    warehouses.data?.rows.find((row) => row.warehouse_id === id)?.legal_entity_code;
  const two = from !== undefined && to !== undefined && entityOf(from) !== entityOf(to);
  const request = useAction(requestTransfer, {
    invalidates: ['transfer', 'insight'],
    onSuccess: ({ transfer_id }) => go(`/transfer/${transfer_id}`, { replace: true }),
  });
  const missing = missingFields([
    [from !== undefined, t('from')],
    [to !== undefined, t('to')],
    [reason.trim() !== '', t('reason')],
    [lines.every((line) => line.item_id !== undefined), t('item')],
  ]);
  const change = (key: number, patch: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const submit = () =>
    request
      .run({
        from_warehouse_id: from!,
        to_warehouse_id: to!,
        reason: reason.trim(),
        lines: lines.map(({ item_id, qty, price }) => ({
          item_id: item_id!,
          qty,
          ...(two && price !== undefined ? { unit_price_fen: price } : {}),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_transfer')} />
      {request.error ? <ProblemView error={request.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('from')} required>
            {(id) => <WarehousePicker id={id} value={from} onChange={setFrom} />}
          </LabelledField>
          <LabelledField label={t('to')} required>
            {(id) => <WarehousePicker id={id} value={to} onChange={setTo} />}
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
            {two ? (
              <span style={{ width: 180 }}>
                <YuanInput
                  aria-label={`${t('unit_price')} ${index + 1}`}
                  placeholder={t('unit_price_yuan')}
                  value={line.price}
                  onChange={(price) => change(line.key, { price })}
                />
              </span>
            ) : null}
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
