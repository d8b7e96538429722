import { listLocations, receiveTransfer } from '@tongcang/contract';
import { App, Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  formatInteger,
  QtyDiff,
  ScanInput,
  Section,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { isOf, useScannedPiece } from '../stock/resolve.ts';
import type { Transfer } from './model.ts';
import { text } from './text.ts';

const UNCOUNTED = [{ code: 'web.not_counted', params: {} }];
type Count = { received: number | null; damaged: number };

/** What arrived, lot by lot, against what was sent. A difference is not an error: it becomes a document. */
export function ReceivePanel({ transfer }: { transfer: Transfer }) {
  const t = useText(text);
  const language = useLanguage();
  const { message } = App.useApp();
  const lots = transfer.sent_lots.filter((lot) => lot.on_the_road > 0);
  const keyOf = (lot: (typeof lots)[number]) => `${lot.transfer_line_id}|${lot.lot_id}`;
  const [counts, setCounts] = useState<Readonly<Record<string, Count>>>({});
  const [place, setPlace] = useState<number>();
  const { data } = useVerb(listLocations, { warehouse_id: transfer.to_warehouse_id });
  const piece = useScannedPiece(transfer.to_warehouse_id);
  const receive = useAction(receiveTransfer, {
    invalidates: ['transfer', 'stock', 'planning', 'insight', 'fulfilment'],
    onSuccess: ({ discrepancies }) =>
      void (discrepancies.length > 0
        ? message.warning(t('received_diff', { no: discrepancies.map((d) => d.document_no).join(', ') }))
        : message.success(t('received_ok'))),
  });
  const items = new Map(
    transfer.line_rows.map((line) => [
      line.item_id,
      { label: `${line.item_code} ${line.item_name}`, unit: line.unit },
    ]),
  );
  const set = (key: string, patch: Partial<Count>) =>
    setCounts((all) => ({ ...all, [key]: { ...(all[key] ?? { received: null, damaged: 0 }), ...patch } }));
  const complete = lots.every((lot) => counts[keyOf(lot)]?.received != null);
  const submit = () =>
    receive
      .run({
        transfer_id: transfer.transfer_id,
        ...(place === undefined ? {} : { to_account_id: place }),
        lines: lots.map((lot) => ({
          transfer_line_id: lot.transfer_line_id,
          lot_no: lot.lot_no,
          received: counts[keyOf(lot)]!.received ?? 0,
          damaged: counts[keyOf(lot)]!.damaged,
        })),
      })
      .catch(() => undefined);
  return (
    <Section
      title={t('receive')}
      extra={
        <Button
          size="small"
          onClick={() => {
            for (const lot of lots) set(keyOf(lot), { received: lot.on_the_road });
          }}
        >
          {t('receive_all')}
        </Button>
      }
    >
      {receive.error ? <ProblemView error={receive.error} /> : null}
      <div className="tc-pick-head">
        <ScanInput
          label={t('receive_hint')}
          onScan={async (scan) => {
            const found = await piece(scan.raw, lots);
            if (!found.ok) return found;
            const no = found.piece.lot_no ?? scan.raw;
            const lot = lots.find(isOf(found.piece));
            if (lot === undefined) return { ok: false, text: t('scan_unknown', { lot: no }) };
            set(keyOf(lot), { received: lot.on_the_road });
            return { ok: true, text: t('scan_ok', { lot: no, qty: lot.on_the_road }) };
          }}
        />
        <LabelledField label={t('place')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('place_auto')}
              value={place}
              onChange={setPlace}
              options={(data?.rows ?? [])
                .filter(
                  (row) =>
                    row.account_id !== null && (row.zone_kind === 'receiving' || row.zone_kind === 'storage'),
                )
                .map((row) => ({ value: row.account_id!, label: `${row.location_code} · ${row.zone_code}` }))}
              style={{ minWidth: 180 }}
            />
          )}
        </LabelledField>
      </div>
      <ul className="tc-pick-list">
        {lots.map((lot) => {
          const count = counts[keyOf(lot)];
          return (
            <li key={keyOf(lot)}>
              <span className="tc-line-grow">
                {items.get(lot.item_id)?.label}
                <span className="tc-muted">
                  {' '}
                  {t('lot')} {lot.lot_no}
                  {lot.expiry_date ? ` · ${t('expiry')} ${lot.expiry_date}` : ''}
                </span>
              </span>
              <span className="tc-muted">
                {t('expected')} <strong className="tc-num">{formatInteger(lot.on_the_road, language)}</strong>{' '}
                {items.get(lot.item_id)?.unit}
              </span>
              <InputNumber
                aria-label={`${t('actual')} ${lot.lot_no}`}
                min={0}
                max={lot.on_the_road}
                precision={0}
                value={count?.received ?? null}
                prefix={<span className="tc-muted">{t('actual')}</span>}
                style={{ width: 130 }}
                onChange={(received) => set(keyOf(lot), { received })}
              />
              <InputNumber
                aria-label={`${t('damaged')} ${lot.lot_no}`}
                min={0}
                max={lot.on_the_road}
                precision={0}
                value={count?.damaged ?? 0}
                addonBefore={t('damaged')}
                onChange={(damaged) => set(keyOf(lot), { damaged: damaged ?? 0 })}
              />
              {count?.received != null ? (
                <QtyDiff expected={lot.on_the_road} actual={count.received + count.damaged} />
              ) : null}
            </li>
          );
        })}
      </ul>
      <BlockedButton
        type="primary"
        size="large"
        blocked={complete ? [] : UNCOUNTED}
        loading={receive.busy}
        onClick={submit}
      >
        {t('confirm_receive')}
      </BlockedButton>
    </Section>
  );
}
