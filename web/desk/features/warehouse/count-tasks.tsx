import { enterCounts, listCountTasks } from '@tongcang/contract';
import { App, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import {
  type Disposition,
  DispositionChip,
  EmptyState,
  formatDate,
  LoadingState,
  PageBody,
  PageHeader,
  ScanInput,
  type ScanOutcome,
  Section,
  StatusChip,
  useLanguage,
  useText,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useUrlState } from '../../app/url.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { type Resolved, useResolve } from '../stock/resolve.ts';
import { text } from './count-text.ts';
import { FoundGoods } from './found-goods.tsx';
import './warehouse.css';

export type CountTask = RowOf<typeof listCountTasks>;
const address = z.object({ count: z.coerce.number().int().positive().optional() });

/** The list of a counter with a handheld: one line after the other along the pick route, never with the book. */
export default function CountTasks() {
  const t = useText(text);
  return (
    <PageBody>
      <PageHeader title={t('tasks')} description={t('tasks_hint')} />
      <OneWarehouse>
        {(warehouse) => <Tasks key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

function Tasks({ warehouse: { warehouse_id } }: { warehouse: Warehouse }) {
  const t = useText(text);
  const [{ count }] = useUrlState(address);
  const tasks = useVerb(listCountTasks, { warehouse_id, ...(count ? { count_id: count } : {}) });
  const [chosen, setChosen] = useState<number>();
  const [stray, setStray] = useState<Resolved | null>(null);
  const [place, setPlace] = useState<number>();
  /** Serials seen of each line, typed or scanned. */
  const [serials, setSerials] = useState<Readonly<Record<number, string>>>({});
  const resolve = useResolve(warehouse_id);
  if (tasks.error) return <ProblemView error={tasks.error} onRetry={() => void tasks.refetch()} />;
  if (!tasks.data)
    return (
      <Section>
        <LoadingState />
      </Section>
    );
  const { rows, for_others } = tasks.data;
  const here = place === undefined ? rows : rows.filter((row) => row.account_id === place);
  const current = rows.find((row) => row.count_line_id === chosen) ?? here[0] ?? rows[0];
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    return follow(found.it);
  };
  const follow = (it: Resolved): ScanOutcome => {
    if (it.kind === 'location' && it.account_id !== null) {
      const first = rows.find((row) => row.account_id === it.account_id);
      setPlace(it.account_id);
      setChosen(first?.count_line_id);
      return { ok: true, text: t('at_place', { place: first?.location_code ?? '' }) };
    }
    if (it.lot_id === null) return { ok: false, text: t('wrong_code') };
    const row = here.find((one) => one.lot_id === it.lot_id) ?? rows.find((one) => one.lot_id === it.lot_id);
    if (row === undefined) {
      setStray(it);
      return { ok: false, text: t('not_planned', { lot: it.lot_no ?? '' }) };
    }
    setChosen(row.count_line_id);
    if (it.serial_no === null || row.tracking === 'lot')
      return { ok: true, text: t('found_lot', { lot: row.lot_no }) };
    const seen = serialsIn(serials[row.count_line_id]);
    if (seen.includes(it.serial_no)) return { ok: false, text: t('serial_twice', { serial: it.serial_no }) };
    setSerials((all) => ({ ...all, [row.count_line_id]: [...seen, it.serial_no].join('\n') }));
    return { ok: true, text: t('serials_n', { n: seen.length + 1 }) };
  };
  const count_id = current?.count_id ?? count;
  return (
    <>
      <ScanInput label={t('scan_task')} onScan={({ raw }) => onScan(raw)} />
      {stray && count_id !== undefined ? (
        <FoundGoods
          warehouse_id={warehouse_id}
          count_id={count_id}
          place={place}
          goods={stray}
          onDone={() => setStray(null)}
        />
      ) : null}
      {current ? (
        <OneTask
          key={current.count_line_id}
          task={current}
          left={rows.length}
          serials={serials[current.count_line_id] ?? ''}
          onSerials={(next) => setSerials((all) => ({ ...all, [current.count_line_id]: next }))}
          onDone={() => setChosen(undefined)}
          onSkip={() => setChosen(rows[(rows.indexOf(current) + 1) % rows.length]?.count_line_id)}
        />
      ) : (
        <Section>
          <EmptyState title={t('no_tasks')} />
        </Section>
      )}
      {for_others > 0 ? <p className="tc-muted">{t('for_others', { n: for_others })}</p> : null}
    </>
  );
}

type TaskProps = {
  readonly task: CountTask;
  readonly left: number;
  readonly serials: string;
  readonly onSerials: (serials: string) => void;
  readonly onDone: () => void;
  readonly onSkip: () => void;
};

const serialsIn = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter(Boolean);

function OneTask({ task, left, serials, onSerials, onDone, onSkip }: TaskProps) {
  const t = useText(text);
  const language = useLanguage();
  const { message } = App.useApp();
  const [counted, setCounted] = useState<number | null>(null);
  const enter = useAction(enterCounts, { invalidates: ['warehouse'] });
  const numbered = task.tracking === 'serial';
  const serial_nos = serialsIn(serials);
  const qty = numbered ? serial_nos.length : counted;
  const save = async (number: number) => {
    const line = {
      count_line_id: task.count_line_id,
      counted: number,
      ...(numbered ? { serial_nos: number === 0 ? [] : serial_nos } : {}),
    };
    const { lines } = await enter.run({ count_id: task.count_id, lines: [line] });
    const status = lines[0]?.status ?? 'matched';
    void message.success(t(`ok_${status}` as 'ok_matched'));
    onDone();
  };
  const submit = (number: number) => void save(number).catch(() => undefined);
  return (
    <Section
      title={
        <>
          <strong className="tc-task-place">{task.location_code}</strong>{' '}
          {task.recount ? <StatusChip tone="warn">{t('recount_tag')}</StatusChip> : null}
        </>
      }
      extra={<span className="tc-muted">{t('left', { n: left })}</span>}
    >
      <div className="tc-task">
        <div>
          <strong>
            {task.item_code} {task.item_name}
          </strong>
          <p>
            {t('lot')} <code>{task.lot_no}</code>
            {task.expiry_date ? ` · ${t('expiry')} ${formatDate(task.expiry_date, language)}` : ''}
          </p>
          <p className="tc-muted">
            <DispositionChip disposition={task.disposition as Disposition} /> {task.owner_name} ·{' '}
            {task.document_no}
          </p>
        </div>
        {enter.error ? <ProblemView error={enter.error} /> : null}
        {numbered ? (
          <>
            <Input.TextArea
              aria-label={t('serials')}
              placeholder={t('serials_hint')}
              rows={4}
              value={serials}
              onChange={(event) => onSerials(event.target.value)}
            />
            <span className="tc-muted">{t('serials_n', { n: serial_nos.length })}</span>
          </>
        ) : (
          <InputNumber
            className="tc-task-number"
            size="large"
            min={0}
            precision={0}
            inputMode="numeric"
            aria-label={`${t('counted')} ${task.location_code} ${task.lot_no}`}
            suffix={task.unit}
            value={counted}
            onChange={setCounted}
            onPressEnter={() => {
              if (counted !== null) submit(counted);
            }}
          />
        )}
        <div className="tc-task-actions">
          <Button size="large" onClick={onSkip}>
            {t('skip')}
          </Button>
          <Button size="large" loading={enter.busy} onClick={() => submit(0)}>
            {t('zero')}
          </Button>
          <Button
            size="large"
            type="primary"
            disabled={qty === null || (numbered && qty === 0)}
            loading={enter.busy}
            onClick={() => submit(qty ?? 0)}
          >
            {t('confirm')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
