import { listLotCosts } from '@tongcang/contract';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
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
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { OwnerPicker } from './owner-picker.tsx';
import { text } from './text.ts';

type Row = RowOf<typeof listLotCosts>;
const address = z.object({
  owner: z.coerce.number().int().positive().optional(),
  item: z.coerce.number().int().positive().optional(),
  unpriced: z.enum(['true', 'false']).default('false'),
});
const keyOf = (row: Row) => `${row.lot_id}|${row.owner_id}`;
/** Costs of a piece are kept in ten-thousandths of a fen. */
const E4_PER_YUAN = 1_000_000;

export default function LotCosts() {
  const t = useText(text);
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [{ owner, item, unpriced }, setAt] = useUrlState(address);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [open, setOpen] = useState(false);
  const { rows, loading, error, refetch } = useRows(listLotCosts, {
    unpriced_only: unpriced,
    ...(owner ? { owner_id: owner } : {}),
    ...(item ? { item_id: item } : {}),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <PageBody fill>
      <PageHeader title={t('lot_costs')} description={t('lot_costs_hint')} />
      <div className="tc-bar">
        <Segmented
          value={unpriced}
          options={[
            { value: 'false', label: t('all_lots') },
            { value: 'true', label: t('unpriced_only') },
          ]}
          onChange={(next) => setAt({ unpriced: next as 'true' | 'false' })}
        />
        <div className="tc-head-field">
          <OwnerPicker value={owner} onChange={(next) => setAt({ owner: next })} />
        </div>
        <div className="tc-head-field">
          <ItemPicker
            aria-label={t('item_name')}
            placeholder={t('all_items')}
            allowClear
            value={item}
            onChange={(next) => setAt({ item: next })}
          />
        </div>
      </div>
      <Section flush grow>
        <VirtualGrid
          id="finance-lot-costs"
          label={t('lot_costs')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('no_costs')} />}
          rowTone={(row) => (row.estimated ? 'warn' : undefined)}
          selected={selected}
          onSelected={setSelected}
          bulk={() => (
            <BlockedButton size="small" blocked={lacks('finance.cost')} onClick={() => setOpen(true)}>
              {t('correct')}
            </BlockedButton>
          )}
        />
      </Section>
      <CorrectDialog
        open={open}
        lots={(rows ?? []).filter((row) => selected.has(keyOf(row)))}
        onClose={() => {
          setOpen(false);
          setSelected(new Set());
        }}
      />
    </PageBody>
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
    { key: 'item_name', title: t('item_name'), value: (r) => r.item_name, grow: true, width: 200 },
    { key: 'lot_no', title: t('lot_no'), value: (r) => r.lot_no, kind: 'code', width: 140 },
    { key: 'owner', title: t('owner'), value: (r) => r.owner_name, width: 160 },
    { key: 'on_hand', title: t('on_hand'), value: (r) => r.on_hand, kind: 'integer', width: 90 },
    {
      key: 'unit_cost',
      title: t('unit_cost'),
      value: (r) => r.unit_cost_e4 / E4_PER_YUAN,
      render: (r) => (r.unit_cost_e4 / E4_PER_YUAN).toFixed(4),
      width: 130,
    },
    {
      key: 'basis',
      title: t('basis'),
      value: (r) => (r.estimated ? 'estimated' : 'paid'),
      kind: 'choice',
      choices: (['paid', 'estimated'] as const).map((value) => ({ value, label: t(`b_${value}`) })),
      width: 110,
    },
    {
      key: 'qty_received',
      title: t('qty_received'),
      value: (r) => r.qty_received,
      kind: 'integer',
      width: 110,
    },
    {
      key: 'receipt',
      title: t('receipt'),
      value: (r) => r.receipt_fen,
      kind: 'money',
      total: 'sum',
      width: 120,
    },
    {
      key: 'landed',
      title: t('landed'),
      value: (r) => r.landed_fen,
      kind: 'money',
      total: 'sum',
      width: 110,
    },
    {
      key: 'freight',
      title: t('freight'),
      value: (r) => r.freight_fen,
      kind: 'money',
      total: 'sum',
      width: 110,
    },
    { key: 'other', title: t('other'), value: (r) => r.other_fen, kind: 'money', total: 'sum', width: 120 },
  ];
}
