import { countCabinet } from '@tongcang/contract';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Agreement } from './agreement-page.tsx';
import { standingOf } from './cabinet-model.ts';
import { cabinet_text as text } from './cabinet-text.ts';
import { ScanTray } from './scan-tray.tsx';
import { EMPTY_TRAY, rowKey, scannedOf } from './tray.ts';

type Extra = { readonly key: number; item_id?: number | undefined; lot_no: string; counted: number };
let keys = 0;

/** Everything in the cabinet is scanned, without being told what should be there. */
export function CountPanel({ agreement, onDone }: { agreement: Agreement; onDone: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [tray, setTray] = useState(EMPTY_TRAY);
  const [extras, setExtras] = useState<Extra[]>([]);
  const expected = standingOf(agreement.lots, agreement.line_rows);
  const count = useAction(countCabinet, {
    onSuccess: ({ differences }) => {
      void (differences.length > 0
        ? message.warning(t('count_diff', { n: differences.length }))
        : message.success(t('count_ok')));
      onDone();
    },
  });
  const change = (key: number, patch: Partial<Extra>) =>
    setExtras((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  const known = new Set(expected.map(rowKey));
  const lines = [
    ...expected.map((row) => {
      const { qty, serial_nos } = scannedOf(tray, row);
      const { item_id, lot_no, tracking } = row;
      return {
        item_id,
        lot_no,
        counted: qty,
        ...(tracking === 'serial' ? { serial_nos: [...serial_nos] } : {}),
      };
    }),
    ...extras
      .filter((one) => one.item_id !== undefined && one.lot_no.trim() !== '')
      .map((one) => ({ item_id: one.item_id!, lot_no: one.lot_no.trim(), counted: one.counted }))
      .filter((one) => !known.has(rowKey(one))),
  ];
  return (
    <Section title={t('count')}>
      {count.error ? <ProblemView error={count.error} /> : null}
      <ScanTray expected={expected} tray={tray} onTray={setTray} hint={t('count_hint')} blind />
      {extras.length > 0 ? <p className="tc-muted">{t('count_other')}</p> : null}
      {extras.map((one, index) => (
        <div key={one.key} className="tc-line-row">
          <Select
            className="tc-line-grow"
            aria-label={`${t('item')} ${index + 1}`}
            placeholder={t('item')}
            value={one.item_id}
            onChange={(item_id) => change(one.key, { item_id })}
            options={agreement.line_rows.map((row) => ({
              value: row.item_id,
              label: `${row.item_code} ${row.item_name}`,
            }))}
          />
          <Input
            aria-label={`${t('lot')} ${index + 1}`}
            placeholder={t('lot')}
            value={one.lot_no}
            maxLength={20}
            style={{ width: 160 }}
            onChange={(event) => change(one.key, { lot_no: event.target.value })}
          />
          <InputNumber
            aria-label={`${t('counted')} ${index + 1}`}
            min={0}
            precision={0}
            value={one.counted}
            onChange={(counted) => change(one.key, { counted: counted ?? 0 })}
          />
        </div>
      ))}
      <div className="tc-actions">
        <Button onClick={() => setExtras((all) => [...all, { key: ++keys, lot_no: '', counted: 1 }])}>
          {t('add_lot')}
        </Button>
        <BlockedButton
          type="primary"
          size="large"
          loading={count.busy}
          onClick={() =>
            void count.run({ agreement_id: agreement.agreement_id, lines }).catch(() => undefined)
          }
        >
          {t('count_done')}
        </BlockedButton>
      </div>
    </Section>
  );
}
