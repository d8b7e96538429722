import { listBalances, requestDestruction } from '@tongcang/contract';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  EmptyState,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useRows } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { OneWarehouse } from '../stock/one-warehouse.tsx';
import { text } from './disposal-text.ts';

type Row = RowOf<typeof listBalances>;
const keyOf = (row: Row) =>
  `${row.item_id}|${row.lot_id}|${row.account_id}|${row.owner_id}|${row.disposition}`;

export default function DestructionNew() {
  const t = useText(text);
  return (
    <PageBody fill>
      <PageHeader title={t('new_destruction')} description={t('new_hint')} />
      <OneWarehouse>{({ warehouse_id }) => <Choose warehouse_id={warehouse_id} />}</OneWarehouse>
    </PageBody>
  );
}

function Choose({ warehouse_id }: { warehouse_id: number }) {
  const t = useText(text);
  const go = useGo();
  const lacks = useLacks();
  const { message } = App.useApp();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [open, setOpen] = useState(false);
  const { rows, loading, error, refetch } = useRows(listBalances, { warehouse_id });
  const request = useAction(requestDestruction);
  const columns = useMemo(() => columnsOf(t), [t]);
  const unusable = rows?.filter((row) => row.account_kind === 'bin' && row.disposition !== 'released');
  const chosen = (unusable ?? []).filter((row) => selected.has(keyOf(row)));
  const confirm = async (reason: string) => {
    const lines = chosen.map(({ item_id, lot_id, account_id, owner_id, disposition, qty }) => ({
      item_id,
      lot_id,
      account_id,
      owner_id,
      disposition,
      qty,
    }));
    const { destruction_id, document_no } = await request.run({ warehouse_id, reason, lines });
    void message.success(t('requested_done', { no: document_no }));
    go(`/quality/destruction/${destruction_id}`);
  };
  return (
    <>
      <Section flush grow>
        <VirtualGrid
          id="quality-unusable"
          label={t('new_destruction')}
          columns={columns}
          rows={unusable}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_unusable')} />}
          selected={selected}
          onSelected={setSelected}
          bulk={() => (
            <BlockedButton
              size="small"
              danger
              blocked={lacks('quality.destroy')}
              onClick={() => setOpen(true)}
            >
              {t('new_destruction')}
            </BlockedButton>
          )}
        />
      </Section>
      <ConfirmWithReason
        open={open}
        danger
        title={t('request_title', { n: chosen.length })}
        confirm_label={t('request')}
        onConfirm={confirm}
        onCancel={() => setOpen(false)}
      >
        {request.error ? <ProblemView error={request.error} /> : null}
      </ConfirmWithReason>
    </>
  );
}

function columnsOf(t: ReturnType<typeof useText<keyof typeof text.zh>>): GridColumn<Row>[] {
  return [
    {
      key: 'item_code',
      title: t('item_code'),
      value: (r) => r.item_code,
      kind: 'code',
      pin: true,
      width: 110,
    },
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 220 },
    { key: 'lot', title: t('lot'), value: (r) => r.lot_no, kind: 'code', width: 140 },
    {
      key: 'disposition',
      title: t('disposition'),
      value: (r) => r.disposition,
      render: (r) => <DispositionChip disposition={r.disposition as Disposition} />,
      width: 110,
    },
    { key: 'location', title: t('location'), value: (r) => r.location_code, kind: 'code', width: 100 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, width: 160 },
    { key: 'qty', title: t('qty'), value: (r) => r.qty, kind: 'integer', width: 90 },
  ];
}
