// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot place its rows freely; this follows the ARIA grid pattern.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell.
import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { formatInteger, formatMoney } from '../format.ts';
import type { Language } from '../message.ts';
import { useKitText, useLanguage, useZone } from '../provider.tsx';
import { readStored, writeStored } from '../safe.ts';
import { EmptyState, ErrorState, LoadingState } from '../states.tsx';
import { cellText, exportValue, type GridColumn, isNumeric, widthOf } from './grid-column.ts';
import { toTsv } from './grid-csv.ts';
import { ColumnFilter } from './grid-filter.tsx';
import { rememberOrder } from './grid-order.ts';
import { rowsOfView, sumOf } from './grid-rows.ts';
import { GridToolbar } from './grid-toolbar.tsx';
import { EMPTY_VIEW, type GridView, isFiltered, nextSort, withFilter } from './grid-view.ts';

export type VirtualGridProps<R> = {
  /** Name of the grid: keeps column widths in this browser and the order of its records for next/previous. */
  readonly id: string;
  /** What the rows are, for screen readers and the name of the exported file. */
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  /** The rows; undefined while the first ones load. */
  readonly rows: readonly R[] | undefined;
  readonly rowKey: (row: R) => string | number;
  readonly view?: GridView;
  readonly onView?: (view: GridView) => void;
  /** More rows are on their way: the count says so, and what is already there is kept. */
  readonly loading?: boolean;
  /** How many rows there are in all, when it is known before they have all arrived. */
  readonly total?: number;
  readonly error?: {
    readonly title: ReactNode;
    readonly code?: string;
    readonly onRetry?: () => void;
  } | null;
  readonly empty?: ReactNode;
  /** Enter or double click on a row. */
  readonly onOpen?: (row: R) => void;
  /** Turns on check boxes; the keys of the chosen rows. */
  readonly selected?: ReadonlySet<string | number>;
  readonly onSelected?: (keys: ReadonlySet<string | number>) => void;
  /** Buttons shown while rows are selected. */
  readonly bulk?: (rows: readonly R[]) => ReactNode;
  /** More controls in the toolbar. */
  readonly toolbar?: ReactNode;
  readonly hideToolbar?: boolean;
  /** Height in pixels, or `fill` for what the surrounding flex column leaves. */
  readonly height?: number | 'fill';
  readonly rowHeight?: number;
  /** Marks a row that needs attention. */
  readonly rowTone?: (row: R) => 'warn' | 'bad' | undefined;
};

const SELECT_WIDTH = 40;
const HEAD_HEIGHT = 36;
type Active = { readonly row: number; readonly column: number };
type Layout = { readonly widths: Record<string, number>; readonly shown: Record<string, boolean> };

/**
 * A list of up to 50,000 rows in the browser: only the rows in sight are drawn, the head stays, pinned columns
 * stay, and everything works from the keyboard (arrows, Home, End, Page, Space selects, Enter opens, Ctrl+C).
 */
export function VirtualGrid<R>(props: VirtualGridProps<R>) {
  const language = useLanguage();
  const zone = useZone();
  const t = useKitText();
  const grid = useId();
  const viewport = useRef<HTMLDivElement>(null);
  const [ownView, setOwnView] = useState<GridView>(EMPTY_VIEW);
  const view = props.view ?? ownView;
  const setView = props.onView ?? setOwnView;
  const [layout, setLayout] = useLayout(props.id);
  const columns = useMemo(() => visibleColumns(props.columns, layout), [props.columns, layout]);
  const readable = useMemo(
    () =>
      props.columns.map((column) => ({ ...column, text: (row: R) => cellText(column, row, language, zone) })),
    [props.columns, language, zone],
  );
  // While a new page or scope loads, the last rows stay: a list that falls to nothing loses its place.
  const last = useRef<readonly R[] | undefined>(undefined);
  if (props.rows) last.current = props.rows;
  const source = props.rows ?? last.current;
  const rows = useMemo(() => (source ? rowsOfView(source, readable, view) : []), [source, readable, view]);
  const [active, setActive] = useState<Active>({ row: 0, column: 0 });
  const rowHeight = props.rowHeight ?? 36;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The head and the totals stand before the ends of the window; a row that is gone to must clear both.
    scrollPaddingEnd: 2 * HEAD_HEIGHT,
    useFlushSync: false,
  });
  const row_at = Math.min(active.row, Math.max(rows.length - 1, 0));
  const selectable = props.selected !== undefined;
  const { selected, onSelected, rowKey, onOpen } = props;
  useEffect(() => rememberOrder(props.id, rows.map(rowKey)), [props.id, rows, rowKey]);

  const style = useMemo(() => trackStyle(columns, layout, selectable), [columns, layout, selectable]);
  const toggle = (index: number, range: boolean) => {
    if (!selected || !onSelected) return;
    onSelected(toggled(selected, rows, rowKey, index, range ? row_at : null));
    setActive((now) => ({ ...now, row: index }));
  };
  // Rows get handlers that never change, so that scrolling draws only the rows that come into sight.
  const latest = useRef({ toggle, onOpen });
  useLayoutEffect(() => {
    latest.current = { toggle, onOpen };
  });
  const onRowToggle = useCallback((index: number, range: boolean) => latest.current.toggle(index, range), []);
  const onRowOpen = useCallback((row: R) => latest.current.onOpen?.(row), []);
  const move = (next: Active) => {
    const row = Math.max(0, Math.min(rows.length - 1, next.row));
    setActive({ row, column: Math.max(0, Math.min(columns.length - 1, next.column)) });
    virtualizer.scrollToIndex(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || rows.length === 0) return;
    const page = Math.max(1, Math.floor((viewport.current?.clientHeight ?? 0) / rowHeight) - 2);
    const step = keyStep(event, page, rows.length, columns.length);
    if (step) move({ row: step.row(row_at), column: step.column(active.column) });
    else if (event.key === ' ' && selectable) toggle(row_at, event.shiftKey);
    else if (event.key === 'Enter' && onOpen) onOpen(rows[row_at]!);
    else return;
    event.preventDefault();
  };
  const onCopy = (event: React.ClipboardEvent) => {
    if (event.target !== event.currentTarget && !getSelection()?.isCollapsed) return;
    const text = copiedText({
      columns,
      rows,
      selected,
      rowKey,
      row_at,
      column: active.column,
      language,
      zone,
    });
    if (text === null) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };

  const items = virtualizer.getVirtualItems();
  const body = gridBody({ props, loaded: source !== undefined, count: rows.length, view, setView, t });
  return (
    <div className={`tc-grid${props.height === 'fill' || !props.height ? ' tc-grid-fill' : ''}`}>
      {props.hideToolbar ? null : (
        <GridToolbar
          label={props.label}
          columns={props.columns}
          layout={layout}
          onLayout={setLayout}
          view={view}
          onView={setView}
          rows={rows}
          loaded={source?.length ?? 0}
          total={props.total}
          loading={props.loading ?? false}
          selected={selected}
          onSelected={onSelected}
          rowKey={rowKey}
          bulk={props.bulk}
          extra={props.toolbar}
        />
      )}
      <div
        ref={viewport}
        className="tc-grid-viewport"
        style={typeof props.height === 'number' ? { ...style, height: props.height } : style}
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (selectable ? 1 : 0)}
        aria-multiselectable={selectable || undefined}
        aria-activedescendant={rows.length > 0 ? `${grid}-${row_at}-${active.column}` : undefined}
        aria-busy={props.loading || props.rows === undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
      >
        <Head
          columns={columns}
          layout={layout}
          onLayout={setLayout}
          view={view}
          onView={setView}
          all={
            selected && onSelected ? (
              <SelectAll rows={rows} selected={selected} onSelected={onSelected} rowKey={rowKey} />
            ) : null
          }
        />
        {body ?? (
          <div role="rowgroup" className="tc-grid-body" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index]!;
              return (
                <Row
                  key={rowKey(row)}
                  id={`${grid}-${item.index}`}
                  row={row}
                  index={item.index}
                  top={item.start}
                  height={rowHeight}
                  columns={columns}
                  layout={layout}
                  language={language}
                  zone={zone}
                  tone={props.rowTone?.(row)}
                  active={item.index === row_at ? active.column : -1}
                  chosen={selected ? selected.has(rowKey(row)) : undefined}
                  onToggle={onRowToggle}
                  onActive={setActive}
                  onOpen={onRowOpen}
                />
              );
            })}
          </div>
        )}
        {body ? null : (
          <Totals columns={columns} layout={layout} rows={rows} selected={selected} rowKey={rowKey} />
        )}
      </div>
    </div>
  );
}

/** Column widths and choices of this browser, under the grid's name. */
function useLayout(id: string): [Layout, (layout: Layout) => void] {
  const key = `tongcang.grid.${id}`;
  const [layout, setLayout] = useState<Layout>(() => readStored(key, { widths: {}, shown: {} }));
  return [
    layout,
    (next) => {
      setLayout(next);
      writeStored(key, next);
    },
  ];
}

function visibleColumns<R>(columns: readonly GridColumn<R>[], layout: Layout): readonly GridColumn<R>[] {
  const shown = columns.filter((column) => layout.shown[column.key] ?? !column.hidden);
  return [...shown.filter((column) => column.pin), ...shown.filter((column) => !column.pin)];
}

const currentWidth = <R,>(column: GridColumn<R>, layout: Layout) =>
  layout.widths[column.key] ?? widthOf(column);

/** The tracks of every row, once, as custom properties of the grid: a resize touches one element. */
function trackStyle<R>(
  columns: readonly GridColumn<R>[],
  layout: Layout,
  selectable: boolean,
): CSSProperties {
  const tracks = columns.map((column) => {
    const width = currentWidth(column, layout);
    return column.grow && !(column.key in layout.widths) ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  const grows = tracks.some((track) => track.startsWith('minmax'));
  const least = columns.reduce(
    (sum, column) => sum + currentWidth(column, layout),
    selectable ? SELECT_WIDTH : 0,
  );
  return {
    '--tc-tracks': `${selectable ? `${SELECT_WIDTH}px ` : ''}${tracks.join(' ')}${grows ? '' : ' minmax(0, 1fr)'}`,
    '--tc-least': `${least}px`,
  } as CSSProperties;
}

function pinStyle<R>(columns: readonly GridColumn<R>[], index: number, layout: Layout, selectable: boolean) {
  if (!columns[index]!.pin) return undefined;
  const before = columns.slice(0, index).reduce((sum, column) => sum + currentWidth(column, layout), 0);
  return { left: before + (selectable ? SELECT_WIDTH : 0) };
}

type Step = { row: (row: number) => number; column: (column: number) => number };
const same = (value: number) => value;

function keyStep(event: KeyboardEvent, page: number, rows: number, columns: number): Step | null {
  const whole = event.ctrlKey || event.metaKey;
  if (event.altKey || (whole && event.key !== 'Home' && event.key !== 'End')) return null;
  switch (event.key) {
    case 'ArrowDown':
    case 'j':
      return { row: (row) => row + 1, column: same };
    case 'ArrowUp':
    case 'k':
      return { row: (row) => row - 1, column: same };
    case 'ArrowRight':
      return { row: same, column: (column) => column + 1 };
    case 'ArrowLeft':
      return { row: same, column: (column) => column - 1 };
    case 'PageDown':
      return { row: (row) => row + page, column: same };
    case 'PageUp':
      return { row: (row) => row - page, column: same };
    case 'Home':
      return whole ? { row: () => 0, column: () => 0 } : { row: same, column: () => 0 };
    case 'End':
      return whole
        ? { row: () => rows - 1, column: () => columns - 1 }
        : { row: same, column: () => columns - 1 };
    default:
      return null;
  }
}

type Key = string | number;

function toggled<R>(
  selected: ReadonlySet<Key>,
  rows: readonly R[],
  rowKey: (row: R) => Key,
  index: number,
  anchor: number | null,
): ReadonlySet<Key> {
  const next = new Set(selected);
  const on = !selected.has(rowKey(rows[index]!));
  const from = anchor === null ? index : Math.min(anchor, index);
  const to = anchor === null ? index : Math.max(anchor, index);
  for (let at = from; at <= to; at += 1) {
    const key = rowKey(rows[at]!);
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

type CopyInput<R> = {
  readonly columns: readonly GridColumn<R>[];
  readonly rows: readonly R[];
  readonly selected: ReadonlySet<Key> | undefined;
  readonly rowKey: (row: R) => Key;
  readonly row_at: number;
  readonly column: number;
  readonly language: Language;
  readonly zone: string;
};

/** Selected rows with their head, or the active cell alone. */
function copiedText<R>(input: CopyInput<R>): string | null {
  const { columns, rows, selected, language, zone } = input;
  if (rows.length === 0) return null;
  if (selected && selected.size > 0) {
    const csv = columns.map((column) => ({
      title: column.title,
      value: (row: R) => exportValue(column, row, language, zone),
    }));
    return toTsv(
      csv,
      rows.filter((row) => selected.has(input.rowKey(row))),
      true,
    );
  }
  const column = columns[Math.min(input.column, columns.length - 1)];
  return column ? cellText(column, rows[input.row_at]!, language, zone) : null;
}

type BodyInput<R> = {
  readonly props: VirtualGridProps<R>;
  readonly loaded: boolean;
  readonly count: number;
  readonly view: GridView;
  readonly setView: (view: GridView) => void;
  readonly t: ReturnType<typeof useKitText>;
};

/** What stands in place of rows: failure, the first load, nothing at all, or nothing that matches. */
function gridBody<R>({ props, loaded, count, view, setView, t }: BodyInput<R>): ReactNode {
  if (props.error && !loaded) {
    const { title, code, onRetry } = props.error;
    return <Notice>{<ErrorState title={title} code={code} {...(onRetry ? { onRetry } : {})} />}</Notice>;
  }
  if (!loaded) return <Notice>{<LoadingState lines={8} />}</Notice>;
  if (count > 0) return null;
  if (!isFiltered(view)) return <Notice>{props.empty ?? <EmptyState />}</Notice>;
  return (
    <Notice>
      <EmptyState
        title={t('no_match')}
        action={
          <button
            type="button"
            className="tc-link-button"
            onClick={() => setView({ ...view, query: '', filters: {} })}
          >
            {t('clear_filters')}
          </button>
        }
      />
    </Notice>
  );
}

/** A message as the only row, because a grid may hold nothing but rows. */
function Notice({ children }: { children: ReactNode }) {
  return (
    <div role="rowgroup">
      <div role="row" className="tc-grid-notice">
        <div role="gridcell">{children}</div>
      </div>
    </div>
  );
}

type HeadProps<R> = {
  readonly columns: readonly GridColumn<R>[];
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
  readonly view: GridView;
  readonly onView: (view: GridView) => void;
  readonly all: ReactNode;
};

function Head<R>({ columns, layout, onLayout, view, onView, all }: HeadProps<R>) {
  return (
    <div role="rowgroup" className="tc-grid-head">
      <div role="row" aria-rowindex={1} className="tc-grid-row tc-grid-head-row">
        {all ? (
          <div role="columnheader" className="tc-grid-cell tc-grid-select tc-grid-pin" style={{ left: 0 }}>
            {all}
          </div>
        ) : null}
        {columns.map((column, index) => (
          <HeadCell
            key={column.key}
            column={column}
            pin={pinStyle(columns, index, layout, all !== null)}
            view={view}
            onView={onView}
            onWidth={(width) => onLayout({ ...layout, widths: { ...layout.widths, [column.key]: width } })}
          />
        ))}
      </div>
    </div>
  );
}

type HeadCellProps<R> = {
  readonly column: GridColumn<R>;
  readonly pin: CSSProperties | undefined;
  readonly view: GridView;
  readonly onView: (view: GridView) => void;
  readonly onWidth: (width: number) => void;
};

function HeadCell<R>({ column, pin, view, onView, onWidth }: HeadCellProps<R>) {
  const t = useKitText();
  const sort = view.sort.find((entry) => entry.key === column.key);
  const order = sort ? (sort.descending ? 'descending' : 'ascending') : 'none';
  const onSort = (event: MouseEvent) =>
    onView({ ...view, sort: nextSort(view.sort, column.key, event.shiftKey) });
  return (
    <div
      role="columnheader"
      aria-sort={column.sort === false ? undefined : order}
      className={`tc-grid-cell tc-grid-head-cell${pin ? ' tc-grid-pin' : ''}${isNumeric(column.kind) ? ' tc-grid-right' : ''}`}
      style={pin}
    >
      {column.sort === false ? (
        <span className="tc-grid-title">{column.title}</span>
      ) : (
        <button
          type="button"
          className="tc-grid-title tc-grid-sort"
          onClick={onSort}
          title={t('sort_on', { column: column.title })}
        >
          <span className="tc-grid-title-text">{column.title}</span>
          {order === 'ascending' ? <CaretUpFilled aria-hidden /> : null}
          {order === 'descending' ? <CaretDownFilled aria-hidden /> : null}
        </button>
      )}
      {column.filter === false ? null : (
        <ColumnFilter
          column={column}
          filter={view.filters[column.key]}
          onFilter={(filter) => onView(withFilter(view, column.key, filter))}
        />
      )}
      <ResizeHandle label={t('resize', { column: column.title })} onWidth={onWidth} />
    </div>
  );
}

/** Drags a column's edge; the head cell's own width is where it starts. */
function ResizeHandle({ label, onWidth }: { label: string; onWidth: (width: number) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: event.currentTarget.parentElement!.offsetWidth };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!start.current) return;
    onWidth(Math.max(56, Math.min(800, Math.round(start.current.width + event.clientX - start.current.x))));
  };
  const end = () => {
    start.current = null;
  };
  return (
    <span
      className="tc-grid-resize"
      title={label}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

type RowProps<R> = {
  readonly id: string;
  readonly row: R;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly GridColumn<R>[];
  readonly layout: Layout;
  readonly language: Language;
  readonly zone: string;
  readonly tone: 'warn' | 'bad' | undefined;
  readonly active: number;
  readonly chosen: boolean | undefined;
  readonly onToggle: (index: number, range: boolean) => void;
  readonly onActive: (active: Active) => void;
  readonly onOpen: (row: R) => void;
};

function PlainRow<R>(props: RowProps<R>) {
  const t = useKitText();
  const { row, index, columns, layout, chosen, active } = props;
  const selectable = chosen !== undefined;
  const className = [
    'tc-grid-row tc-grid-data',
    active >= 0 && 'tc-grid-active',
    chosen && 'tc-grid-chosen',
    props.tone && `tc-grid-tone-${props.tone}`,
  ];
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={className.filter(Boolean).join(' ')}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onDoubleClick={() => props.onOpen(row)}
    >
      {selectable ? (
        <div role="gridcell" className="tc-grid-cell tc-grid-select tc-grid-pin" style={{ left: 0 }}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={chosen}
            aria-label={t('select_row')}
            onClick={(event) => props.onToggle(index, event.shiftKey)}
            onChange={() => undefined}
          />
        </div>
      ) : null}
      {columns.map((column, at) => (
        <div
          key={column.key}
          id={`${props.id}-${at}`}
          role="gridcell"
          aria-colindex={at + 1 + (selectable ? 1 : 0)}
          className={cellClass(column, active === at)}
          style={pinStyle(columns, at, layout, selectable)}
          onMouseDown={() => props.onActive({ row: index, column: at })}
        >
          <span className="tc-grid-text">
            {column.render ? column.render(row) : cellText(column, row, props.language, props.zone)}
          </span>
        </div>
      ))}
    </div>
  );
}

/** A row draws again only when something that it shows has changed. */
const Row = memo(PlainRow) as typeof PlainRow;

function cellClass<R>(column: GridColumn<R>, active: boolean): string {
  return [
    'tc-grid-cell',
    column.pin && 'tc-grid-pin',
    isNumeric(column.kind) && 'tc-grid-right',
    column.kind === 'code' && 'tc-grid-code',
    active && 'tc-grid-cell-active',
  ]
    .filter(Boolean)
    .join(' ');
}

type SelectAllProps<R> = {
  readonly rows: readonly R[];
  readonly selected: ReadonlySet<Key>;
  readonly onSelected: (keys: ReadonlySet<Key>) => void;
  readonly rowKey: (row: R) => Key;
};

/** Chooses all rows that the view shows; those hidden by a filter keep their choice. */
function SelectAll<R>({ rows, selected, onSelected, rowKey }: SelectAllProps<R>) {
  const t = useKitText();
  const box = useRef<HTMLInputElement>(null);
  const count = useMemo(
    () => rows.filter((row) => selected.has(rowKey(row))).length,
    [rows, selected, rowKey],
  );
  const all = rows.length > 0 && count === rows.length;
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !all;
  }, [count, all]);
  const onChange = () => {
    const next = new Set(selected);
    for (const row of rows) {
      if (all) next.delete(rowKey(row));
      else next.add(rowKey(row));
    }
    onSelected(next);
  };
  return <input ref={box} type="checkbox" checked={all} onChange={onChange} aria-label={t('select_all')} />;
}

type TotalsProps<R> = {
  readonly columns: readonly GridColumn<R>[];
  readonly layout: Layout;
  readonly rows: readonly R[];
  readonly selected: ReadonlySet<Key> | undefined;
  readonly rowKey: (row: R) => Key;
};

/** Sums of the rows shown, or of the selected ones while there are any. */
function Totals<R>({ columns, layout, rows, selected, rowKey }: TotalsProps<R>) {
  const t = useKitText();
  const language = useLanguage();
  const summed = columns.some((column) => column.total === 'sum');
  const counted = useMemo(
    () => (selected && selected.size > 0 ? rows.filter((row) => selected.has(rowKey(row))) : rows),
    [rows, selected, rowKey],
  );
  const sums = useMemo(
    () => columns.map((column) => (column.total === 'sum' ? sumOf(counted, column.value) : null)),
    [columns, counted],
  );
  if (!summed) return null;
  return (
    <div role="rowgroup" className="tc-grid-foot">
      <div role="row" className="tc-grid-row tc-grid-foot-row">
        {selected ? <div role="gridcell" className="tc-grid-cell tc-grid-pin" style={{ left: 0 }} /> : null}
        {columns.map((column, index) => {
          const sum = sums[index] ?? null;
          const text = column.kind === 'money' ? formatMoney(sum, language) : formatInteger(sum, language);
          return (
            <div
              key={column.key}
              role="gridcell"
              className={cellClass(column, false)}
              style={pinStyle(columns, index, layout, selected !== undefined)}
            >
              {sum === null ? (index === 0 ? t(counted === rows ? 'total' : 'total_selected') : '') : text}
            </div>
          );
        })}
      </div>
    </div>
  );
}
