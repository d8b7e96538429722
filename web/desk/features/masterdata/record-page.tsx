import { CloseOutlined, DownOutlined, UpOutlined } from '@ant-design/icons';
import type { DatasetName, saveRecord } from '@tongcang/contract';
import { App, Button, Drawer } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  type Fact,
  type GridColumn,
  KeyValue,
  LoadingState,
  PageBody,
  PageHeader,
  Section,
  useNeighbours,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type InputFor, type RowOf, useRows, type VerbLike } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from './find-box.tsx';
import { masterdataText } from './text.ts';

/** Whoever only reads does not wait for the form. */
const RecordForm = lazy(() => import('./record-form.tsx'));

const address = z.object({
  /** Key of the record in the drawer, or `new`. */
  id: z.string().optional(),
  edit: z.string().optional(),
  find: z.string().optional(),
});

export type RecordPageProps<V extends VerbLike> = {
  readonly grid: string;
  readonly title: string;
  readonly description: string;
  readonly verb: V;
  readonly input?: object;
  readonly columns: readonly GridColumn<RowOf<V>>[];
  readonly rowKey: (row: RowOf<V>) => number;
  readonly rowTone?: (row: RowOf<V>) => 'warn' | 'bad' | undefined;
  readonly dataset: InputFor<typeof saveRecord>['dataset'] & DatasetName;
  readonly heading: (row: RowOf<V>) => string;
  readonly status?: (row: RowOf<V>) => ReactNode;
  readonly facts: (row: RowOf<V>) => readonly Fact[];
  /** Links from a record to the rows behind it. */
  readonly links?: (row: RowOf<V>) => readonly { readonly to: string; readonly label: string }[];
  /** What stands below the facts of a record, with its own verbs. */
  readonly below?: (row: RowOf<V>) => ReactNode;
  /** The record under the keys of its dataset, as the form and the import know it. */
  readonly toRow: (row: RowOf<V>) => Record<string, unknown>;
  /** Placeholder of the search on the server; absent where the verb has no search. */
  readonly find?: string;
  readonly filters?: ReactNode;
  readonly above?: ReactNode;
  readonly permission?: string;
};

/** A list of master data with a drawer for one record and its form; what is open is part of the address. */
export function RecordPage<V extends VerbLike>(props: RecordPageProps<V>) {
  const t = useText(masterdataText);
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const asked = { ...props.input, ...(at.find ? { search: at.find } : {}) };
  const list = useRows(props.verb, asked as never);
  const permission = props.permission ?? 'masterdata.write';
  const blocked = lacks(permission);
  const rows = list.rows as readonly RowOf<V>[] | undefined;
  const row = at.id ? rows?.find((one) => String(props.rowKey(one)) === at.id) : undefined;
  const add = () => setAt({ id: 'new', edit: '1' }, { push: true });
  return (
    <PageBody fill>
      <PageHeader
        title={props.title}
        description={props.description}
        actions={
          <>
            {props.find ? (
              <FindBox
                key={at.find ?? ''}
                find={at.find ?? ''}
                placeholder={props.find}
                onFind={(find) => setAt({ find })}
              />
            ) : null}
            <Link to={`/settings/import?dataset=${props.dataset}`} className="tc-header-link">
              {t('import')}
            </Link>
            <BlockedButton type="primary" blocked={blocked} lift={t('write_hint')} onClick={add}>
              {t('add')}
            </BlockedButton>
          </>
        }
      />
      {props.above}
      <Section flush grow>
        <VirtualGrid
          id={props.grid}
          label={props.title}
          columns={props.columns}
          rows={rows}
          rowKey={props.rowKey}
          {...(props.rowTone ? { rowTone: props.rowTone } : {})}
          view={view}
          onView={setView}
          loading={list.loading}
          error={gridError(list.error, () => void list.refetch())}
          empty={
            <EmptyState
              title={at.find ? t('none_found', { find: at.find }) : t('empty')}
              action={<Link to={`/settings/import?dataset=${props.dataset}`}>{t('import')}</Link>}
            />
          }
          onOpen={(one) => setAt({ id: String(props.rowKey(one)), edit: undefined }, { push: true })}
          {...(props.filters ? { toolbar: props.filters } : {})}
        />
      </Section>
      <RecordDrawer
        {...props}
        id={at.id}
        row={row}
        loading={list.rows === undefined || list.loading}
        editing={at.edit === '1'}
        blocked={blocked}
        onGo={setAt}
      />
    </PageBody>
  );
}

type DrawerProps<V extends VerbLike> = RecordPageProps<V> & {
  readonly id: string | undefined;
  readonly row: RowOf<V> | undefined;
  readonly loading: boolean;
  readonly editing: boolean;
  readonly blocked: ReturnType<ReturnType<typeof useLacks>>;
  readonly onGo: (patch: { id?: string | undefined; edit?: string | undefined }) => void;
};

function RecordDrawer<V extends VerbLike>(props: DrawerProps<V>) {
  const t = useText(masterdataText);
  const { message } = App.useApp();
  const { id, row, editing, blocked, onGo } = props;
  const { previous, next } = useNeighbours(props.grid, id ?? '');
  const fresh = id === 'new';
  const close = () => onGo({ id: undefined, edit: undefined });
  const done = () => {
    void message.success(t('saved'));
    onGo(fresh ? { id: undefined, edit: undefined } : { edit: undefined });
  };
  const step = (key: string | number | null, label: string, icon: ReactNode) => (
    <Button
      type="text"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={key === null}
      onClick={() => onGo({ id: String(key), edit: undefined })}
    />
  );
  return (
    <Drawer
      open={id !== undefined}
      onClose={close}
      size={640}
      closable={false}
      destroyOnHidden
      title={fresh ? `${t('add')} · ${props.title}` : row ? props.heading(row) : props.title}
      extra={
        <>
          {fresh ? null : step(previous, t('previous'), <UpOutlined />)}
          {fresh ? null : step(next, t('next'), <DownOutlined />)}
          {row && !editing ? (
            <BlockedButton blocked={blocked} lift={t('write_hint')} onClick={() => onGo({ edit: '1' })}>
              {t('edit')}
            </BlockedButton>
          ) : null}
          <Button type="text" icon={<CloseOutlined />} aria-label={t('cancel')} onClick={close} />
        </>
      }
    >
      {editing && blocked.length === 0 && (fresh || row) ? (
        <Suspense fallback={<LoadingState />}>
          <RecordForm
            key={id}
            dataset={props.dataset}
            row={row ? props.toRow(row) : undefined}
            onDone={done}
            onCancel={() => (fresh ? close() : onGo({ edit: undefined }))}
          />
        </Suspense>
      ) : row ? (
        <RecordDetail {...props} row={row} />
      ) : (
        <EmptyState title={props.loading ? '…' : t('not_loaded')} />
      )}
    </Drawer>
  );
}

function RecordDetail<V extends VerbLike>(props: RecordPageProps<V> & { readonly row: RowOf<V> }) {
  const { row } = props;
  const links = props.links?.(row) ?? [];
  return (
    <div className="tc-detail">
      {props.status?.(row)}
      <KeyValue facts={props.facts(row)} />
      {props.below?.(row)}
      {links.length > 0 ? (
        <nav className="tc-detail-links">
          {links.map((link) => (
            <Link key={link.to} to={link.to}>
              {link.label}
            </Link>
          ))}
        </nav>
      ) : null}
    </div>
  );
}
