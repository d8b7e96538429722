import { CHECK_EXTENTS, CHECK_KINDS, DEFECT_CLASSES, type saveInspectionPlan } from '@tongcang/contract';
import { Button, Input, InputNumber, Select } from 'antd';
import { useText } from '../../../ui/index.ts';
import type { InputFor } from '../../app/api.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './text.ts';

export type CheckDraft = InputFor<typeof saveInspectionPlan>['checks'][number];
export const NEW_CHECK: CheckDraft = {
  name: '',
  kind: 'attribute',
  defect_class: 'major',
  extent: 'sample',
  sample_qty: null,
  method: null,
  unit: null,
  lower_limit: null,
  upper_limit: null,
};

/** Papers are looked at once for a lot; only what is measured has limits. */
function ofKind(check: CheckDraft, kind: CheckDraft['kind']): CheckDraft {
  const extent = kind === 'document' ? 'once' : check.extent === 'once' ? 'sample' : check.extent;
  const limits = kind === 'measured' ? {} : { lower_limit: null, upper_limit: null, unit: null };
  return { ...ofExtent(check, extent), kind, ...limits };
}
const ofExtent = (check: CheckDraft, extent: CheckDraft['extent']): CheckDraft => ({
  ...check,
  extent,
  sample_qty: extent === 'fixed' ? (check.sample_qty ?? 3) : null,
});

type Props = {
  readonly number: number;
  readonly check: CheckDraft;
  readonly onChange: (check: CheckDraft) => void;
  readonly onRemove?: () => void;
};

/** One check of a plan as it is written. */
export function CheckRow({ number, check, onChange, onRemove }: Props) {
  const t = useText(text);
  const set = (part: Partial<CheckDraft>) => onChange({ ...check, ...part });
  const extents = CHECK_EXTENTS.filter((extent) => (check.kind === 'document') === (extent === 'once'));
  return (
    <fieldset className="tc-check-edit">
      <legend>{number}</legend>
      <div className="tc-form-grid">
        <LabelledField label={t('name')} required>
          {(id) => (
            <Input
              id={id}
              value={check.name}
              maxLength={120}
              onChange={(e) => set({ name: e.target.value })}
            />
          )}
        </LabelledField>
        <Choice
          label={t('kind')}
          value={check.kind}
          onChange={(kind) => onChange(ofKind(check, kind))}
          options={CHECK_KINDS.map((value) => ({ value, label: t(value) }))}
        />
        <Choice
          label={t('defect_class')}
          value={check.defect_class}
          onChange={(defect_class) => set({ defect_class })}
          options={DEFECT_CLASSES.map((value) => ({ value, label: t(value) }))}
        />
        <Choice
          label={t('extent')}
          value={check.extent}
          onChange={(extent) => onChange(ofExtent(check, extent))}
          options={extents.map((value) => ({ value, label: t(`e_${value}`) }))}
        />
        {check.extent === 'fixed' ? (
          <Amount
            label={t('pieces')}
            value={check.sample_qty}
            onChange={(n) => set({ sample_qty: n ?? 1 })}
          />
        ) : null}
        {check.kind === 'measured' ? <Limits check={check} set={set} /> : null}
        <LabelledField label={t('method')}>
          {(id) => (
            <Input
              id={id}
              value={check.method ?? ''}
              maxLength={300}
              onChange={(e) => set({ method: e.target.value || null })}
            />
          )}
        </LabelledField>
      </div>
      {onRemove ? (
        <Button type="text" danger onClick={onRemove} aria-label={`${t('remove_check')} ${number}`}>
          {t('remove_check')}
        </Button>
      ) : null}
    </fieldset>
  );
}

function Limits({ check, set }: { check: CheckDraft; set: (part: Partial<CheckDraft>) => void }) {
  const t = useText(text);
  return (
    <>
      <Amount label={t('lower')} value={check.lower_limit} onChange={(lower_limit) => set({ lower_limit })} />
      <Amount label={t('upper')} value={check.upper_limit} onChange={(upper_limit) => set({ upper_limit })} />
      <LabelledField label={t('unit')}>
        {(id) => (
          <Input
            id={id}
            value={check.unit ?? ''}
            maxLength={20}
            onChange={(e) => set({ unit: e.target.value || null })}
          />
        )}
      </LabelledField>
    </>
  );
}

type AmountProps = {
  readonly label: string;
  readonly value: number | null | undefined;
  readonly onChange: (value: number | null) => void;
};

function Amount({ label, value, onChange }: AmountProps) {
  return (
    <LabelledField label={label}>
      {(id) => <InputNumber id={id} value={value ?? null} onChange={onChange} style={{ width: '100%' }} />}
    </LabelledField>
  );
}

type ChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: { value: V; label: string }[];
};

function Choice<V extends string>({ label, value, onChange, options }: ChoiceProps<V>) {
  return (
    <LabelledField label={label} required>
      {(id) => (
        <Select<V> id={id} value={value} onChange={onChange} options={options} style={{ width: '100%' }} />
      )}
    </LabelledField>
  );
}
