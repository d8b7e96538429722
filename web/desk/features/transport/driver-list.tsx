import { PlusOutlined } from '@ant-design/icons';
import { listDrivers, saveDriver } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  Field,
  Form,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction, useRows } from '../../app/api.ts';
import { WarehousePicker } from '../../app/pickers.tsx';
import { useGridError, useProblemText } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { CarrierPicker } from './carrier-picker.tsx';
import { withoutBlanks } from './fleet-drawer.tsx';
import { Usable } from './states.tsx';
import { type TransportText, text } from './text.ts';

type Row = RowOf<typeof listDrivers>;

export default function DriverList() {
  const t = useText(text);
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const { rows, loading, error, refetch } = useRows(listDrivers, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('drivers')}
        description={t('drivers_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={lacks('transport.manage')}
            onClick={() => setOpen('new')}
          >
            {t('add_driver')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="drivers"
          label={t('drivers')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.driver_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_drivers')} />}
          onOpen={setOpen}
          height="fill"
          rowTone={(row) => (row.problem !== null && row.status === 'active' ? 'bad' : undefined)}
        />
      </Section>
      {open !== null ? (
        <DriverDrawer driver={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    {
      key: 'code',
      title: t('driver_code'),
      kind: 'code',
      value: (r) => r.driver_code,
      pin: true,
      width: 110,
    },
    { key: 'name', title: t('name'), value: (r) => r.name, grow: true, width: 120 },
    {
      key: 'problem',
      title: t('status'),
      value: (r) => r.problem ?? 'usable',
      render: (r) => <Usable problem={r.problem} />,
      width: 130,
    },
    { key: 'phone', title: t('phone'), value: (r) => r.phone, width: 140 },
    { key: 'carrier', title: t('carrier'), value: (r) => r.carrier_name ?? t('own_fleet'), width: 160 },
    { key: 'depot', title: t('depot'), kind: 'code', value: (r) => r.depot_code, width: 90 },
    { key: 'account', title: t('account'), kind: 'code', value: (r) => r.account, width: 120 },
    {
      key: 'licence',
      title: t('licence_valid_to'),
      kind: 'date',
      value: (r) => r.licence_valid_to,
      width: 120,
    },
    { key: 'trained', title: t('trained_until'), kind: 'date', value: (r) => r.trained_until, width: 140 },
  ];
}

function DriverDrawer({ driver, onClose }: { driver: Row | null; onClose: () => void }) {
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
