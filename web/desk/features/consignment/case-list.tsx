import { BarChartOutlined, PlusOutlined } from '@ant-design/icons';
import { CASE_STATUSES, listCases } from '@tongcang/contract';
import { Button, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
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
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { CaseStatus } from './states.tsx';
import { surgery_text as text } from './surgery-text.ts';

type Row = RowOf<typeof listCases>;

export default function CaseList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [late, setLate] = useState(false);
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listCases, {
    warehouse_id,
    late_only: late ? 'true' : 'false',
  });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('cases')}
        description={t('cases_hint')}
        actions={
          <>
            <Checkbox checked={late} onChange={(event) => setLate(event.target.checked)}>
              {t('late_only')}
            </Checkbox>
            <Button icon={<BarChartOutlined />} onClick={() => go('/surgery/figures')}>
              {t('figures')}
            </Button>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('fulfilment.surgery')}
              onClick={() => go('/surgery/new')}
            >
              {t('new_case')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="surgery-cases"
          label={t('cases')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.case_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_cases')} />}
          onOpen={(row) => go(`/surgery/${row.case_id}`)}
          height="fill"
          rowTone={(row) => (row.late ? 'bad' : row.open_differences > 0 ? 'warn' : undefined)}
        />
      </Section>
    </PageBody>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 144,
    },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: CASE_STATUSES.map((value) => ({ value, label: t(`c_${value}`) })),
      render: (r) => <CaseStatus status={r.status} late={r.late} />,
      width: 132,
    },
    { key: 'surgery_at', title: t('surgery_at'), kind: 'instant', value: (r) => r.surgery_at },
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 120 },
    { key: 'procedure', title: t('procedure'), value: (r) => r.procedure_name, width: 140 },
    { key: 'surgeon', title: t('surgeon'), value: (r) => r.surgeon, width: 96 },
    { key: 'patient_ref', title: t('patient_ref'), kind: 'code', value: (r) => r.patient_ref, width: 116 },
    { key: 'sets', title: t('sets'), kind: 'code', value: (r) => r.set_nos.join(', '), width: 120 },
    { key: 'sent', title: t('sent'), kind: 'integer', value: (r) => r.qty_sent, width: 76 },
    { key: 'used', title: t('used'), kind: 'integer', value: (r) => r.qty_used, width: 76 },
    { key: 'out', title: t('out'), kind: 'integer', value: (r) => r.qty_out, width: 76 },
    { key: 'due_back', title: t('due_back'), kind: 'instant', value: (r) => r.due_back_at },
  ];
}
