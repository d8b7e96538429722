import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { exportEpcis, queryEpcis } from '@tongcang/contract';
import { Button, Drawer, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  copyText,
  EmptyState,
  type GridColumn,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, keyOf, type OutputFor, useAction } from '../../app/api.ts';
import type { ApiError } from '../../app/api-error.ts';
import { saveFile } from '../../app/download.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useUrlState } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { epcisText, STEPS, wordOf } from './epcis-text.ts';

type Page = OutputFor<typeof queryEpcis>;
type Event = Page['epcisBody']['queryResults']['resultsBody']['eventList'][number];
const PAGE = 200;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const address = z.object({
  from: day.optional(),
  until: day.optional(),
  step: z.enum(STEPS).optional(),
  object: z.string().max(400).optional(),
});
const midnight = (date: string) => new Date(`${date}T00:00:00+08:00`).toISOString();

/** Our own events, found by time, step and object; each can be looked at as it goes out. */
export function Events() {
  const t = useText(epcisText);
  const gridError = useGridError();
  const [{ from, until, step, object }, setAt] = useUrlState(address);
  const [open, setOpen] = useState<Event | null>(null);
  const take = useAction(exportEpcis, { invalidates: [] });
  const criteria = {
    ...(from ? { GE_eventTime: midnight(from) } : {}),
    ...(until ? { LT_eventTime: midnight(until) } : {}),
    ...(step ? { EQ_bizStep: step } : {}),
    ...(object ? { MATCH_epc: object } : {}),
  };
  const query = useInfiniteQuery<Page, ApiError, InfiniteData<Page>, unknown[], string | undefined>({
    queryKey: [...keyOf(queryEpcis, criteria), 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      call(queryEpcis, { ...criteria, perPage: PAGE, nextPageToken: pageParam }, { signal }),
    getNextPageParam: (page) => page['tongcang:nextPageToken'],
  });
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.epcisBody.queryResults.resultsBody.eventList),
    [query.data],
  );
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <>
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('from')}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={from}
                onChange={(e) => setAt({ from: e.target.value || undefined })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('until')}>
            {(id) => (
              <Input
                id={id}
                type="date"
                value={until}
                onChange={(e) => setAt({ until: e.target.value || undefined })}
              />
            )}
          </LabelledField>
          <LabelledField label={t('step')}>
            {(id) => (
              <Select
                id={id}
                allowClear
                value={step}
                placeholder={t('any_step')}
                onChange={(value) => setAt({ step: value })}
                options={STEPS.map((value) => ({ value, label: t(value) }))}
                style={{ minWidth: 140 }}
              />
            )}
          </LabelledField>
          <LabelledField label={t('object')}>
            {(id) => (
              <Input.Search
                id={id}
                allowClear
                defaultValue={object}
                onSearch={(text) => setAt({ object: text.trim() || undefined })}
              />
            )}
          </LabelledField>
          <Button loading={take.busy} onClick={() => void take.run(criteria).then(saveFile, () => undefined)}>
            {t('export')}
          </Button>
        </div>
        {take.error ? <ProblemView error={take.error} /> : null}
      </Section>
      <Section flush>
        <VirtualGrid
          id="integration-epcis-events"
          label={t('tab_events')}
          columns={columns}
          rows={rows}
          rowKey={(row) => `${String(row.eventID)}-${'errorDeclaration' in row}`}
          height={520}
          loading={query.isPending}
          error={gridError(query.error, () => void query.refetch())}
          empty={<EmptyState title={t('no_events')} />}
          onOpen={setOpen}
          toolbar={
            query.hasNextPage ? (
              <Button
                size="small"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t('more')}
              </Button>
            ) : null
          }
        />
      </Section>
      <Drawer title={t('event')} open={open !== null} onClose={() => setOpen(null)} size={560}>
        <Button size="small" onClick={() => void copyText(JSON.stringify(open, null, 2))}>
          {t('copy')}
        </Button>
        <pre className="tc-json">{JSON.stringify(open, null, 2)}</pre>
      </Drawer>
    </>
  );
}

const LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const;
const CLASSES = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;

/** The end of the name of each object: what people know of it. */
function objectsOf(event: Event): string {
  const epcs = LISTS.flatMap((name) => (event[name] as string[] | undefined) ?? []);
  const classes = CLASSES.flatMap(
    (name) => (event[name] as { epcClass: string; quantity: number }[] | undefined) ?? [],
  );
  const names = [
    ...epcs.map((uri) => tail(uri)),
    ...classes.map(({ epcClass, quantity }) => `${tail(epcClass)} × ${quantity}`),
  ];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} … (${names.length})` : names.join(', ');
}
const tail = (uri: string) => decodeURIComponent(uri.split(/[/:]/).at(-1) ?? uri);
const idOf = (place: unknown): string => (place ? decodeURIComponent((place as { id: string }).id) : '');

function columnsOf(t: ReturnType<typeof useText<keyof typeof epcisText.zh>>): GridColumn<Event>[] {
  return [
    { key: 'time', title: t('event_time'), value: (r) => r.eventTime, kind: 'instant', pin: true },
    { key: 'step', title: t('step'), value: (r) => wordOf(t, r.bizStep), width: 100 },
    { key: 'type', title: t('type'), value: (r) => wordOf(t, r.type), width: 80 },
    { key: 'objects', title: t('objects'), value: objectsOf, width: 260, grow: true },
    {
      key: 'disposition',
      title: t('disposition'),
      // The words of the standard, as far as our own events use them; others as they are.
      value: (r) => dispositionOf(t, r.disposition),
      width: 150,
    },
    { key: 'place', title: t('place'), value: (r) => idOf(r.readPoint), kind: 'code', width: 260 },
    {
      key: 'document',
      title: t('document'),
      value: (r) =>
        ((r.bizTransactionList as { bizTransaction: string }[] | undefined) ?? [])
          .map(({ bizTransaction }) => tail(bizTransaction))
          .join(' '),
      kind: 'code',
      width: 170,
    },
    {
      key: 'error',
      title: t('error_declared'),
      value: (r) => ('errorDeclaration' in r ? t('error_declared') : ''),
      render: (r) =>
        'errorDeclaration' in r ? <StatusChip tone="bad">{t('error_declared')}</StatusChip> : null,
      width: 110,
    },
  ];
}

function dispositionOf(
  t: ReturnType<typeof useText<keyof typeof epcisText.zh>>,
  disposition: unknown,
): string {
  const key = `d_${String(disposition ?? '')}` as keyof typeof epcisText.zh;
  return key in epcisText.zh ? t(key) : String(disposition ?? '');
}
