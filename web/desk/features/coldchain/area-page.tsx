import { useParams } from '@tanstack/react-router';
import {
  getArea,
  getTemperatureFile,
  listAlarmPeople,
  qualifyEquipment,
  setAreaContacts,
} from '@tongcang/contract';
import { App, Button, Input, Segmented, Select } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  formatInstant,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { Curve } from './curve.tsx';
import { currentOf, degrees, rangeOf } from './model.ts';
import { AreaState, Problems } from './states.tsx';
import { text } from './text.ts';

const AreaDrawer = lazy(() => import('./area-drawer.tsx'));
type Area = OutputFor<typeof getArea>;
const HOURS = [6, 24, 168, 720] as const;

export default function AreaPage() {
  const { area_id } = useParams({ strict: false }) as { area_id: string };
  const { data, error, refetch } = useVerb(getArea, { area_id: Number(area_id) }, { refetch_ms: 60_000 });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageBody>{null}</PageBody>;
  return <Shown area={data} />;
}

function Shown({ area }: { area: Area }) {
  const t = useText(text);
  const zone = useZone();
  const lacks = useLacks();
  const [asked, setAsked] = useState<'edit' | 'contacts' | 'validate' | null>(null);
  const fleet = area.vehicle_id !== null;
  const close = () => setAsked(null);
  return (
    <PageBody>
      <PageHeader
        title={`${area.area_code} ${area.name}`}
        status={<AreaState state={area.state} />}
        meta={[t(`k_${area.kind}`), area.warehouse_name, rangeOf(area)].filter(Boolean).join(' · ')}
        actions={
          <>
            <BlockedButton blocked={lacks('coldchain.manage')} onClick={() => setAsked('contacts')}>
              {t('contacts')}
            </BlockedButton>
            {fleet ? null : (
              <>
                <BlockedButton blocked={lacks('coldchain.manage')} onClick={() => setAsked('validate')}>
                  {t('validate')}
                </BlockedButton>
                <BlockedButton blocked={lacks('coldchain.manage')} onClick={() => setAsked('edit')}>
                  {t('edit_area')}
                </BlockedButton>
              </>
            )}
          </>
        }
      />
      <Section>
        <KeyValue
          facts={[
            { label: t('current'), value: currentOf(area) },
            { label: t('humidity'), value: area.humidity === null ? '–' : `${area.humidity} %RH` },
            { label: t('last'), value: area.last_at === null ? '–' : formatInstant(area.last_at, zone) },
            { label: t('validation_due'), value: area.validation_due ?? '–' },
            { label: t('level_1'), value: namesOf(area, 1) },
            { label: t('level_2'), value: namesOf(area, 2) },
            {
              label: t('status'),
              value: area.problems.length > 0 ? <Problems problems={area.problems} /> : t('s_ok'),
            },
          ]}
        />
      </Section>
      <CurveOf area={area} />
      <Devices area={area} />
      {area.riding.length > 0 ? <Riding area={area} /> : null}
      {area.gaps.length > 0 ? <Gaps area={area} /> : null}
      {area.qualifications.length > 0 ? <History area={area} /> : null}
      <Suspense fallback={null}>
        {asked === 'edit' ? <AreaDrawer area={area} onClose={close} /> : null}
      </Suspense>
      {asked === 'contacts' ? <Contacts area={area} onClose={close} /> : null}
      {asked === 'validate' ? (
        <Qualify subject={{ area_id: area.area_id }} name={area.area_code} onClose={close} />
      ) : null}
    </PageBody>
  );
}

const namesOf = ({ people }: Area, level: number): string =>
  people
    .filter((person) => person.level === level)
    .map((person) => person.name)
    .join('、') || '–';

function CurveOf({ area }: { area: Area }) {
  const t = useText(text);
  const { message } = App.useApp();
  const describe = useProblemText();
  const [hours, setHours] = useState<number>(24);
  // The minute, so that the window does not change with every look.
  const minute = Math.floor(Date.parse(area.last_at ?? new Date().toISOString()) / 60_000) + 1;
  const window = useMemo(
    () => ({
      from: new Date((minute - hours * 60) * 60_000).toISOString(),
      to: new Date(minute * 60_000).toISOString(),
    }),
    [minute, hours],
  );
  const load = (format: 'csv' | 'pdf') =>
    call(getTemperatureFile, { area_id: area.area_id, ...window, format }).then(saveFile, (error) => {
      void message.error(describe(error));
    });
  return (
    <Section
      title={t('curve')}
      extra={
        <div className="tc-bar">
          <Segmented
            size="small"
            aria-label={t('curve')}
            value={hours}
            options={HOURS.map((value) => ({ value, label: t(`h_${value}`) }))}
            onChange={setHours}
          />
          <Button size="small" onClick={() => void load('csv')}>
            {t('csv')}
          </Button>
          <Button size="small" onClick={() => void load('pdf')}>
            {t('pdf')}
          </Button>
        </div>
      }
    >
      <Curve area_id={area.area_id} name={area.name} {...window} />
    </Section>
  );
}

function Devices({ area }: { area: Area }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section title={t('devices')}>
      {area.devices.length === 0 ? <p className="tc-muted">{t('no_devices')}</p> : null}
      {area.devices.length > 0 ? (
        <TableScroll>
          <table className="tc-table">
            <thead>
              <tr>
                <th scope="col">{t('device_no')}</th>
                <th scope="col">{t('position')}</th>
                <th scope="col" className="tc-num">
                  {t('current')}
                </th>
                <th scope="col">{t('last')}</th>
                <th scope="col">{t('calibration_due')}</th>
                <th scope="col">{t('from_at')}</th>
                <th scope="col">{t('to_at')}</th>
              </tr>
            </thead>
            <tbody>
              {area.devices.map((device) => (
                <tr key={`${device.device_id}-${device.from_at}`}>
                  <td>
                    {device.kind === 'manual' ? t('d_manual') : device.device_no}{' '}
                    <Problems problems={device.problems} />
                  </td>
                  <td>{device.position === device.device_no ? '' : device.position}</td>
                  <td className="tc-num">{degrees(device.last_c)}</td>
                  <td>{device.last_at === null ? '–' : formatInstant(device.last_at, zone)}</td>
                  <td>{device.calibration_due ?? '–'}</td>
                  <td>{formatInstant(device.from_at, zone)}</td>
                  <td>{device.to_at === null ? t('now') : formatInstant(device.to_at, zone)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      ) : null}
    </Section>
  );
}

function Riding({ area }: { area: Area }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section title={t('riding')}>
      <ul className="tc-plain-list">
        {area.riding.map((load) => (
          <li key={`${load.document_key}-${load.from_at}`}>
            {load.document_no}{' '}
            <span className="tc-muted">
              {formatInstant(load.from_at, zone)} ~{' '}
              {load.to_at === null ? t('now') : formatInstant(load.to_at, zone)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Gaps({ area }: { area: Area }) {
  const t = useText(text);
  const zone = useZone();
  return (
    <Section title={t('gaps')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('device_no')}</th>
              <th scope="col">{t('gap_from')}</th>
              <th scope="col">{t('gap_to')}</th>
              <th scope="col" className="tc-num">
                {t('gap_limit')}
              </th>
              <th scope="col">{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {area.gaps.map((gap) => (
              <tr key={`${gap.device_no}-${gap.from_at}`}>
                <td>{gap.device_no}</td>
                <td>{formatInstant(gap.from_at, zone)}</td>
                <td>{gap.to_at === null ? t('gap_open') : formatInstant(gap.to_at, zone)}</td>
                <td className="tc-num">{gap.limit_minutes} min</td>
                <td>
                  {gap.out_of_range ? t('s_out_of_range') : ''}{' '}
                  {gap.filled_at === null ? '' : t('gap_filled')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function History({ area }: { area: Area }) {
  const t = useText(text);
  return (
    <Section title={t('history')}>
      <TableScroll>
        <table className="tc-table">
          <thead>
            <tr>
              <th scope="col">{t('kind')}</th>
              <th scope="col">{t('performed_on')}</th>
              <th scope="col">{t('due_on')}</th>
              <th scope="col">{t('certificate_no')}</th>
              <th scope="col">{t('performed_by')}</th>
              <th scope="col">{t('status')}</th>
            </tr>
          </thead>
          <tbody>
            {area.qualifications.map((row) => (
              <tr key={row.qualification_id}>
                <td>{t(`t_${row.kind}`)}</td>
                <td>{row.performed_on}</td>
                <td>{row.due_on}</td>
                <td>{row.certificate_no}</td>
                <td>{row.performed_by}</td>
                <td>{t(row.passed ? 'passed' : 'not_passed')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Section>
  );
}

function Contacts({ area, onClose }: { area: Area; onClose: () => void }) {
  const t = useText(text);
  const people = useVerb(listAlarmPeople, {});
  const save = useAction(setAreaContacts);
  const idsOf = (level: number) =>
    area.people.filter((person) => person.level === level).map((person) => person.user_id);
  const [first, setFirst] = useState(idsOf(1));
  const [second, setSecond] = useState(idsOf(2));
  const options = (people.data?.rows ?? []).map((person) => ({
    value: person.user_id,
    label: `${person.name} ${person.account}`,
  }));
  const confirm = async () => {
    const told = first.map((user_id) => ({ user_id, level: 1 as const }));
    const later = second
      .filter((user_id) => !first.includes(user_id))
      .map((user_id) => ({ user_id, level: 2 as const }));
    await save.run({ area_id: area.area_id, people: [...told, ...later] });
    onClose();
  };
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={`${t('contacts')} ${area.area_code}`}
      confirm_label={t('save')}
      onConfirm={confirm}
      onCancel={onClose}
    >
      <p className="tc-muted">{t('contacts_hint')}</p>
      {(
        [
          ['level_1', first, setFirst],
          ['level_2', second, setSecond],
        ] as const
      ).map(([name, value, set]) => (
        <LabelledField key={name} label={t(name)} required={name === 'level_1'}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              optionFilterProp="label"
              style={{ width: '100%' }}
              value={value}
              options={options}
              onChange={set}
            />
          )}
        </LabelledField>
      ))}
      {save.error ? <ProblemView error={save.error} /> : null}
    </ConfirmWithReason>
  );
}

type QualifyProps = {
  readonly subject: { readonly area_id: number } | { readonly device_id: number };
  readonly name: string;
  readonly onClose: () => void;
};

/** A validation of an area or a calibration of a device, with the paper behind it. */
export function Qualify({ subject, name, onClose }: QualifyProps) {
  const t = useText(text);
  const save = useAction(qualifyEquipment);
  const [values, setValues] = useState({
    performed_on: '',
    due_on: '',
    certificate_no: '',
    performed_by: '',
  });
  const [passed, setPassed] = useState(true);
  const confirm = async () => {
    const { due_on, ...rest } = values;
    await save.run({ ...subject, ...rest, passed, ...(due_on === '' ? {} : { due_on }) });
    onClose();
  };
  const title = t('area_id' in subject ? 'validate' : 'qualify');
  return (
    <ConfirmWithReason
      open
      reason_min={0}
      title={`${title} ${name}`}
      confirm_label={t('save')}
      onConfirm={confirm}
      onCancel={onClose}
    >
      {(['performed_on', 'due_on', 'certificate_no', 'performed_by'] as const).map((field) => (
        <LabelledField key={field} label={t(field)} required={field !== 'due_on'}>
          {(id) => (
            <Input
              id={id}
              type={field.endsWith('_on') ? 'date' : 'text'}
              maxLength={60}
              value={values[field]}
              onChange={(event) => setValues({ ...values, [field]: event.target.value })}
            />
          )}
        </LabelledField>
      ))}
      <LabelledField label={t('status')}>
        {(id) => (
          <Select
            id={id}
            value={passed}
            onChange={setPassed}
            options={[
              { value: true, label: t('passed') },
              { value: false, label: t('not_passed') },
            ]}
          />
        )}
      </LabelledField>
      {save.error ? <ProblemView error={save.error} /> : null}
    </ConfirmWithReason>
  );
}
