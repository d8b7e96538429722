import { finishRun, type getWorkOrder } from '@tongcang/contract';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { type OutputFor, useAction } from '../../app/api.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { BinPicker } from './choose.tsx';
import { text } from './work-text.ts';

type Order = OutputFor<typeof getWorkOrder>;
type Props = { readonly order: Order; readonly run: Order['runs'][number]; readonly onDone: () => void };

/** Another person looks at what was made and says where it goes. */
export function FinishRun({ order, run, onDone }: Props) {
  const t = useText(text);
  const [to_account_id, setPlace] = useState<number>();
  const [lot_no, setLot] = useState('');
  const [serials, setSerials] = useState('');
  const [note, setNote] = useState('');
  const finish = useAction(finishRun, {
    invalidates: ['warehouse', 'stock', 'planning', 'insight'],
    onSuccess: onDone,
  });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const submit = () =>
    finish
      .run({
        work_run_id: run.work_run_id,
        to_account_id: to_account_id!,
        ...(lot_no.trim() === '' ? {} : { lot_no: lot_no.trim() }),
        ...(serial_nos.length > 0 ? { serial_nos } : {}),
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      })
      .catch(() => undefined);
  return (
    <div className="tc-run-form">
      <p className="tc-muted">{t('finish_hint')}</p>
      {finish.error ? <LineProblem error={finish.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('to_place')} required>
          {(id) => (
            <BinPicker
              id={id}
              warehouse_id={order.warehouse_id}
              kinds={['storage', 'dispatch', 'receiving']}
              value={to_account_id}
              onChange={setPlace}
            />
          )}
        </LabelledField>
        {order.kind === 'assemble' ? (
          <>
            <LabelledField label={t('lot_of_kit')}>
              {(id) => (
                <Input id={id} value={lot_no} maxLength={20} onChange={(e) => setLot(e.target.value)} />
              )}
            </LabelledField>
            <LabelledField label={t('serials')}>
              {(id) => <Input id={id} value={serials} onChange={(e) => setSerials(e.target.value)} />}
            </LabelledField>
          </>
        ) : null}
        <LabelledField label={t('reason')}>
          {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
        </LabelledField>
      </div>
      <div className="tc-form-foot">
        <Button type="primary" disabled={to_account_id === undefined} loading={finish.busy} onClick={submit}>
          {t('finish')}
        </Button>
      </div>
    </div>
  );
}
