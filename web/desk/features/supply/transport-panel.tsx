import { recordTransport } from '@tongcang/contract';
import { useState } from 'react';
import { BlockedButton, formatInstant, Section, TableScroll, useText, useZone } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Receipt } from './receipt-model.ts';
import { receivingText } from './receiving-text.ts';
import { TransportForm, type TransportTyped, transportOf } from './transport-form.tsx';

/** How the goods travelled, by every record of it, and a new one while anything waits for acceptance. */
export function TransportPanel({ receipt, open }: { receipt: Receipt; open: boolean }) {
  const t = useText(receivingText);
  const zone = useZone();
  const [typed, setTyped] = useState<TransportTyped>({});
  const record = useAction(recordTransport, { onSuccess: () => setTyped({}) });
  const given = transportOf(typed, zone);
  const range = (low: number | null, high: number | null) =>
    low === null && high === null ? '—' : `${low ?? ''} … ${high ?? ''} ℃`;
  return (
    <Section title={t('transport')} flush={receipt.transport.length > 0 && !open}>
      {receipt.transport.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('transport_mode')}</th>
                <th>{t('vehicle_no')}</th>
                <th>{t('transit')}</th>
                <th>{t('arrival_temp')}</th>
                <th>
                  {t('min_temp')} / {t('max_temp')}
                </th>
                <th>{t('record_no')}</th>
                <th>{t('arrived_at')}</th>
              </tr>
            </thead>
            <tbody>
              {receipt.transport.map((row) => (
                <tr key={row.transport_record_id}>
                  <td>{t(`m_${row.transport_mode}`)}</td>
                  <td>{row.vehicle_no ?? '—'}</td>
                  <td>{row.transit_minutes === null ? '—' : t('minutes', { n: row.transit_minutes })}</td>
                  <td>{row.arrival_temp_c ?? '—'}</td>
                  <td>{range(row.min_temp_c, row.max_temp_c)}</td>
                  <td>{row.record_no ?? '—'}</td>
                  <td>{row.arrived_at ? formatInstant(row.arrived_at, zone) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
      {open ? (
        <details open={receipt.transport.length === 0}>
          <summary>{t('add_transport')}</summary>
          <div className="tc-stack">
            {record.error ? <ProblemView error={record.error} /> : null}
            <TransportForm typed={typed} onChange={setTyped} required />
            <div className="tc-page-actions">
              <BlockedButton
                blocked={missingFields([[given !== null, t('transport_mode')]])}
                loading={record.busy}
                onClick={() =>
                  void record.run({ receipt_id: receipt.receipt_id, ...given! }).catch(() => undefined)
                }
              >
                {t('save')}
              </BlockedButton>
            </div>
          </div>
        </details>
      ) : null}
    </Section>
  );
}
