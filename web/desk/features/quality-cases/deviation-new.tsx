import { CASE_SEVERITIES, DEVIATION_KINDS, openDeviation } from '@tongcang/contract';
import { App, Checkbox } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { type InputFor, useAction } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useCan, useLacks } from '../../app/session.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { type ChosenLot, LotList } from './lot-list.tsx';
import { given, type StepField, StepFields, type Values } from './step-dialog.tsx';
import { text } from './text.ts';

export default function DeviationNew() {
  const t = useText(text);
  return (
    <PageBody>
      <PageHeader title={t('new_deviation')} description={t('deviations_hint')} />
      <OneWarehouse>{({ warehouse_id }) => <Report warehouse_id={warehouse_id} />}</OneWarehouse>
    </PageBody>
  );
}

function Report({ warehouse_id }: { warehouse_id: number }) {
  const t = useText(text);
  const go = useGo();
  const may = useCan();
  const lacks = useLacks();
  const { message } = App.useApp();
  const [values, setValues] = useState<Values>({ kind: 'storage', severity: 'minor' });
  const [lots, setLots] = useState<ChosenLot[]>([]);
  const [hold, setHold] = useState(false);
  const open = useAction(openDeviation, { invalidates: ['quality', 'stock', 'insight'] });
  const fields = fieldsOf(t);
  const missing = missingFields(
    fields
      .filter((field) => field.required)
      .map((field) => [String(values[field.name] ?? '').trim() !== '', field.label]),
  );
  const submit = async () => {
    const { deviation_id, document_no } = await open.run({
      ...(given(values) as Pick<InputFor<typeof openDeviation>, 'kind' | 'title' | 'description'>),
      warehouse_id,
      lots: lots.map(({ item_id, lot_id, qty }) => ({ item_id, lot_id, qty })),
      hold: hold && lots.length > 0,
    });
    void message.success(t('opened_done', { no: document_no }));
    go(`/quality/deviation/${deviation_id}`, { replace: true });
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
      <Section title={t('affected')}>
        <LotList lots={lots} onChange={setLots} warehouse_id={warehouse_id} />
        {may('stock.hold') && lots.length > 0 ? (
          <div className="tc-labelled">
            <Checkbox checked={hold} onChange={(event) => setHold(event.target.checked)}>
              {t('hold_now')}
            </Checkbox>
            <span className="tc-muted">{t('hold_hint')}</span>
          </div>
        ) : null}
      </Section>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          blocked={[...lacks('quality.report'), ...missing]}
          loading={open.busy}
          onClick={() => void submit().catch(() => undefined)}
        >
          {t('submit')}
        </BlockedButton>
      </div>
    </>
  );
}

function fieldsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): StepField[] {
  return [
    {
      name: 'kind',
      label: t('kind'),
      kind: 'choice',
      required: true,
      options: DEVIATION_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
    },
    {
      name: 'severity',
      label: t('severity'),
      kind: 'choice',
      required: true,
      options: CASE_SEVERITIES.map((value) => ({ value, label: t(`sev_${value}`) })),
    },
    { name: 'title', label: t('title'), kind: 'line', required: true, max: 100 },
    { name: 'description', label: t('description'), kind: 'text', required: true, max: 2000 },
    { name: 'place', label: t('place'), kind: 'line', max: 200 },
    { name: 'happened_at', label: t('happened_at'), kind: 'moment' },
    { name: 'found_at', label: t('found_at'), kind: 'moment' },
  ];
}
