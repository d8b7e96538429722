import { type listDrivers, saveDriver } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { Field, Form, useText } from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { useProblemText } from '../../app/problem-view.tsx';
import { CarrierPicker } from './carrier-picker.tsx';
import { text } from './text.ts';
import { withoutBlanks } from './without-blanks.ts';

type Row = RowOf<typeof listDrivers>;

/** A driver: of which carrier or depot, with which account, and until when licence and training hold. */
export default function DriverDrawer({ driver, onClose }: { driver: Row | null; onClose: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const save = useAction(saveDriver, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  return (
    <Drawer open onClose={onClose} size={520} title={driver?.name ?? t('add_driver')}>
      <Form
        schema={saveDriver.input}
        initial={initialOf(driver)}
        describe={describe}
        onSubmit={(values) => save.run(withoutBlanks(values))}
      >
        {({ submitting }) => (
          <>
            <div className="tc-form-grid">
              <Field name="driver_code" label={t('driver_code')}>
                <Input disabled={driver !== null} />
              </Field>
              <Field name="name" label={t('name')}>
                <Input />
              </Field>
              <Field name="phone" label={t('phone')}>
                <Input inputMode="tel" />
              </Field>
              <Field name="carrier_id" label={t('carrier')}>
                <CarrierPicker placeholder={t('own_fleet')} />
              </Field>
              <Field name="depot_id" label={t('depot')}>
                <WarehousePicker allowClear />
              </Field>
              <Field name="user_id" label={t('user_id')}>
                <InputNumber min={1} precision={0} style={{ width: '100%' }} />
              </Field>
              <Field name="licence_valid_to" label={t('licence_valid_to')}>
                <Input placeholder="YYYY-MM-DD" />
              </Field>
              <Field name="trained_until" label={t('trained_until')}>
                <Input placeholder="YYYY-MM-DD" />
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

type Values = InputFor<typeof saveDriver>;

function initialOf(driver: Row | null): Partial<Values> {
  if (driver === null) return { status: 'active' };
  const { driver_id: _id, carrier_name: _c, depot_code: _d, account: _a, problem: _p, ...values } = driver;
  return withoutBlanks(values) as Partial<Values>;
}
