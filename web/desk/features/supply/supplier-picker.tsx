import { listPartners } from '@tongcang/contract';
import { Select } from 'antd';
import { useState } from 'react';
import { useVerb } from '../../app/api.ts';

type Props = {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly value: number | undefined;
  readonly onChange: (partner_id: number | undefined) => void;
};

/** Chooses a supplier by code or name. */
export function SupplierPicker({ id, value, onChange, ...named }: Props) {
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const { data, isFetching } = useVerb(
    listPartners,
    { limit: 50, kind: 'supplier', ...(search ? { search } : {}) },
    { keepPrevious: true },
  );
  return (
    <Select
      {...named}
      {...(id ? { id } : {})}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value}
      onChange={onChange}
      options={(data?.rows ?? []).map((row) => ({
        value: row.partner_id,
        label: `${row.partner_code} ${row.name}`,
      }))}
      style={{ width: '100%' }}
    />
  );
}
