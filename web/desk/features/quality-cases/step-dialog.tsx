import { listCasePeople } from '@tongcang/contract';
import { Checkbox, Input, InputNumber, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText, useZone } from '../../../ui/index.ts';
import { useVerb } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { text } from './text.ts';
import './quality-cases.css';

export type Value = string | number | boolean | undefined;
export type Values = Readonly<Record<string, Value>>;
/** One question of a step. `moment` is given as an instant, `date` as a civil date, `item` and `person` as an id. */
export type StepField = {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'text' | 'date' | 'moment' | 'choice' | 'check' | 'person' | 'item' | 'number';
  readonly required?: boolean;
  readonly help?: string;
  readonly max?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
};

type Props = {
  readonly title: ReactNode;
  readonly fields: readonly StepField[];
  readonly initial?: Values;
  readonly confirm_label: string;
  /** What will happen, above the fields. */
  readonly children?: ReactNode;
  /** Where persons may work; needed by fields of that kind. */
  readonly warehouse_id?: number | null;
  readonly error?: unknown;
  readonly danger?: boolean;
  readonly onSubmit: (values: Values) => Promise<unknown>;
  readonly onClose: () => void;
};

const isEmpty = (value: Value) => value === undefined || (typeof value === 'string' && value.trim() === '');

/** A step of a case as a dialog: it stays open with what was typed until the step is done. */
export function StepDialog(props: Props) {
  const t = useText(text);
  const [values, setValues] = useState<Values>(props.initial ?? {});
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const missing = props.fields.filter((field) => field.required && isEmpty(values[field.name]));
  const submit = async () => {
    setAsked(true);
    if (missing.length > 0) return;
    setBusy(true);
    try {
      await props.onSubmit(given(values));
      props.onClose();
    } catch {
      // The error is shown below; nothing typed is lost.
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={props.title}
      okText={props.confirm_label}
      cancelText={t('cancel')}
      okButtonProps={{ loading: busy, danger: props.danger ?? false }}
      onOk={() => void submit()}
      onCancel={props.onClose}
      width={560}
    >
      {props.children ? <div className="tc-confirm-text">{props.children}</div> : null}
      <StepFields
        fields={props.fields}
        values={values}
        onChange={setValues}
        asked={asked}
        warehouse_id={props.warehouse_id ?? null}
      />
      {props.error ? <ProblemView error={props.error} /> : null}
    </Modal>
  );
}

/** What was filled in, without what was left empty. */
export const given = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));

type FieldsProps = {
  readonly fields: readonly StepField[];
  readonly values: Values;
  readonly onChange: (values: Values) => void;
  readonly asked: boolean;
  readonly warehouse_id: number | null;
  /** Short fields side by side, on a page that is wide enough. */
  readonly columns?: boolean;
};

/** The questions one below the other; in a dialog or on a page of their own. */
export function StepFields({ fields, values, onChange, asked, warehouse_id, columns = false }: FieldsProps) {
  const t = useText(text);
  return (
    <div className={columns ? 'tc-form-grid' : 'tc-form-grid tc-form-one'}>
      {fields.map((field) => {
        const value = values[field.name];
        const set = (next: Value) => onChange({ ...values, [field.name]: next });
        const needed = asked && field.required && isEmpty(value) ? t('needed') : undefined;
        const help = needed ?? field.help;
        if (field.kind === 'check') {
          return (
            <div key={field.name} className="tc-labelled">
              <Checkbox checked={value === true} onChange={(event) => set(event.target.checked)}>
                {field.label}
              </Checkbox>
              {help ? <span className="tc-muted">{help}</span> : null}
            </div>
          );
        }
        return (
          <div key={field.name} className={field.kind === 'text' ? 'tc-form-wide' : undefined}>
            <LabelledField label={field.label} required={field.required ?? false} {...(help ? { help } : {})}>
              {(id) => (
                <Control id={id} field={field} value={value} onChange={set} warehouse_id={warehouse_id} />
              )}
            </LabelledField>
          </div>
        );
      })}
    </div>
  );
}

type ControlProps = {
  readonly id: string;
  readonly field: StepField;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly warehouse_id: number | null;
};

function Control({ id, field, value, onChange, warehouse_id }: ControlProps) {
  const zone = useZone();
  const typed = typeof value === 'string' ? value : '';
  const max = field.max ?? 200;
  switch (field.kind) {
    case 'line':
      return (
        <Input id={id} value={typed} maxLength={max} onChange={(event) => onChange(event.target.value)} />
      );
    case 'text':
      return (
        <Input.TextArea
          id={id}
          value={typed}
          maxLength={max}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'date':
      return <Input id={id} type="date" value={typed} onChange={(event) => onChange(event.target.value)} />;
    case 'moment':
      return (
        <Input
          id={id}
          type="datetime-local"
          value={typed === '' ? '' : wallClock(typed, zone)}
          onChange={(event) => onChange(instantOf(event.target.value, zone) ?? undefined)}
        />
      );
    case 'number':
      return (
        <InputNumber
          id={id}
          min={0}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'item':
      return <ItemPicker id={id} value={typeof value === 'number' ? value : undefined} onChange={onChange} />;
    case 'person':
      return <PersonPicker id={id} value={value} onChange={onChange} warehouse_id={warehouse_id} />;
    default:
      return (
        <Select
          id={id}
          value={typed === '' ? undefined : typed}
          onChange={onChange}
          options={[...(field.options ?? [])]}
          style={{ width: '100%' }}
        />
      );
  }
}

/** Chooses who may work on cases at a warehouse. */
function PersonPicker({ id, value, onChange, warehouse_id }: Omit<ControlProps, 'field'>) {
  const { data } = useVerb(
    listCasePeople,
    { warehouse_id: warehouse_id ?? 0 },
    { enabled: warehouse_id !== null },
  );
  return (
    <Select
      id={id}
      value={typeof value === 'number' ? value : undefined}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      options={(data?.rows ?? []).map((row) => ({ value: row.user_id, label: row.display_name }))}
      style={{ width: '100%' }}
    />
  );
}
