import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { listRequisitions, makePurchasePlan, proposePurchases } from '@tongcang/contract';
import { App, Button, Checkbox, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { AFFECTS, DayInput, dayAhead, TextField } from './purchase-parts.tsx';
import { purchasingText } from './purchasing-text.ts';

type Need = {
  key: number;
  warehouse_id?: number | undefined;
  item_id?: number | undefined;
  qty: number;
  day?: string | undefined;
};
let keys = 0;

/** Gathers needs of all warehouses into one plan: approved requisitions, and what is entered here. */
export default function PlanNew() {
  const t = useText(purchasingText);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const emptyNeed = (): Need => ({ key: ++keys, warehouse_id: scope, qty: 1, day: dayAhead(14) });
  const [needs, setNeeds] = useState<readonly Need[]>([]);
  const [basis, setBasis] = useState<'level' | 'quantity'>('level');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [note, setNote] = useState('');
  const make = useAction(makePurchasePlan, {
    invalidates: AFFECTS,
    onSuccess: ({ plan_id }) => go(`/supply/plan/${plan_id}`, { replace: true }),
  });
  const by_policy = useByPolicy();
  const failed = make.error ?? by_policy.error;
  const missing = missingFields([
    [needs.length + chosen.length > 0, t('needs')],
    [needs.every((need) => need.warehouse_id !== undefined), t('warehouse')],
    [needs.every((need) => need.item_id !== undefined), t('item')],
    [needs.every((need) => need.day !== undefined), t('needed_on')],
  ]);
  const submit = () =>
    make
      .run({
        ...(note.trim() ? { note: note.trim() } : {}),
        requisition_ids: [...chosen],
        lines: needs.map(({ warehouse_id, item_id, qty, day }) => ({
          warehouse_id: warehouse_id!,
          item_id: item_id!,
          qty,
          needed_on: day!,
          basis,
        })),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_plan')} description={t('plans_hint')} actions={by_policy.button} />
      {failed ? <ProblemView error={failed} /> : null}
      <Section title={t('from_requisitions')}>
        <Requisitions chosen={chosen} onChoose={setChosen} />
      </Section>
      <Section title={t('needs')}>
        <div className="tc-line-row">
          <Segmented
            aria-label={t('basis')}
            value={basis}
            onChange={setBasis}
            options={[
              { value: 'level', label: t('b_level') },
              { value: 'quantity', label: t('b_quantity') },
            ]}
          />
          <span className="tc-muted">{t('basis_hint')}</span>
        </div>
        <Needs needs={needs} onChange={setNeeds} />
        <Button icon={<PlusOutlined />} onClick={() => setNeeds([...needs, emptyNeed()])}>
          {t('add_line')}
        </Button>
      </Section>
      <Section>
        <div className="tc-form-grid">
          <TextField label={t('note')} value={note} onChange={setNote} />
        </div>
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={make.busy} onClick={submit}>
          {t('make_plan')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

/** Everything below its reorder point, without typing it: the button, and what went wrong. */
function useByPolicy() {
  const t = useText(purchasingText);
  const go = useGo();
  const lacks = useLacks();
  const { message } = App.useApp();
  const { warehouse_id } = useScope();
  const propose = useAction(proposePurchases, {
    invalidates: AFFECTS,
    onSuccess: ({ plan_id, left_out }) => {
      if (left_out > 0) void message.info(t('by_policy_left', { n: left_out }));
      go(`/supply/plan/${plan_id}`, { replace: true });
    },
  });
  const input = warehouse_id === undefined ? {} : { warehouse_id };
  const button = (
    <BlockedButton
      blocked={lacks('supply.plan')}
      loading={propose.busy}
      onClick={() => void propose.run(input).catch(() => undefined)}
    >
      {t('by_policy')}
    </BlockedButton>
  );
  return { button, error: propose.error };
}

function Requisitions({
  chosen,
  onChoose,
}: {
  chosen: readonly number[];
  onChoose: (ids: readonly number[]) => void;
}) {
  const t = useText(purchasingText);
  const { data } = useVerb(listRequisitions, { status: 'approved', limit: 200 });
  if (data === undefined) return null;
  if (data.rows.length === 0) return <p className="tc-muted">{t('no_requisitions_approved')}</p>;
  return (
    <ul className="tc-plain-list">
      {data.rows.map((row) => (
        <li key={row.requisition_id}>
          <Checkbox
            checked={chosen.includes(row.requisition_id)}
            onChange={(event) =>
              onChoose(
                event.target.checked
                  ? [...chosen, row.requisition_id]
                  : chosen.filter((id) => id !== row.requisition_id),
              )
            }
          >
            {row.document_no} · {row.warehouse_code} · {row.reason}{' '}
            <span className="tc-muted">
              {t('first_needed_on')} {row.first_needed_on}
            </span>
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}

function Needs({ needs, onChange }: { needs: readonly Need[]; onChange: (needs: readonly Need[]) => void }) {
  const t = useText(purchasingText);
  const change = (key: number, patch: Partial<Need>) =>
    onChange(needs.map((need) => (need.key === key ? { ...need, ...patch } : need)));
  return needs.map((need, index) => (
    <div key={need.key} className="tc-line-row">
      <div style={{ width: 200 }}>
        <WarehousePicker
          aria-label={`${t('warehouse')} ${index + 1}`}
          placeholder={t('warehouse')}
          value={need.warehouse_id}
          onChange={(warehouse_id) => change(need.key, { warehouse_id })}
        />
      </div>
      <div className="tc-line-grow">
        <ItemPicker
          aria-label={`${t('item')} ${index + 1}`}
          placeholder={t('item')}
          value={need.item_id}
          onChange={(item_id) => change(need.key, { item_id })}
        />
      </div>
      <InputNumber
        aria-label={`${t('qty')} ${index + 1}`}
        min={1}
        precision={0}
        prefix={<span className="tc-muted">{t('qty')}</span>}
        style={{ width: 150 }}
        value={need.qty}
        onChange={(qty) => change(need.key, { qty: qty ?? 1 })}
      />
      <DayInput
        aria-label={`${t('needed_on')} ${index + 1}`}
        value={need.day}
        onChange={(day) => change(need.key, { day })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={`${t('remove')} ${index + 1}`}
        onClick={() => onChange(needs.filter((one) => one.key !== need.key))}
      />
    </div>
  ));
}
