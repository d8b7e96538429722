import { findDevice, getComplaint, openAdverseEvent } from '@tongcang/contract';
import { App } from 'antd';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { BlockedButton, PageBody, PageHeader, ScanInput, Section, useText } from '../../../ui/index.ts';
import { call, type InputFor, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { useLacks, useUser } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { adverseFields } from './adverse-fields.ts';
import { customerText } from './customer-text.ts';
import { given, type StepField, StepFields, type Values } from './step-dialog.tsx';

const address = z.object({ complaint: z.coerce.number().int().min(0).default(0) });
/** How grave an event is, as the complaint says of the patient. */
const CATEGORY = {
  none: 'other',
  possible: 'possible_serious',
  injury: 'other',
  serious_injury: 'serious_injury',
  death: 'death',
} as const;

export default function AdverseNew() {
  const t = useText(customerText);
  return (
    <PageBody>
      <PageHeader title={t('new_adverse')} description={t('adverse_hint')} />
      <OneWarehouse>{({ warehouse_id }) => <Open warehouse_id={warehouse_id} />}</OneWarehouse>
    </PageBody>
  );
}

function Open({ warehouse_id }: { warehouse_id: number }) {
  const t = useText(customerText);
  const go = useGo();
  const user = useUser();
  const lacks = useLacks();
  const describe = useProblemText();
  const { message } = App.useApp();
  const [{ complaint: complaint_id }] = useUrlState(address);
  const [values, setValues] = useState<Values>({
    origin: 'domestic',
    patient_sex: 'unknown',
    learned_at: new Date().toISOString(),
    reporter: user.display_name,
  });
  const source = useVerb(getComplaint, { complaint_id }, { enabled: complaint_id > 0 });
  useEffect(() => {
    if (source.data === undefined) return;
    const { harm, item_id, lot_no, serial_no, happened_on, description, harm_description, filed_at } =
      source.data;
    setValues((before) => ({
      ...before,
      category: CATEGORY[harm],
      item_id: item_id ?? undefined,
      lot_no: lot_no ?? undefined,
      serial_no: serial_no ?? undefined,
      happened_on: happened_on ?? undefined,
      event: description,
      consequence: harm_description,
      learned_at: filed_at,
    }));
  }, [source.data]);
  const open = useAction(openAdverseEvent);
  const fields: StepField[] = [
    { name: 'learned_at', label: t('learned_at'), kind: 'moment', required: true },
    ...adverseFields(t),
  ];
  const missing = missingFields(
    fields
      .filter((field) => field.required)
      .map((field) => [String(values[field.name] ?? '').trim() !== '', field.label]),
  );
  const scanned = async (code: string) => {
    try {
      const { item_id, item_code, lot_no, serial_no } = await call(findDevice, { code });
      setValues((before) => ({
        ...before,
        item_id,
        lot_no: lot_no ?? undefined,
        serial_no: serial_no ?? undefined,
      }));
      return { ok: true, text: `${item_code} ${lot_no ?? ''}` } as const;
    } catch (error) {
      return { ok: false, text: describe(error) } as const;
    }
  };
  const submit = async () => {
    const { adverse_event_id, document_no, report_due_on } = await open.run({
      ...(given(values) as unknown as Omit<InputFor<typeof openAdverseEvent>, 'warehouse_id'>),
      is_group: values.is_group === true,
      warehouse_id,
      ...(complaint_id > 0 ? { complaint_id } : {}),
    });
    void message.success(`${document_no} · ${t('report_due_on')} ${report_due_on}`);
    go(`/quality/adverse-event/${adverse_event_id}`, { replace: true });
  };
  return (
    <>
      {open.error ? <ProblemView error={open.error} /> : null}
      <Section>
        <div className="tc-stack">
          <ScanInput label={t('scan')} onScan={({ raw }) => scanned(raw)} />
          <StepFields
            columns
            fields={fields}
            values={values}
            onChange={setValues}
            asked={false}
            warehouse_id={warehouse_id}
          />
        </div>
      </Section>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.case'), ...missing]}
          loading={open.busy}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t('new_adverse')}
        </BlockedButton>
      </div>
    </>
  );
}
