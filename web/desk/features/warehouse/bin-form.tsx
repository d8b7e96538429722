import { STORAGE_CONDITIONS, ZONE_KINDS } from '@tongcang/contract';
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useText } from '../../../ui/index.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useChoices } from '../masterdata/option.ts';
import type { EditedBin } from './map-edit.ts';
import { text } from './map-text.ts';

type FormProps = {
  readonly bin: EditedBin;
  readonly onChange: (patch: Partial<EditedBin>) => void;
  readonly onRemove: () => void;
};
const ML_PER_LITRE = 1000;

/** Everything that is known of the chosen bin, to be changed. */
export function BinForm({ bin, onChange, onRemove }: FormProps) {
  const t = useText(text);
  const choices = useChoices();
  const number = (field: 'x' | 'y' | 'width' | 'height', min: number) => (
    <LabelledField label={t(field)}>
      {(id) => (
        <InputNumber
          id={id}
          min={min}
          precision={0}
          value={bin[field]}
          onChange={(next) => onChange({ [field]: next ?? min })}
          style={{ width: '100%' }}
        />
      )}
    </LabelledField>
  );
  return (
    <div className="tc-editor-form">
      <div className="tc-editor-pair">
        <LabelledField label={t('code')} required>
          {(id) => (
            <Input
              id={id}
              value={bin.location_code}
              maxLength={40}
              onChange={(event) => onChange({ location_code: event.target.value })}
            />
          )}
        </LabelledField>
        <LabelledField label={t('zone')} required>
          {(id) => (
            <Input
              id={id}
              value={bin.zone_code}
              maxLength={40}
              onChange={(event) => onChange({ zone_code: event.target.value })}
            />
          )}
        </LabelledField>
      </div>
      <LabelledField label={t('kind')}>
        {(id) => (
          <Select
            id={id}
            value={bin.zone_kind}
            onChange={(zone_kind) => onChange({ zone_kind })}
            options={choices(ZONE_KINDS) as { value: (typeof ZONE_KINDS)[number]; label: string }[]}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('condition')}>
        {(id) => (
          <Select
            id={id}
            value={bin.storage_condition}
            onChange={(storage_condition) => onChange({ storage_condition })}
            options={
              choices(STORAGE_CONDITIONS) as { value: (typeof STORAGE_CONDITIONS)[number]; label: string }[]
            }
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <div className="tc-editor-pair">
        {number('x', 0)}
        {number('y', 0)}
        {number('width', 1)}
        {number('height', 1)}
        <LabelledField label={t('capacity')}>
          {(id) => (
            <InputNumber
              id={id}
              min={1}
              precision={0}
              value={bin.capacity_ml === null ? null : bin.capacity_ml / ML_PER_LITRE}
              onChange={(next) => onChange({ capacity_ml: next === null ? null : next * ML_PER_LITRE })}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('sequence')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={0}
              placeholder={t('no_sequence')}
              value={bin.pick_sequence}
              onChange={(pick_sequence) => onChange({ pick_sequence })}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
      </div>
      <Checkbox checked={bin.pick_face} onChange={(event) => onChange({ pick_face: event.target.checked })}>
        {t('pick_face')}
      </Checkbox>
      <Button danger onClick={onRemove}>
        {t('remove')}
      </Button>
    </div>
  );
}
