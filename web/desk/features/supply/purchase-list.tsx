import { PlusOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  VirtualGrid,
  type VirtualGridProps,
} from '../../../ui/index.ts';
import type { ApiError } from '../../app/api-error.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';

type Props<R> = {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly empty: string;
  readonly columns: readonly GridColumn<R>[];
  readonly found: {
    readonly rows: readonly R[] | undefined;
    readonly loading: boolean;
    readonly error: ApiError | null;
    readonly refetch: () => unknown;
  };
  readonly rowKey: (row: R) => string | number;
  readonly to?: (row: R) => string;
  readonly rowTone?: VirtualGridProps<R>['rowTone'];
  /** The button that makes a new one, with the permission that it needs. */
  readonly make?: { readonly label: string; readonly to: string; readonly permission: string };
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
};

/** A list of documents of purchasing: head, grid, and the way to the single one. */
export function PurchaseList<R>(props: Props<R>) {
  const go = useGo();
  const lacks = useLacks();
  const [view, setView] = useGridView();
  const gridError = useGridError();
  const { make, found, to } = props;
  return (
    <PageBody fill>
      <PageHeader
        title={props.title}
        description={props.hint}
        actions={
          <>
            {props.actions}
            {make ? (
              <BlockedButton
                type="primary"
                icon={<PlusOutlined />}
                blocked={lacks(make.permission)}
                onClick={() => go(make.to)}
              >
                {make.label}
              </BlockedButton>
            ) : null}
          </>
        }
      />
      {props.children}
      <Section flush grow>
        <VirtualGrid
          id={props.id}
          label={props.title}
          columns={props.columns}
          rows={found.rows}
          rowKey={props.rowKey}
          view={view}
          onView={setView}
          loading={found.loading}
          error={gridError(found.error, () => void found.refetch())}
          empty={<EmptyState title={props.empty} />}
          height="fill"
          {...(to ? { onOpen: (row: R) => go(to(row)) } : {})}
          {...(props.rowTone ? { rowTone: props.rowTone } : {})}
        />
      </Section>
    </PageBody>
  );
}
