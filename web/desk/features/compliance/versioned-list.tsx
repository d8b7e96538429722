import type { DatasetName } from '@tongcang/contract';
import { App, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows, type VerbLike } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import { masterdataText } from '../masterdata/text.ts';
import PaperForm, { type PaperField } from './paper-form.tsx';
import { recordsText } from './records-text.ts';

const address = z.object({ find: z.string().optional(), new: z.string().optional() });

type Props<V extends VerbLike> = {
  readonly grid: string;
  readonly title: string;
  readonly description: string;
  readonly list: V;
  readonly columns: readonly GridColumn<RowOf<V>>[];
  readonly rowKey: (row: RowOf<V>) => number;
  readonly rowTone: (row: RowOf<V>) => 'warn' | 'bad' | undefined;
  readonly dataset: DatasetName;
  readonly find: string;
  readonly above: ReactNode;
  /** The page of a record. */
  readonly to: (paper_id: number) => string;
  readonly new_label: string;
  readonly fields: readonly PaperField[];
  readonly save: VerbLike;
};

/** A list of papers that have versions; a row leads to the page of its number. */
export function VersionedList<V extends VerbLike>(props: Props<V>) {
  const t = useText(recordsText);
  const words = useText(masterdataText);
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { message } = App.useApp();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const found = useRows(props.list, (at.find ? { search: at.find } : {}) as never);
  const close = () => setAt({ new: undefined });
  const done = (output: unknown) => {
    void message.success(t('saved'));
    go(props.to((output as { paper_id: number }).paper_id));
  };
  return (
    <PageBody fill>
      <PageHeader
        title={props.title}
        description={props.description}
        actions={
          <>
            <FindBox
              key={at.find ?? ''}
              find={at.find ?? ''}
              placeholder={props.find}
              onFind={(find) => setAt({ find: find || undefined })}
            />
            <Link to={`/settings/import?dataset=${props.dataset}`} className="tc-header-link">
              {words('import')}
            </Link>
            <BlockedButton
              type="primary"
              blocked={lacks('compliance.write')}
              onClick={() => setAt({ new: '1' })}
            >
              {props.new_label}
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
          rows={found.rows as readonly RowOf<V>[] | undefined}
          rowKey={props.rowKey}
          rowTone={props.rowTone}
          view={view}
          onView={setView}
          loading={found.loading}
          error={gridError(found.error, () => void found.refetch())}
          empty={
            <EmptyState
              title={at.find ? words('none_found', { find: at.find }) : words('empty')}
              action={<Link to={`/settings/import?dataset=${props.dataset}`}>{words('import')}</Link>}
            />
          }
          onOpen={(row) => go(props.to(props.rowKey(row)))}
        />
      </Section>
      <Drawer open={at.new !== undefined} onClose={close} size={640} title={props.new_label} destroyOnHidden>
        <PaperForm verb={props.save} fields={props.fields} onDone={done} onCancel={close} />
      </Drawer>
    </PageBody>
  );
}
