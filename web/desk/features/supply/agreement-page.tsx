import { useParams } from '@tanstack/react-router';
import { endAgreement, getAgreement, type OutputOf } from '@tongcang/contract';
import { Progress } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInteger,
  formatMoney,
  formatShare,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useLacks } from '../../app/session.ts';
import { agreementState } from './agreement-list.tsx';
import { AFFECTS, PurchaseStatus, Qty } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Agreement = OutputOf<typeof getAgreement>;
type BurnDown = Agreement['line_rows'][number]['called'];

/** One agreement: what was called off and delivered of it, and when it runs out. */
export default function AgreementPage() {
  const { agreement_id } = useParams({ strict: false }) as { agreement_id: string };
  const { data, error, refetch } = useVerb(getAgreement, { agreement_id: Number(agreement_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded agreement={data} /> : <LoadingState />;
}

function Loaded({ agreement }: { agreement: Agreement }) {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const [asking, setAsking] = useState(false);
  const end = useAction(endAgreement, { invalidates: AFFECTS, onSuccess: () => setAsking(false) });
  const { agreement_id } = agreement;
  return (
    <PageBody>
      <PageHeader
        title={agreement.title}
        status={<PurchaseStatus kind="g" status={agreementState(agreement)} />}
        description={`${agreement.document_no} · ${t(`k_${agreement.kind}`)} · ${agreement.partner_name}`}
        actions={
          <>
            <RecordNav grid="agreements" id={agreement_id} to={(id) => `/supply/agreement/${id}`} />
            {agreement.status === 'active' ? (
              <BlockedButton danger blocked={lacks('supply.order')} onClick={() => setAsking(true)}>
                {t('end_agreement')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('contract_no'), value: agreement.contract_no ?? '—' },
            { label: t('valid_from'), value: agreement.valid_from },
            { label: t('valid_until'), value: agreement.valid_to },
            { label: t('created_by'), value: agreement.created_by_name },
            ...(agreement.end_reason
              ? [{ label: t('reason'), value: agreement.end_reason, wide: true }]
              : []),
          ]}
        />
      </Section>
      <Lines agreement={agreement} />
      {agreement.line_rows.some((line) => line.quotas.length > 0) ? <Quotas agreement={agreement} /> : null}
      {agreement.orders.length > 0 ? (
        <Section title={t('call_offs')}>
          <ul className="tc-plain-list">
            {agreement.orders.map((order) => (
              <li key={order.purchase_order_id}>
                <Link to={`/supply/order/${order.purchase_order_id}`}>{order.document_no}</Link>{' '}
                {order.warehouse_code} <PurchaseStatus kind="s" status={order.status} />{' '}
                <Qty value={order.qty} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      <ConfirmWithReason
        open={asking}
        danger
        title={t('end_agreement')}
        onCancel={() => setAsking(false)}
        onConfirm={(reason) => end.run({ agreement_id, reason })}
      >
        {t('end_text')}
        {end.error ? <ProblemView error={end.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function Lines({ agreement }: { agreement: Agreement }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  return (
    <Section title={t('called')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              <th className="tc-num">{t('unit_price')}</th>
              <BurnHeads used={t('called')} />
              <th className="tc-num">{t('received')}</th>
            </tr>
          </thead>
          <tbody>
            {agreement.line_rows.map((line) => (
              <tr key={line.agreement_line_id}>
                <td>
                  {line.item_code} {line.item_name}
                </td>
                <td className="tc-num">{formatMoney(line.unit_price_fen, language)}</td>
                <BurnCells burn={line.called} label={line.item_code} />
                <td className="tc-num">
                  <Qty value={line.qty_received} unit={line.unit} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Quotas({ agreement }: { agreement: Agreement }) {
  const t = useText(purchasingText);
  return (
    <Section title={t('quotas')} flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('hospital')}</th>
              <th>{t('item')}</th>
              <BurnHeads used={t('delivered')} />
            </tr>
          </thead>
          <tbody>
            {agreement.line_rows.flatMap((line) =>
              line.quotas.map((quota) => (
                <tr key={`${line.agreement_line_id}|${quota.customer_id}`}>
                  <td>{quota.customer_name}</td>
                  <td>{line.item_code}</td>
                  <BurnCells burn={quota.delivered} label={`${quota.customer_name} ${line.item_code}`} />
                </tr>
              )),
            )}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function BurnHeads({ used }: { used: string }) {
  const t = useText(purchasingText);
  return (
    <>
      <th className="tc-num">{t('committed')}</th>
      <th className="tc-num">{used}</th>
      <th className="tc-num">{t('left')}</th>
      <th>{t('progress')}</th>
      <th className="tc-num">{t('projected')}</th>
      <th>{t('runs_out')}</th>
    </>
  );
}

/** How much of a promise is used, against how much of its time is gone. */
function BurnCells({ burn, label }: { burn: BurnDown; label: string }) {
  const t = useText(purchasingText);
  const language = useLanguage();
  const share = burn.committed === null ? null : burn.used / burn.committed;
  return (
    <>
      <td className="tc-num">{formatInteger(burn.committed, language)}</td>
      <td className="tc-num">{formatInteger(burn.used, language)}</td>
      <td className="tc-num">{formatInteger(burn.left, language)}</td>
      <td style={{ minWidth: 200 }}>
        {share === null ? null : (
          <Progress
            aria-label={`${t('progress')} ${label}`}
            percent={Math.min(100, Math.round(share * 100))}
            size="small"
            showInfo={false}
          />
        )}
        <PurchaseStatus kind="d" status={burn.state} />{' '}
        <span className="tc-muted">
          {formatShare(share, language)} · {t('even_pace')} {formatShare(burn.elapsed, language)}
        </span>
      </td>
      <td className="tc-num">{formatInteger(burn.projected, language)}</td>
      <td>{burn.runs_out_on ?? <span className="tc-muted">{t('lasts')}</span>}</td>
    </>
  );
}
