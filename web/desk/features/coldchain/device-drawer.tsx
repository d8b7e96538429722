import {
  listAreas,
  type listTempDevices,
  makeDeviceKey,
  placeDevice,
  saveTempDevice,
} from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { BlockedButton, Field, Form, KeyValue, Section, useText } from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction, useVerb } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { withoutBlanks } from '../transport/without-blanks.ts';
import { Qualify } from './area-page.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listTempDevices>;
type Props = { readonly device: Row | null; readonly onClose: () => void };

/** A sensor or logger: what it is, what it watches, until when it is calibrated, its key. */
export default function DeviceDrawer({ device, onClose }: Props) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const save = useAction(saveTempDevice, {
    onSuccess: () => {
      void message.success(t('saved'));
      onClose();
    },
  });
  return (
    <Drawer open onClose={onClose} size={520} title={device?.device_no ?? t('new_device')}>
      {device === null ? null : <Standing device={device} onClose={onClose} />}
      <Form
        schema={saveTempDevice.input}
        initial={initialOf(device)}
        describe={describe}
        onSubmit={(values) => save.run(withoutBlanks(values))}
      >
        {({ submitting }) => (
          <>
            <div className="tc-form-grid">
              <Field name="device_no" label={t('device_no')}>
                <Input disabled={device !== null} />
              </Field>
              <Field name="kind" label={t('kind')}>
                <Select
                  options={(['sensor', 'logger'] as const).map((value) => ({
                    value,
                    label: t(`d_${value}`),
                  }))}
                />
              </Field>
              <Field name="maker" label={t('maker')}>
                <Input />
              </Field>
              <Field name="model" label={t('model')}>
                <Input />
              </Field>
              <Field name="warehouse_id" label={t('warehouse')}>
                <WarehousePicker allowClear />
              </Field>
              <Field name="interval_seconds" label={t('interval')}>
                <InputNumber min={1} precision={0} style={{ width: '100%' }} />
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

function initialOf(device: Row | null): Partial<InputFor<typeof saveTempDevice>> {
  if (device === null) return { kind: 'sensor', interval_seconds: 60, status: 'active' };
  const { device_no, maker, model, warehouse_id, interval_seconds, status } = device;
  const kind = device.kind === 'logger' ? ('logger' as const) : ('sensor' as const);
  return withoutBlanks({ device_no, kind, maker, model, warehouse_id, interval_seconds, status });
}

/** What is done with a device that exists. */
function Standing({ device, onClose }: { device: Row; onClose: () => void }) {
  const t = useText(text);
  const lacks = useLacks();
  const areas = useVerb(listAreas, { limit: 1000 });
  const place = useAction(placeDevice);
  const key = useAction(makeDeviceKey);
  const [area_id, setArea] = useState<number | null>(device.area_id);
  const [position, setPosition] = useState(device.position ?? '');
  const [made, setMade] = useState<{ device_key: string; topic: string } | null>(null);
  const [calibrating, setCalibrating] = useState(false);
  const blocked = lacks('coldchain.manage');
  const { device_id } = device;
  const put = (to: number | null) =>
    void place
      .run({ device_id, position, ...(to === null ? {} : { area_id: to }) })
      .then(onClose, () => undefined);
  return (
    <>
      <Section title={t('watches')}>
        <Select
          aria-label={t('watches')}
          showSearch
          optionFilterProp="label"
          style={{ width: '100%' }}
          value={area_id}
          onChange={setArea}
          options={(areas.data?.rows ?? []).map((area) => ({
            value: area.area_id,
            label: `${area.area_code} ${area.name}`,
          }))}
        />
        <div className="tc-bar">
          <Input
            aria-label={t('position')}
            placeholder={t('position')}
            value={position}
            maxLength={80}
            onChange={(event) => setPosition(event.target.value)}
          />
          <BlockedButton
            blocked={blocked}
            disabled={area_id === null}
            loading={place.busy}
            onClick={() => put(area_id)}
          >
            {t('place')}
          </BlockedButton>
          {device.area_id === null ? null : (
            <BlockedButton blocked={blocked} loading={place.busy} onClick={() => put(null)}>
              {t('take_down')}
            </BlockedButton>
          )}
        </div>
        {place.error ? <ProblemView error={place.error} /> : null}
      </Section>
      <Section
        title={t('calibration_due')}
        extra={
          <BlockedButton size="small" blocked={blocked} onClick={() => setCalibrating(true)}>
            {t('qualify')}
          </BlockedButton>
        }
      >
        <KeyValue
          facts={[
            { label: t('calibrated_on'), value: device.calibrated_on ?? '–' },
            { label: t('calibration_due'), value: device.calibration_due ?? '–' },
          ]}
        />
      </Section>
      <Section
        title={t('key')}
        extra={
          <BlockedButton
            size="small"
            blocked={blocked}
            loading={key.busy}
            onClick={() => void key.run({ device_id }).then(setMade, () => undefined)}
          >
            {t('make_key')}
          </BlockedButton>
        }
      >
        {made === null ? null : (
          <>
            <p className="tc-muted">{t('key_note')}</p>
            <KeyValue
              facts={[
                { label: t('key'), value: <code>{made.device_key}</code>, wide: true },
                { label: t('topic'), value: <code>{made.topic}</code>, wide: true },
              ]}
            />
          </>
        )}
        {key.error ? <ProblemView error={key.error} /> : null}
      </Section>
      {calibrating ? (
        <Qualify
          subject={{ device_id }}
          name={device.device_no}
          onClose={() => {
            setCalibrating(false);
            onClose();
          }}
        />
      ) : null}
    </>
  );
}
