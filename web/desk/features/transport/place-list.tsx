import { listDeliveryPlaces, saveDeliveryPlace } from '@tongcang/contract';
import { App, Button, Drawer, Input, InputNumber } from 'antd';
import { useMemo, useState } from 'react';
import {
  EmptyState,
  Field,
  Form,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGridError, useProblemText } from '../../app/problem-view.tsx';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { withoutBlanks } from './fleet-drawer.tsx';
import { type TransportText, text } from './text.ts';

type Row = RowOf<typeof listDeliveryPlaces>;

/** `08:30` for minutes after midnight. */
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export default function PlaceList() {
  const t = useText(text);
  const may = useCan();
  const [view, setView] = useGridView();
  const [open, setOpen] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listDeliveryPlaces, {});
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('places')} description={t('places_hint')} />
      <Section flush grow>
        <VirtualGrid
          id="places"
          label={t('places')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.customer_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_places')} />}
          {...(may('transport.manage') ? { onOpen: setOpen } : {})}
          height="fill"
        />
      </Section>
      {open ? <PlaceDrawer place={open} onClose={() => setOpen(null)} /> : null}
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<TransportText>>): GridColumn<Row>[] {
  return [
    { key: 'name', title: t('customer'), value: (r) => r.customer_name, pin: true, width: 220 },
    { key: 'address', title: t('address'), value: (r) => r.address, grow: true, width: 240 },
    {
      key: 'coordinates',
      title: t('coordinates'),
      value: (r) => (r.longitude === null ? '' : `${r.longitude}, ${r.latitude}`),
      render: (r) =>
        r.longitude === null ? (
          <StatusChip tone="warn">{t('not_set')}</StatusChip>
        ) : (
          `${r.longitude}, ${r.latitude}`
        ),
      width: 170,
    },
    {
      key: 'hours',
      title: t('hours'),
      value: (r) =>
        r.opens_minutes === null || r.closes_minutes === null
          ? ''
          : `${clock(r.opens_minutes)}–${clock(r.closes_minutes)}`,
      width: 120,
    },
    {
      key: 'service',
      title: t('service_minutes'),
      kind: 'integer',
      value: (r) => r.service_minutes,
      width: 110,
    },
    { key: 'instructions', title: t('instructions'), value: (r) => r.instructions, width: 200 },
  ];
}

function PlaceDrawer({ place, onClose }: { place: Row; onClose: () => void }) {
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
