import { Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { Section, useText } from '../../../ui/index.ts';
import { missingFields } from '../../app/missing.ts';
import { useUser } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { BigButton } from './big-button.tsx';
import type { StepProps } from './drive-page.tsx';
import { rangeText, type Stop } from './model.ts';
import { text } from './text.ts';

type Taken = 'all' | 'some' | 'none';
const keyOf = (document_id: number, line_no: number) => `${document_id}|${line_no}`;

/** Hands over at a stop: whole, in part or not at all. With cold goods this is the cold-chain handover form. */
export function HandoverStep({ shipment, busy, take, stop }: StepProps & { stop: Stop }) {
  const t = useText(text);
  const user = useUser();
  const cold = stop.documents.some((d) => d.storage_condition === 'cold' || d.storage_condition === 'frozen');
  const [taken, setTaken] = useState<Taken>('all');
  const [from, setFrom] = useState(shipment.driver_name ?? user.display_name);
  const [to, setTo] = useState('');
  const [temp, setTemp] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [back, setBack] = useState<Readonly<Record<string, number>>>({});
  const refused = taken === 'some' ? refusedOf(stop, back, reason.trim()) : [];
  const missing = missingFields([
    [from.trim() !== '', t('handed_over_by')],
    [to.trim() !== '', t('received_by')],
    [!cold || temp !== null, t('arrival_temp_c')],
    [taken === 'all' || reason.trim() !== '', t('refuse_reason')],
    [taken !== 'some' || refused.length > 0, t('refused_qty')],
  ]);
  const { shipment_id } = shipment;
  const { stop_id } = stop;
  const input = {
    stop_id,
    handed_over_by_name: from.trim(),
    received_by_name: to.trim(),
    refuse_all: taken === 'none',
    refused,
    ...(temp === null ? {} : { arrival_temp_c: temp }),
    ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  };
  return (
    <Section title={`${t(cold ? 'handover_form' : 'hand_over_title')} · ${stop.destination}`}>
      <Radio.Group
        size="large"
        optionType="button"
        value={taken}
        onChange={(event) => setTaken(event.target.value as Taken)}
        options={[
          { value: 'all', label: t('all_taken') },
          { value: 'some', label: t('refuse_some') },
          { value: 'none', label: t('refuse_all') },
        ]}
      />
      {taken === 'some' ? <RefusedLines stop={stop} back={back} onChange={setBack} /> : null}
      <div className="tc-drive-form">
        <LabelledField label={t('handed_over_by')} required>
          {(id) => <Input id={id} size="large" value={from} onChange={(e) => setFrom(e.target.value)} />}
        </LabelledField>
        <LabelledField label={t('received_by')} required>
          {(id) => <Input id={id} size="large" value={to} onChange={(e) => setTo(e.target.value)} />}
        </LabelledField>
        {cold ? (
          <LabelledField label={`${t('arrival_temp_c')} ${rangeText(shipment)}`} required>
            {(id) => (
              <InputNumber
                id={id}
                size="large"
                step={0.1}
                value={temp}
                onChange={setTemp}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
        ) : null}
        <LabelledField label={t('refuse_reason')} required={taken !== 'all'}>
          {(id) => (
            <Input
              id={id}
              size="large"
              maxLength={200}
              value={reason}
              onChange={(e) => setReason(e.target.value)}
            />
          )}
        </LabelledField>
      </div>
      <BigButton
        label={t('confirm_handover')}
        busy={busy}
        blocked={missing}
        onClick={() => void take({ kind: 'hand_over', shipment_id, stop_id, input })}
      />
    </Section>
  );
}

function refusedOf(stop: Stop, back: Readonly<Record<string, number>>, reason: string) {
  return stop.documents.flatMap(({ transport_document_id, lines }) =>
    lines.flatMap(({ line_no }) => {
      const qty = back[keyOf(transport_document_id, line_no)] ?? 0;
      return qty > 0 ? [{ transport_document_id, line_no, qty, reason }] : [];
    }),
  );
}

type LinesProps = {
  readonly stop: Stop;
  readonly back: Readonly<Record<string, number>>;
  readonly onChange: (back: Readonly<Record<string, number>>) => void;
};

function RefusedLines({ stop, back, onChange }: LinesProps) {
  const t = useText(text);
  return (
    <div>
      {stop.documents.flatMap((document) =>
        document.lines.map((line) => {
          const key = keyOf(document.transport_document_id, line.line_no);
          return (
            <div key={key} className="tc-drive-line">
              <span>
                {line.item_name}
                <span className="tc-muted">
                  {' '}
                  {t('lot')} {line.lot_no} · {line.qty} {line.unit}
                </span>
              </span>
              <InputNumber
                aria-label={`${t('refused_qty')} ${line.lot_no}`}
                size="large"
                min={0}
                max={line.qty}
                precision={0}
                prefix={<span className="tc-muted">{t('refused_qty')}</span>}
                value={back[key] ?? 0}
                onChange={(qty) => onChange({ ...back, [key]: qty ?? 0 })}
              />
            </div>
          );
        }),
      )}
    </div>
  );
}
