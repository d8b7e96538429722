import { confirmReplenishment, type listReplenishments } from '@tongcang/contract';
import { App, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { ScanInput, type ScanOutcome, Section, useText } from '../../../ui/index.ts';
import { type RowOf, useAction } from '../../app/api.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { useResolve } from '../stock/resolve.ts';
import { text } from './replenishment-text.ts';
import './warehouse.css';

type Props = {
  readonly task: RowOf<typeof listReplenishments>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
};

/** One task at the shelf: the lot is scanned, then the place, and the goods have moved. */
export function ReplenishmentTask({ task, onDone, onCancel }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const resolve = useResolve(task.warehouse_id);
  const problem = useProblemText();
  const [qty, setQty] = useState<number | null>(task.qty);
  const [note, setNote] = useState('');
  const [serials, setSerials] = useState('');
  const [lot_seen, setLotSeen] = useState(false);
  const confirm = useAction(confirmReplenishment, {
    invalidates: ['warehouse', 'stock', 'insight'],
    onSuccess: () => {
      void message.success(t('done_ok'));
      onDone();
    },
  });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const run = () =>
    confirm.run({
      replenishment_id: task.replenishment_id,
      qty: qty!,
      lot_no: task.lot_no,
      to_account_id: task.to_account_id,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(serial_nos.length > 0 ? { serial_nos } : {}),
    });
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const { it } = found;
    if (it.kind !== 'location') {
      const right = it.lot_id === task.lot_id;
      setLotSeen(right);
      return right
        ? { ok: true, text: t('scanned_lot', { lot: task.lot_no }) }
        : { ok: false, text: t('wrong_lot', { lot: task.lot_no }) };
    }
    if (!lot_seen) return { ok: false, text: t('scan_lot_first') };
    if (it.account_id !== task.to_account_id)
      return { ok: false, text: t('wrong_place', { place: task.to_code }) };
    try {
      await run();
      return { ok: true, text: t('done_ok') };
    } catch (error) {
      return { ok: false, text: problem(error) };
    }
  };
  return (
    <Section title={`${task.from_code} → ${task.to_code} · ${task.item_code} ${task.item_name}`}>
      <div className="tc-task">
        <ScanInput label={t('scan')} onScan={({ raw }) => onScan(raw)} />
        {confirm.error ? <LineProblem error={confirm.error} /> : null}
        <div className="tc-form-grid">
          <LabelledField label={`${t('lot')} ${task.lot_no} · ${t('qty')}`}>
            {(id) => (
              <InputNumber
                id={id}
                size="large"
                min={1}
                max={task.qty}
                precision={0}
                suffix={task.unit}
                value={qty}
                onChange={setQty}
              />
            )}
          </LabelledField>
          {qty !== null && qty < task.qty ? (
            <LabelledField label={t('less_note')} required>
              {(id) => (
                <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />
              )}
            </LabelledField>
          ) : null}
          <LabelledField label={t('serials')}>
            {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
          </LabelledField>
        </div>
        <div className="tc-task-actions">
          <Button size="large" onClick={onDone}>
            {t('close')}
          </Button>
          <Button size="large" danger onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button
            size="large"
            type="primary"
            disabled={qty === null || (qty < task.qty && note.trim() === '')}
            loading={confirm.busy}
            onClick={() => void run().catch(() => undefined)}
          >
            {t('confirm')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
