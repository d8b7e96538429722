import { createCase, listSets } from '@tongcang/contract';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText, useZone } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { DepartmentPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { LineEditor, type PieceLine } from './line-editor.tsx';
import { surgery_text as text } from './surgery-text.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const inTwoDays = (): string =>
  new Date(Math.floor((Date.now() + 2 * DAY_MS) / HOUR_MS) * HOUR_MS).toISOString();

/** A surgery: who, when, which sets; whether they are free on those days the server says. */
export default function CaseNew() {
  const t = useText(text);
  const go = useGo();
  const zone = useZone();
  const { warehouse_id: scope } = useScope();
  const [department_id, setDepartment] = useState<number>();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [surgery_at, setSurgeryAt] = useState<string>(inTwoDays);
  const [procedure, setProcedure] = useState('');
  const [surgeon, setSurgeon] = useState('');
  const [patient_ref, setPatient] = useState('');
  const [set_ids, setSets] = useState<number[]>([]);
  const [hours, setHours] = useState<number | null>(null);
  const [lines, setLines] = useState<PieceLine[]>([]);
  const sets = useVerb(listSets, { warehouse_id, limit: 1000 }, { enabled: warehouse_id !== undefined });
  const create = useAction(createCase, {
    onSuccess: ({ case_id }) => go(`/surgery/${case_id}`, { replace: true }),
  });
  const chosen = lines.filter((line) => line.item_id !== undefined);
  const missing = missingFields([
    [department_id !== undefined, t('department')],
    [warehouse_id !== undefined, t('warehouse')],
    [procedure.trim() !== '', t('procedure')],
    [surgeon.trim() !== '', t('surgeon')],
    [patient_ref.trim() !== '', t('patient_ref')],
    [set_ids.length + chosen.length > 0, t('sets')],
  ]);
  const submit = () =>
    create
      .run({
        department_id: department_id!,
        warehouse_id: warehouse_id!,
        surgery_at,
        procedure_name: procedure.trim(),
        surgeon: surgeon.trim(),
        patient_ref: patient_ref.trim(),
        set_ids,
        lines: chosen.map(({ item_id, qty, role }) => ({ item_id: item_id!, qty, role })),
        ...(hours === null ? {} : { return_hours: hours }),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_case')} />
      {create.error ? <ProblemView error={create.error} /> : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('hospital_department')} required>
            {(id) => <DepartmentPicker id={id} value={department_id} onChange={setDepartment} />}
          </LabelledField>
          <LabelledField label={t('warehouse')} required>
            {(id) => (
              <WarehousePicker
                id={id}
                value={warehouse_id}
                onChange={(value) => {
                  setWarehouse(value);
                  setSets([]);
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('surgery_at')} required>
            {(id) => (
              <Input
                id={id}
                type="datetime-local"
                value={wallClock(surgery_at, zone)}
                onChange={(event) => {
                  const next = instantOf(event.target.value, zone);
                  if (next) setSurgeryAt(next);
                }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('procedure')} required>
            {(id) => (
              <Input
                id={id}
                value={procedure}
                maxLength={100}
                onChange={(e) => setProcedure(e.target.value)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('surgeon')} required>
            {(id) => (
              <Input id={id} value={surgeon} maxLength={60} onChange={(e) => setSurgeon(e.target.value)} />
            )}
          </LabelledField>
          <LabelledField label={t('patient_ref')} required help={t('patient_hint')}>
            {(id) => (
              <Input
                id={id}
                value={patient_ref}
                maxLength={32}
                onChange={(e) => setPatient(e.target.value)}
              />
            )}
          </LabelledField>
          <LabelledField label={t('sets')}>
            {(id) => (
              <Select
                id={id}
                mode="multiple"
                value={set_ids}
                onChange={setSets}
                loading={sets.isFetching}
                disabled={warehouse_id === undefined}
                optionFilterProp="label"
                options={(sets.data?.rows ?? [])
                  .filter((set) => set.state !== 'retired')
                  .map((set) => ({
                    value: set.set_id,
                    label: `${set.set_no} · ${set.template_name} · ${t(`s_${set.state}`)}`,
                  }))}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('return_hours')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={720}
                precision={0}
                value={hours}
                placeholder="24"
                onChange={setHours}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
        </div>
      </Section>
      <Section title={t('loose_lines')}>
        <p className="tc-muted">{t('loose_hint')}</p>
        <LineEditor lines={lines} onLines={setLines} />
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={create.busy} onClick={submit}>
          {t('create')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}
