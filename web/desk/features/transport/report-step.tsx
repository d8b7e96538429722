import { App, Button, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useText, uuid } from '../../../ui/index.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import type { StepProps } from './drive-page.tsx';
import type { Stop } from './model.ts';
import { text } from './text.ts';

type Kind = 'delay' | 'temperature' | 'exception';
const KINDS = ['delay', 'temperature', 'exception'] as const;
const LABELS = { delay: 'report_delay', temperature: 'report_temp', exception: 'report_exception' } as const;

/** What happens on the way: a delay with how late it gets, a temperature, or anything else. */
export function ReportStep({ shipment, busy, take, next }: StepProps & { next: Stop }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [kind, setKind] = useState<Kind | null>(null);
  const [late, setLate] = useState<number | null>(30);
  const [temp, setTemp] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const { shipment_id } = shipment;
  const send = async () => {
    const occurred_at = new Date().toISOString();
    const eta = new Date(Date.parse(next.planned_arrival_at) + (late ?? 0) * 60_000).toISOString();
    const event = {
      shipment_id,
      event_key: uuid(),
      kind: kind!,
      occurred_at,
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(kind === 'delay' ? { eta_at: eta } : {}),
      ...(kind === 'temperature' && temp !== null ? { temp_c: temp } : {}),
    };
    await take({ kind: 'report', shipment_id, stop_id: null, input: { events: [event] } });
    setKind(null);
    setNote('');
    void message.success(t('sent'));
  };
  const ready =
    kind === 'temperature' ? temp !== null : kind === 'delay' ? late !== null : note.trim() !== '';
  return (
    <>
      <div className="tc-drive-buttons" style={{ marginTop: 12 }}>
        {KINDS.map((one) => (
          <Button key={one} size="large" onClick={() => setKind(one)}>
            {t(LABELS[one])}
          </Button>
        ))}
      </div>
      <Modal
        open={kind !== null}
        title={kind === null ? '' : t(LABELS[kind])}
        okText={t('send')}
        cancelText={t('cancel')}
        okButtonProps={{ disabled: !ready, loading: busy }}
        onOk={() => void send()}
        onCancel={() => setKind(null)}
        destroyOnHidden
      >
        {kind === 'delay' ? (
          <LabelledField label={t('late_by')} required>
            {(id) => (
              <InputNumber id={id} size="large" min={0} max={10_000} value={late} onChange={setLate} />
            )}
          </LabelledField>
        ) : null}
        {kind === 'temperature' ? (
          <LabelledField label={t('temp_c')} required>
            {(id) => <InputNumber id={id} size="large" step={0.1} value={temp} onChange={setTemp} />}
          </LabelledField>
        ) : null}
        <LabelledField label={t('note')} required={kind === 'exception'}>
          {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
        </LabelledField>
      </Modal>
    </>
  );
}
