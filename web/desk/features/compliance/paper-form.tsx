import { Button, Input, Select } from 'antd';
import type { ReactElement } from 'react';
import type { z } from 'zod';
import { Columns, Field, Form, useText } from '../../../ui/index.ts';
import { type InputFor, useAction, type VerbLike } from '../../app/api.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { PartnerIdPicker } from './partner-id-picker.tsx';
import { recordsText } from './records-text.ts';

export type FieldKind =
  | 'text'
  | 'long'
  | 'date'
  | 'choice'
  | 'choices'
  | 'tags'
  | 'partner'
  | 'item'
  | 'items'
  | 'warehouse'
  | 'warehouses';
export type PaperField = {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices?: readonly { value: string; label: string }[];
  readonly help?: string;
  readonly disabled?: boolean;
  /** The label of a value chosen before. */
  readonly chosen?: string;
};
type Props<V extends VerbLike> = {
  readonly verb: V;
  readonly fields: readonly PaperField[];
  readonly initial?: Partial<InputFor<V> & object>;
  readonly onDone: (output: unknown) => void;
  readonly onCancel: () => void;
};

/** The form of one paper: its rules are the verb's own, so what the server refuses is refused here as well. */
export default function PaperForm<V extends VerbLike>({ verb, fields, initial, onDone, onCancel }: Props<V>) {
  const t = useText(recordsText);
  const describe = useProblemText();
  const save = useAction(verb, { invalidates: ['compliance', 'masterdata'] });
  return (
    <Form
      schema={verb.input as z.ZodObject}
      initial={(initial ?? {}) as never}
      describe={describe}
      onSubmit={async (values) => onDone(await save.run(values as never))}
    >
      {({ submitting }) => (
        <>
          <Columns min={240}>
            {fields.map((field) => (
              <Field
                key={field.name}
                name={field.name}
                label={field.label}
                {...(field.help ? { extra: field.help } : {})}
                normalize={(value: unknown) =>
                  value === '' ? (field.kind === 'date' ? null : undefined) : value
                }
              >
                <Control field={field} />
              </Field>
            ))}
          </Columns>
          <div className="tc-form-foot">
            <Button onClick={onCancel}>{t('cancel')}</Button>
            <Button type="primary" htmlType="submit" loading={submitting}>
              {t('save')}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}

/** The input that suits a field; it passes on what the form gives it (`id`, `value`, `onChange`). */
function Control({ field, ...given }: { readonly field: PaperField }): ReactElement {
  const { warehouses } = useScope();
  const rest = { ...given, disabled: field.disabled ?? false } as object;
  switch (field.kind) {
    case 'long':
      return <Input.TextArea rows={2} {...rest} />;
    case 'date':
      return <Input type="date" {...rest} />;
    case 'choice':
      return <Select allowClear options={[...(field.choices ?? [])]} {...rest} />;
    case 'choices':
      return (
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={[...(field.choices ?? [])]}
          {...rest}
        />
      );
    case 'tags':
      return (
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[';', '；', '\n']} {...rest} />
      );
    case 'partner':
      return <PartnerIdPicker {...(field.chosen ? { chosen: field.chosen } : {})} {...rest} />;
    case 'item':
      return <ItemPicker {...rest} />;
    case 'items':
      return <ItemsPicker {...rest} />;
    case 'warehouse':
      return <WarehousePicker {...rest} />;
    case 'warehouses':
      return (
        <Select
          mode="multiple"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={warehouses.map((one) => ({ value: one.warehouse_id, label: `${one.code} ${one.name}` }))}
          {...rest}
        />
      );
    default:
      return <Input {...rest} />;
  }
}

type ItemsProps = { readonly value?: readonly number[]; readonly onChange?: (ids: number[]) => void };

/** Several items, chosen one after the other. */
function ItemsPicker({ value = [], onChange }: ItemsProps) {
  const rows = [...value, undefined];
  return (
    <div style={{ display: 'grid', gap: 6 }}>
      {rows.map((item_id, index) => (
        <ItemPicker
          key={item_id ?? 'new'}
          aria-label={`${index + 1}`}
          allowClear
          value={item_id}
          onChange={(next) => {
            const others = value.filter((one) => one !== item_id && one !== next);
            onChange?.(next === undefined ? others : [...others, next]);
          }}
        />
      ))}
    </div>
  );
}
