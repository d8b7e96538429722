import type { ADVERSE_TASKS } from '@tongcang/contract';
import { formatInstant, StatusChip, useText, useZone } from '../../../ui/index.ts';
import { customerText } from './customer-text.ts';

export type Task = {
  readonly task: (typeof ADVERSE_TASKS)[number];
  readonly due_at: string | null;
  readonly due_on: string | null;
  readonly done_at: string | null;
  readonly overdue: boolean;
};

/** How a task stands, as colour and in words. */
export function TaskChip({ task }: { task: Task }) {
  const t = useText(customerText);
  if (task.done_at !== null) {
    return (
      <StatusChip tone={task.overdue ? 'warn' : 'ok'}>{t(task.overdue ? 'done_late' : 'done')}</StatusChip>
    );
  }
  return (
    <StatusChip tone={task.overdue ? 'bad' : 'accent'}>{t(task.overdue ? 'late' : 'open_task')}</StatusChip>
  );
}

/** The tasks of an event one below the other, each with its date. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  const t = useText(customerText);
  const zone = useZone();
  return (
    <ul className="tc-plain-list">
      {tasks.map((task) => (
        <li key={task.task}>
          <TaskChip task={task} /> <strong>{t(`t_${task.task}`)}</strong>{' '}
          {t('until', { at: task.due_on ?? formatInstant(task.due_at, zone) })}{' '}
          {task.done_at === null ? null : (
            <span className="tc-muted">
              {t('done')} {formatInstant(task.done_at, zone)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The task that is due first among those that are not done, for lists. */
export function NextTask({ tasks }: { tasks: readonly Task[] }) {
  const t = useText(customerText);
  const zone = useZone();
  const open = tasks.filter((task) => task.done_at === null);
  const next = open.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)))[0];
  if (next === undefined) return <>–</>;
  return (
    <>
      <TaskChip task={next} /> {t(`t_${next.task}`)} {next.due_on ?? formatInstant(next.due_at, zone)}
    </>
  );
}
const dayOf = (task: Task) => task.due_at ?? task.due_on ?? '';
