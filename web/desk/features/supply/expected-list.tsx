import { PlusOutlined } from '@ant-design/icons';
import { listExpected } from '@tongcang/contract';
import { useMemo } from 'react';
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
import { type RowOf, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { receivingText, type T } from './receiving-text.ts';

type Row = RowOf<typeof listExpected>;

/** What is to come; opening a row begins its receipt. */
export default function ExpectedList() {
  const t = useText(receivingText);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { data, error, refetch, isFetching } = useVerb(
    listExpected,
    { ...(warehouse_id ? { warehouse_id } : {}) },
    { keepPrevious: true },
  );
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('expected_title')}
        description={t('expected_hint')}
        actions={
          <BlockedButton
            icon={<PlusOutlined />}
            blocked={lacks('supply.receive')}
            onClick={() => go('/receiving/count/blind')}
          >
            {t('blind_receive')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="receiving-expected"
          label={t('expected_title')}
          columns={columns}
          rows={data?.rows}
          rowKey={(row) => row.key}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_expected')} />}
          onOpen={(row) => go(`/receiving/count/${row.key.replace(':', '-')}`)}
          height="fill"
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: T): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 160,
    },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: (['asn', 'order'] as const).map((value) => ({ value, label: t(`kind_${value}`) })),
      width: 120,
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.supplier_name, grow: true, width: 200 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 90 },
    { key: 'expected_on', title: t('expected_on'), kind: 'date', value: (r) => r.expected_on, width: 120 },
    { key: 'lines', title: t('lines'), kind: 'integer', value: (r) => r.lines, width: 80 },
    {
      key: 'open_qty',
      title: t('open_qty'),
      kind: 'integer',
      value: (r) => r.open_qty,
      total: 'sum',
      width: 110,
    },
  ];
}
