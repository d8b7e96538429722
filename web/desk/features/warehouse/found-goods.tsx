import { enterCounts } from '@tongcang/contract';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Section, useText } from '../../../ui/index.ts';
import { useAction } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { Resolved } from '../stock/resolve.ts';
import { BinPicker } from './choose.tsx';
import { text } from './count-text.ts';

type FoundProps = {
  readonly warehouse_id: number;
  readonly count_id: number;
  /** The place that was scanned last. */
  readonly place: number | undefined;
  readonly goods: Resolved;
  readonly onDone: () => void;
};

/** Takes goods that stand there and are on no list: where, and how many. */
export function FoundGoods({ warehouse_id, count_id, place, goods, onDone }: FoundProps) {
  const t = useText(text);
  const [account_id, setAccount] = useState(place);
  const [qty, setQty] = useState<number | null>(null);
  const [serials, setSerials] = useState(goods.serial_no ?? '');
  const [note, setNote] = useState('');
  const enter = useAction(enterCounts, { invalidates: ['warehouse'], onSuccess: onDone });
  const serial_nos = serials.split(/\s+/).filter(Boolean);
  const submit = () =>
    enter
      .run({
        count_id,
        found: [
          {
            item_id: goods.item_id!,
            lot_id: goods.lot_id!,
            account_id: account_id!,
            counted: qty!,
            ...(serial_nos.length > 0 ? { serial_nos } : {}),
            ...(note.trim() === '' ? {} : { note: note.trim() }),
          },
        ],
      })
      .catch(() => undefined);
  return (
    <Section title={`${t('enter_found')} · ${goods.item_code ?? ''} ${goods.lot_no ?? ''}`}>
      {enter.error ? <ProblemView error={enter.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('found_at')} required>
          {(id) => <BinPicker id={id} warehouse_id={warehouse_id} value={account_id} onChange={setAccount} />}
        </LabelledField>
        <LabelledField label={t('qty')} required>
          {(id) => <InputNumber id={id} min={1} precision={0} value={qty} onChange={setQty} />}
        </LabelledField>
        <LabelledField label={t('serials')}>
          {(id) => <Input id={id} value={serials} onChange={(event) => setSerials(event.target.value)} />}
        </LabelledField>
        <LabelledField label={t('note')}>
          {(id) => (
            <Input id={id} value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
          )}
        </LabelledField>
      </div>
      <div className="tc-task-actions">
        <Button size="large" onClick={onDone}>
          {t('skip')}
        </Button>
        <Button
          size="large"
          type="primary"
          disabled={account_id === undefined || qty === null}
          loading={enter.busy}
          onClick={submit}
        >
          {t('confirm')}
        </Button>
      </div>
    </Section>
  );
}
