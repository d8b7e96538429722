import { fileComplaint, findDevice, PATIENT_HARMS } from '@tongcang/contract';
import { App } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, ScanInput, Section, useText } from '../../../ui/index.ts';
import { call, type InputFor, type OutputFor, useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { DepartmentPicker, ItemPicker } from '../../app/pickers.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan, useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { customerText } from './customer-text.ts';
import { given, type StepField, StepFields, type Values } from './step-dialog.tsx';

type Device = OutputFor<typeof findDevice>;

/** A hospital says what happened to which product; the staff names the department besides. */
export default function ComplaintNew() {
  const t = useText(customerText);
  const go = useGo();
  const may = useCan();
  const lacks = useLacks();
  const describe = useProblemText();
  const { message } = App.useApp();
  const { warehouse_id } = useScope();
  const inside = may('masterdata.read');
  const [device, setDevice] = useState<Device>();
  const [item_id, setItem] = useState<number>();
  const [department_id, setDepartment] = useState<number>();
  const [values, setValues] = useState<Values>({ harm: 'none' });
  const file = useAction(fileComplaint);
  const fields = fieldsOf(t, item_id === undefined);
  const missing = missingFields([
    ...(inside ? [[department_id !== undefined, t('department')] as const] : []),
    ...fields
      .filter((field) => field.required)
      .map((field) => [String(values[field.name] ?? '').trim() !== '', field.label] as const),
  ]);
  const found = async (code: string) => {
    try {
      const it = await call(findDevice, { code });
      setDevice(it);
      setItem(it.item_id);
      setValues((before) => ({
        ...before,
        ...(it.lot_no === null ? {} : { lot_no: it.lot_no }),
        ...(it.serial_no === null ? {} : { serial_no: it.serial_no }),
      }));
      return { ok: true, text: `${it.item_code} ${it.item_name}` } as const;
    } catch (error) {
      return { ok: false, text: describe(error) } as const;
    }
  };
  const submit = async () => {
    const { complaint_id, document_no, adverse_proposed } = await file.run({
      ...(given(values) as Pick<InputFor<typeof fileComplaint>, 'description' | 'harm' | 'contact'>),
      ...(item_id === undefined ? {} : { item_id }),
      ...(department_id === undefined ? {} : { department_id }),
      ...(inside && warehouse_id !== undefined ? { warehouse_id } : {}),
    });
    void message.success(t('filed_done', { no: document_no }));
    if (inside && adverse_proposed) void message.warning(t('adverse_proposed_note'));
    go(`/quality/complaint/${complaint_id}`, { replace: true });
  };
  return (
    <PageBody>
      <PageHeader title={t('new_complaint')} description={t(inside ? 'complaints_hint' : 'complaints_own')} />
      {file.error ? <ProblemView error={file.error} /> : null}
      <Section title={t('product')}>
        <div className="tc-stack">
          <ScanInput label={t('scan')} onScan={({ raw }) => found(raw)} />
          {inside ? (
            <LabelledField label={t('product')}>
              {(id) => <ItemPicker id={id} allowClear value={item_id} onChange={setItem} />}
            </LabelledField>
          ) : device && item_id !== undefined ? (
            <p>
              {device.item_code} {device.item_name}
            </p>
          ) : null}
          {inside ? (
            <LabelledField label={t('department')} required>
              {(id) => <DepartmentPicker id={id} value={department_id} onChange={setDepartment} />}
            </LabelledField>
          ) : null}
          <StepFields
            columns
            fields={fields}
            values={values}
            onChange={setValues}
            asked={false}
            warehouse_id={null}
          />
        </div>
      </Section>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.complain'), ...missing]}
          loading={file.busy}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t('new_complaint')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

function fieldsOf(
  t: ReturnType<typeof useText<keyof typeof customerText.zh>>,
  unknown_product: boolean,
): StepField[] {
  return [
    ...(unknown_product
      ? [{ name: 'product', label: t('product_text'), kind: 'line', required: true, max: 200 } as const]
      : []),
    { name: 'lot_no', label: t('lot'), kind: 'line', max: 20 },
    { name: 'serial_no', label: t('serial'), kind: 'line', max: 20 },
    { name: 'qty', label: t('qty'), kind: 'number' },
    { name: 'happened_on', label: t('happened_on'), kind: 'date' },
    { name: 'description', label: t('what'), kind: 'text', required: true, max: 2000 },
    {
      name: 'harm',
      label: t('harm'),
      kind: 'choice',
      required: true,
      options: PATIENT_HARMS.map((value) => ({ value, label: t(`h_${value}`) })),
    },
    { name: 'harm_description', label: t('harm_description'), kind: 'text', max: 1000 },
    { name: 'contact', label: t('contact'), kind: 'line', required: true, max: 100 },
    { name: 'sample_available', label: t('sample_available'), kind: 'check' },
  ];
}
