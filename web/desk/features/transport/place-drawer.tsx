import { type listDeliveryPlaces, saveDeliveryPlace } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Field, Form, useText } from '../../../ui/index.ts';
import { type RowOf, useAction } from '../../app/api.ts';
import { useProblemText } from '../../app/problem-view.tsx';
import { clock } from './model.ts';
import { text } from './text.ts';
import { withoutBlanks } from './without-blanks.ts';

type Row = RowOf<typeof listDeliveryPlaces>;

/** Where a customer takes goods in, and when. */
export default function PlaceDrawer({ place, onClose }: { place: Row; onClose: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const save = useAction(saveDeliveryPlace, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  const { customer_id } = place;
  const initial = withoutBlanks({
    customer_id,
    longitude: place.longitude,
    latitude: place.latitude,
    opens_minutes: place.opens_minutes ?? 480,
    closes_minutes: place.closes_minutes ?? 1080,
    service_minutes: place.service_minutes ?? 20,
    instructions: place.instructions,
  });
  return (
    <Drawer open onClose={onClose} size={480} title={place.customer_name}>
      <Form
        schema={saveDeliveryPlace.input}
        initial={initial}
        describe={describe}
        onSubmit={(values) => save.run(withoutBlanks(values))}
      >
        {({ submitting }) => (
          <>
            <Field name="customer_id" hidden>
              <InputNumber />
            </Field>
            <div className="tc-form-grid">
              <Field name="longitude" label={t('longitude')}>
                <InputNumber step={0.0001} style={{ width: '100%' }} />
              </Field>
              <Field name="latitude" label={t('latitude')}>
                <InputNumber step={0.0001} style={{ width: '100%' }} />
              </Field>
              <Field name="opens_minutes" label={t('opens')}>
                <ClockInput />
              </Field>
              <Field name="closes_minutes" label={t('closes')}>
                <ClockInput />
              </Field>
              <Field name="service_minutes" label={t('service_minutes')}>
                <InputNumber min={0} precision={0} style={{ width: '100%' }} />
              </Field>
              <Field name="instructions" label={t('instructions')}>
                <Input maxLength={200} />
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

/** A time of the day typed as `08:30` and kept as minutes. */
function ClockInput(props: {
  id?: string;
  value?: number;
  onChange?: (minutes: number | undefined) => void;
}) {
  const [typed, setTyped] = useState(() => (props.value === undefined ? '' : clock(props.value)));
  return (
    <Input
      {...(props.id ? { id: props.id } : {})}
      value={typed}
      placeholder="08:00"
      inputMode="numeric"
      onChange={(event) => {
        setTyped(event.target.value);
        const match = /^(\d{1,2}):(\d{2})$/.exec(event.target.value.trim());
        props.onChange?.(match ? Number(match[1]) * 60 + Number(match[2]) : undefined);
      }}
    />
  );
}
