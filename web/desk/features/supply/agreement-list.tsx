import { AGREEMENT_KINDS, listAgreements } from '@tongcang/contract';
import { useMemo } from 'react';
import { type GridColumn, useText } from '../../../ui/index.ts';
import { type RowOf, useRows } from '../../app/api.ts';
import { PurchaseList } from './purchase-list.tsx';
import { PurchaseStatus } from './purchase-parts.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listAgreements>;

/** What an agreement is today: in force, ended, or out of its period. */
export const agreementState = (row: Pick<Row, 'in_force' | 'status'>): 'active' | 'ended' | 'out' =>
  row.in_force ? 'active' : row.status === 'ended' ? 'ended' : 'out';

export default function AgreementList() {
  const t = useText(purchasingText);
  const found = useRows(listAgreements, { in_force: 'false' });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PurchaseList
      id="agreements"
      title={t('agreements')}
      hint={t('agreements_hint')}
      empty={t('no_agreements')}
      columns={columns}
      found={found}
      rowKey={(row) => row.agreement_id}
      to={(row) => `/supply/agreement/${row.agreement_id}`}
      make={{ label: t('new_agreement'), to: '/supply/agreement/new', permission: 'supply.order' }}
    />
  );
}

function columnsOf(t: ReturnType<typeof useText<PurchasingWord>>): GridColumn<Row>[] {
  return [
    {
      key: 'document_no',
      title: t('document_no'),
      kind: 'code',
      value: (r) => r.document_no,
      pin: true,
      width: 150,
    },
    { key: 'title', title: t('title'), value: (r) => r.title, grow: true, width: 180 },
    {
      key: 'kind',
      title: t('kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: AGREEMENT_KINDS.map((value) => ({ value, label: t(`k_${value}`) })),
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, width: 180 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => agreementState(r),
      choices: (['active', 'ended', 'out'] as const).map((value) => ({ value, label: t(`g_${value}`) })),
      render: (r) => <PurchaseStatus kind="g" status={agreementState(r)} />,
    },
    { key: 'from', title: t('valid_from'), kind: 'date', value: (r) => r.valid_from },
    { key: 'to', title: t('valid_until'), kind: 'date', value: (r) => r.valid_to },
    { key: 'committed', title: t('committed'), kind: 'integer', value: (r) => r.qty_committed },
    { key: 'called', title: t('called'), kind: 'integer', value: (r) => r.qty_called },
    { key: 'contract', title: t('contract_no'), kind: 'code', value: (r) => r.contract_no, hidden: true },
  ];
}
