import { useParams } from '@tanstack/react-router';
import { decideFreightBill, getFreightBill, reverseFreightBill } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  formatInteger,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  TableScroll,
  useLanguage,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { BillStatus } from './states.tsx';
import { text } from './text.ts';

type Bill = OutputFor<typeof getFreightBill>;
const AFFECTS = ['transport', 'transfer', 'finance'] as const;

export default function BillPage() {
  const { bill_id } = useParams({ strict: false }) as { bill_id: string };
  const { data, error, refetch } = useVerb(getFreightBill, { bill_id: Number(bill_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded bill={data} /> : <LoadingState />;
}

function Loaded({ bill }: { bill: Bill }) {
  const t = useText(text);
  const go = useGo();
  const zone = useZone();
  const language = useLanguage();
  const lacks = useLacks();
  const [asking, setAsking] = useState<'decline' | 'reverse' | null>(null);
  const close = () => setAsking(null);
  const { bill_id, status } = bill;
  const decide = useAction(decideFreightBill, { invalidates: AFFECTS, onSuccess: close });
  const reverse = useAction(reverseFreightBill, {
    invalidates: AFFECTS,
    onSuccess: (made) => go(`/transport/bill/${made.bill_id}`),
  });
  const reversible = status === 'approved' && bill.reverses_id === null && bill.reversed_by_id === null;
  return (
    <PageBody>
      <PageHeader
        title={bill.document_no}
        status={
          <>
            <BillStatus status={status} />
            {bill.reverses_id !== null ? <StatusChip tone="neutral">{t('reversal')}</StatusChip> : null}
          </>
        }
        description={`${bill.carrier_name} · ${bill.carrier_bill_no}`}
        actions={
          <>
            <RecordNav grid="freight-bills" id={bill_id} to={(id) => `/transport/bill/${id}`} />
            {status === 'entered' ? (
              <>
                <BlockedButton blocked={lacks('transport.approve')} onClick={() => setAsking('decline')}>
                  {t('decline')}
                </BlockedButton>
                <BlockedButton
                  type="primary"
                  blocked={lacks('transport.approve')}
                  loading={decide.busy}
                  onClick={() => void decide.run({ bill_id, approve: true }).catch(() => undefined)}
                >
                  {t('approve')}
                </BlockedButton>
              </>
            ) : null}
            {reversible ? (
              <BlockedButton danger blocked={lacks('transport.settle')} onClick={() => setAsking('reverse')}>
                {t('reverse')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      {decide.error ? <ProblemView error={decide.error} /> : null}
      <Section>
        <KeyValue
          facts={[
            { label: t('billed_on'), value: bill.billed_on },
            { label: t('basis'), value: t(`b_${bill.basis}`) },
            { label: t('quote'), value: formatMoney(bill.quote_fen, language) },
            { label: t('billed'), value: formatMoney(bill.billed_fen, language) },
            { label: t('difference'), value: formatMoney(bill.billed_fen - bill.quote_fen, language) },
            {
              label: t('entered_by'),
              value: `${bill.entered_by_name ?? '—'} ${formatInstant(bill.entered_at, zone)}`,
            },
            {
              label: t('decided_by'),
              value: bill.decided_at
                ? `${bill.decided_by_name ?? '—'} ${formatInstant(bill.decided_at, zone)}`
                : '—',
            },
            ...(bill.reverses_id !== null
              ? [
                  {
                    label: t('reversal'),
                    value: <Link to={`/transport/bill/${bill.reverses_id}`}>{bill.note}</Link>,
                    wide: true,
                  },
                ]
              : []),
            ...(bill.reversed_by_id !== null
              ? [
                  {
                    label: t('reverse'),
                    value: <Link to={`/transport/bill/${bill.reversed_by_id}`}>{t('reversal')}</Link>,
                  },
                ]
              : []),
            ...(bill.decision_note ? [{ label: t('reason'), value: bill.decision_note, wide: true }] : []),
          ]}
        />
      </Section>
      <Section title={t('shipments')} flush>
        <BillLines bill={bill} />
      </Section>
      {bill.shares.length > 0 ? (
        <Section title={t('shares')} flush>
          <Shares bill={bill} />
        </Section>
      ) : null}
      <ConfirmWithReason
        open={asking !== null}
        danger={asking === 'reverse'}
        title={t(asking ?? 'decline')}
        onCancel={close}
        onConfirm={(reason) =>
          asking === 'reverse'
            ? reverse.run({ bill_id, reason })
            : decide.run({ bill_id, approve: false, note: reason })
        }
      >
        {t(asking === 'reverse' ? 'reverse_text' : 'decline_text')}
        {reverse.error ? <ProblemView error={reverse.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function BillLines({ bill }: { bill: Bill }) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('shipment_no')}</th>
            <th>{t('destination')}</th>
            <th className="tc-num">{t('quote')}</th>
            <th className="tc-num">{t('billed')}</th>
            <th className="tc-num">{t('difference')}</th>
            <th>{t('difference_reason')}</th>
          </tr>
        </thead>
        <tbody>
          {bill.line_rows.map((line) => (
            <tr key={line.line_no}>
              <td>
                <Link to={`/transport/shipment/${line.shipment_id}`}>{line.shipment_no}</Link>
              </td>
              <td>{line.destination}</td>
              <td className="tc-num">{formatMoney(line.quote_fen, language)}</td>
              <td className="tc-num">{formatMoney(line.billed_fen, language)}</td>
              <td className="tc-num">{formatMoney(line.billed_fen - line.quote_fen, language)}</td>
              <td>{line.difference_reason ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function Shares({ bill }: { bill: Bill }) {
  const t = useText(text);
  const language = useLanguage();
  return (
    <TableScroll>
      <table className="tc-table">
        <thead>
          <tr>
            <th>{t('document_no')}</th>
            <th>{t('item')}</th>
            <th>{t('lot')}</th>
            <th className="tc-num">{t('qty')}</th>
            <th className="tc-num">{t('actual')}</th>
          </tr>
        </thead>
        <tbody>
          {bill.shares.map((share) => (
            <tr key={`${share.document_key}|${share.item_code}|${share.lot_no}`}>
              <td>{share.document_no}</td>
              <td>
                {share.item_code} {share.item_name}
              </td>
              <td>{share.lot_no}</td>
              <td className="tc-num">{formatInteger(share.qty, language)}</td>
              <td className="tc-num">{formatMoney(share.amount_fen, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
