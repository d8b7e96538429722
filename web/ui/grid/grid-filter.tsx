import { FilterFilled, FilterOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Popover } from 'antd';
import { useState } from 'react';
import { useKitText } from '../provider.tsx';
import { type GridColumn, isNumeric } from './grid-column.ts';
import type { GridFilter } from './grid-view.ts';

type FilterProps<R> = {
  readonly column: GridColumn<R>;
  readonly filter: GridFilter | undefined;
  readonly onFilter: (filter: GridFilter | null) => void;
};

/** The filter of one column, behind a funnel in its head. */
export function ColumnFilter<R>({ column, filter, onFilter }: FilterProps<R>) {
  const t = useKitText();
  const [open, setOpen] = useState(false);
  const close = (next: GridFilter | null) => {
    onFilter(next);
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={<FilterForm column={column} filter={filter} onDone={close} />}
    >
      <button
        type="button"
        tabIndex={-1}
        className={`tc-grid-funnel${filter ? ' tc-grid-funnel-on' : ''}`}
        aria-label={t('filter_on', { column: column.title })}
        aria-expanded={open}
      >
        {filter ? <FilterFilled aria-hidden /> : <FilterOutlined aria-hidden />}
      </button>
    </Popover>
  );
}

type FormProps<R> = {
  readonly column: GridColumn<R>;
  readonly filter: GridFilter | undefined;
  readonly onDone: (filter: GridFilter | null) => void;
};

function FilterForm<R>({ column, filter, onDone }: FormProps<R>) {
  const t = useKitText();
  const [draft, setDraft] = useState<GridFilter>(filter ?? emptyFilter(column));
  const apply = () => onDone(isEmpty(draft) ? null : draft);
  return (
    <form
      className="tc-grid-filter"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        apply();
      }}
    >
      {draft.kind === 'contains' ? (
        <Input
          autoFocus
          allowClear
          aria-label={t('filter_contains')}
          placeholder={t('filter_contains')}
          value={draft.text}
          onChange={(event) => setDraft({ kind: 'contains', text: event.target.value })}
        />
      ) : null}
      {draft.kind === 'range' ? <RangeInputs column={column} draft={draft} onDraft={setDraft} /> : null}
      {draft.kind === 'one_of' ? (
        <Checkbox.Group
          className="tc-grid-choices"
          value={[...draft.values]}
          onChange={(values) => setDraft({ kind: 'one_of', values: values.map(String) })}
          options={(column.choices ?? []).map((choice) => ({ ...choice }))}
        />
      ) : null}
      <div className="tc-grid-filter-foot">
        <Button size="small" type="text" onClick={() => onDone(null)}>
          {t('reset')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}

type Range = Extract<GridFilter, { kind: 'range' }>;
type RangeProps<R> = { column: GridColumn<R>; draft: Range; onDraft: (draft: Range) => void };

/** Money is typed in yuan and compared in fen. */
function RangeInputs<R>({ column, draft, onDraft }: RangeProps<R>) {
  const t = useKitText();
  const type = isNumeric(column.kind) ? 'number' : 'date';
  const scale = column.kind === 'money' ? 100 : 1;
  const shown = (text: string) => (text === '' || type === 'date' ? text : String(Number(text) / scale));
  const kept = (text: string) =>
    text === '' || type === 'date' ? text : String(Math.round(Number(text) * scale));
  return (
    <div className="tc-grid-range">
      {(['from', 'to'] as const).map((end) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is the Input inside.
        <label key={end}>
          <span>{t(`filter_${end}`)}</span>
          <Input
            type={type}
            autoFocus={end === 'from'}
            step={scale === 1 ? 1 : 0.01}
            value={shown(draft[end])}
            onChange={(event) => onDraft({ ...draft, [end]: kept(event.target.value) })}
          />
        </label>
      ))}
    </div>
  );
}

function emptyFilter<R>(column: GridColumn<R>): GridFilter {
  if (column.choices) return { kind: 'one_of', values: [] };
  const ranged = isNumeric(column.kind) || column.kind === 'date' || column.kind === 'instant';
  return ranged ? { kind: 'range', from: '', to: '' } : { kind: 'contains', text: '' };
}

function isEmpty(filter: GridFilter): boolean {
  if (filter.kind === 'contains') return filter.text.trim() === '';
  if (filter.kind === 'one_of') return filter.values.length === 0;
  return filter.from === '' && filter.to === '';
}

/** A filter in words, for its chip above the grid. */
export function filterText<R>(column: GridColumn<R>, filter: GridFilter): string {
  if (filter.kind === 'contains') return `“${filter.text}”`;
  if (filter.kind === 'one_of') {
    const label = (value: string) => column.choices?.find((choice) => choice.value === value)?.label ?? value;
    return filter.values.map(label).join('、');
  }
  const scale = column.kind === 'money' ? 100 : 1;
  const end = (text: string) => (text === '' || scale === 1 ? text : String(Number(text) / scale));
  if (filter.from === '') return `≤ ${end(filter.to)}`;
  return filter.to === '' ? `≥ ${end(filter.from)}` : `${end(filter.from)} – ${end(filter.to)}`;
}
