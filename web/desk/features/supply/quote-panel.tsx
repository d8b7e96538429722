import { submitQuote } from '@tongcang/contract';
import { InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { AFFECTS, DayInput, dayAhead, fenOf, Qty, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import type { Rfq } from './rfq-model.ts';

type Offered = { yuan: number | null; qty: number | null; days: number | null };
const NOTHING: Offered = { yuan: null, qty: null, days: null };
const USUAL_VALIDITY_DAYS = 90;

/** A supplier's offer, line by line; the purchaser may enter it for a supplier. */
export function QuotePanel({ rfq }: { rfq: Rfq }) {
  const t = useText(purchasingText);
  const [partner, setPartner] = useState<number | undefined>(
    rfq.invitations.length === 1 ? rfq.invitations[0]!.partner_id : undefined,
  );
  const [offers, setOffers] = useState<Readonly<Record<number, Offered>>>({});
  const [valid_to, setValidTo] = useState<string | undefined>(() => dayAhead(USUAL_VALIDITY_DAYS));
  const [note, setNote] = useState('');
  const quote = useAction(submitQuote, { invalidates: AFFECTS });
  const set = (line_no: number, patch: Partial<Offered>) =>
    setOffers((all) => ({ ...all, [line_no]: { ...(all[line_no] ?? NOTHING), ...patch } }));
  const lines = rfq.line_rows.flatMap(({ line_no }) => {
    const { yuan, qty, days } = offers[line_no] ?? NOTHING;
    if (yuan === null) return [];
    return [
      {
        line_no,
        unit_price_fen: fenOf(yuan),
        ...(qty === null ? {} : { qty_offered: qty }),
        ...(days === null ? {} : { lead_time_days: days }),
        ...(valid_to === undefined ? {} : { valid_to }),
      },
    ];
  });
  const send = (declined: boolean) =>
    void quote
      .run({
        rfq_id: rfq.rfq_id,
        partner_id: partner!,
        declined,
        ...(note.trim() ? { note: note.trim() } : {}),
        lines: declined ? [] : lines,
      })
      .catch(() => undefined);
  const whose = missingFields([[partner !== undefined, t('supplier')]]);
  const missing = [...whose, ...missingFields([[lines.length > 0, t('unit_price')]])];
  return (
    <Section title={t('quote')}>
      <p className="tc-muted">{t('quote_hint')}</p>
      {quote.error ? <ProblemView error={quote.error} /> : null}
      <div className="tc-form-grid">
        {rfq.invitations.length > 1 ? (
          <LabelledField label={t('quote_for')} required>
            {(id) => (
              <Select
                id={id}
                value={partner}
                onChange={setPartner}
                options={rfq.invitations.map((one) => ({ value: one.partner_id, label: one.partner_name }))}
              />
            )}
          </LabelledField>
        ) : null}
        <LabelledField label={t('valid_to')}>
          {(id) => <DayInput id={id} value={valid_to} onChange={setValidTo} width="100%" />}
        </LabelledField>
        <TextField label={t('note')} value={note} onChange={setNote} />
      </div>
      <ul className="tc-pick-list">
        {rfq.line_rows.map((line) => (
          <li key={line.line_no}>
            <span className="tc-line-grow">
              {line.item_code} {line.item_name}
              <span className="tc-muted">
                {' '}
                <Qty value={line.qty} unit={line.unit} /> · {line.needed_on}
              </span>
            </span>
            <InputNumber
              aria-label={`${t('unit_price_yuan')} ${line.item_code}`}
              min={0}
              precision={2}
              prefix="¥"
              placeholder={t('unit_price')}
              style={{ width: 140 }}
              value={offers[line.line_no]?.yuan ?? null}
              onChange={(yuan) => set(line.line_no, { yuan })}
            />
            <InputNumber
              aria-label={`${t('qty_offered')} ${line.item_code}`}
              min={1}
              precision={0}
              placeholder={t('qty_offered')}
              style={{ width: 130 }}
              value={offers[line.line_no]?.qty ?? null}
              onChange={(qty) => set(line.line_no, { qty })}
            />
            <InputNumber
              aria-label={`${t('lead_time')} ${line.item_code}`}
              min={0}
              precision={0}
              placeholder={t('lead_time')}
              style={{ width: 150 }}
              value={offers[line.line_no]?.days ?? null}
              onChange={(days) => set(line.line_no, { days })}
            />
          </li>
        ))}
      </ul>
      <div className="tc-page-actions">
        <BlockedButton blocked={whose} onClick={() => send(true)}>
          {t('decline')}
        </BlockedButton>
        <BlockedButton type="primary" blocked={missing} loading={quote.busy} onClick={() => send(false)}>
          {t('quote_send')}
        </BlockedButton>
      </div>
    </Section>
  );
}
