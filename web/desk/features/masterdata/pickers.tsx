import { listPartners } from '@tongcang/contract';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { useScope } from '../../app/scope.ts';
import { useOption } from './option.ts';
import { masterdataText } from './text.ts';

/** A text that follows what is typed once the typing pauses. */
function useSettled(text: string, wait_ms = 200): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), wait_ms);
    return () => clearTimeout(timer);
  }, [text, wait_ms]);
  return settled;
}

const SUGGESTIONS = 30;

type PartnerKind = 'legal_entity' | 'supplier' | 'manufacturer' | 'customer' | 'carrier';
type PartnerPickerProps = {
  readonly id?: string;
  readonly kind?: PartnerKind | undefined;
  readonly value?: string | null;
  readonly onChange?: (code: string | undefined) => void;
  readonly disabled?: boolean;
  readonly label?: string;
};

/** Chooses a partner by its code, among those of one kind. */
export function PartnerPicker({ id, kind, value, onChange, disabled, label }: PartnerPickerProps) {
  const t = useText(masterdataText);
  const option = useOption();
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim());
  const { data, isFetching } = useVerb(
    listPartners,
    { limit: SUGGESTIONS, ...(kind ? { kind } : {}), ...(search ? { search } : {}) },
    { keepPrevious: true },
  );
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      placeholder={t('pick_partner')}
      allowClear
      disabled={disabled ?? false}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      value={value ?? undefined}
      options={(data?.rows ?? []).map((row) => ({
        value: row.partner_code,
        label: `${row.partner_code} ${row.name}${kind ? '' : ` · ${option(row.kind)}`}`,
      }))}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}

type WarehousePickerProps = {
  readonly id?: string;
  readonly value?: string | string[] | null;
  readonly onChange?: (codes: string | string[] | undefined) => void;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
};

/** Chooses warehouses by code among those in the person's sight. */
export function WarehousePicker({ id, value, onChange, multiple, disabled }: WarehousePickerProps) {
  const t = useText(masterdataText);
  const { warehouses } = useScope();
  return (
    <Select
      {...(id ? { id } : {})}
      {...(multiple ? { mode: 'multiple' as const } : {})}
      placeholder={t('pick_warehouse')}
      allowClear
      disabled={disabled ?? false}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? undefined}
      options={warehouses.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` }))}
      onChange={(next: string | string[] | undefined) => onChange?.(next)}
    />
  );
}
