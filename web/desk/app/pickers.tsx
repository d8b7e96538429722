import { listDepartments, listItems, listWarehouses } from '@tongcang/contract';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useVerb } from './api.ts';

type PickerProps = {
  readonly value?: number | undefined;
  readonly onChange?: (value: number | undefined) => void;
  readonly placeholder?: string;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly allowClear?: boolean;
};

const SEARCH_PAUSE_MS = 200;

/** A text that follows the typing after a short pause, so that not every key asks the server. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Chooses an item by code, name, pinyin initials, model or UDI-DI. */
export function ItemPicker(props: PickerProps) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const { data, isFetching } = useVerb(listItems, { search, limit: 30 }, { keepPrevious: true });
  const chosen = useVerb(
    listItems,
    { item_id: props.value ?? 0, limit: 1 },
    { enabled: props.value !== undefined },
  );
  const rows = [...(chosen.data?.rows ?? []), ...(data?.rows ?? [])];
  const options = [...new Map(rows.map((row) => [row.item_id, row])).values()].map((row) => ({
    value: row.item_id,
    label: `${row.item_code} ${row.name} ${row.model}`,
  }));
  return (
    <Select
      {...props}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      options={options}
      style={{ width: '100%' }}
    />
  );
}

/** Chooses a department of a hospital. */
export function DepartmentPicker(props: PickerProps) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const { data, isFetching } = useVerb(listDepartments, { search, limit: 50 }, { keepPrevious: true });
  const options = (data?.rows ?? []).map((row) => ({
    value: row.department_id,
    label: `${row.partner_name} · ${row.name}`,
  }));
  return (
    <Select
      {...props}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      options={options}
      style={{ width: '100%' }}
    />
  );
}

/** Chooses one of the company's warehouses. */
export function WarehousePicker(props: PickerProps) {
  const { data } = useVerb(listWarehouses, {});
  const options = (data?.rows ?? []).map((row) => ({
    value: row.warehouse_id,
    label: `${row.warehouse_code} ${row.name}`,
  }));
  return (
    <Select
      {...props}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      style={{ width: '100%' }}
    />
  );
}
