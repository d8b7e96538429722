import { TRANSPORT_MODES, type transport_given } from '@tongcang/contract';
import { Input, InputNumber, Select } from 'antd';
import type { z } from 'zod';
import { useText } from '../../../ui/index.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf } from '../stock/wall-clock.ts';
import { receivingText } from './receiving-text.ts';

type Given = z.input<typeof transport_given>;
/** What is typed; times as the clock of the warehouse shows them. */
export type TransportTyped = {
  readonly transport_mode?: Given['transport_mode'];
  readonly vehicle_no?: string;
  readonly departed?: string;
  readonly arrived?: string;
  readonly departure_temp_c?: number | null;
  readonly arrival_temp_c?: number | null;
  readonly min_temp_c?: number | null;
  readonly max_temp_c?: number | null;
  readonly record_no?: string;
};

/** As the server takes it; null while the mode is not chosen. */
export function transportOf(typed: TransportTyped, zone: string): Given | null {
  const { transport_mode } = typed;
  if (transport_mode === undefined) return null;
  const departed_at = typed.departed ? instantOf(typed.departed, zone) : null;
  const arrived_at = typed.arrived ? instantOf(typed.arrived, zone) : null;
  return {
    transport_mode,
    ...(typed.vehicle_no ? { vehicle_no: typed.vehicle_no } : {}),
    ...(departed_at ? { departed_at } : {}),
    ...(arrived_at ? { arrived_at } : {}),
    ...(typed.departure_temp_c == null ? {} : { departure_temp_c: typed.departure_temp_c }),
    ...(typed.arrival_temp_c == null ? {} : { arrival_temp_c: typed.arrival_temp_c }),
    ...(typed.min_temp_c == null ? {} : { min_temp_c: typed.min_temp_c }),
    ...(typed.max_temp_c == null ? {} : { max_temp_c: typed.max_temp_c }),
    ...(typed.record_no ? { record_no: typed.record_no } : {}),
  };
}

type Props = {
  readonly typed: TransportTyped;
  readonly onChange: (typed: TransportTyped) => void;
  readonly required?: boolean;
};

const TEMPERATURES = [
  ['departure_temp_c', 'departure_temp'],
  ['arrival_temp_c', 'arrival_temp'],
  ['min_temp_c', 'min_temp'],
  ['max_temp_c', 'max_temp'],
] as const;

/** How the goods travelled: mode, times, temperatures, number of the record. */
export function TransportForm({ typed, onChange, required = false }: Props) {
  const t = useText(receivingText);
  const set = (patch: Partial<TransportTyped>) => onChange({ ...typed, ...patch });
  return (
    <div className="tc-form-grid">
      <LabelledField label={t('transport_mode')} required={required}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={typed.transport_mode}
            onChange={(transport_mode) => set({ transport_mode })}
            options={TRANSPORT_MODES.map((value) => ({ value, label: t(`m_${value}`) }))}
          />
        )}
      </LabelledField>
      <LabelledField label={t('vehicle_no')}>
        {(id) => (
          <Input
            id={id}
            value={typed.vehicle_no ?? ''}
            maxLength={40}
            onChange={(e) => set({ vehicle_no: e.target.value })}
          />
        )}
      </LabelledField>
      {(['departed', 'arrived'] as const).map((field) => (
        <LabelledField key={field} label={t(field === 'departed' ? 'departed_at' : 'arrived_at')}>
          {(id) => (
            <Input
              id={id}
              type="datetime-local"
              value={typed[field] ?? ''}
              onChange={(e) => set({ [field]: e.target.value })}
            />
          )}
        </LabelledField>
      ))}
      {TEMPERATURES.map(([field, label]) => (
        <LabelledField key={field} label={t(label)}>
          {(id) => (
            <InputNumber
              id={id}
              min={-100}
              max={100}
              step={0.1}
              value={typed[field] ?? null}
              onChange={(value) => set({ [field]: value })}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
      ))}
      <LabelledField label={t('record_no')}>
        {(id) => (
          <Input
            id={id}
            value={typed.record_no ?? ''}
            maxLength={80}
            onChange={(e) => set({ record_no: e.target.value })}
          />
        )}
      </LabelledField>
    </div>
  );
}
