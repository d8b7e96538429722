import { listMonths } from '@tongcang/contract';
import { Select } from 'antd';
import { useText } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { text } from './text.ts';

type OwnerPickerProps = {
  readonly value: number | undefined;
  readonly onChange: (owner_id: number | undefined) => void;
};

/** Chooses one of the legal entities that keep books. */
export function OwnerPicker({ value, onChange }: OwnerPickerProps) {
  const t = useText(text);
  const { data } = useVerb(listMonths, {});
  const owners = new Map((data?.rows ?? []).map((row) => [row.owner_id, row.owner_name]));
  return (
    <Select
      aria-label={t('owner')}
      placeholder={t('all_owners')}
      allowClear
      value={value}
      onChange={onChange}
      options={[...owners].map(([owner_id, label]) => ({ value: owner_id, label }))}
      style={{ width: '100%' }}
    />
  );
}
