import { useParams } from '@tanstack/react-router';
import { cancelAsn, getAsn, type OutputOf } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { AFFECTS, PurchaseStatus, Qty } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Asn = OutputOf<typeof getAsn>;

/** One arrival notice: what is on its way, lot by lot and box by box. */
export default function AsnPage() {
  const { asn_id } = useParams({ strict: false }) as { asn_id: string };
  const { data, error, refetch } = useVerb(getAsn, { asn_id: Number(asn_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded asn={data} /> : <LoadingState />;
}

function Loaded({ asn }: { asn: Asn }) {
  const t = useText(purchasingText);
  const zone = useZone();
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const cancel = useAction(cancelAsn, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  const { asn_id } = asn;
  return (
    <PageBody>
      <PageHeader
        title={asn.document_no}
        status={<PurchaseStatus kind="a" status={asn.status} />}
        description={`${asn.partner_name} → ${asn.warehouse_name}`}
        actions={
          <>
            <RecordNav grid="asns" id={asn_id} to={(id) => `/supply/asn/${id}`} />
            {asn.status === 'announced' || asn.status === 'partly_received' ? (
              <BlockedButton danger blocked={lacks('supply.confirm')} onClick={() => setAsking(true)}>
                {t('cancel_asn')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('delivery_note_no'), value: asn.delivery_note_no },
            { label: t('expected_at'), value: formatInstant(asn.expected_at, zone) },
            { label: t('transport_mode'), value: t(`m_${asn.transport_mode}`) },
            { label: t('carrier'), value: asn.carrier_name ?? '—' },
            { label: t('tracking_no'), value: asn.tracking_no ?? '—' },
            ...(asn.logger_no ? [{ label: t('logger_no'), value: asn.logger_no }] : []),
            {
              label: t('created_by'),
              value: asn.created_by_supplier
                ? `${asn.created_by_name} (${t('by_supplier')})`
                : asn.created_by_name,
            },
            ...(asn.cancel_reason ? [{ label: t('reason'), value: asn.cancel_reason, wide: true }] : []),
          ]}
        />
      </Section>
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th>{t('order')}</th>
                <th>{t('lot')}</th>
                <th>{t('production_date')}</th>
                <th>{t('expiry')}</th>
                <th className="tc-num">{t('qty')}</th>
                <th className="tc-num">{t('received')}</th>
                <th>{t('sscc')}</th>
                <th>{t('serials')}</th>
              </tr>
            </thead>
            <tbody>
              {asn.line_rows.map((line) => (
                <tr key={line.asn_line_id}>
                  <td>
                    {line.item_code} {line.item_name}
                  </td>
                  <td>
                    <Link to={`/supply/order/${line.purchase_order_id}`}>{line.purchase_order_no}</Link>
                  </td>
                  <td>{line.lot_no}</td>
                  <td>{line.production_date ?? '—'}</td>
                  <td>{line.expiry_date ?? '—'}</td>
                  <td className="tc-num">
                    <Qty value={line.qty} unit={line.unit} />
                  </td>
                  <td className="tc-num">
                    <Qty value={line.qty_received} />
                  </td>
                  <td>{line.sscc ?? '—'}</td>
                  <td>{line.serial_nos.length > 0 ? line.serial_nos.join(' ') : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <ConfirmWithReason
        open={asking}
        danger
        title={t('cancel_asn')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => cancel.run({ asn_id, reason })}
      >
        {t('cancel_asn_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
