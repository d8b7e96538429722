import { type getArea, saveArea } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { Field, Form, useText } from '../../../ui/index.ts';
import { type InputFor, type OutputFor, useAction } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { withoutBlanks } from '../transport/without-blanks.ts';
import { text } from './text.ts';

type Area = OutputFor<typeof getArea>;
type Values = InputFor<typeof saveArea>;
type Props = { readonly area: Area | null; readonly onClose: () => void };

/** A cold room, zone or bin: where it is, what it keeps, whether a person reads it. */
export default function AreaDrawer({ area, onClose }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const { warehouse_id } = useScope();
  const save = useAction(saveArea, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  const number = <InputNumber step={0.5} style={{ width: '100%' }} />;
  return (
    <Drawer open onClose={onClose} size={520} title={area?.area_code ?? t('new_area')}>
      <Form
        schema={saveArea.input}
        initial={initialOf(area, warehouse_id)}
        describe={describe}
        onSubmit={(values) => save.run(withoutBlanks(values))}
      >
        {({ submitting }) => (
          <>
            <div className="tc-form-grid">
              <Field name="area_code" label={t('code')}>
                <Input />
              </Field>
              <Field name="name" label={t('name')}>
                <Input />
              </Field>
              <Field name="kind" label={t('kind')}>
                <Select
                  options={(['room', 'zone', 'bin'] as const).map((value) => ({
                    value,
                    label: t(`k_${value}`),
                  }))}
                />
              </Field>
              <Field name="warehouse_id" label={t('warehouse')}>
                <WarehousePicker />
              </Field>
              <Field name="zone_codes" label={t('zones')}>
                <Select mode="tags" tokenSeparators={[' ', ',', '，']} open={false} suffixIcon={null} />
              </Field>
              <Field name="location_code" label={t('bin')}>
                <Input />
              </Field>
              <Field name="temp_min_c" label={t('temp_min')}>
                {number}
              </Field>
              <Field name="temp_max_c" label={t('temp_max')}>
                {number}
              </Field>
              <Field name="humidity_min" label={t('humidity_min')}>
                {number}
              </Field>
              <Field name="humidity_max" label={t('humidity_max')}>
                {number}
              </Field>
              <Field name="manual_per_day" label={t('manual')}>
                <Select
                  options={[
                    { value: 0, label: '–' },
                    { value: 2, label: t('by_hand') },
                  ]}
                />
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

function initialOf(area: Area | null, warehouse_id: number | null | undefined): Partial<Values> {
  if (area === null) {
    const here = warehouse_id ? { warehouse_id } : {};
    return {
      kind: 'room',
      zone_codes: [],
      temp_min_c: 2,
      temp_max_c: 8,
      manual_per_day: 0,
      status: 'active',
      ...here,
    };
  }
  const {
    area_id,
    area_code,
    name,
    warehouse_id: at,
    zone_codes,
    location_code,
    temp_min_c,
    temp_max_c,
  } = area;
  const { humidity_min, humidity_max, status } = area;
  return withoutBlanks({
    area_id,
    area_code,
    name,
    kind: area.kind as 'room',
    warehouse_id: at,
    zone_codes,
    location_code,
    temp_min_c,
    temp_max_c,
    humidity_min,
    humidity_max,
    manual_per_day: area.manual_per_day as 0,
    status,
  }) as Partial<Values>;
}
