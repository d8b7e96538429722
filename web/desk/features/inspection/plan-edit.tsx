import { useParams } from '@tanstack/react-router';
import {
  AQLS,
  DEFECT_CLASSES,
  getInspectionPlan,
  INSPECTED_PURPOSES,
  INSPECTION_LEVELS,
  saveInspectionPlan,
} from '@tongcang/contract';
import { App, Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, LoadingState, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { type InputFor, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { SupplierPicker } from '../supply/supplier-picker.tsx';
import { type CheckDraft, CheckRow, NEW_CHECK } from './check-row.tsx';
import { scopeText } from './plan-scope.ts';
import { text } from './text.ts';
import './inspection.css';

type Draft = Omit<InputFor<typeof saveInspectionPlan>, 'checks' | 'plan_id'> & { checks: CheckDraft[] };
const FRESH: Draft = {
  name: '',
  item_id: null,
  device_class: null,
  supplier_id: null,
  storage_condition: null,
  level: 'II',
  aql_critical: null,
  aql_major: 1,
  aql_minor: 4,
  purposes: ['receive', 'customer_return'],
  allow_reduced: false,
  skip_after: null,
  skip_every: null,
  target_hours: 48,
  coa_required: false,
  note: null,
  checks: [NEW_CHECK],
};

/** A plan as a new one, or as the next version of one that there is. */
export default function PlanEdit() {
  const { plan_id } = useParams({ strict: false }) as { plan_id?: string };
  return plan_id === undefined ? <Editor /> : <Existing plan_id={Number(plan_id)} />;
}

function Existing({ plan_id }: { plan_id: number }) {
  const t = useText(text);
  const { data, error, refetch } = useVerb(getInspectionPlan, { plan_id });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <PageBody>
        <Section>
          <LoadingState />
        </Section>
      </PageBody>
    );
  const from = data.versions.find(({ status }) => status === 'draft') ?? data.versions[0]!;
  const { item_id, device_class, supplier_id, storage_condition, name } = data;
  const initial: Draft = {
    name,
    item_id,
    device_class,
    supplier_id,
    storage_condition,
    level: from.level,
    aql_critical: from.aql_critical,
    aql_major: from.aql_major,
    aql_minor: from.aql_minor,
    purposes: from.purposes,
    allow_reduced: from.allow_reduced,
    skip_after: from.skip_after,
    skip_every: from.skip_every,
    target_hours: from.target_hours,
    coa_required: from.coa_required,
    note: from.note,
    checks: from.checks.map(({ line_no: _line_no, ...check }) => check),
  };
  return <Editor plan_id={plan_id} initial={initial} scope={scopeText(data, t)} />;
}

type EditorProps = { readonly plan_id?: number; readonly initial?: Draft; readonly scope?: string };

function Editor({ plan_id, initial = FRESH, scope }: EditorProps) {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { message } = App.useApp();
  const [draft, setDraft] = useState(initial);
  const save = useAction(saveInspectionPlan);
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const missing = missingFields([
    [draft.name.trim() !== '', t('name')],
    [draft.purposes.length > 0, t('purposes')],
    [draft.checks.every((check) => check.name.trim() !== ''), t('checks')],
  ]);
  const submit = async () => {
    const saved = await save.run({ ...draft, ...(plan_id === undefined ? {} : { plan_id }) });
    void message.success(t('saved', { no: saved.document_no, version: saved.version }));
    go(`/quality/inspection-plan/${saved.plan_id}`, { replace: true });
  };
  return (
    <PageBody>
      <PageHeader title={t(plan_id === undefined ? 'new_plan' : 'edit_plan')} description={t('plans_hint')} />
      {save.error ? <ProblemView error={save.error} /> : null}
      <Section title={t('scope')}>
        <div className="tc-form-grid">
          <LabelledField label={t('name')} required>
            {(id) => (
              <Input
                id={id}
                value={draft.name}
                maxLength={120}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </LabelledField>
          {scope === undefined ? <Scope draft={draft} set={set} /> : <p className="tc-muted">{scope}</p>}
        </div>
      </Section>
      <Section title={t('rule')}>
        <Rule draft={draft} set={set} />
      </Section>
      <Section
        title={t('checks')}
        extra={
          <Button onClick={() => set({ checks: [...draft.checks, NEW_CHECK] })}>{t('add_check')}</Button>
        }
      >
        {draft.checks.map((check, index) => (
          <CheckRow
            // biome-ignore lint/suspicious/noArrayIndexKey: checks are numbered by their place and have no other identity.
            key={index}
            number={index + 1}
            check={check}
            onChange={(next) => set({ checks: draft.checks.with(index, next) })}
            {...(draft.checks.length > 1
              ? { onRemove: () => set({ checks: draft.checks.toSpliced(index, 1) }) }
              : {})}
          />
        ))}
      </Section>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.inspect'), ...missing]}
          loading={save.busy}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t('save_draft')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

type PartProps = { readonly draft: Draft; readonly set: (part: Partial<Draft>) => void };

function Scope({ draft, set }: PartProps) {
  const t = useText(text);
  return (
    <>
      <LabelledField label={t('item')}>
        {(id) => (
          <ItemPicker
            id={id}
            allowClear
            placeholder={t('any')}
            value={draft.item_id ?? undefined}
            onChange={(item_id) => set({ item_id: item_id ?? null })}
          />
        )}
      </LabelledField>
      <LabelledField label={t('supplier')}>
        {(id) => (
          <SupplierPicker
            id={id}
            value={draft.supplier_id ?? undefined}
            onChange={(supplier_id) => set({ supplier_id: supplier_id ?? null })}
          />
        )}
      </LabelledField>
      <LabelledField label={t('device_class')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            placeholder={t('any')}
            value={draft.device_class}
            onChange={(device_class) => set({ device_class: device_class ?? null })}
            options={(['I', 'II', 'III'] as const).map((value) => ({
              value,
              label: t('class_n', { n: value }),
            }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('storage')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            placeholder={t('any')}
            value={draft.storage_condition}
            onChange={(storage_condition) => set({ storage_condition: storage_condition ?? null })}
            options={(['ambient', 'cool', 'cold', 'frozen'] as const).map((value) => ({
              value,
              label: t(value),
            }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
    </>
  );
}

function Rule({ draft, set }: PartProps) {
  const t = useText(text);
  return (
    <>
      <div className="tc-form-grid">
        <LabelledField label={t('level')} required>
          {(id) => (
            <Select
              id={id}
              value={draft.level}
              onChange={(level) => set({ level })}
              options={INSPECTION_LEVELS.map((value) => ({ value, label: value }))}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        {DEFECT_CLASSES.map((name) => (
          <LabelledField key={name} label={t('aql_of', { name: t(name) })}>
            {(id) => (
              <Select
                id={id}
                allowClear
                placeholder={t('aql_none')}
                value={draft[`aql_${name}`]}
                onChange={(aql) => set({ [`aql_${name}`]: aql ?? null })}
                options={AQLS.map((value) => ({ value: value as number, label: String(value) }))}
                style={{ width: '100%' }}
              />
            )}
          </LabelledField>
        ))}
        <Whole
          label={t('target_hours')}
          value={draft.target_hours}
          onChange={(n) => set({ target_hours: n ?? 1 })}
        />
        <Whole
          label={t('skip_after')}
          value={draft.skip_after}
          onChange={(skip_after) =>
            set({ skip_after, skip_every: skip_after === null ? null : (draft.skip_every ?? 2) })
          }
        />
        {draft.skip_after !== null ? (
          <Whole
            label={t('skip_every')}
            value={draft.skip_every}
            onChange={(n) => set({ skip_every: n ?? 2 })}
          />
        ) : null}
      </div>
      <div className="tc-inspection-gap">
        <LabelledField label={t('purposes')} required>
          {(id) => (
            <Checkbox.Group
              {...{ id }}
              value={draft.purposes}
              onChange={(purposes) => set({ purposes: purposes as Draft['purposes'] })}
              options={INSPECTED_PURPOSES.map((value) => ({ value, label: t(`p_${value}`) }))}
            />
          )}
        </LabelledField>
      </div>
      <Checkbox checked={draft.coa_required} onChange={(e) => set({ coa_required: e.target.checked })}>
        {t('coa_required')}
      </Checkbox>
      <Checkbox checked={draft.allow_reduced} onChange={(e) => set({ allow_reduced: e.target.checked })}>
        {t('allow_reduced')}
      </Checkbox>
    </>
  );
}

type WholeProps = {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
};

function Whole({ label, value, onChange }: WholeProps) {
  return (
    <LabelledField label={label}>
      {(id) => (
        <InputNumber
          id={id}
          min={1}
          precision={0}
          value={value}
          onChange={onChange}
          style={{ width: '100%' }}
        />
      )}
    </LabelledField>
  );
}
