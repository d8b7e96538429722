import { attachPaper, getPaperFile, listPaperFiles } from '@tongcang/contract';
import { App, Drawer } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  type Fact,
  type GridColumn,
  KeyValue,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { call, type RowOf, useAction, useRows, useVerb, type VerbLike } from '../../app/api.ts';
import { Attachments } from '../../app/attachments.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import type { PaperField } from './paper-form.tsx';
import { EndPaper } from './paper-steps.tsx';
import { type RecordsWord, recordsText } from './records-text.ts';
import { PaperChip, type VALIDITIES } from './states.tsx';

const PaperForm = lazy(() => import('./paper-form.tsx'));

export const KINDS = ['authorisation', 'agreement', 'warehouse_filing'] as const;
type Kind = (typeof KINDS)[number];
export const TABS = {
  authorisation: 'authorisations',
  agreement: 'agreements',
  warehouse_filing: 'warehouse_filings',
} as const satisfies Record<Kind, RecordsWord>;
export const address = z.object({
  kind: z.enum(KINDS).default('authorisation'),
  id: z.string().optional(),
  find: z.string().optional(),
});

export type Common = {
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly days_left: number | null;
  readonly state: (typeof VALIDITIES)[number];
  readonly recorded_by_name: string;
  readonly attachments: number;
  readonly note: string | null;
  readonly status: 'active' | 'cancelled';
};
type ListProps<V extends VerbLike> = {
  readonly tabs: ReactNode;
  readonly kind: Kind;
  readonly list: V;
  readonly columns: readonly GridColumn<RowOf<V>>[];
  readonly fields: readonly PaperField[];
  readonly save: VerbLike;
  readonly keyOf: (row: RowOf<V>) => number;
  readonly noOf: (row: RowOf<V>) => string;
  readonly facts: (row: RowOf<V>) => readonly Fact[];
};

/** A list of papers without versions, with a drawer for one of them or a new one. */
export function PaperList<V extends VerbLike>(props: ListProps<V>) {
  const { kind, list, columns, keyOf, noOf } = props;
  const t = useText(recordsText);
  const lacks = useLacks();
  const gridError = useGridError();
  const { message } = App.useApp();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const found = useRows(list, (at.find ? { search: at.find } : {}) as never);
  const rows = found.rows as readonly RowOf<V>[] | undefined;
  const row = rows?.find((one) => String(keyOf(one)) === at.id);
  const close = () => setAt({ id: undefined });
  const done = () => {
    void message.success(t('saved'));
    close();
  };
  return (
    <PageBody fill>
      <PageHeader
        title={t('papers')}
        description={t('papers_text')}
        actions={
          <>
            <FindBox
              key={`${kind} ${at.find ?? ''}`}
              find={at.find ?? ''}
              placeholder={t('find_paper')}
              onFind={(find) => setAt({ find: find || undefined })}
            />
            <BlockedButton
              type="primary"
              blocked={lacks('compliance.write')}
              onClick={() => setAt({ id: 'new' })}
            >
              {t(`new_${kind}`)}
            </BlockedButton>
          </>
        }
      />
      {props.tabs}
      <Section flush grow>
        <VirtualGrid
          id={`compliance-${kind}`}
          label={t(TABS[kind])}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={found.loading}
          error={gridError(found.error, () => void found.refetch())}
          empty={<EmptyState title={t('no_papers')} />}
          onOpen={(one) => setAt({ id: String(keyOf(one)) })}
        />
      </Section>
      <Drawer
        open={at.id !== undefined}
        onClose={close}
        size={640}
        destroyOnHidden
        title={at.id === 'new' ? t(`new_${kind}`) : row ? noOf(row) : ''}
      >
        {at.id === 'new' ? (
          <Suspense fallback={null}>
            <PaperForm verb={props.save} fields={props.fields} onDone={done} onCancel={close} />
          </Suspense>
        ) : row ? (
          <PaperDetail
            kind={kind}
            paper_id={keyOf(row)}
            no={noOf(row)}
            row={row as unknown as Common}
            facts={props.facts(row)}
          />
        ) : null}
      </Drawer>
    </PageBody>
  );
}

type DetailProps = {
  readonly kind: Kind;
  readonly paper_id: number;
  readonly no: string;
  readonly row: Common;
  readonly facts: readonly Fact[];
};

function PaperDetail({ kind, paper_id, no, row, facts }: DetailProps) {
  const t = useText(recordsText);
  const lacks = useLacks();
  const attach = useAction(attachPaper);
  const { data } = useVerb(listPaperFiles, { paper: kind, paper_id });
  return (
    <div className="tc-detail">
      <div>
        <PaperChip state={row.state} />
      </div>
      <KeyValue facts={facts.filter((fact) => fact.value !== '–')} />
      {row.status === 'active' ? (
        <div>
          <EndPaper paper={kind} paper_id={paper_id} no={no} />
        </div>
      ) : null}
      <Attachments
        title={t('scans')}
        rows={data?.rows ?? []}
        get={(attachment_id) => call(getPaperFile, { paper: kind, attachment_id })}
        add={(file) => attach.run({ paper: kind, paper_id, ...file })}
        kinds={[{ value: 'scan', label: t('k_scan') }]}
        blocked={lacks('compliance.write')}
      />
    </div>
  );
}
