import { type Column, type DatasetName, datasets, saveRecord } from '@tongcang/contract';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { Columns, Field, Form, useLanguage, useText } from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { columnsOf, useChoices } from './option.ts';
import { PartnerPicker, WarehousePicker } from './pickers.tsx';
import { masterdataText } from './text.ts';

type Saved = InputFor<typeof saveRecord>['dataset'];
type RecordFormProps = {
  readonly dataset: Saved & DatasetName;
  /** The record as a row of its dataset; absent for a new one. */
  readonly row?: Readonly<Record<string, unknown>> | undefined;
  readonly onDone: () => void;
  readonly onCancel: () => void;
};

/**
 * The form of one record of a dataset, built from the same columns and schema as the import: what a file may hold
 * can be typed here, and what is refused there is refused here.
 */
export default function RecordForm({ dataset, row, onDone, onCancel }: RecordFormProps) {
  const t = useText(masterdataText);
  const language = useLanguage();
  const describe = useProblemText();
  const schema = datasets[dataset].schema as z.ZodObject;
  const keys: readonly string[] = datasets[dataset].unique;
  const save = useAction(saveRecord, { invalidates: ['masterdata', 'compliance', 'stock'] });
  const submit = async (values: Record<string, unknown>) => {
    await save.run({ dataset, row: { ...values } });
    onDone();
  };
  return (
    <Form schema={schema} initial={row ?? {}} describe={describe} onSubmit={submit}>
      {({ submitting }) => (
        <>
          <Columns min={220}>
            {columnsOf(dataset).map((column) => (
              <Field
                key={column.key}
                name={column.key}
                label={column[language]}
                {...(column.kind === 'boolean' ? { valuePropName: 'checked' } : {})}
                normalize={(value: unknown) => (value === '' ? emptyOf(schema, column.key) : value)}
              >
                <Control
                  dataset={dataset}
                  column={column}
                  schema={schema}
                  disabled={row !== undefined && keys.includes(column.key)}
                />
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

/** What an emptied field means: null where the schema knows it, else that nothing was said. */
function emptyOf(schema: z.ZodObject, key: string): null | undefined {
  return (schema.shape[key] as z.ZodType).safeParse(null).success ? null : undefined;
}

/** The closed list of values of a column, or null where it is open. */
export function optionsOf(schema: z.ZodObject, key: string): readonly string[] | null {
  let inner = schema.shape[key] as z.ZodType | undefined;
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodDefault || inner instanceof z.ZodOptional)
    inner = inner.unwrap() as z.ZodType;
  if (inner instanceof z.ZodArray) inner = inner.element as z.ZodType;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : null;
}

const PARTNER_OF = {
  manufacturer_code: 'manufacturer',
  registrant_code: 'manufacturer',
  legal_entity_code: 'legal_entity',
  carrier_code: 'carrier',
} as const;

type ControlProps = {
  readonly dataset: DatasetName;
  readonly column: Column;
  readonly schema: z.ZodObject;
  readonly disabled: boolean;
  /** Given by the form. */
  readonly id?: string;
  readonly value?: unknown;
  readonly checked?: boolean;
  readonly onChange?: (value: unknown) => void;
};

/** The input that suits a column; it passes on what the form gives it (`id`, `value`, `onChange`). */
function Control({ dataset, column, schema, disabled, ...given }: ControlProps): ReactElement {
  const choices = useChoices();
  const { key, kind } = column;
  const options = optionsOf(schema, key);
  const rest = { ...given, disabled } as object;
  if (kind === 'boolean') return <Switch {...rest} />;
  if (key in PARTNER_OF) return <PartnerPicker kind={PARTNER_OF[key as keyof typeof PARTNER_OF]} {...rest} />;
  if (key === 'partner_code' && dataset !== 'partner')
    return <PartnerPicker kind={dataset === 'department' ? 'customer' : undefined} {...rest} />;
  if (key === 'warehouse_codes') return <WarehousePicker multiple {...rest} />;
  if (key === 'from_warehouse_code' || (key === 'warehouse_code' && dataset !== 'warehouse'))
    return <WarehousePicker {...rest} />;
  if (options)
    return (
      <Select
        allowClear
        options={choices(options)}
        {...(kind === 'list' ? { mode: 'multiple' } : {})}
        {...rest}
      />
    );
  if (kind === 'list')
    return (
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[',', ';', '，', '；', ' ']}
        {...rest}
      />
    );
  if (kind === 'integer' || kind === 'decimal')
    return (
      <InputNumber style={{ width: '100%' }} {...(kind === 'integer' ? { precision: 0 } : {})} {...rest} />
    );
  return (
    <Input type={kind === 'date' ? 'date' : 'text'} placeholder={disabled ? '' : column.example} {...rest} />
  );
}
