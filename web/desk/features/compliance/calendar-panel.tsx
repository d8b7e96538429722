import { getCalendar, setCalendar } from '@tongcang/contract';
import { Input, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { BlockedButton, TableScroll, useText } from '../../../ui/index.ts';
import { useAction, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { recordsText } from './records-text.ts';

const DAYS_MAX = 20;

/** Every day from the first to the last, at most as many as a holiday has. */
function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last) && days.length < DAYS_MAX; at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Days that differ from Monday to Friday in a year, and a holiday to add to them. */
export function CalendarPanel() {
  const t = useText(recordsText);
  const lacks = useLacks();
  const save = useAction(setCalendar);
  const [year, setYear] = useState(() => new Date().getFullYear());
  const [given, setGiven] = useState({
    first: '',
    last: '',
    name: '',
    what: 'off' as 'off' | 'worked' | 'ordinary',
  });
  const { data } = useVerb(getCalendar, { year });
  const days = given.first === '' ? [] : daysFrom(given.first, given.last || given.first);
  const missing = [...lacks('compliance.rules'), ...missingFields([[days.length > 0, t('first_day')]])];
  const submit = () =>
    save
      .run({
        days: days.map((day) => ({
          day,
          working: given.what === 'ordinary' ? null : given.what === 'worked',
          name: given.name,
        })),
        reason: given.name || t(given.what),
      })
      .then(
        () => setGiven((all) => ({ ...all, first: '', last: '', name: '' })),
        () => undefined,
      );
  return (
    <div className="tc-detail">
      <p className="tc-muted">{t('calendar_text')}</p>
      <div className="tc-form-grid">
        <LabelledField label={t('first_day')} required>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={given.first}
              onChange={(event) => setGiven({ ...given, first: event.target.value })}
            />
          )}
        </LabelledField>
        <LabelledField label={t('last_day')}>
          {(id) => (
            <Input
              id={id}
              type="date"
              value={given.last}
              onChange={(event) => setGiven({ ...given, last: event.target.value })}
            />
          )}
        </LabelledField>
        <LabelledField label={t('name')}>
          {(id) => (
            <Input
              id={id}
              maxLength={30}
              value={given.name}
              onChange={(event) => setGiven({ ...given, name: event.target.value })}
            />
          )}
        </LabelledField>
      </div>
      <div className="tc-bar">
        <Segmented
          value={given.what}
          onChange={(what) => setGiven({ ...given, what })}
          options={(['off', 'worked', 'ordinary'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <BlockedButton type="primary" blocked={missing} loading={save.busy} onClick={() => void submit()}>
          {t('add_days')}
        </BlockedButton>
      </div>
      {save.error ? <ProblemView error={save.error} /> : null}
      <LabelledField label={t('year')}>
        {(id) => (
          <InputNumber
            id={id}
            min={2000}
            max={2100}
            value={year}
            onChange={(next) => setYear(next ?? year)}
          />
        )}
      </LabelledField>
      {data && data.rows.length === 0 ? <p className="tc-muted">{t('no_calendar')}</p> : null}
      <TableScroll>
        <table className="tc-table">
          <tbody>
            {(data?.rows ?? []).map((row) => (
              <tr key={row.day}>
                <td>{row.day}</td>
                <td>{t(row.working ? 'worked' : 'off')}</td>
                <td>{row.name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </div>
  );
}
