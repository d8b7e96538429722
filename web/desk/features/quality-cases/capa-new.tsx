import { CAPA_ACTION_KINDS, CAPA_SOURCES, openCapa } from '@tongcang/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useUrlState } from '../../app/url.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { type StepField, StepFields, type Values } from './step-dialog.tsx';
import { text } from './text.ts';

const address = z.object({
  from: z.enum(CAPA_SOURCES).default('other'),
  id: z.coerce.number().int().min(0).default(0),
});
type Words = ReturnType<typeof useText<keyof typeof text.zh>>;

export default function CapaNew() {
  const t = useText(text);
  return (
    <PageBody>
      <PageHeader title={t('new_capa')} description={t('capas_hint')} />
      <OneWarehouse>{({ warehouse_id }) => <Plan warehouse_id={warehouse_id} />}</OneWarehouse>
    </PageBody>
  );
}

type NewAction = InputFor<typeof openCapa>['actions'][number];
let keys = 0;
const empty = () => ({ key: ++keys, values: { kind: 'corrective' } as Values });

function Plan({ warehouse_id }: { warehouse_id: number }) {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { message } = App.useApp();
  const [{ from, id }] = useUrlState(address);
  const [values, setValues] = useState<Values>({});
  const [actions, setActions] = useState(() => [empty()]);
  const open = useAction(openCapa);
  const fields = fieldsOf(t);
  const missing = missingFields([
    ...unmet(fields, values),
    ...actions.flatMap((action) => unmet(actionFields(t), action.values)),
  ]);
  const submit = async () => {
    const { capa_id, document_no } = await open.run({
      ...(values as Pick<
        InputFor<typeof openCapa>,
        'title' | 'problem' | 'root_cause' | 'owner_id' | 'criterion' | 'check_on'
      >),
      warehouse_id,
      source_entity: from,
      ...(id > 0 ? { source_id: id } : {}),
      actions: actions.map((action) => action.values as unknown as NewAction),
    });
    void message.success(t('opened_done', { no: document_no }));
    go(`/quality/capa/${capa_id}`, { replace: true });
  };
  return (
    <>
      {open.error ? <ProblemView error={open.error} /> : null}
      <Section>
        <StepFields
          columns
          fields={fields}
          values={values}
          onChange={setValues}
          asked={false}
          warehouse_id={warehouse_id}
        />
      </Section>
      {actions.map((action, at) => (
        <Section key={action.key} title={`${t('action')} ${at + 1}`}>
          <StepFields
            columns
            fields={actionFields(t)}
            values={action.values}
            onChange={(next) =>
              setActions(actions.map((one) => (one.key === action.key ? { ...one, values: next } : one)))
            }
            asked={false}
            warehouse_id={warehouse_id}
          />
        </Section>
      ))}
      <div className="tc-form-foot">
        <Button onClick={() => setActions([...actions, empty()])}>{t('add_action')}</Button>
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.case'), ...missing]}
          loading={open.busy}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t('submit')}
        </BlockedButton>
      </div>
    </>
  );
}

const unmet = (fields: readonly StepField[], values: Values) =>
  fields
    .filter((field) => field.required)
    .map((field) => [String(values[field.name] ?? '').trim() !== '', field.label] as const);

function fieldsOf(t: Words): StepField[] {
  return [
    { name: 'title', label: t('title'), kind: 'line', required: true, max: 100 },
    { name: 'problem', label: t('problem'), kind: 'text', required: true, max: 2000 },
    { name: 'root_cause', label: t('cause'), kind: 'text', required: true, max: 2000 },
    { name: 'owner_id', label: t('owner'), kind: 'person', required: true },
    { name: 'criterion', label: t('criterion'), kind: 'line', required: true, max: 500 },
    { name: 'check_on', label: t('check_on'), kind: 'date', required: true },
  ];
}

export function actionFields(t: Words): StepField[] {
  return [
    {
      name: 'kind',
      label: t('action_kind'),
      kind: 'choice',
      required: true,
      options: CAPA_ACTION_KINDS.map((value) => ({ value, label: t(`a_${value}`) })),
    },
    { name: 'description', label: t('action'), kind: 'text', required: true, max: 1000 },
    { name: 'owner_id', label: t('owner'), kind: 'person', required: true },
    { name: 'due_on', label: t('due_on'), kind: 'date', required: true },
  ];
}
