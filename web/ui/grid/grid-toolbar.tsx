import { CloseOutlined, DownloadOutlined, SearchOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Popover } from 'antd';
import { type ReactNode, useDeferredValue, useEffect, useEffectEvent, useState } from 'react';
import type { Language } from '../message.ts';
import { useKitText, useLanguage, useZone } from '../provider.tsx';
import { downloadBytes, downloadText } from '../safe.ts';
import { exportValue, type GridColumn } from './grid-column.ts';
import { toCsv } from './grid-csv.ts';
import { filterText } from './grid-filter.tsx';
import { type GridView, isFiltered, withFilter } from './grid-view.ts';

type Key = string | number;
type Layout = { readonly widths: Record<string, number>; readonly shown: Record<string, boolean> };
type ToolbarProps<R> = {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
  readonly view: GridView;
  readonly onView: (view: GridView) => void;
  readonly rows: readonly R[];
  readonly loaded: number;
  readonly total: number | undefined;
  readonly loading: boolean;
  readonly selected: ReadonlySet<Key> | undefined;
  readonly onSelected: ((keys: ReadonlySet<Key>) => void) | undefined;
  readonly rowKey: (row: R) => Key;
  readonly bulk: ((rows: readonly R[]) => ReactNode) | undefined;
  readonly extra: ReactNode;
};

/** Search, filters in force, how many rows, columns and export; while rows are selected, what to do with them. */
export function GridToolbar<R>(props: ToolbarProps<R>) {
  const t = useKitText();
  const { view, onView, selected } = props;
  if (selected && selected.size > 0) return <SelectionBar {...props} selected={selected} />;
  return (
    <div className="tc-grid-toolbar">
      <QueryInput query={view.query} onQuery={(query) => onView({ ...view, query })} />
      {props.extra}
      <FilterChips columns={props.columns} view={view} onView={onView} />
      <span className="tc-grid-count" role="status">
        {countText(props, t)}
      </span>
      <ColumnChooser columns={props.columns} layout={props.layout} onLayout={props.onLayout} />
      <ExportButton label={props.label} columns={props.columns} layout={props.layout} rows={props.rows} />
    </div>
  );
}

function countText<R>(props: ToolbarProps<R>, t: ReturnType<typeof useKitText>): string {
  const { rows, loaded, loading, view } = props;
  const total = props.total ?? loaded;
  if (loading && loaded > 0) return t('rows_loading', { loaded });
  if (isFiltered(view) || total > loaded) return t('rows_of', { shown: rows.length, total });
  return t('rows', { shown: rows.length });
}

/** Typing is shown at once; the rows follow as fast as they can. */
function QueryInput({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const t = useKitText();
  const [typed, setTyped] = useState(query);
  const deferred = useDeferredValue(typed);
  const emit = useEffectEvent((text: string) => {
    if (text !== query) onQuery(text);
  });
  useEffect(() => {
    const timer = setTimeout(() => emit(deferred), 120);
    return () => clearTimeout(timer);
  }, [deferred]);
  useEffect(() => setTyped(query), [query]);
  return (
    <Input
      className="tc-grid-query"
      allowClear
      prefix={<SearchOutlined aria-hidden />}
      placeholder={t('search_rows')}
      aria-label={t('search_rows')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

type ChipsProps<R> = Pick<ToolbarProps<R>, 'columns' | 'view' | 'onView'>;

function FilterChips<R>({ columns, view, onView }: ChipsProps<R>) {
  const t = useKitText();
  const active = columns.filter((column) => view.filters[column.key]);
  return (
    <div className="tc-grid-chips">
      {active.map((column) => (
        <span key={column.key} className="tc-filter-chip">
          <span className="tc-filter-chip-name">{column.title}</span>
          {filterText(column, view.filters[column.key]!)}
          <button
            type="button"
            aria-label={`${t('reset')} ${column.title}`}
            onClick={() => onView(withFilter(view, column.key, null))}
          >
            <CloseOutlined aria-hidden />
          </button>
        </span>
      ))}
      {active.length > 1 ? (
        <button type="button" className="tc-link-button" onClick={() => onView({ ...view, filters: {} })}>
          {t('clear_filters')}
        </button>
      ) : null}
    </div>
  );
}

type ChooserProps<R> = Pick<ToolbarProps<R>, 'columns' | 'layout' | 'onLayout'>;

function ColumnChooser<R>({ columns, layout, onLayout }: ChooserProps<R>) {
  const t = useKitText();
  const isShown = (column: GridColumn<R>) => layout.shown[column.key] ?? !column.hidden;
  const content = (
    <div className="tc-grid-chooser">
      <strong>{t('show_columns')}</strong>
      {columns.map((column) => (
        <Checkbox
          key={column.key}
          checked={isShown(column)}
          disabled={column.pin ?? false}
          onChange={(event) =>
            onLayout({ ...layout, shown: { ...layout.shown, [column.key]: event.target.checked } })
          }
        >
          {column.title}
        </Checkbox>
      ))}
      <Button size="small" type="text" onClick={() => onLayout({ widths: {}, shown: {} })}>
        {t('reset')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" arrow={false} content={content}>
      <Button type="text" icon={<SettingOutlined />} aria-label={t('columns')} title={t('columns')} />
    </Popover>
  );
}

type ExportProps<R> = Pick<ToolbarProps<R>, 'label' | 'columns' | 'layout' | 'rows'>;

/** Rows as the person sees them, in the columns shown, to a workbook or to CSV. */
function ExportButton<R>({ label, columns, layout, rows }: ExportProps<R>) {
  const t = useKitText();
  const language = useLanguage();
  const zone = useZone();
  const [busy, setBusy] = useState(false);
  const shown = columns
    .filter((column) => layout.shown[column.key] ?? !column.hidden)
    .map((column) => ({
      title: column.title,
      kind: sheetKind(column),
      value: (row: R) => sheetValue(column, row, language, zone),
    }));
  const saveXlsx = async () => {
    setBusy(true);
    try {
      const { toXlsx } = await import('./grid-xlsx.ts');
      downloadBytes(`${label}.xlsx`, await toXlsx(label, shown, rows), XLSX_TYPE);
    } finally {
      setBusy(false);
    }
  };
  const content = (
    <div className="tc-column-chooser">
      <Button type="text" block loading={busy} onClick={() => void saveXlsx()}>
        {t('export_xlsx')}
      </Button>
      <Button type="text" block onClick={() => downloadText(`${label}.csv`, toCsv(shown, rows))}>
        {t('export_csv')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" arrow={false} content={content}>
      <Button type="text" icon={<DownloadOutlined />} aria-label={t('export')} title={t('export')} />
    </Popover>
  );
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function sheetKind<R>({ kind }: GridColumn<R>): 'text' | 'integer' | 'money' | 'date' {
  return kind === 'integer' || kind === 'money' || kind === 'date' ? kind : 'text';
}

/** Civil dates stay as they are written in tables; the workbook makes days of them. */
function sheetValue<R>(column: GridColumn<R>, row: R, language: Language, zone: string) {
  return column.kind === 'date' ? column.value(row) : exportValue(column, row, language, zone);
}

function SelectionBar<R>(props: ToolbarProps<R> & { readonly selected: ReadonlySet<Key> }) {
  const t = useKitText();
  const chosen = props.rows.filter((row) => props.selected.has(props.rowKey(row)));
  return (
    <div className="tc-grid-toolbar tc-grid-selection">
      <strong role="status">{t('rows_selected', { count: props.selected.size })}</strong>
      <button type="button" className="tc-link-button" onClick={() => props.onSelected?.(new Set())}>
        {t('clear_selection')}
      </button>
      <span className="tc-grid-bulk">{props.bulk?.(chosen)}</span>
      <ExportButton label={props.label} columns={props.columns} layout={props.layout} rows={chosen} />
    </div>
  );
}
