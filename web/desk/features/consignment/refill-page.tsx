import { useParams } from '@tanstack/react-router';
import { cancelRefill, deliverRefill, getConsignAgreement, getRefill, printRefill } from '@tongcang/contract';
import { Button } from 'antd';
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
import { type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { PrintButton } from '../../app/print-button.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { RecordNav } from '../../app/record-nav.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { goodsOf, labelOf } from './case-model.ts';
import { PickTray } from './pick-tray.tsx';
import { RefillStatus } from './refill-status.tsx';
import { ScanTray } from './scan-tray.tsx';
import { TakeBackPanel } from './take-back-panel.tsx';
import { EMPTY_TRAY, linesOf, missingIn } from './tray.ts';

type Refill = OutputFor<typeof getRefill>;
const AFFECTS = ['fulfilment', 'stock', 'insight'] as const;
const UNSCANNED = [{ code: 'web.not_scanned', params: {} }];

export default function RefillPage() {
  const { refill_id } = useParams({ strict: false }) as { refill_id: string };
  const { data, error, refetch } = useVerb(getRefill, { refill_id: Number(refill_id) });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return data ? <Loaded refill={data} /> : <LoadingState />;
}

function Loaded({ refill }: { refill: Refill }) {
  const t = useText(text);
  const zone = useZone();
  const may = useCan();
  const lacks = useLacks();
  const [cancelling, setCancelling] = useState(false);
  const cancel = useAction(cancelRefill, { invalidates: AFFECTS, onSuccess: () => setCancelling(false) });
  const { refill_id, status } = refill;
  const open = status === 'open';
  // One list takes the scans at a time; what is not picked stays behind when the rest is brought.
  const [delivering, setDelivering] = useState(false);
  const picked = refill.allocations.some((row) => row.status === 'picked');
  const unpicked = refill.allocations.some((row) => row.status === 'open');
  return (
    <PageBody>
      <PageHeader
        title={refill.document_no}
        status={<RefillStatus status={status} />}
        description={`${refill.partner_name} · ${refill.department_name} · ${t(`k_${refill.kind}`)}`}
        actions={
          <>
            <RecordNav grid="refills" id={refill_id} to={(id) => `/consignment/refill/${id}`} />
            <PrintButton verb={printRefill} input={{ refill_id }} />
            {open ? (
              <BlockedButton danger blocked={lacks('fulfilment.consign')} onClick={() => setCancelling(true)}>
                {t('cancel_refill')}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            {
              label: t('cabinet'),
              value: <Link to={`/consignment/${refill.agreement_id}`}>{refill.department_name}</Link>,
            },
            { label: t('warehouse'), value: refill.warehouse_code },
            { label: t('created_by'), value: refill.created_by_name },
            { label: t('created_at'), value: formatInstant(refill.created_at, zone) },
            { label: t('reviewed_by'), value: refill.reviewed_by_name ?? '—' },
            {
              label: t('delivered_at'),
              value: refill.delivered_at ? formatInstant(refill.delivered_at, zone) : '—',
            },
          ]}
        />
      </Section>
      <Lines refill={refill} />
      {open && unpicked && !delivering ? (
        <PickTray
          warehouse_id={refill.warehouse_id}
          lines={refill.line_rows}
          allocations={refill.allocations}
          may={may('stock.pick')}
        />
      ) : null}
      {open && picked && unpicked && !delivering ? (
        <Button onClick={() => setDelivering(true)}>{t('deliver_picked')}</Button>
      ) : null}
      {open && picked && (!unpicked || delivering) && may('fulfilment.consign') ? (
        <Deliver refill={refill} />
      ) : null}
      {refill.qty_to_take_back > 0 && may('fulfilment.consign') ? <SwapBack refill={refill} /> : null}
      <ConfirmWithReason
        open={cancelling}
        danger
        title={t('cancel_refill')}
        onCancel={() => setCancelling(false)}
        onConfirm={(reason) => cancel.run({ refill_id, reason })}
      >
        {t('cancel_refill_text')}
        {cancel.error ? <ProblemView error={cancel.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function Lines({ refill }: { refill: Refill }) {
  const t = useText(text);
  const swap = refill.kind === 'swap';
  return (
    <Section flush>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th>{t('item')}</th>
              {swap ? <th>{t('swap_for')}</th> : null}
              <th className="tc-num">{t('qty')}</th>
              <th className="tc-num">{t('allocated')}</th>
              <th className="tc-num">{t('shipped')}</th>
              {swap ? <th className="tc-num">{t('take_back')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {refill.line_rows.map((line) => (
              <tr key={line.refill_line_id}>
                <td>{labelOf(line)}</td>
                {swap ? <td>{line.swap_lot_no ?? ''}</td> : null}
                <td className="tc-num">
                  {line.qty} {line.unit}
                </td>
                <td className="tc-num">{line.qty_allocated}</td>
                <td className="tc-num">{line.qty_shipped}</td>
                {swap ? <td className="tc-num">{line.qty_taken_back}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Deliver({ refill }: { refill: Refill }) {
  const t = useText(text);
  const [tray, setTray] = useState(EMPTY_TRAY);
  const deliver = useAction(deliverRefill, { invalidates: AFFECTS });
  const expected = goodsOf(refill.line_rows, refill.allocations, 'picked');
  if (expected.length === 0) return null;
  const lines = linesOf(expected, tray);
  return (
    <Section title={t('deliver')}>
      {deliver.error ? <ProblemView error={deliver.error} /> : null}
      <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('deliver_hint')} />
      <BlockedButton
        type="primary"
        size="large"
        blocked={missingIn(expected, tray) > 0 ? UNSCANNED : []}
        loading={deliver.busy}
        onClick={() => void deliver.run({ refill_id: refill.refill_id, lines }).catch(() => undefined)}
      >
        {t('deliver_done')}
      </BlockedButton>
    </Section>
  );
}

/** What comes back for a swap: the lots that the refill names, as they stand in the cabinet now. */
function SwapBack({ refill }: { refill: Refill }) {
  const { data, refetch } = useVerb(getConsignAgreement, { agreement_id: refill.agreement_id });
  if (!data) return null;
  const named = new Set(refill.line_rows.map((line) => line.swap_lot_no));
  return (
    <TakeBackPanel
      agreement_id={refill.agreement_id}
      refill_id={refill.refill_id}
      lots={data.lots.filter((lot) => named.has(lot.lot_no))}
      lines={data.line_rows}
      onDone={() => void refetch()}
    />
  );
}
