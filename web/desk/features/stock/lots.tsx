import { listLots } from '@tongcang/contract';
import { Button } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  EmptyState,
  formatInteger,
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
import { Link, useGo } from '../../app/link.tsx';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import { Expiry, useToday } from './expiry.tsx';
import { HoldDialog, lotsOf } from './hold-dialog.tsx';
import { stockText } from './text.ts';

/** Whoever prints no label does not wait for its form. */
const LabelDialog = lazy(() => import('./label-dialog.tsx'));
type Lot = RowOf<typeof listLots>;
type LotState = 'ok' | 'held' | 'recalled' | 'expired';
const STATES: readonly LotState[] = ['ok', 'held', 'recalled', 'expired'];
const TONES = { ok: 'ok', held: 'hold', recalled: 'recall', expired: 'expired' } as const;
const address = z.object({
  item: z.coerce.number().int().positive().optional(),
  find: z.string().optional(),
});
const keyOf = (row: Lot) => `${row.item_id}|${row.lot_id}`;

function stateOf(row: Lot, today: string): LotState {
  if (row.recalled) return 'recalled';
  if (row.held) return 'held';
  return row.expiry_date !== null && row.expiry_date < today ? 'expired' : 'ok';
}

export default function LotsPage() {
  const t = useText(stockText);
  const go = useGo();
  const today = useToday();
  const language = useLanguage();
  const lacks = useLacks();
  const gridError = useGridError();
  const [view, setView] = useGridView();
  const [at, setAt] = useUrlState(address);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [dialog, setDialog] = useState<'hold' | 'recall' | 'label' | null>(null);
  const { rows, loading, error, refetch } = useRows(listLots, {
    ...(at.item ? { item_id: at.item } : {}),
    ...(at.find ? { search: at.find } : {}),
  });
  const summed = at.item !== undefined;
  const columns = useMemo<GridColumn<Lot>[]>(
    () => [
      { key: 'lot_no', title: t('lot_no'), value: (row) => row.lot_no, kind: 'code', pin: true, width: 150 },
      { key: 'item_code', title: t('item_code'), value: (row) => row.item_code, kind: 'code', width: 110 },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, grow: true, width: 220 },
      { key: 'production_date', title: t('production'), value: (row) => row.production_date, kind: 'date' },
      {
        key: 'expiry_date',
        title: t('expiry'),
        value: (row) => row.expiry_date,
        kind: 'date',
        render: (row) => <Expiry date={row.expiry_date} today={today} />,
      },
      {
        key: 'state',
        title: t('lot_state'),
        value: (row) => stateOf(row, today),
        kind: 'choice',
        width: 120,
        choices: STATES.map((value) => ({ value, label: t(`st_${value}`) })),
        render: (row) => {
          const state = stateOf(row, today);
          return <StatusChip tone={TONES[state]}>{t(`st_${state}`)}</StatusChip>;
        },
      },
      {
        key: 'on_hand',
        title: t('on_hand'),
        value: (row) => row.on_hand,
        kind: 'integer',
        ...(summed ? { total: 'sum' as const } : {}),
        render: (row) => (
          <Link to={`/stock?lot=${row.lot_id}&item=${row.item_id}`}>
            {formatInteger(row.on_hand, language)}
          </Link>
        ),
      },
    ],
    [t, today, summed, language],
  );
  const chosen = lotsOf((rows ?? []).filter((row) => selected.has(keyOf(row))));
  const close = () => {
    setDialog(null);
    setSelected(new Set());
  };
  return (
    <PageBody fill>
      <PageHeader
        title={t('lots')}
        description={t('lots_text')}
        actions={
          <>
            <div className="tc-head-field">
              <ItemPicker
                aria-label={t('item_name')}
                placeholder={t('all_items')}
                allowClear
                value={at.item}
                onChange={(item) => setAt({ item })}
              />
            </div>
            <FindBox
              key={at.find ?? ''}
              find={at.find ?? ''}
              placeholder={t('find_lot')}
              onFind={(find) => setAt({ find })}
            />
          </>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="stock-lots"
          label={t('lots')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={loading}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState />}
          onOpen={(row) => go(`/stock/trace/${row.item_id}/${row.lot_id}`)}
          rowTone={(row) => (row.recalled ? 'bad' : row.held ? 'warn' : undefined)}
          selected={selected}
          onSelected={setSelected}
          bulk={() => (
            <>
              <Button size="small" onClick={() => setDialog('label')}>
                {t('print_labels')}
              </Button>
              <BlockedButton size="small" blocked={lacks('stock.hold')} onClick={() => setDialog('hold')}>
                {t('hold')}
              </BlockedButton>
              <BlockedButton
                size="small"
                danger
                blocked={lacks('stock.recall')}
                onClick={() => setDialog('recall')}
              >
                {t('recall')}
              </BlockedButton>
            </>
          )}
        />
      </Section>
      <HoldDialog kind={dialog === 'label' ? null : dialog} lots={chosen} onClose={close} />
      <Suspense fallback={null}>
        {dialog === 'label' ? <LabelDialog lots={chosen} onClose={close} /> : null}
      </Suspense>
    </PageBody>
  );
}
