import { DOOR_REASONS, deliverShipment } from '@tongcang/contract';
import { App, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, formatInteger, Section, useLanguage, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Shipment } from './shipment-page.tsx';
import { splitSerials } from './states.tsx';
import { text } from './text.ts';

type Line = Shipment['line_rows'][number];
type No = { readonly qty: number; readonly reason?: string; readonly serials: string };
const keyOf = (line: Line) => `${line.demand_line_id}|${line.lot_id}`;
const TAKEN: No = { qty: 0, serials: '' };

/** Who signed, and what was not taken at the door. */
export function DeliverPanel({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const language = useLanguage();
  const { message } = App.useApp();
  const [signed_by, setSignedBy] = useState('');
  const [note, setNote] = useState('');
  const [refused, setRefused] = useState<Readonly<Record<string, No>>>({});
  const deliver = useAction(deliverShipment, {
    invalidates: ['fulfilment', 'stock', 'planning', 'insight'],
    onSuccess: ({ delivered, refused: no }) =>
      void (no > 0
        ? message.warning(t('signed_part', { n: delivered, refused: no }))
        : message.success(t('signed_ok', { n: delivered }))),
  });
  const of = (line: Line) => refused[keyOf(line)] ?? TAKEN;
  const set = (line: Line, patch: Partial<No>) =>
    setRefused((all) => ({ ...all, [keyOf(line)]: { ...(all[keyOf(line)] ?? TAKEN), ...patch } }));
  const no = shipment.line_rows.filter((line) => of(line).qty > 0);
  const missing = missingFields([
    [signed_by.trim() !== '', t('signed_by')],
    [no.every((line) => of(line).reason !== undefined), t('refused_reason')],
  ]);
  const submit = () =>
    deliver
      .run({
        shipment_id: shipment.shipment_id,
        signed_by: signed_by.trim(),
        note: note.trim() || undefined,
        refused: no.map((line) => refusalOf(line, of(line))),
      })
      .catch(() => undefined);
  return (
    <Section title={t('sign')}>
      <p className="tc-muted">{t('sign_hint')}</p>
      {deliver.error ? <ProblemView error={deliver.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('signed_by')} required>
          {(id) => (
            <Input id={id} value={signed_by} maxLength={60} onChange={(e) => setSignedBy(e.target.value)} />
          )}
        </LabelledField>
        <LabelledField label={t('note')}>
          {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
        </LabelledField>
      </div>
      <ul className="tc-pick-list">
        {shipment.line_rows.map((line) => (
          <li key={keyOf(line)}>
            <span className="tc-line-grow">
              {line.item_code} {line.item_name}{' '}
              <span className="tc-muted">
                {t('lot')} {line.lot_no} · {formatInteger(line.qty, language)} {line.unit}
              </span>
            </span>
            <InputNumber
              aria-label={`${t('refused_qty')} ${line.lot_no}`}
              min={0}
              max={line.qty}
              precision={0}
              prefix={<span className="tc-muted">{t('refused')}</span>}
              value={of(line).qty}
              style={{ width: 140 }}
              onChange={(qty) => set(line, { qty: qty ?? 0 })}
            />
            {of(line).qty > 0 ? (
              <>
                <Select
                  aria-label={`${t('refused_reason')} ${line.lot_no}`}
                  placeholder={t('refused_reason')}
                  value={of(line).reason}
                  onChange={(reason: string) => set(line, { reason })}
                  options={DOOR_REASONS.map((value) => ({ value, label: t(`r_${value}`) }))}
                  style={{ minWidth: 140 }}
                />
                {line.tracking === 'serial' && of(line).qty < line.qty ? (
                  <Input
                    aria-label={`${t('refused_serials')} ${line.lot_no}`}
                    placeholder={t('refused_serials')}
                    value={of(line).serials}
                    style={{ width: 220 }}
                    onChange={(e) => set(line, { serials: e.target.value })}
                  />
                ) : null}
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <BlockedButton
        type="primary"
        size="large"
        blocked={missing}
        loading={deliver.busy}
        onClick={() => void submit()}
      >
        {t('sign')}
      </BlockedButton>
    </Section>
  );
}

function refusalOf(line: Line, { qty, reason, serials }: No) {
  const named = splitSerials(serials);
  return {
    demand_line_id: line.demand_line_id,
    lot_no: line.lot_no,
    qty,
    reason: reason as (typeof DOOR_REASONS)[number],
    ...(named.length > 0 ? { serial_nos: named } : {}),
  };
}
