import { LANDED_COST_BASES, LANDED_COST_KINDS, listLandedCosts, reverseLandedCost } from '@tongcang/contract';
import { useMemo, useState } from 'react';
import { BlockedButton, ConfirmWithReason, type GridColumn, StatusChip, useText } from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { ProblemView } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { PurchaseList } from './purchase-list.tsx';
import { type PurchasingWord, purchasingText } from './purchasing-text.ts';

type Row = RowOf<typeof listLandedCosts>;

export default function LandedList() {
  const t = useText(purchasingText);
  const lacks = useLacks();
  const { warehouse_id } = useScope();
  const found = useRows(listLandedCosts, { warehouse_id });
  const [reversing, setReversing] = useState<Row | null>(null);
  const close = () => setReversing(null);
  const reverse = useAction(reverseLandedCost, { invalidates: ['supply', 'finance'], onSuccess: close });
  const blocked = lacks('supply.order');
  const columns = useMemo(
    () => [
      ...columnsOf(t),
      {
        key: 'actions',
        title: '',
        value: () => null,
        sort: false,
        filter: false,
        width: 104,
        render: (row: Row) =>
          row.reverses_id === null && !row.reversed ? (
            <BlockedButton size="small" blocked={blocked} onClick={() => setReversing(row)}>
              {t('reverse')}
            </BlockedButton>
          ) : null,
      } satisfies GridColumn<Row>,
    ],
    [t, blocked],
  );
  return (
    <PurchaseList
      id="landed-costs"
      title={t('landed')}
      hint={t('landed_hint')}
      empty={t('no_landed')}
      columns={columns}
      found={found}
      rowKey={(row) => row.landed_cost_id}
    >
      <ConfirmWithReason
        open={reversing !== null}
        danger
        title={`${t('reverse')} ${reversing?.document_no ?? ''}`}
        onCancel={close}
        onConfirm={(reason) => reverse.run({ landed_cost_id: reversing!.landed_cost_id, reason })}
      >
        {t('reverse_text')}
        {reverse.error ? <ProblemView error={reverse.error} /> : null}
      </ConfirmWithReason>
    </PurchaseList>
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
    {
      key: 'order',
      title: t('order'),
      kind: 'code',
      value: (r) => r.purchase_order_no,
      render: (r) => <Link to={`/supply/order/${r.purchase_order_id}`}>{r.purchase_order_no}</Link>,
      width: 150,
    },
    { key: 'supplier', title: t('supplier'), value: (r) => r.partner_name, grow: true, width: 160 },
    { key: 'warehouse', title: t('warehouse'), kind: 'code', value: (r) => r.warehouse_code, width: 96 },
    {
      key: 'kind',
      title: t('cost_kind'),
      kind: 'choice',
      value: (r) => r.kind,
      choices: LANDED_COST_KINDS.map((value) => ({ value, label: t(`c_${value}`) })),
    },
    {
      key: 'basis',
      title: t('cost_basis'),
      kind: 'choice',
      value: (r) => r.basis,
      choices: LANDED_COST_BASES.map((value) => ({ value, label: t(`by_${value}`) })),
    },
    { key: 'amount', title: t('amount'), kind: 'money', value: (r) => r.amount_fen, total: 'sum' },
    { key: 'invoice', title: t('invoice_no'), kind: 'code', value: (r) => r.invoice_no },
    {
      key: 'state',
      title: t('status'),
      value: (r) => (r.reverses_id !== null ? t('reversal') : r.reversed ? t('reversed') : ''),
      render: (r) =>
        r.reverses_id !== null ? (
          <StatusChip tone="neutral">{t('reversal')}</StatusChip>
        ) : r.reversed ? (
          <StatusChip tone="neutral">{t('reversed')}</StatusChip>
        ) : null,
      width: 96,
    },
    { key: 'created_at', title: t('created_at'), kind: 'instant', value: (r) => r.created_at },
  ];
}
