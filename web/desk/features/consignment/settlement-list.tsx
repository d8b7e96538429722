import { issueSettlement, listSettlements, listUsages } from '@tongcang/contract';
import { App, Button, InputNumber, Modal } from 'antd';
import { useMemo, useState } from 'react';
import {
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatusChip,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useCan } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { cabinet_text as text } from './cabinet-text.ts';

type Use = RowOf<typeof listUsages>;
type Row = RowOf<typeof listSettlements>;
type Text = ReturnType<typeof useText<keyof typeof text.zh>>;

/** What waits to be settled, and the settlements that were issued. */
export default function SettlementList() {
  const t = useText(text);
  const go = useGo();
  const may = useCan();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const uses = useRows(listUsages, { warehouse_id });
  const { rows, loading, error, refetch } = useRows(listSettlements, { warehouse_id });
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [issuing, setIssuing] = useState<readonly Use[] | null>(null);
  const gridError = useGridError();
  const columns = useMemo(() => settlementColumns(t), [t]);
  const useColumns = useMemo(() => usageColumns(t), [t]);
  return (
    <PageBody>
      <PageHeader title={t('settlements')} description={t('settlements_hint')} />
      <Section title={t('unsettled')} flush>
        <VirtualGrid
          id="unsettled-uses"
          label={t('unsettled')}
          columns={useColumns}
          rows={uses.rows}
          rowKey={(row) => row.usage_id}
          loading={uses.loading}
          error={gridError(uses.error, () => void uses.refetch())}
          empty={<EmptyState title={t('no_unsettled')} />}
          height={320}
          {...(may('fulfilment.settle')
            ? {
                selected,
                onSelected: setSelected,
                bulk: (chosen: readonly Use[]) => (
                  <Button type="primary" onClick={() => setIssuing(chosen)}>
                    {t('issue_selected', { n: chosen.length })}
                  </Button>
                ),
              }
            : {})}
        />
      </Section>
      <Section title={t('settlements')} flush>
        <VirtualGrid
          id="settlements"
          label={t('settlements')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.settlement_id}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_settlements')} />}
          onOpen={(row) => go(`/consignment/settlement/${row.settlement_id}`)}
          height={360}
        />
      </Section>
      {issuing ? (
        <Issue
          uses={issuing}
          onClose={() => setIssuing(null)}
          onIssued={() => {
            setSelected(new Set());
            setIssuing(null);
          }}
        />
      ) : null}
    </PageBody>
  );
}

/** Prices of items that no agreement names are asked for before the document is written. */
function Issue(props: { uses: readonly Use[]; onClose: () => void; onIssued: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const [yuan, setYuan] = useState<Readonly<Record<number, number | null>>>({});
  const unpriced = [
    ...new Map(
      props.uses.filter((use) => use.unit_price_fen === null).map((use) => [use.item_id, use]),
    ).values(),
  ];
  const issue = useAction(issueSettlement, {
    onSuccess: ({ document_no }) => {
      void message.success(t('issued_ok', { no: document_no }));
      props.onIssued();
    },
  });
  const one =
    new Set(props.uses.map((use) => `${use.partner_id}|${use.warehouse_id}|${use.direction}`)).size === 1;
  const ready = one && unpriced.every((use) => yuan[use.item_id] != null);
  return (
    <Modal
      open
      title={t('issue')}
      okText={t('issue')}
      okButtonProps={{ disabled: !ready, loading: issue.busy }}
      onCancel={props.onClose}
      onOk={() =>
        void issue
          .run({
            usage_ids: props.uses.map((use) => use.usage_id),
            prices: unpriced.map(({ item_id }) => ({
              item_id,
              unit_price_fen: Math.round((yuan[item_id] ?? 0) * 100),
            })),
          })
          .catch(() => undefined)
      }
    >
      {issue.error ? <ProblemView error={issue.error} /> : null}
      {one ? null : <p role="alert">{t('one_party')}</p>}
      <p>{t('issue_selected', { n: props.uses.length })}</p>
      {unpriced.length > 0 ? <p className="tc-muted">{t('prices_missing')}</p> : null}
      {unpriced.map((use) => (
        <LabelledField key={use.item_id} label={`${use.item_code} ${use.item_name}`} required>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={2}
              value={yuan[use.item_id] ?? null}
              onChange={(value) => setYuan({ ...yuan, [use.item_id]: value })}
              style={{ width: '100%' }}
            />
          )}
        </LabelledField>
      ))}
    </Modal>
  );
}

function usageColumns(t: Text): GridColumn<Use>[] {
  return [
    { key: 'used_at', title: t('used_on'), kind: 'instant', value: (r) => r.used_at, pin: true },
    {
      key: 'source',
      title: t('source'),
      kind: 'choice',
      value: (r) => r.source,
      choices: (['case', 'cabinet', 'vmi'] as const).map((value) => ({ value, label: t(`src_${value}`) })),
      width: 104,
    },
    { key: 'document', title: t('document_no'), kind: 'code', value: (r) => r.document_no, width: 144 },
    { key: 'partner', title: t('partner'), value: (r) => r.partner_name, width: 160 },
    { key: 'item', title: t('item'), value: (r) => `${r.item_code} ${r.item_name}`, grow: true, width: 220 },
    { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 120 },
    { key: 'serials', title: t('serials'), kind: 'code', value: (r) => r.serial_nos.join(' '), width: 130 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 72 },
    { key: 'price', title: t('price'), kind: 'money', value: (r) => r.unit_price_fen, width: 110 },
  ];
}

function settlementColumns(t: Text): GridColumn<Row>[] {
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
      key: 'direction',
      title: t('direction'),
      kind: 'choice',
      value: (r) => r.direction,
      choices: (['customer', 'supplier'] as const).map((value) => ({ value, label: t(`di_${value}`) })),
      width: 124,
    },
    { key: 'partner', title: t('partner'), value: (r) => r.partner_name, grow: true, width: 200 },
    {
      key: 'status',
      title: t('status'),
      kind: 'choice',
      value: (r) => r.status,
      choices: (['issued', 'reversed'] as const).map((value) => ({ value, label: t(`is_${value}`) })),
      render: (r) => (
        <StatusChip tone={r.status === 'issued' ? 'ok' : 'neutral'}>{t(`is_${r.status}`)}</StatusChip>
      ),
      width: 104,
    },
    { key: 'rows', title: t('rows'), kind: 'integer', value: (r) => r.lines, width: 80 },
    { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 80 },
    {
      key: 'amount',
      title: t('amount'),
      kind: 'money',
      value: (r) => r.amount_fen,
      total: 'sum',
      width: 128,
    },
    { key: 'issued_by', title: t('issued_by'), value: (r) => r.issued_by_name, width: 112 },
    { key: 'issued_at', title: t('issued_at'), kind: 'instant', value: (r) => r.issued_at },
  ];
}
