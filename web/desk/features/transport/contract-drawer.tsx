import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { listLanes, saveCarrierContract } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, useText } from '../../../ui/index.ts';
import { type InputFor, useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { CarrierPicker } from './carrier-picker.tsx';
import { text } from './text.ts';
import { YuanInput } from './yuan-input.tsx';

type Rate = InputFor<typeof saveCarrierContract>['rates'][number] & { readonly key: number };
let keys = 0;
const emptyRate = (): Rate => ({ key: ++keys, temperature_class: 'ambient' });
const AMOUNTS = [
  ['fixed_fen', 'fixed'],
  ['per_kg_fen', 'per_kg'],
  ['per_km_fen', 'per_km'],
  ['per_drop_fen', 'per_drop'],
  ['minimum_fen', 'minimum'],
] as const;

/** A new contract with its rate card. */
export function ContractDrawer({ onClose }: { onClose: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [carrier_id, setCarrier] = useState<number>();
  const [head, setHead] = useState({
    title: '',
    valid_from: '',
    valid_to: '',
    assessed_on: '',
    assessed_by: '',
  });
  const [percent, setPercent] = useState<number | null>(0);
  const [rates, setRates] = useState<readonly Rate[]>(() => [emptyRate()]);
  const save = useAction(saveCarrierContract, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  const names = Object.keys(head) as (keyof typeof head)[];
  const missing = missingFields([
    [carrier_id !== undefined, t('carrier')],
    ...names.map((name) => [head[name].trim() !== '', t(name)] as const),
  ]);
  const submit = () =>
    save
      .run({
        carrier_id: carrier_id!,
        ...head,
        tolerance_bp: Math.round((percent ?? 0) * 100),
        rates: rates.map(({ key: _key, ...rate }) => rate),
      })
      .catch(() => undefined);
  const change = (key: number, patch: Partial<Rate>) =>
    setRates((all) => all.map((rate) => (rate.key === key ? { ...rate, ...patch } : rate)));
  return (
    <Drawer open onClose={onClose} size={640} title={t('add_contract')}>
      {save.error ? <ProblemView error={save.error} /> : null}
      <div className="tc-form-grid">
        <LabelledField label={t('carrier')} required>
          {(id) => <CarrierPicker id={id} value={carrier_id} onChange={setCarrier} />}
        </LabelledField>
        {names.map((name) => (
          <LabelledField key={name} label={t(name)} required>
            {(id) => (
              <Input
                id={id}
                value={head[name]}
                placeholder={/_(from|to|on)$/.test(name) ? 'YYYY-MM-DD' : ''}
                onChange={(event) => setHead({ ...head, [name]: event.target.value })}
              />
            )}
          </LabelledField>
        ))}
        <LabelledField label={t('tolerance')}>
          {(id) => <InputNumber id={id} min={0} max={100} step={0.5} value={percent} onChange={setPercent} />}
        </LabelledField>
      </div>
      <h3>{t('rates')}</h3>
      {rates.map((rate) => (
        <RateFields
          key={rate.key}
          rate={rate}
          removable={rates.length > 1}
          onChange={(patch) => change(rate.key, patch)}
          onRemove={() => setRates((all) => all.filter((one) => one.key !== rate.key))}
        />
      ))}
      <Button icon={<PlusOutlined />} onClick={() => setRates((all) => [...all, emptyRate()])}>
        {t('add_rate')}
      </Button>
      <div className="tc-form-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <BlockedButton type="primary" blocked={missing} loading={save.busy} onClick={submit}>
          {t('save')}
        </BlockedButton>
      </div>
    </Drawer>
  );
}

type RateProps = {
  readonly rate: Rate;
  readonly removable: boolean;
  readonly onChange: (patch: Partial<Rate>) => void;
  readonly onRemove: () => void;
};

function RateFields({ rate, removable, onChange, onRemove }: RateProps) {
  const t = useText(text);
  const { data } = useVerb(listLanes, { limit: 1000 });
  return (
    <div className="tc-form-grid" style={{ marginBottom: 16 }}>
      <LabelledField label={t('lane')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('every_lane')}
            value={rate.lane_id}
            onChange={(lane_id: number | undefined) => onChange({ lane_id })}
            options={(data?.rows ?? []).map((lane) => ({
              value: lane.lane_id,
              label: `${lane.from_warehouse_code} → ${lane.to_name} ${lane.mode}`,
            }))}
          />
        )}
      </LabelledField>
      <LabelledField label={t('temperature_class')}>
        {(id) => (
          <Select
            id={id}
            value={rate.temperature_class}
            onChange={(temperature_class) => onChange({ temperature_class })}
            options={(['ambient', 'cold', 'frozen'] as const).map((value) => ({
              value,
              label: t(`c_${value}`),
            }))}
          />
        )}
      </LabelledField>
      {AMOUNTS.map(([field, name]) => (
        <LabelledField key={field} label={`${t(name)} (${t('yuan')})`}>
          {(id) => <YuanInput id={id} value={rate[field]} onChange={(fen) => onChange({ [field]: fen })} />}
        </LabelledField>
      ))}
      <LabelledField label={t('kg_per_m3')}>
        {(id) => (
          <InputNumber
            id={id}
            min={0}
            precision={0}
            value={rate.kg_per_m3 ?? null}
            onChange={(kg) => onChange({ kg_per_m3: kg ?? 0 })}
          />
        )}
      </LabelledField>
      <Button type="text" icon={<DeleteOutlined />} disabled={!removable} onClick={onRemove}>
        {t('remove')}
      </Button>
    </div>
  );
}
