import { useParams } from '@tanstack/react-router';
import { cancelRequisition, decideRequisition, getRequisition, type OutputOf } from '@tongcang/contract';
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
  StatusChip,
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

type Requisition = OutputOf<typeof getRequisition>;

/** One requisition, its decision, and the orders that serve it. */
export default function RequisitionPage() {
  const { requisition_id } = useParams({ strict: false }) as { requisition_id: string };
  const { data, error, refetch } = useVerb(getRequisition, { requisition_id: Number(requisition_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded asked={data} /> : <LoadingState />;
}

function Loaded({ asked }: { asked: Requisition }) {
  const t = useText(purchasingText);
  const zone = useZone();
  const { requisition_id } = asked;
  return (
    <PageBody>
      <PageHeader
        title={asked.document_no}
        status={
          <>
            <PurchaseStatus kind="r" status={asked.status} />
            {asked.urgent ? <StatusChip tone="warn">{t('urgent')}</StatusChip> : null}
          </>
        }
        description={asked.warehouse_name}
        actions={
          <>
            <RecordNav grid="requisitions" id={requisition_id} to={(id) => `/supply/requisition/${id}`} />
            <Actions asked={asked} />
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('requested_by'), value: asked.requested_by_name },
            { label: t('created_at'), value: formatInstant(asked.requested_at, zone) },
            { label: t('decided_by'), value: asked.decided_by_name ?? '—' },
            { label: t('reason'), value: asked.reason, wide: true },
            ...(asked.decision_note ? [{ label: t('note'), value: asked.decision_note, wide: true }] : []),
          ]}
        />
      </Section>
      <Section title={t('lines')} flush>
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th>{t('item')}</th>
                <th className="tc-num">{t('qty')}</th>
                <th>{t('needed_on')}</th>
                <th>{t('order')}</th>
              </tr>
            </thead>
            <tbody>
              {asked.line_rows.map((line) => (
                <tr key={line.requisition_line_id}>
                  <td>
                    {line.item_code} {line.item_name}
                  </td>
                  <td className="tc-num">
                    <Qty value={line.qty} unit={line.unit} />
                  </td>
                  <td className="tc-nowrap">{line.needed_on}</td>
                  <td>
                    {line.purchase_order_id === null ? (
                      '—'
                    ) : (
                      <Link to={`/supply/order/${line.purchase_order_id}`}>{line.purchase_order_no}</Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
    </PageBody>
  );
}

function Actions({ asked }: { asked: Requisition }) {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const { requisition_id, status } = asked;
  const [asking, setAsking] = useState<'reject' | 'withdraw' | null>(null);
  const close = () => setAsking(null);
  const decide = useAction(decideRequisition, { invalidates: AFFECTS, onSuccess: close });
  const cancel = useAction(cancelRequisition, { invalidates: AFFECTS, onSuccess: close });
  const failed = decide.error ?? cancel.error;
  return (
    <>
      {failed && asking === null ? <ProblemView error={failed} /> : null}
      {status === 'submitted' || status === 'approved' ? (
        <BlockedButton danger blocked={lacks('supply.plan')} onClick={() => setAsking('withdraw')}>
          {t('withdraw')}
        </BlockedButton>
      ) : null}
      {status === 'submitted' ? (
        <>
          <BlockedButton blocked={lacks('supply.approve')} onClick={() => setAsking('reject')}>
            {t('reject')}
          </BlockedButton>
          <BlockedButton
            type="primary"
            blocked={lacks('supply.approve')}
            loading={decide.busy}
            onClick={() => void decide.run({ requisition_id, decision: 'approved' }).catch(() => undefined)}
          >
            {t('approve')}
          </BlockedButton>
        </>
      ) : null}
      <ConfirmWithReason
        open={asking !== null}
        danger
        title={t(asking ?? 'reject')}
        onCancel={close}
        onConfirm={(reason) =>
          asking === 'reject'
            ? decide.run({ requisition_id, decision: 'rejected', note: reason })
            : cancel.run({ requisition_id, reason })
        }
      >
        {asking === 'withdraw' ? t('withdraw_text') : null}
        {failed ? <ProblemView error={failed} /> : null}
      </ConfirmWithReason>
    </>
  );
}
