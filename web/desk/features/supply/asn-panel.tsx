import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { ASN_TRANSPORT_MODES, announceAsn } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { type Order, type OrderLine, unannounced } from './order-model.ts';
import { AFFECTS, DayInput, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Mode = (typeof ASN_TRANSPORT_MODES)[number];
type Sent = {
  key: number;
  line: OrderLine;
  lot_no: string;
  production_date: string | undefined;
  expiry_date: string | undefined;
  qty: number;
  sscc: string;
  serials: string;
};
let keys = 0;
const sentOf = (line: OrderLine): Sent => ({
  key: ++keys,
  line,
  lot_no: '',
  production_date: undefined,
  expiry_date: undefined,
  qty: Math.max(1, unannounced(line)),
  sscc: '',
  serials: '',
});
const serialsOf = (text: string) => text.split(/[\s,;]+/).filter((serial) => serial !== '');
const COLD = new Set(['cold', 'frozen']);

/** What the supplier has sent, lot by lot and box by box, with how it travels. */
export function AsnPanel({ order, onDone }: { order: Order; onDone: () => void }) {
  const t = useText(purchasingText);
  const open = order.line_rows.filter((line) => unannounced(line) > 0);
  const cold = open.some((line) => COLD.has(line.storage_condition));
  const [head, setHead] = useState({ note: '', carrier: '', tracking: '', logger: '', expected: '' });
  const [mode, setMode] = useState<Mode>(cold ? 'cold_vehicle' : 'ambient');
  const [sent, setSent] = useState<readonly Sent[]>(() => open.map(sentOf));
  const announce = useAction(announceAsn, { invalidates: AFFECTS, onSuccess: onDone });
  const put = (patch: Partial<typeof head>) => setHead((before) => ({ ...before, ...patch }));
  const change = (key: number, patch: Partial<Sent>) =>
    setSent((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  const missing = missingFields([
    [head.note.trim() !== '', t('delivery_note_no')],
    [head.expected !== '', t('expected_at')],
    [sent.length > 0, t('lines')],
    [sent.every((one) => one.lot_no.trim() !== ''), t('lot')],
  ]);
  const send = () =>
    announce
      .run({
        delivery_note_no: head.note.trim(),
        ...(head.carrier.trim() ? { carrier_name: head.carrier.trim() } : {}),
        ...(head.tracking.trim() ? { tracking_no: head.tracking.trim() } : {}),
        ...(head.logger.trim() ? { logger_no: head.logger.trim() } : {}),
        transport_mode: mode,
        expected_at: new Date(head.expected).toISOString(),
        lines: sent.map((one) => ({
          purchase_order_line_id: one.line.purchase_order_line_id,
          lot_no: one.lot_no.trim(),
          qty: one.qty,
          ...(one.production_date ? { production_date: one.production_date } : {}),
          ...(one.expiry_date ? { expiry_date: one.expiry_date } : {}),
          ...(one.sscc.trim() ? { sscc: one.sscc.trim() } : {}),
          serial_nos: serialsOf(one.serials),
        })),
      })
      .catch(() => undefined);
  return (
    <Section title={t('announce')}>
      <p className="tc-muted">{t('announce_hint')}</p>
      {announce.error ? <ProblemView error={announce.error} /> : null}
      <div className="tc-form-grid">
        <TextField
          label={t('delivery_note_no')}
          required
          max={40}
          value={head.note}
          onChange={(note) => put({ note })}
        />
        <LabelledField label={t('expected_at')} required>
          {(id) => (
            <Input
              id={id}
              type="datetime-local"
              value={head.expected}
              onChange={(event) => put({ expected: event.target.value })}
            />
          )}
        </LabelledField>
        <LabelledField label={t('transport_mode')}>
          {(id) => (
            <Select
              id={id}
              value={mode}
              onChange={setMode}
              options={ASN_TRANSPORT_MODES.map((value) => ({ value, label: t(`m_${value}`) }))}
            />
          )}
        </LabelledField>
        <TextField
          label={t('carrier')}
          max={100}
          value={head.carrier}
          onChange={(carrier) => put({ carrier })}
        />
        <TextField
          label={t('tracking_no')}
          max={60}
          value={head.tracking}
          onChange={(tracking) => put({ tracking })}
        />
        {mode === 'ambient' ? null : (
          <TextField
            label={t('logger_no')}
            max={40}
            value={head.logger}
            onChange={(logger) => put({ logger })}
          />
        )}
      </div>
      <ul className="tc-pick-list">
        {sent.map((one) => (
          <SentLot
            key={one.key}
            sent={one}
            onChange={(patch) => change(one.key, patch)}
            onRemove={() => setSent((all) => all.filter((other) => other.key !== one.key))}
          />
        ))}
      </ul>
      <div className="tc-chips">
        {open.map((line) => (
          <Button
            key={line.purchase_order_line_id}
            size="small"
            icon={<PlusOutlined />}
            onClick={() => setSent((all) => [...all, sentOf(line)])}
          >
            {line.item_code}
          </Button>
        ))}
      </div>
      <div className="tc-page-actions">
        <BlockedButton type="primary" blocked={missing} loading={announce.busy} onClick={send}>
          {t('announce')}
        </BlockedButton>
      </div>
    </Section>
  );
}

type LotProps = {
  readonly sent: Sent;
  readonly onChange: (patch: Partial<Sent>) => void;
  readonly onRemove: () => void;
};

function SentLot({ sent, onChange, onRemove }: LotProps) {
  const t = useText(purchasingText);
  const { line } = sent;
  const named = (label: string) => `${label} ${line.item_code}`;
  return (
    <li>
      <span className="tc-line-grow">
        {line.item_code} {line.item_name}
      </span>
      <Input
        aria-label={named(t('lot'))}
        placeholder={t('lot')}
        maxLength={20}
        value={sent.lot_no}
        style={{ width: 140 }}
        onChange={(event) => onChange({ lot_no: event.target.value })}
      />
      <InputNumber
        aria-label={named(t('qty'))}
        min={1}
        precision={0}
        prefix={<span className="tc-muted">{t('qty')}</span>}
        style={{ width: 130 }}
        value={sent.qty}
        onChange={(qty) => onChange({ qty: qty ?? 1 })}
      />
      <span className="tc-muted">
        {t('production_date')}{' '}
        <DayInput
          aria-label={named(t('production_date'))}
          value={sent.production_date}
          onChange={(production_date) => onChange({ production_date })}
        />
      </span>
      <span className="tc-muted">
        {t('expiry')}{' '}
        <DayInput
          aria-label={named(t('expiry'))}
          value={sent.expiry_date}
          onChange={(expiry_date) => onChange({ expiry_date })}
        />
      </span>
      <Input
        aria-label={named(t('sscc'))}
        placeholder={t('sscc')}
        maxLength={18}
        value={sent.sscc}
        style={{ width: 190 }}
        onChange={(event) => onChange({ sscc: event.target.value })}
      />
      {line.tracking === 'serial' ? (
        <Input.TextArea
          aria-label={named(t('serials'))}
          placeholder={t('serials_hint')}
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={sent.serials}
          style={{ width: 190 }}
          onChange={(event) => onChange({ serials: event.target.value })}
        />
      ) : null}
      <Button type="text" icon={<DeleteOutlined />} aria-label={named(t('remove'))} onClick={onRemove} />
    </li>
  );
}
