import { useParams } from '@tanstack/react-router';
import { getExpected, receiveGoods } from '@tongcang/contract';
import { App, Checkbox, Input } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { Counting, type ExpectedDocument } from './counting.tsx';
import './receiving.css';
import { type CountLine, countLines, inputLines, touched } from './receive-lines.ts';
import { receivingText } from './receiving-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';
import { TransportForm, type TransportTyped, transportOf } from './transport-form.tsx';

/** Counts a delivery against its arrival notice or order, or without either. */
export default function ReceivePage() {
  const { source = '' } = useParams({ strict: false }) as { source?: string };
  const [kind, number] = source.split('-');
  const asked =
    kind === 'asn'
      ? { asn_id: Number(number) }
      : kind === 'order'
        ? { purchase_order_id: Number(number) }
        : null;
  const { data, error, refetch } = useVerb(getExpected, asked ?? {}, { enabled: asked !== null });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (asked !== null && data === undefined) return <LoadingState />;
  return <Count document={data ?? null} key={source} />;
}

function Count({ document }: { document: ExpectedDocument | null }) {
  const t = useText(receivingText);
  const go = useGo();
  const zone = useZone();
  const scope = useScope();
  const { message } = App.useApp();
  const [note_no, setNote] = useState('');
  const [warehouse, setWarehouse] = useState(document?.warehouse_id ?? scope.warehouse_id);
  const [supplier_id, setSupplier] = useState<number>();
  const [lines, setLines] = useState<CountLine[]>(() => countLines(document?.line_rows ?? []));
  const [blind, setBlind] = useState(false);
  const [complete, setComplete] = useState(document?.kind === 'asn');
  const [accept_unlisted, setUnlisted] = useState(false);
  const [typed, setTyped] = useState<TransportTyped>({});
  const receive = useAction(receiveGoods, {
    invalidates: ['supply', 'stock', 'quality', 'insight', 'planning'],
    onSuccess: ({ receipt_id, discrepancies }) => {
      if (discrepancies.length === 0) void message.success(t('received_ok'));
      else
        void message.warning(t('received_diff', { no: discrepancies.map((d) => d.document_no).join(', ') }));
      go(`/receiving/${receipt_id}`, { replace: true });
    },
  });
  const counted = lines.filter(touched);
  const cold = lines.some((line) => line.cold && (line.received ?? 0) + line.damaged > 0);
  const transport = transportOf(typed, zone);
  const missing = missingFields([
    [warehouse !== undefined, t('warehouse')],
    [document !== null || supplier_id !== undefined, t('supplier')],
    [note_no.trim() !== '', t('delivery_note_no')],
    [counted.length > 0, t('received')],
    [counted.every((line) => line.lot_no.trim() !== ''), t('lot')],
    [counted.every((line) => line.refused === 0 || line.refusal_reason !== null), t('refusal_reason')],
    [!cold || transport !== null, t('transport_mode')],
  ]);
  const submit = () =>
    receive
      .run({
        warehouse_id: warehouse!,
        delivery_note_no: note_no.trim(),
        complete,
        ...(document?.asn_id ? { asn_id: document.asn_id } : {}),
        ...(document?.purchase_order_id ? { purchase_order_id: document.purchase_order_id } : {}),
        ...(document === null ? { supplier_id: supplier_id! } : {}),
        ...(transport ? { transport } : {}),
        lines: inputLines(lines, accept_unlisted),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader
        title={document ? t('receive_title', { no: document.document_no }) : t('receive_blind_title')}
        {...(document ? { description: `${document.supplier_name} → ${document.warehouse_code}` } : {})}
      />
      {receive.error ? (
        <LineProblem
          error={receive.error}
          line={(index) => `${counted[index]?.item_label ?? ''} ${counted[index]?.lot_no ?? ''}`}
        />
      ) : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('delivery_note_no')} required help={t('note_help')}>
            {(id) => (
              <Input id={id} value={note_no} maxLength={60} onChange={(e) => setNote(e.target.value)} />
            )}
          </LabelledField>
          {document === null ? (
            <>
              <LabelledField label={t('warehouse')} required>
                {(id) => <WarehousePicker id={id} value={warehouse} onChange={setWarehouse} />}
              </LabelledField>
              <LabelledField label={t('supplier')} required>
                {(id) => <SupplierPicker id={id} value={supplier_id} onChange={setSupplier} />}
              </LabelledField>
            </>
          ) : null}
        </div>
      </Section>
      <Counting
        {...{ lines, setLines, blind, setBlind, document }}
        {...(warehouse === undefined ? {} : { warehouse })}
      />
      <Section>
        <details open={cold}>
          <summary>{t('transport')}</summary>
          <p className="tc-muted">{t('transport_hint')}</p>
          <TransportForm typed={typed} onChange={setTyped} required={cold} />
        </details>
      </Section>
      <Section>
        <div className="tc-stack">
          <Checkbox checked={complete} onChange={(e) => setComplete(e.target.checked)}>
            {t('complete')}
          </Checkbox>
          {lines.some((line) => line.tracking === 'serial' && line.asn_line_id !== null) ? (
            <Checkbox checked={accept_unlisted} onChange={(e) => setUnlisted(e.target.checked)}>
              {t('accept_unlisted')}
            </Checkbox>
          ) : null}
          <BlockedButton
            type="primary"
            size="large"
            blocked={missing}
            loading={receive.busy}
            onClick={submit}
          >
            {t('confirm_receive')}
          </BlockedButton>
        </div>
      </Section>
    </PageBody>
  );
}
