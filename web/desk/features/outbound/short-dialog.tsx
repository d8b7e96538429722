import { SHORT_REASONS } from '@tongcang/contract';
import { Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { splitSerials } from './states.tsx';
import { text } from './text.ts';
import type { ShortPick } from './wave-page.tsx';

type Props = {
  readonly lot_no: string;
  /** What should be there. */
  readonly qty: number;
  readonly serial: boolean;
  readonly error: unknown;
  readonly onConfirm: (given: ShortPick) => Promise<unknown>;
  readonly onCancel: () => void;
};

/** Asks how many were there, and why the others were not. */
export function ShortDialog({ lot_no, qty, serial, error, onConfirm, onCancel }: Props) {
  const t = useText(text);
  const [picked, setPicked] = useState(0);
  const [reason, setReason] = useState<string>('not_found');
  const [missing, setMissing] = useState('');
  const [here, setHere] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const given = { qty: picked, reason, serials: splitSerials(missing), picked: splitSerials(here) };
    await onConfirm(given).catch(() => undefined);
    setBusy(false);
  };
  return (
    <Modal
      open
      title={t('short_title', { lot: lot_no })}
      okText={t('short_pick')}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true, loading: busy }}
      onOk={() => void submit()}
      onCancel={onCancel}
    >
      <p className="tc-muted">{t('short_text')}</p>
      {error ? <ProblemView error={error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('really_picked')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={qty - 1}
              precision={0}
              value={picked}
              suffix={`/ ${qty}`}
              style={{ width: '100%' }}
              onChange={(value) => setPicked(value ?? 0)}
            />
          )}
        </LabelledField>
        <LabelledField label={t('short_reason')}>
          {(id) => (
            <Select
              id={id}
              value={reason}
              onChange={setReason}
              options={SHORT_REASONS.map((value) => ({ value, label: t(`sr_${value}`) }))}
            />
          )}
        </LabelledField>
        {serial ? (
          <>
            <LabelledField label={t('picked_serials')}>
              {(id) => <Input id={id} value={here} onChange={(e) => setHere(e.target.value)} />}
            </LabelledField>
            <LabelledField label={t('short_serials')}>
              {(id) => <Input id={id} value={missing} onChange={(e) => setMissing(e.target.value)} />}
            </LabelledField>
          </>
        ) : null}
      </div>
    </Modal>
  );
}
