import { listPartners } from '@tongcang/contract';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useVerb } from '../../app/api.ts';
import { useOption } from '../masterdata/option.ts';

type Props = {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly value?: number | undefined;
  /** Tells what the partner is to us as well. */
  readonly onChange?: (partner_id: number | undefined, kind: string | undefined) => void;
  readonly disabled?: boolean;
  /** What is shown while the chosen one is not among those found. */
  readonly chosen?: string | undefined;
};
const PAUSE_MS = 200;

/** Chooses any partner by code or name. */
export function PartnerIdPicker({ chosen, value, onChange, ...rest }: Props) {
  const option = useOption();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data, isFetching } = useVerb(
    listPartners,
    { limit: 40, ...(search ? { search } : {}) },
    { keepPrevious: true },
  );
  const found = (data?.rows ?? []).map((row) => ({
    value: row.partner_id,
    label: `${row.partner_code} ${row.name} · ${option(row.kind)}`,
  }));
  const missing = value !== undefined && chosen !== undefined && !found.some((one) => one.value === value);
  return (
    <Select
      {...rest}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value}
      onChange={(next: number | undefined) =>
        onChange?.(next, data?.rows.find((row) => row.partner_id === next)?.kind)
      }
      options={missing ? [{ value, label: chosen }, ...found] : found}
      style={{ width: '100%' }}
    />
  );
}
