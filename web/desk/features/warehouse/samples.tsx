import { PlusOutlined } from '@ant-design/icons';
import { listSamples, SAMPLE_STATUSES } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { IssueSample } from './issue-sample.tsx';
import { ReturnSample } from './return-sample.tsx';
import { text } from './sample-text.ts';

type Row = RowOf<typeof listSamples>;
const one_warehouse = [{ code: 'web.one_warehouse', params: {} }];
const outOf = (row: Row) =>
  row.lines.reduce((sum, l) => sum + l.qty - l.qty_returned - l.qty_given - l.qty_lost, 0);

export default function Samples() {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [issuing, setIssuing] = useState(false);
  const [returning, setReturning] = useState<Row | null>(null);
  const { rows, loading, error, refetch } = useRows(listSamples, { warehouse_id });
  const columns = useMemo(() => columnsOf(t, setReturning, lacks('warehouse.work')), [t, lacks]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('samples')}
        description={t('samples_hint')}
        actions={
          <BlockedButton
            type="primary"
            icon={<PlusOutlined />}
            blocked={[...lacks('warehouse.work'), ...(warehouse_id === undefined ? one_warehouse : [])]}
            onClick={() => setIssuing(true)}
          >
            {t('issue')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="warehouse-samples"
          label={t('samples')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.sample_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none')} />}
          height="fill"
          rowTone={(row) => (row.overdue_days > 0 ? 'bad' : undefined)}
        />
      </Section>
      {issuing && warehouse_id !== undefined ? (
        <IssueSample warehouse_id={warehouse_id} onClose={() => setIssuing(false)} />
      ) : null}
      {returning ? <ReturnSample sample={returning} onClose={() => setReturning(null)} /> : null}
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof text.zh>>,
  onReturn: (row: Row) => void,
  blocked: ReturnType<ReturnType<typeof useLacks>>,
): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 140,
    },
    {
      key: 'back',
      title: t('back'),
      value: () => null,
      sort: false,
      filter: false,
      width: 96,
      render: (r) =>
        r.status === 'out' ? (
          <BlockedButton size="small" blocked={blocked} onClick={() => onReturn(r)}>
            {t('back')}
          </BlockedButton>
        ) : null,
    },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 76 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: SAMPLE_STATUSES.map((value) => ({ value, label: t(`s_${value}`) })),
      width: 96,
      render: (r) => (
        <StatusChip tone={r.status === 'closed' ? 'ok' : r.overdue_days > 0 ? 'bad' : 'accent'}>
          {t(`s_${r.status}`)}
        </StatusChip>
      ),
    },
    { key: 'holder', title: t('holder'), value: (r) => r.holder, width: 110 },
    { key: 'department', title: t('department_short'), value: (r) => r.department_name, width: 150 },
    {
      key: 'goods',
      title: t('goods'),
      value: (r) => r.lines.map((l) => `${l.item_code} ${l.item_name} ${l.lot_no} × ${l.qty}`).join('；'),
      grow: true,
      width: 240,
    },
    { key: 'out', title: t('out'), kind: 'integer', value: outOf, width: 76 },
    { key: 'due_on', title: t('due_on'), kind: 'date', value: (r) => r.due_on },
    { key: 'overdue', title: t('overdue'), kind: 'integer', value: (r) => r.overdue_days, width: 100 },
    { key: 'reason', title: t('reason'), value: (r) => r.reason, width: 140 },
    { key: 'issued_by', title: t('issued_by'), value: (r) => r.issued_by_name, width: 92 },
    { key: 'issued_at', title: t('issued_at'), kind: 'instant', value: (r) => r.issued_at, hidden: true },
  ];
}
