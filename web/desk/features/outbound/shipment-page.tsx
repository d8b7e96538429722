import { useParams } from '@tanstack/react-router';
import { getShipment } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  formatInstant,
  formatInteger,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { DeliverPanel } from './deliver-panel.tsx';
import { NotePrints } from './note-prints.tsx';
import { PackageTable } from './pack-panel.tsx';
import { Proofs } from './proofs.tsx';
import { ReturnRequest } from './return-request.tsx';
import { State } from './states.tsx';
import { text } from './text.ts';

export type Shipment = OutputFor<typeof getShipment>;

/** One delivery, from the door of the warehouse to the signature, and what comes back of it. */
export default function ShipmentPage() {
  const { shipment_id } = useParams({ strict: false }) as { shipment_id: string };
  const { data, error, refetch } = useVerb(getShipment, { shipment_id: Number(shipment_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded shipment={data} /> : <LoadingState />;
}

function Loaded({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const zone = useZone();
  const may = useCan();
  const lacks = useLacks();
  const [returning, setReturning] = useState(false);
  const arrived = shipment.status !== 'in_transit';
  const returnable = shipment.line_rows.some((line) => line.qty_delivered > line.qty_returned);
  return (
    <PageBody>
      <PageHeader
        title={shipment.delivery_note_no}
        status={<State of="delivery" status={shipment.status} />}
        description={`${shipment.partner_name} ${shipment.department_name}`}
        actions={
          <>
            <RecordNav grid="shipments" id={shipment.shipment_id} to={(id) => `/delivery/${id}`} />
            {arrived && returnable ? (
              <BlockedButton blocked={lacks('fulfilment.demand')} onClick={() => setReturning(true)}>
                {t('request_return')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            {
              label: t('demand_no'),
              value: <Link to={`/demand/${shipment.demand_id}`}>{shipment.document_no}</Link>,
            },
            { label: t('warehouse'), value: shipment.warehouse_code },
            { label: t('shipped_at'), value: formatInstant(shipment.shipped_at, zone) },
            { label: t('arrival'), value: shipment.arrival_date },
            ...(shipment.delivered_at
              ? [
                  { label: t('delivered_at'), value: formatInstant(shipment.delivered_at, zone) },
                  { label: t('signed_by'), value: shipment.signed_by ?? '' },
                ]
              : []),
            ...(shipment.note ? [{ label: t('note'), value: shipment.note }] : []),
          ]}
        />
      </Section>
      {returning ? <ReturnRequest shipment={shipment} onClose={() => setReturning(false)} /> : null}
      {!arrived && may('fulfilment.deliver') ? <DeliverPanel shipment={shipment} /> : null}
      <LineTable shipment={shipment} />
      {shipment.packages.length > 0 ? (
        <Section title={t('boxes')} flush>
          <PackageTable packages={shipment.packages} />
        </Section>
      ) : null}
      <NotePrints shipment={shipment} />
      <Proofs shipment={shipment} />
      {shipment.returns.length > 0 ? (
        <Section title={t('returns')}>
          <ul className="tc-plain-list">
            {shipment.returns.map((back) => (
              <li key={back.return_id}>
                <Link to={`/customer-return/${back.return_id}`}>{back.document_no}</Link>{' '}
                <State of="return" status={back.status} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </PageBody>
  );
}

function LineTable({ shipment }: { shipment: Shipment }) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <Section title={t('details')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th>{t('lot')}</th>
              <th>{t('expiry')}</th>
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('delivered')}</th>
              <th className="tc-num">{t('refused')}</th>
              <th className="tc-num">{t('returned')}</th>
            </tr>
          </thead>
          <tbody>
            {shipment.line_rows.map((line) => (
              <tr key={`${line.demand_line_id}|${line.lot_id}`}>
                <td>
                  {line.item_code} {line.item_name}
                </td>
                <td>
                  <Link to={`/stock/trace/${line.item_id}/${line.lot_id}`}>{line.lot_no}</Link>
                  {line.serial_nos.length > 0 ? (
                    <div className="tc-muted">{line.serial_nos.join(', ')}</div>
                  ) : null}
                </td>
                <td>{line.expiry_date ?? ''}</td>
                <td className="tc-num">
                  {formatInteger(line.qty, language)} {line.unit}
                </td>
                <td className="tc-num">{formatInteger(line.qty_delivered, language)}</td>
                <td className="tc-num">
                  {formatInteger(line.qty_refused, language)}
                  {line.refusal_reason ? (
                    <div className="tc-muted">{t(`r_${line.refusal_reason}`)}</div>
                  ) : null}
                </td>
                <td className="tc-num">{formatInteger(line.qty_returned, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}
