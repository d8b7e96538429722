import { Alert, Form as AntForm, type FormInstance, type FormItemProps } from 'antd';
import { createContext, type ReactElement, type ReactNode, useContext, useRef, useState } from 'react';
import type { z } from 'zod';
import { useKitText } from '../provider.tsx';
import { type Fault, faultOfIssue, faultsOfError, fieldOf, type SchemaIssue } from './issues.ts';
import { useFaultText } from './use-fault-text.ts';

const FormContext = createContext<{ required: (name: string) => boolean }>({ required: () => false });

type FormProps<S extends z.ZodType> = {
  /** The verb's own schema (or a part of it), so that form and server agree by construction. */
  readonly schema: S;
  readonly initial?: Partial<z.input<S>>;
  /**
   * Receives the parsed values. When it throws an error with `errors: [{ path, code, params }]`, these are shown
   * at their fields; anything else is shown above the form by `describe`.
   */
  readonly onSubmit: (values: z.output<S>) => Promise<unknown> | unknown;
  /** The text for an error without fields; return null when it is shown elsewhere. */
  readonly describe?: (error: unknown) => ReactNode;
  readonly onValuesChange?: (values: z.input<S>) => void;
  readonly form?: FormInstance;
  readonly id?: string;
  readonly layout?: 'vertical' | 'horizontal';
  /** Without stars, for short forms in which everything is required. */
  readonly plain?: boolean;
  readonly children: ReactNode | ((state: { submitting: boolean }) => ReactNode);
};

/** A form whose rules are a zod schema and whose faults, from here or from the server, stand at their fields. */
export function Form<S extends z.ZodType>(props: FormProps<S>) {
  const { schema } = props;
  const [own] = AntForm.useForm();
  const form = props.form ?? own;
  const t = useKitText();
  const faultText = useFaultText();
  const [submitting, setSubmitting] = useState(false);
  const [above, setAbove] = useState<ReactNode>(null);
  // Before the first try nobody is told what is missing; after it every change is judged at once.
  const tried = useRef(false);

  const fields = () => Object.keys(form.getFieldsError().reduce(byName, {})).map((key) => JSON.parse(key));
  const show = (faults: readonly Fault[]): Fault[] => {
    const names = fields() as (string | number)[][];
    const byField = new Map<string, string[]>(names.map((name) => [JSON.stringify(name), []]));
    const loose: Fault[] = [];
    for (const fault of faults) {
      const field = fieldOf(fault.path, names);
      if (field) byField.get(JSON.stringify(field))!.push(faultText(fault));
      else loose.push(fault);
    }
    form.setFields([...byField].map(([name, errors]) => ({ name: JSON.parse(name), errors })));
    return loose;
  };
  const check = () => {
    const result = schema.safeParse(form.getFieldsValue(true));
    const faults = result.success
      ? []
      : result.error.issues.map((i) => faultOfIssue(i as unknown as SchemaIssue));
    return { result, faults };
  };
  const focusFirst = (faults: readonly Fault[]) => {
    const first = faults.map((fault) => fieldOf(fault.path, fields())).find(Boolean);
    if (first) form.focusField(first);
  };

  const submit = async () => {
    if (submitting) return;
    tried.current = true;
    const { result, faults } = check();
    const loose = show(faults);
    if (!result.success) {
      setAbove(loose.length > 0 ? loose.map(faultText).join(' · ') : null);
      focusFirst(faults);
      return;
    }
    setSubmitting(true);
    setAbove(null);
    try {
      await props.onSubmit(result.data);
    } catch (error) {
      const refused = faultsOfError(error);
      const unplaced = show(refused);
      focusFirst(refused);
      if (refused.length === 0) setAbove(props.describe ? props.describe(error) : String(error));
      else if (unplaced.length > 0) setAbove(unplaced.map(faultText).join(' · '));
    } finally {
      setSubmitting(false);
    }
  };

  return (
    <FormContext value={{ required: (name) => isRequired(schema, name) }}>
      <AntForm
        form={form}
        id={props.id}
        layout={props.layout ?? 'vertical'}
        requiredMark={!props.plain}
        initialValues={props.initial as Record<string, unknown>}
        onFinish={submit}
        onValuesChange={(_changed, values) => {
          if (tried.current) show(check().faults);
          props.onValuesChange?.(values as z.input<S>);
        }}
        scrollToFirstError
      >
        {above ? <Alert className="tc-form-alert" type="error" showIcon title={above} role="alert" /> : null}
        {typeof props.children === 'function' ? props.children({ submitting }) : props.children}
        <span className="tc-visually-hidden" role="status">
          {submitting ? t('loading') : ''}
        </span>
      </AntForm>
    </FormContext>
  );
}

type FieldError = ReturnType<FormInstance['getFieldsError']>[number];
function byName(names: Record<string, true>, field: FieldError): Record<string, true> {
  names[JSON.stringify(field.name)] = true;
  return names;
}

/** Whether the schema's top-level entry `name` refuses to be absent. */
function isRequired(schema: z.ZodType, name: string): boolean {
  const shape = (schema as { shape?: Record<string, z.ZodType> }).shape;
  const entry = shape?.[name];
  return entry !== undefined && !entry.safeParse(undefined).success && !entry.safeParse(null).success;
}

type FieldProps = Omit<FormItemProps, 'name' | 'rules' | 'children'> & {
  readonly name: string | (string | number)[];
  /** One input that takes `value` and `onChange` (or `checked`, with `valuePropName`). */
  readonly children: ReactElement;
};

/** A labelled field of a `Form`; whether it is required is read from the schema. */
export function Field({ name, children, ...rest }: FieldProps) {
  const { required } = useContext(FormContext);
  const plain = typeof name === 'string' ? name : name.length === 1 ? String(name[0]) : '';
  return (
    <AntForm.Item name={name} required={plain !== '' && required(plain)} {...rest}>
      {children}
    </AntForm.Item>
  );
}
