import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { listSets } from '@tongcang/contract';
import { Button } from 'antd';
import { useState } from 'react';
import {
  EmptyState,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  TableScroll,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { SetState } from './states.tsx';
import { surgery_text as text } from './surgery-text.ts';
import './surgery.css';

const DAYS = 14;
const DAY_MS = 86_400_000;
type Row = RowOf<typeof listSets>;

const civil = (at: number): string => new Date(at).toISOString().slice(0, 10);
const startOfToday = (): number => Date.parse(`${new Date().toLocaleDateString('sv-SE')}T00:00:00Z`);

/** Two weeks of every set: who has it on which day. */
export default function SetCalendar() {
  const t = useText(text);
  const { warehouse_id } = useScope();
  const [start, setStart] = useState(startOfToday);
  const from = civil(start);
  const { rows, error, refetch } = useRows(listSets, { warehouse_id, from });
  const days = Array.from({ length: DAYS }, (_, n) => civil(start + n * DAY_MS));
  const shift = (weeks: number) => setStart(start + weeks * 7 * DAY_MS);
  return (
    <PageBody>
      <PageHeader
        title={t('calendar')}
        description={t('calendar_hint')}
        actions={
          <>
            <Button icon={<LeftOutlined />} aria-label={t('earlier')} onClick={() => shift(-2)} />
            <Button onClick={() => setStart(startOfToday())}>{t('today')}</Button>
            <Button icon={<RightOutlined />} aria-label={t('later')} onClick={() => shift(2)} />
          </>
        }
      />
      <Section flush>
        {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
        {rows === undefined ? (
          <LoadingState />
        ) : rows.length === 0 ? (
          <EmptyState title={t('no_sets')} />
        ) : (
          <TableScroll>
            <table className="tc-table tc-calendar">
              <thead>
                <tr>
                  <th>{t('set')}</th>
                  {days.map((day) => (
                    <th key={day} className={day === civil(startOfToday()) ? 'tc-calendar-today' : ''}>
                      {day.slice(5)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows
                  .filter((set) => set.state !== 'retired')
                  .map((set) => (
                    <tr key={set.set_id}>
                      <td>
                        <Link to={`/surgery/set/${set.set_id}`}>{set.set_no}</Link>{' '}
                        <SetState state={set.state} />
                        <div className="tc-muted">{set.template_name}</div>
                      </td>
                      {days.map((day) => (
                        <Day key={day} set={set} day={day} />
                      ))}
                    </tr>
                  ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </Section>
    </PageBody>
  );
}

function Day({ set, day }: { set: Row; day: string }) {
  const taken = set.reservations.find((one) => one.from <= day && day <= one.to);
  if (!taken) return <td />;
  return (
    <td className={taken.status === 'held' ? 'tc-calendar-held' : 'tc-calendar-over'}>
      {taken.from === day || day === set.reservations[0]?.from ? (
        <Link to={`/surgery/${taken.case_id}`}>{taken.document_no.slice(-4)}</Link>
      ) : (
        <span className="tc-visually-hidden">{taken.document_no}</span>
      )}
    </td>
  );
}
