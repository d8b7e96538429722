import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { listAudit } from '@tongcang/contract';
import { Button, Drawer, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  EmptyState,
  formatInstant,
  type GridColumn,
  KeyValue,
  type Language,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
  useZone,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, keyOf, type OutputFor, type RowOf } from '../../app/api.ts';
import type { ApiError } from '../../app/api-error.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope, useScopeZone } from '../../app/scope.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { instantOf, wallClock } from '../stock/wall-clock.ts';
import { accessText } from './settings-text.ts';
import { type AuditWords, useAuditWords } from './use-audit-words.ts';

type Entry = RowOf<typeof listAudit>;
type Page = OutputFor<typeof listAudit>;
const PAGE_ROWS = 500;
const address = z.object({
  action: z.string().max(60).optional(),
  entity: z.string().max(60).optional(),
  entity_id: z.string().max(100).optional(),
  actor: z.coerce.number().int().positive().optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** The audit trail, page by page: it has no end worth loading whole. */
export default function AuditPage() {
  const t = useText(accessText);
  const language = useLanguage();
  const words = useAuditWords();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const [open, setOpen] = useState<Entry | null>(null);
  const { actor, ...rest } = at;
  const filters = Object.fromEntries(
    Object.entries({ ...rest, actor_id: actor }).filter(([, value]) => value !== undefined && value !== ''),
  );
  const query = useInfiniteQuery<Page, ApiError, InfiniteData<Page>, unknown[], string | undefined>({
    queryKey: [...keyOf(listAudit, filters), 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        listAudit,
        { ...filters, limit: PAGE_ROWS, ...(pageParam ? { after: pageParam } : {}) },
        { signal },
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows), [query.data]);
  const columns = useMemo<GridColumn<Entry>[]>(
    () => [
      { key: 'at', title: t('at'), value: (row) => row.at, kind: 'instant', pin: true },
      {
        key: 'actor',
        title: t('actor'),
        value: (row) => row.actor_account ?? t('system'),
        kind: 'code',
        width: 150,
      },
      {
        key: 'action',
        title: t('action'),
        value: (row) => actionText(words, row.action, language),
        width: 170,
      },
      {
        key: 'action_code',
        title: t('action_code'),
        value: (row) => row.action,
        kind: 'code',
        width: 200,
        hidden: true,
      },
      { key: 'entity', title: t('entity'), value: (row) => row.entity, kind: 'code', width: 130 },
      { key: 'entity_id', title: t('entity_id'), value: (row) => row.entity_id, kind: 'code', width: 150 },
      { key: 'reason', title: t('reason'), value: (row) => row.reason, grow: true, width: 200 },
      {
        key: 'sealed',
        title: t('sealed'),
        value: (row) => t(row.sealed ? 'sealed' : 'not_sealed'),
        width: 110,
        render: (row) => (
          <StatusChip tone={row.sealed ? 'ok' : 'neutral'}>
            {t(row.sealed ? 'sealed' : 'not_sealed')}
          </StatusChip>
        ),
      },
      {
        key: 'request',
        title: t('request'),
        value: (row) => row.request_id,
        kind: 'code',
        width: 160,
        hidden: true,
      },
    ],
    [t, language, words],
  );
  return (
    <PageBody fill>
      <PageHeader title={t('audit')} description={t('audit_text')} />
      <Filters key={JSON.stringify(at)} at={at} onApply={setAt} />
      <Section flush grow>
        <VirtualGrid
          id="identity-audit"
          label={t('audit')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.audit_id}
          view={view}
          onView={setView}
          error={gridError(query.error, () => void query.refetch())}
          empty={<EmptyState title={t('audit_empty')} />}
          onOpen={setOpen}
          toolbar={
            <Button
              size="small"
              loading={query.isFetching}
              disabled={!query.hasNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t(query.hasNextPage ? 'more' : 'all_loaded')}
            </Button>
          }
        />
      </Section>
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={560}
        title={open ? actionText(words, open.action, language) : t('audit')}
      >
        {open ? <EntryDetail entry={open} /> : null}
      </Drawer>
    </PageBody>
  );
}

/** What was done, in words; the action itself where no words are known for it. */
const actionText = (words: AuditWords, action: string, language: Language): string =>
  words[action]?.[language] ?? action;

type At = z.output<typeof address>;
type FiltersProps = { readonly at: At; readonly onApply: (patch: Partial<At>) => void };

function Filters({ at, onApply }: FiltersProps) {
  const t = useText(accessText);
  const zone = useScopeZone();
  const [draft, setDraft] = useState<At>(at);
  const language = useLanguage();
  const actions = useAuditWords();
  const text = (name: 'entity' | 'entity_id') => (
    <Input
      key={name}
      className="tc-audit-field"
      allowClear
      aria-label={t(name)}
      placeholder={t(name)}
      value={draft[name] ?? ''}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value || undefined })}
    />
  );
  const moment = (name: 'from' | 'to') => (
    <span key={name} className="tc-bar-field">
      <span aria-hidden>{t(name)}</span>
      <Input
        type="datetime-local"
        aria-label={t(name)}
        value={draft[name] ? wallClock(draft[name], zone) : ''}
        onChange={(event) => setDraft({ ...draft, [name]: instantOf(event.target.value, zone) ?? undefined })}
      />
    </span>
  );
  const none: Partial<At> = {
    action: undefined,
    entity: undefined,
    entity_id: undefined,
    actor: undefined,
    from: undefined,
    to: undefined,
  };
  return (
    <form
      className="tc-bar"
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ ...none, ...draft });
      }}
    >
      <Select
        className="tc-audit-field"
        allowClear
        aria-label={t('action')}
        placeholder={t('action')}
        showSearch={{ optionFilterProp: 'label' }}
        value={draft.action ?? null}
        options={Object.entries(actions).map(([value, words]) => ({ value, label: words[language] }))}
        onChange={(action: string | null) => setDraft({ ...draft, action: action ?? undefined })}
      />
      {text('entity')}
      {text('entity_id')}
      {moment('from')}
      {moment('to')}
      <Button type="primary" htmlType="submit">
        {t('apply')}
      </Button>
      <Button onClick={() => onApply(none)}>{t('clear')}</Button>
    </form>
  );
}

function EntryDetail({ entry }: { entry: Entry }) {
  const t = useText(accessText);
  const zone = useZone();
  const { warehouses } = useScope();
  const warehouse = warehouses.find((one) => one.warehouse_id === entry.warehouse_id);
  return (
    <div className="tc-detail">
      <KeyValue
        facts={[
          { label: t('at'), value: formatInstant(entry.at, zone, 'second') },
          { label: t('actor'), value: entry.actor_account ?? t('system') },
          { label: t('entity'), value: entry.entity ?? '–' },
          { label: t('entity_id'), value: entry.entity_id ?? '–' },
          { label: t('warehouse'), value: warehouse?.name ?? '–' },
          { label: t('session'), value: entry.session_id ?? '–' },
          { label: t('reason'), value: entry.reason ?? '–', wide: true },
          { label: t('request'), value: <code>{entry.request_id ?? '–'}</code>, wide: true },
        ]}
      />
      <div>
        <strong>{t('detail')}</strong>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
        <pre className="tc-json" tabIndex={0}>
          {JSON.stringify(entry.detail, null, 2)}
        </pre>
      </div>
    </div>
  );
}
