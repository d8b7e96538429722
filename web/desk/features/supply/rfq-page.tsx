import { useParams } from '@tanstack/react-router';
import { cancelRfq, getRfq } from '@tongcang/contract';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatMoney,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { AFFECTS, PurchaseStatus } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';
import { QuotePanel } from './quote-panel.tsx';
import { RfqCompare } from './rfq-compare.tsx';
import type { Rfq } from './rfq-model.ts';

/** One inquiry: who was asked, what they offer, and who gets what. */
export default function RfqPage() {
  const { rfq_id } = useParams({ strict: false }) as { rfq_id: string };
  const { data, error, refetch } = useVerb(getRfq, { rfq_id: Number(rfq_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded rfq={data} /> : <LoadingState />;
}

function Loaded({ rfq }: { rfq: Rfq }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const may = useCan();
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const cancel = useAction(cancelRfq, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  const { rfq_id } = rfq;
  const open = rfq.status === 'open';
  return (
    <PageBody>
      <PageHeader
        title={rfq.document_no}
        status={<PurchaseStatus kind="q" status={rfq.status} />}
        description={rfq.note ?? undefined}
        actions={
          <>
            <RecordNav grid="rfqs" id={rfq_id} to={(id) => `/supply/rfq/${id}`} />
            {open && may('supply.order') ? (
              <BlockedButton danger blocked={lacks('supply.order')} onClick={() => setAsking(true)}>
                {t('cancel_rfq')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <div className="tc-detail">
          <KeyValue
            facts={[
              { label: t('warehouse'), value: rfq.warehouse_code },
              { label: t('closes_on'), value: rfq.closes_on },
              ...(rfq.created_by_name ? [{ label: t('created_by'), value: rfq.created_by_name }] : []),
            ]}
          />
          <ul className="tc-plain-list">
            {rfq.invitations.map((one) => (
              <li key={one.partner_id}>
                {one.partner_name} <PurchaseStatus kind="i" status={one.status} />{' '}
                {one.total_fen === null ? null : <strong>{formatMoney(one.total_fen, language)}</strong>}{' '}
                {one.note ? <span className="tc-muted">{one.note}</span> : null}
              </li>
            ))}
          </ul>
          {rfq.orders.length > 0 ? (
            <div className="tc-detail-links">
              {rfq.orders.map((order) => (
                <Link key={order.purchase_order_id} to={`/supply/order/${order.purchase_order_id}`}>
                  {order.document_no} {order.partner_name}
                </Link>
              ))}
            </div>
          ) : null}
        </div>
      </Section>
      {open && may('supply.confirm') ? <QuotePanel key={rfq.quoted} rfq={rfq} /> : null}
      <RfqCompare rfq={rfq} />
      <ConfirmWithReason
        open={asking}
        danger
        title={t('cancel_rfq')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => cancel.run({ rfq_id, reason })}
      >
        {t('cancel_rfq_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}
