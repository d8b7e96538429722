import { COUNT_METHODS, getMap, planCount } from '@tongcang/contract';
import { Checkbox, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, PageBody, PageHeader, Section, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { text } from './count-text.ts';
import './warehouse.css';

type Method = (typeof COUNT_METHODS)[number];
type Class = 'A' | 'B' | 'C';
const MAX_LINES = 5000;
const USUAL_LINES = 200;

/** Plans a count: what, how much of it, and whether the counter sees the book. */
export default function CountNew() {
  const t = useText(text);
  const go = useGo();
  const { warehouse_id: scope } = useScope();
  const [warehouse_id, setWarehouse] = useState<number | undefined>(scope);
  const [method, setMethod] = useState<Method>('due');
  const [classes, setClasses] = useState<Class[]>(['A']);
  const [zone_codes, setZones] = useState<string[]>([]);
  const [item_ids, setItems] = useState<number[]>([]);
  const [max_lines, setMax] = useState(USUAL_LINES);
  const [blind, setBlind] = useState(true);
  const [reason, setReason] = useState('');
  const plan = useAction(planCount, {
    invalidates: ['warehouse'],
    onSuccess: ({ count_id }) => go(`/warehouse/count/${count_id}`, { replace: true }),
  });
  const missing = missingFields([
    [warehouse_id !== undefined, t('warehouse')],
    [method !== 'abc' || classes.length > 0, t('classes')],
    [method !== 'zone' || zone_codes.length > 0, t('zones')],
    [method !== 'item' || item_ids.length > 0, t('items')],
    [reason.trim() !== '', t('reason')],
  ]);
  const submit = () =>
    plan
      .run({
        warehouse_id: warehouse_id!,
        method,
        max_lines,
        blind,
        reason: reason.trim(),
        ...(method === 'abc' ? { classes } : {}),
        ...(method === 'zone' ? { zone_codes } : {}),
        ...(method === 'item' ? { item_ids } : {}),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader title={t('new_count')} description={t('counts_hint')} />
      {plan.error ? <ProblemView error={plan.error} /> : null}
      <Section>
        <div className="tc-task">
          <div className="tc-form-grid">
            <LabelledField label={t('warehouse')} required>
              {(id) => <WarehousePicker id={id} value={warehouse_id} onChange={setWarehouse} />}
            </LabelledField>
            <LabelledField label={t('max_lines')}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={1}
                  max={MAX_LINES}
                  precision={0}
                  value={max_lines}
                  onChange={(next) => setMax(next ?? USUAL_LINES)}
                />
              )}
            </LabelledField>
            <LabelledField label={t('reason')} required>
              {(id) => (
                <Input id={id} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
              )}
            </LabelledField>
          </div>
          <LabelledField label={t('method')} required>
            {(id) => (
              <Radio.Group
                id={id}
                value={method}
                onChange={(event) => setMethod(event.target.value as Method)}
                options={COUNT_METHODS.map((value) => ({ value, label: t(`m_${value}`) }))}
                optionType="button"
              />
            )}
          </LabelledField>
          {method === 'due' ? <p className="tc-muted">{t('m_due_hint')}</p> : null}
          {method === 'abc' ? (
            <Checkbox.Group
              aria-label={t('classes')}
              value={classes}
              onChange={(next) => setClasses(next as Class[])}
              options={['A', 'B', 'C']}
            />
          ) : null}
          {method === 'zone' && warehouse_id !== undefined ? (
            <Zones warehouse_id={warehouse_id} value={zone_codes} onChange={setZones} />
          ) : null}
          {method === 'item' ? (
            <LabelledField label={t('items')} required>
              {(id) =>
                [...item_ids, undefined].map((item, index) => (
                  <ItemPicker
                    key={item ?? 'new'}
                    {...(index === 0 ? { id } : {})}
                    aria-label={`${t('item')} ${index + 1}`}
                    placeholder={t('item')}
                    allowClear
                    value={item}
                    onChange={(next) => setItems(replaced(item_ids, index, next))}
                  />
                ))
              }
            </LabelledField>
          ) : null}
          <Checkbox checked={blind} onChange={(event) => setBlind(event.target.checked)}>
            {t('blind')}
          </Checkbox>
        </div>
      </Section>
      <div className="tc-page-actions">
        <BlockedButton type="primary" size="large" blocked={missing} loading={plan.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </PageBody>
  );
}

/** The items with the one at `index` changed, added at the end or taken out; each once. */
function replaced(items: readonly number[], index: number, next: number | undefined): number[] {
  const all = [...items];
  all.splice(index, 1, ...(next === undefined ? [] : [next]));
  return [...new Set(all)];
}

type ZonesProps = {
  readonly warehouse_id: number;
  readonly value: string[];
  readonly onChange: (zones: string[]) => void;
};

function Zones({ warehouse_id, value, onChange }: ZonesProps) {
  const t = useText(text);
  const { data } = useVerb(getMap, { warehouse_id });
  const zones = [...new Set((data?.bins ?? []).map((bin) => bin.zone_code))];
  return (
    <LabelledField label={t('zones')} required>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          value={value}
          onChange={onChange}
          options={zones.map((zone) => ({ value: zone, label: zone }))}
          style={{ width: '100%' }}
        />
      )}
    </LabelledField>
  );
}
