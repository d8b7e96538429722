import { listManualReadings, type OutputOf, recordManualReading } from '@tongcang/contract';
import { App, Input, InputNumber } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  formatInstant,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { degrees, rangeOf } from './model.ts';
import './coldchain.css';
import { text } from './text.ts';

type Area = OutputOf<typeof listManualReadings>['areas'][number];

/** What is to be read today, one card for each place: made for a telephone in the aisle. */
export default function ManualPage() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const { data, error, refetch } = useVerb(listManualReadings, warehouse_id ? { warehouse_id } : {});
  return (
    <PageBody>
      <PageHeader title={t('manual')} description={t('manual_hint')} />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState /> : null}
      {data?.areas.length === 0 ? (
        <Section>
          <EmptyState title={t('no_manual')} />
        </Section>
      ) : null}
      {data?.areas.map((area) => (
        <Card key={area.area_id} area={area} />
      ))}
    </PageBody>
  );
}

const clockOf = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function Card({ area }: { area: Area }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const { message } = App.useApp();
  const record = useAction(recordManualReading);
  const [temp, setTemp] = useState<number | null>(null);
  const [humidity, setHumidity] = useState<number | null>(null);
  const [action, setAction] = useState('');
  const { temp_min_c, temp_max_c, humidity_min, humidity_max } = area;
  const out =
    (temp !== null && (temp < temp_min_c || temp > temp_max_c)) ||
    (humidity !== null && (humidity < (humidity_min ?? 0) || humidity > (humidity_max ?? 100)));
  const send = async () => {
    const more = { ...(humidity === null ? {} : { humidity }), ...(action === '' ? {} : { action }) };
    await record.run({ area_id: area.area_id, temp_c: temp!, ...more });
    void message.success(t('recorded'));
    setTemp(null);
    setHumidity(null);
    setAction('');
  };
  return (
    <Section title={`${area.area_code} ${area.area_name}`} extra={rangeOf(area)}>
      <div className="tc-bar">
        {area.slots.map((slot) => (
          <span key={slot.slot}>
            {t(slot.slot === 1 ? 'slot_1' : 'slot_2')}{' '}
            {slot.at === null ? (
              <StatusChip tone={slot.overdue ? 'bad' : 'neutral'}>
                {slot.overdue ? t('overdue') : t('slot_due', { time: clockOf(slot.due_minutes) })}
              </StatusChip>
            ) : (
              <StatusChip tone={slot.in_range ? 'ok' : 'bad'}>
                {degrees(slot.temp_c)} {slot.humidity === null ? '' : `${slot.humidity} %RH`}{' '}
                {formatInstant(slot.at, zone)}
              </StatusChip>
            )}
          </span>
        ))}
      </div>
      <div className="tc-cold-form">
        <LabelledField label={t('temp')} required>
          {(id) => (
            <InputNumber
              id={id}
              size="large"
              inputMode="decimal"
              step={0.1}
              value={temp}
              onChange={setTemp}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        <LabelledField label={t('humidity_percent')}>
          {(id) => (
            <InputNumber
              id={id}
              size="large"
              inputMode="decimal"
              min={0}
              max={100}
              value={humidity}
              onChange={setHumidity}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
        {out ? (
          <LabelledField label={t('action')} required>
            {(id) => (
              <Input
                id={id}
                size="large"
                maxLength={300}
                value={action}
                onChange={(event) => setAction(event.target.value)}
              />
            )}
          </LabelledField>
        ) : null}
        <BlockedButton
          type="primary"
          size="large"
          block
          blocked={lacks('coldchain.record')}
          disabled={temp === null || (out && action.trim() === '')}
          loading={record.busy}
          onClick={() => void send().catch(() => undefined)}
        >
          {t('record')}
        </BlockedButton>
      </div>
      {record.error ? <ProblemView error={record.error} /> : null}
    </Section>
  );
}
