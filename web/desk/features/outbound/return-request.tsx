import { RETURN_REASONS, requestReturn } from '@tongcang/contract';
import { Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Shipment } from './shipment-page.tsx';
import { splitSerials } from './states.tsx';
import { text } from './text.ts';

type Line = Shipment['line_rows'][number];
const keyOf = (line: Line) => `${line.demand_line_id}|${line.lot_id}`;
const left = (line: Line) => line.qty_delivered - line.qty_returned;

/** What the hospital wants to send back: never more than it was given. */
export function ReturnRequest({ shipment, onClose }: { shipment: Shipment; onClose: () => void }) {
  const t = useText(text);
  const go = useGo();
  const [reason, setReason] = useState<string>('not_needed');
  const [note, setNote] = useState('');
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const [serials, setSerials] = useState<Readonly<Record<string, string>>>({});
  const request = useAction(requestReturn, {
    invalidates: ['fulfilment'],
    onSuccess: ({ return_id }) => go(`/customer-return/${return_id}`),
  });
  const lines = shipment.line_rows.filter((line) => left(line) > 0);
  const chosen = lines.filter((line) => (counts[keyOf(line)] ?? 0) > 0);
  const submit = () =>
    request
      .run({
        shipment_id: shipment.shipment_id,
        reason: reason as (typeof RETURN_REASONS)[number],
        note: note.trim() || undefined,
        lines: chosen.map((line) => lineOf(line, counts[keyOf(line)]!, serials[keyOf(line)] ?? '')),
      })
      .catch(() => undefined);
  return (
    <Modal
      open
      title={t('request_return')}
      okText={t('request_return')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: chosen.length === 0, loading: request.busy }}
      onOk={() => void submit()}
      onCancel={onClose}
      width={640}
    >
      {request.error ? <ProblemView error={request.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('return_reason')}>
          {(id) => (
            <Select
              id={id}
              value={reason}
              onChange={setReason}
              options={RETURN_REASONS.map((value) => ({ value, label: t(`rr_${value}`) }))}
            />
          )}
        </LabelledField>
        <LabelledField label={t('note')}>
          {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
        </LabelledField>
      </div>
      <ul className="tc-pick-list">
        {lines.map((line) => (
          <li key={keyOf(line)}>
            <span className="tc-line-grow">
              {line.item_code} {line.item_name}{' '}
              <span className="tc-muted">
                {t('lot')} {line.lot_no} · {t('can_return', { n: left(line) })}
              </span>
            </span>
            <InputNumber
              aria-label={`${t('return_qty')} ${line.lot_no}`}
              min={0}
              max={left(line)}
              precision={0}
              value={counts[keyOf(line)] ?? 0}
              onChange={(qty) => setCounts((all) => ({ ...all, [keyOf(line)]: qty ?? 0 }))}
            />
            {line.tracking === 'serial' ? (
              <Input
                aria-label={`${t('return_serials')} ${line.lot_no}`}
                placeholder={t('return_serials')}
                value={serials[keyOf(line)] ?? ''}
                style={{ width: 200 }}
                onChange={(e) => setSerials((all) => ({ ...all, [keyOf(line)]: e.target.value }))}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function lineOf(line: Line, qty: number, typed: string) {
  const named = splitSerials(typed);
  return {
    demand_line_id: line.demand_line_id,
    lot_no: line.lot_no,
    qty,
    ...(named.length > 0 ? { serial_nos: named } : {}),
  };
}
