import { PlusOutlined } from '@ant-design/icons';
import { listConsignAgreements } from '@tongcang/contract';
import { Button } from 'antd';
import { useMemo } from 'react';
import {
  BlockedButton,
  EmptyState,
  formatDate,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { cabinet_text as text } from './cabinet-text.ts';

type Row = RowOf<typeof listConsignAgreements>;
const today = (): string => new Date().toLocaleDateString('sv-SE');

export default function AgreementList() {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const { rows, loading, error, refetch } = useRows(listConsignAgreements, { warehouse_id });
  const gridError = useGridError();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader
        title={t('agreements')}
        description={t('agreements_hint')}
        actions={
          <>
            <Button onClick={() => go('/consignment/pack')}>{t('packs')}</Button>
            <BlockedButton
              type="primary"
              icon={<PlusOutlined />}
              blocked={lacks('fulfilment.consign')}
              onClick={() => go('/consignment/new')}
            >
              {t('new_agreement')}
            </BlockedButton>
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="consign-agreements"
          label={t('agreements')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.agreement_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_agreements')} />}
          onOpen={(row) => go(`/consignment/${row.agreement_id}`)}
          height="fill"
          rowTone={(row) => (row.qty_expiring > 0 ? 'warn' : undefined)}
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
    { key: 'hospital', title: t('hospital'), value: (r) => r.partner_name, grow: true, width: 180 },
    { key: 'department', title: t('department'), value: (r) => r.department_name, width: 140 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: (['active', 'ended'] as const).map((value) => ({ value, label: t(`st_${value}`) })),
      width: 96,
    },
    { key: 'items', title: t('items'), kind: 'integer', value: (r) => r.items, width: 84 },
    { key: 'par', title: t('par'), kind: 'integer', value: (r) => r.qty_par, width: 84 },
    { key: 'on_hand', title: t('on_hand'), kind: 'integer', value: (r) => r.qty_on_hand, width: 96 },
    { key: 'expiring', title: t('expiring'), kind: 'integer', value: (r) => r.qty_expiring, width: 96 },
    { key: 'last_count', title: t('last_count'), kind: 'instant', value: (r) => r.last_count },
    {
      key: 'count_due',
      title: t('count_due'),
      kind: 'date',
      value: (r) => r.count_due,
      render: (r) => <Due row={r} />,
      width: 132,
    },
  ];
}

function Due({ row }: { row: Row }) {
  const t = useText(text);
  const language = useLanguage();
  const late = row.status === 'active' && row.count_due < today();
  return late ? (
    <StatusChip tone="bad">{t('overdue')}</StatusChip>
  ) : (
    <span>{formatDate(row.count_due, language)}</span>
  );
}
