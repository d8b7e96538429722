import { COMPLAINT_STATUSES, listComplaints, PATIENT_HARMS } from '@tongcang/contract';
import { useMemo } from 'react';
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
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan, useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { DueOn, SeverityChip } from './case-parts.tsx';
import { customerText } from './customer-text.ts';
import { text } from './text.ts';

type Row = RowOf<typeof listComplaints>;
export const COMPLAINT_TONES = {
  received: 'warn',
  triaged: 'accent',
  investigated: 'accent',
  answered: 'warn',
  closed: 'ok',
} as const;
export const HARM_TONES = {
  none: 'neutral',
  possible: 'warn',
  injury: 'warn',
  serious_injury: 'bad',
  death: 'bad',
} as const;

export default function ComplaintList() {
  const t = useText(customerText);
  const words = useText(text);
  const go = useGo();
  const may = useCan();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listComplaints, warehouse_id ? { warehouse_id } : {});
  const inside = may('stock.read');
  const columns = useMemo(() => columnsOf(t, words, inside), [t, words, inside]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('complaints')}
        description={t(inside ? 'complaints_hint' : 'complaints_own')}
        actions={
          <BlockedButton
            type="primary"
            blocked={lacks('quality.complain')}
            onClick={() => go('/quality/complaint/new')}
          >
            {t('new_complaint')}
          </BlockedButton>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="quality-complaints"
          label={t('complaints')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.complaint_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_complaints')} />}
          onOpen={(row) => go(`/quality/complaint/${row.complaint_id}`)}
          rowTone={(row) => (row.overdue ? 'bad' : row.adverse_proposed ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(
  t: ReturnType<typeof useText<keyof typeof customerText.zh>>,
  words: ReturnType<typeof useText<keyof typeof text.zh>>,
  inside: boolean,
): GridColumn<Row>[] {
  const columns: GridColumn<Row>[] = [
    {
      key: 'document_no',
      title: words('document_no'),
      value: (r) => r.document_no,
      kind: 'code',
      pin: true,
      width: 150,
    },
    {
      key: 'status',
      title: words('status'),
      value: (r) => r.status,
      kind: 'choice',
      choices: COMPLAINT_STATUSES.map((value) => ({ value, label: t(`c_${value}`) })),
      render: (r) => <StatusChip tone={COMPLAINT_TONES[r.status]}>{t(`c_${r.status}`)}</StatusChip>,
      width: 110,
    },
    {
      key: 'harm',
      title: t('harm'),
      value: (r) => r.harm,
      kind: 'choice',
      choices: PATIENT_HARMS.map((value) => ({ value, label: t(`h_${value}`) })),
      render: (r) => <StatusChip tone={HARM_TONES[r.harm]}>{t(`h_${r.harm}`)}</StatusChip>,
      width: 130,
    },
    { key: 'product', title: t('product'), value: (r) => r.product, grow: true, width: 220 },
    { key: 'lot', title: t('lot'), value: (r) => r.lot_no, kind: 'code', width: 120 },
    { key: 'customer', title: t('customer'), value: (r) => r.partner_name, width: 160 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 120 },
    { key: 'filed_at', title: t('filed'), value: (r) => r.filed_at, kind: 'instant' },
    {
      key: 'due_on',
      title: words('due_on'),
      value: (r) => r.due_on,
      kind: 'date',
      render: (r) => <DueOn due_on={r.due_on} overdue={r.overdue} />,
      width: 150,
    },
  ];
  if (!inside) return columns;
  return [
    ...columns,
    {
      key: 'severity',
      title: words('severity'),
      value: (r) => r.severity,
      render: (r) => (r.severity === null ? '–' : <SeverityChip severity={r.severity} />),
      width: 100,
    },
    { key: 'owner', title: words('owner'), value: (r) => r.owner_name, width: 100 },
    { key: 'warehouse', title: t('warehouse'), value: (r) => r.warehouse_name, width: 120 },
  ];
}
