import { type listVehicles, saveVehicle } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { Field, Form, useText } from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { useProblemText } from '../../app/problem-view.tsx';
import { CarrierPicker } from './carrier-picker.tsx';
import { text } from './text.ts';
import { withoutBlanks } from './without-blanks.ts';
import { YuanInput } from './yuan-input.tsx';

type Row = RowOf<typeof listVehicles>;
type Props = { readonly vehicle: Row | null; readonly onClose: () => void };

/** A vehicle or box: what it holds, how cold it keeps it, and until when that is proven. */
export default function FleetDrawer({ vehicle, onClose }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const save = useAction(saveVehicle, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  const number = <InputNumber min={0} precision={0} style={{ width: '100%' }} />;
  const degrees = <InputNumber step={0.5} style={{ width: '100%' }} />;
  const day = <Input placeholder="YYYY-MM-DD" />;
  return (
    <Drawer open onClose={onClose} size={560} title={vehicle?.vehicle_code ?? t('add_vehicle')}>
      <Form
        schema={saveVehicle.input}
        initial={initialOf(vehicle)}
        describe={describe}
        onSubmit={(values) => save.run(withoutBlanks(values))}
      >
        {({ submitting }) => (
          <>
            <div className="tc-form-grid">
              <Field name="vehicle_code" label={t('vehicle_code')}>
                <Input disabled={vehicle !== null} />
              </Field>
              <Field name="kind" label={t('kind')}>
                <Select
                  options={(['vehicle', 'box'] as const).map((value) => ({ value, label: t(`v_${value}`) }))}
                />
              </Field>
              <Field name="model" label={t('model')}>
                <Input />
              </Field>
              <Field name="carrier_id" label={t('carrier')}>
                <CarrierPicker placeholder={t('own_fleet')} />
              </Field>
              <Field name="depot_id" label={t('depot')}>
                <WarehousePicker allowClear />
              </Field>
              <Field name="capacity_kg" label={t('capacity')}>
                {number}
              </Field>
              <Field name="ambient_l" label={t('ambient_l')}>
                {number}
              </Field>
              <Field name="cold_l" label={t('cold_l')}>
                {number}
              </Field>
              <Field name="frozen_l" label={t('frozen_l')}>
                {number}
              </Field>
              <Field name="temp_min_c" label={t('temp_min')}>
                {degrees}
              </Field>
              <Field name="temp_max_c" label={t('temp_max')}>
                {degrees}
              </Field>
              <Field name="validated_on" label={t('validated_on')}>
                {day}
              </Field>
              <Field name="validation_due" label={t('validation_due')}>
                {day}
              </Field>
              <Field name="licence_valid_to" label={t('licence_valid_to')}>
                {day}
              </Field>
              <Field name="fixed_cost_fen" label={t('fixed_cost')}>
                <YuanInput />
              </Field>
              <Field name="cost_fen_per_km" label={t('cost_per_km')}>
                <YuanInput />
              </Field>
              <Field name="status" label={t('status')}>
                <Select
                  options={(['active', 'retired'] as const).map((value) => ({ value, label: t(value) }))}
                />
              </Field>
            </div>
            <div className="tc-form-foot">
              <Button onClick={onClose}>{t('cancel')}</Button>
              <Button type="primary" htmlType="submit" loading={submitting}>
                {t('save')}
              </Button>
            </div>
          </>
        )}
      </Form>
    </Drawer>
  );
}

type Values = InputFor<typeof saveVehicle>;

function initialOf(vehicle: Row | null): Partial<Values> {
  if (vehicle === null) {
    return {
      kind: 'vehicle',
      status: 'active',
      ambient_l: 0,
      cold_l: 0,
      frozen_l: 0,
      fixed_cost_fen: 0,
      cost_fen_per_km: 0,
    };
  }
  const {
    vehicle_id: _id,
    carrier_name: _carrier,
    depot_code: _depot,
    problem: _problem,
    ...values
  } = vehicle;
  return withoutBlanks(values) as Partial<Values>;
}
