import { listLots, listPartners } from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import { useVerb } from '../../app/api.ts';

type Props = {
  readonly id?: string;
  readonly value: number | undefined;
  readonly onChange: (id: number | undefined) => void;
  readonly placeholder?: string;
};

/** Chooses a customer by code or name. */
export function CustomerPicker(props: Props) {
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const { data, isFetching } = useVerb(
    listPartners,
    { kind: 'customer', limit: 30, ...(search ? { search } : {}) },
    { keepPrevious: true },
  );
  return (
    <Select
      {...props}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      options={(data?.rows ?? []).map((row) => ({
        value: row.partner_id,
        label: `${row.partner_code} ${row.name}`,
      }))}
      style={{ width: '100%' }}
    />
  );
}

/** Chooses a lot of an item. */
export function LotPicker({ item_id, ...props }: Props & { readonly item_id: number | undefined }) {
  const { data, isFetching } = useVerb(
    listLots,
    { item_id: item_id ?? 0, limit: 100 },
    { enabled: item_id !== undefined },
  );
  return (
    <Select
      {...props}
      disabled={item_id === undefined}
      showSearch={{ optionFilterProp: 'label' }}
      loading={isFetching}
      options={(item_id === undefined ? [] : (data?.rows ?? [])).map((row) => ({
        value: row.lot_id,
        label: `${row.lot_no}${row.expiry_date ? ` · ${row.expiry_date}` : ''}`,
      }))}
      style={{ width: '100%' }}
    />
  );
}
