import { enterFreightBill, listTransportShipments } from '@tongcang/contract';
import { Input, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  formatMoney,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { CarrierPicker } from './carrier-picker.tsx';
import type { ShipmentRow } from './model.ts';
import { text } from './text.ts';
import { YuanInput } from './yuan-input.tsx';

type Line = { readonly billed_fen: number; readonly difference_reason: string };

/** A bill against the quotes: what has left and was not billed is listed, and gets the amount of the bill. */
export default function BillNew() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const [carrier_id, setCarrier] = useState<number>();
  const [carrier_bill_no, setNumber] = useState('');
  const [billed_on, setDay] = useState('');
  const [basis, setBasis] = useState<'weight' | 'volume' | 'value'>('weight');
  const [lines, setLines] = useState<Readonly<Record<number, Line>>>({});
  const { data } = useVerb(
    listTransportShipments,
    { carrier_id, limit: 1000 },
    { enabled: carrier_id !== undefined },
  );
  const rows = (data?.rows ?? []).filter((row) => row.departed_at !== null && row.actual_fen === null);
  const enter = useAction(enterFreightBill, {
    onSuccess: ({ bill_id }) => go(`/transport/bill/${bill_id}`, { replace: true }),
  });
  const billed = Object.entries(lines).filter(([, line]) => line.billed_fen > 0);
  const missing = missingFields([
    [carrier_id !== undefined, t('carrier')],
    [carrier_bill_no.trim() !== '', t('carrier_bill_no')],
    [/^\d{4}-\d{2}-\d{2}$/.test(billed_on), t('billed_on')],
    [billed.length > 0, t('billed')],
  ]);
  const submit = () =>
    enter
      .run({
        carrier_id: carrier_id!,
        carrier_bill_no: carrier_bill_no.trim(),
        billed_on,
        basis,
        lines: billed.map(([id, line]) => ({
          shipment_id: Number(id),
          billed_fen: line.billed_fen,
          ...(line.difference_reason.trim() === ''
            ? {}
            : { difference_reason: line.difference_reason.trim() }),
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_bill')} />
      {enter.error ? <ProblemView error={enter.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('carrier')} required>
            {(id) => (
              <CarrierPicker
                id={id}
                value={carrier_id}
                onChange={(next) => {
                  setCarrier(next);
                  setLines({});
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('carrier_bill_no')} required>
            {(id) => <Input id={id} value={carrier_bill_no} onChange={(e) => setNumber(e.target.value)} />}
          </LabelledField>
          <LabelledField label={t('billed_on')} required>
            {(id) => (
              <Input
                id={id}
                placeholder="YYYY-MM-DD"
                value={billed_on}
                onChange={(e) => setDay(e.target.value.trim())}
              />
            )}
          </LabelledField>
          <LabelledField label={t('basis')}>
            {(id) => (
              <Select
                id={id}
                value={basis}
                onChange={setBasis}
                options={(['weight', 'volume', 'value'] as const).map((value) => ({
                  value,
                  label: t(`b_${value}`),
                }))}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('unbilled')} flush>
        {carrier_id === undefined || rows.length === 0 ? (
          <p className="tc-bar-inset tc-muted">
            {t(carrier_id === undefined ? 'choose_carrier' : 'no_unbilled')}
          </p>
        ) : (
          <UnbilledRows
            rows={rows}
            lines={lines}
            onLine={(id, line) => setLines((all) => ({ ...all, [id]: line }))}
          />
        )}
      </Section>
      <div className="tc-page-actions">
        <BlockedButton
          type="primary"
          size="large"
          blocked={[...lacks('transport.settle'), ...missing]}
          loading={enter.busy}
          onClick={submit}
        >
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

type RowsProps = {
  readonly rows: readonly ShipmentRow[];
  readonly lines: Readonly<Record<number, Line>>;
  readonly onLine: (shipment_id: number, line: Line) => void;
};

function UnbilledRows({ rows, lines, onLine }: RowsProps) {
  const t = useText(text);
  const language = useLanguage();
  const zone = useZone();
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('shipment_no')}</th>
            <th>{t('destination')}</th>
            <th>{t('departed')}</th>
            <th className="tc-num">{t('quote')}</th>
            <th>
              {t('billed')} ({t('yuan')})
            </th>
            <th className="tc-num">{t('difference')}</th>
            <th>{t('difference_reason')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const line = lines[row.shipment_id];
            const difference = (line?.billed_fen ?? 0) - (row.quote_fen ?? 0);
            const set = (patch: Partial<Line>) =>
              onLine(row.shipment_id, { billed_fen: 0, difference_reason: '', ...line, ...patch });
            return (
              <tr key={row.shipment_id}>
                <td>{row.document_no}</td>
                <td>{row.destination}</td>
                <td>{formatInstant(row.departed_at!, zone)}</td>
                <td className="tc-num">{formatMoney(row.quote_fen, language)}</td>
                <td>
                  <YuanInput
                    aria-label={`${t('billed')} ${row.document_no}`}
                    value={line?.billed_fen}
                    onChange={(fen) => set({ billed_fen: fen ?? 0 })}
                  />
                </td>
                <td className="tc-num">
                  {line !== undefined && line.billed_fen > 0 ? formatMoney(difference, language) : '—'}
                </td>
                <td>
                  <Input
                    aria-label={`${t('difference_reason')} ${row.document_no}`}
                    value={line?.difference_reason ?? ''}
                    maxLength={200}
                    onChange={(event) => set({ difference_reason: event.target.value })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
