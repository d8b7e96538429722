import { listPartners } from '@tongcang/contract';
import { Select } from 'antd';
import { useVerb } from '../../app/api.ts';

type Props = {
  readonly id?: string;
  readonly value?: number | undefined;
  readonly onChange?: (carrier_id: number | undefined) => void;
  readonly placeholder?: string;
};

/** Chooses one of the company's carriers. */
export function CarrierPicker({ id, value, onChange, placeholder }: Props) {
  const { data, isFetching } = useVerb(listPartners, { kind: 'carrier', limit: 1000 });
  return (
    <Select
      {...(id ? { id } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      loading={isFetching}
      placeholder={placeholder}
      value={value}
      onChange={(next: number | undefined) => onChange?.(next)}
      options={(data?.rows ?? []).map((row) => ({ value: row.partner_id, label: row.name }))}
      style={{ width: '100%' }}
    />
  );
}
