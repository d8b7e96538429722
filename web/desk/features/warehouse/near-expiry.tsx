import { EXPIRY_ACTIONS, listNearExpiry, recordExpiryAction } from '@tongcang/contract';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInteger,
  formatMoney,
  type GridColumn,
  PageBody,
  PageHeader,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  type ToneName,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { Expiry, useToday } from '../stock/expiry.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { text } from './upkeep-text.ts';

type Row = RowOf<typeof listNearExpiry>;
const keyOf = (row: Row) => `${row.warehouse_id}|${row.item_id}|${row.lot_id}`;
const TONES: Readonly<Record<string, ToneName>> = {
  watch: 'neutral',
  redistribute: 'accent',
  return_supplier: 'warn',
  stop_sale: 'bad',
};
const one_warehouse = [{ code: 'web.one_warehouse', params: {} }];

/** Lots near their end: the tier they have reached, what is to be done, and who has done it. */
export default function NearExpiry() {
  const t = useText(text);
  const language = useLanguage();
  const go = useGo();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [due_only, setDue] = useState<'true' | 'false'>('true');
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [taking, setTaking] = useState<readonly Row[] | null>(null);
  const { data, error, refetch, isFetching } = useVerb(
    listNearExpiry,
    { due_only, limit: 2000, ...(warehouse_id ? { warehouse_id } : {}) },
    { keepPrevious: true },
  );
  const record = useAction(recordExpiryAction, {
    invalidates: ['warehouse', 'stock', 'insight', 'planning'],
    onSuccess: () => {
      setTaking(null);
      setSelected(new Set());
    },
  });
  const columns = useNearColumns();
  const rows = data?.rows ?? [];
  const chosen = rows.filter((row) => selected.has(keyOf(row)));
  const alike = new Set(chosen.map((row) => row.action)).size <= 1;
  const one_site = new Set(chosen.map((row) => row.warehouse_id)).size <= 1;
  const due = rows.filter((row) => row.taken_at === null);
  const action = taking?.[0]?.action ?? 'watch';
  const confirm = (note: string) =>
    record.run({
      warehouse_id: taking![0]!.warehouse_id,
      action,
      note,
      lots: taking!.map(({ item_id, lot_id }) => ({ item_id, lot_id })),
    });
  return (
    <PageBody fill>
      <PageHeader
        title={t('near')}
        description={t('near_hint')}
        actions={
          <Link to="/warehouse/settings" className="tc-header-link">
            {t('settings')}
          </Link>
        }
      />
      <StatRow>
        <StatTile label={t('tile_due')} value={formatInteger(due.length, language)} tone="warn" />
        <StatTile
          label={t('tile_value')}
          value={formatMoney(
            due.reduce((sum, row) => sum + row.value_fen, 0),
            language,
          )}
        />
        {EXPIRY_ACTIONS.map((one) => (
          <StatTile
            key={one}
            label={t(`a_${one}`)}
            value={formatInteger(due.filter((row) => row.action === one).length, language)}
          />
        ))}
      </StatRow>
      <Section flush grow>
        <VirtualGrid
          id="warehouse-near-expiry"
          label={t('near')}
          columns={columns}
          rows={data?.rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none_near')} />}
          onOpen={(row) => go(`/stock/trace/${row.item_id}/${row.lot_id}`)}
          height="fill"
          selected={selected}
          onSelected={setSelected}
          toolbar={
            <Segmented
              size="small"
              value={due_only}
              onChange={(next) => setDue(next as 'true')}
              options={[
                { value: 'true', label: t('only_due') },
                { value: 'false', label: t('all') },
              ]}
            />
          }
          bulk={() => (
            <>
              {alike ? null : <span className="tc-muted">{t('same_action')}</span>}
              {chosen[0]?.action === 'redistribute' ? (
                <Link to="/transfer/new">{t('to_transfer')}</Link>
              ) : null}
              <BlockedButton
                size="small"
                type="primary"
                blocked={[
                  ...lacks(chosen[0]?.action === 'stop_sale' ? 'stock.hold' : 'warehouse.inspect'),
                  ...(one_site && alike ? [] : one_warehouse),
                ]}
                onClick={() => setTaking(chosen)}
              >
                {t('take')}
              </BlockedButton>
            </>
          )}
        />
      </Section>
      <ConfirmWithReason
        open={taking !== null}
        danger={action === 'stop_sale'}
        title={t('take')}
        reason_min={2}
        onCancel={() => setTaking(null)}
        onConfirm={confirm}
      >
        {t('take_text', { n: taking?.length ?? 0, action: t(`a_${action}`) })}
        {action === 'stop_sale' ? <p className="tc-ink-bad">{t('stop_text')}</p> : null}
        {record.error ? <LineProblem error={record.error} /> : null}
      </ConfirmWithReason>
    </PageBody>
  );
}

function useNearColumns(): GridColumn<Row>[] {
  const t = useText(text);
  const today = useToday();
  return useMemo(
    () => [
      {
        key: 'warehouse',
        title: t('warehouse'),
        kind: 'code',
        value: (r) => r.warehouse_code,
        pin: true,
        width: 76,
      },
      {
        key: 'item',
        title: t('item'),
        value: (r) => `${r.item_code} ${r.item_name}`,
        grow: true,
        width: 200,
      },
      { key: 'lot', title: t('lot'), kind: 'code', value: (r) => r.lot_no, width: 130 },
      {
        key: 'expiry',
        title: t('expiry'),
        kind: 'date',
        value: (r) => r.expiry_date,
        width: 150,
        render: (r) => <Expiry date={r.expiry_date} today={today} />,
      },
      { key: 'days_left', title: t('days_left'), kind: 'integer', value: (r) => r.days_left, width: 92 },
      {
        key: 'action',
        title: t('action'),
        kind: 'choice',
        value: (r) => r.action,
        choices: EXPIRY_ACTIONS.map((value) => ({ value, label: t(`a_${value}`) })),
        width: 116,
        render: (r) => <StatusChip tone={TONES[r.action] ?? 'neutral'}>{t(`a_${r.action}`)}</StatusChip>,
      },
      { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 84 },
      { key: 'released', title: t('released'), kind: 'integer', value: (r) => r.released, width: 92 },
      { key: 'value', title: t('value'), kind: 'money', value: (r) => r.value_fen, total: 'sum' },
      { key: 'life', title: t('shelf_life'), kind: 'integer', value: (r) => r.shelf_life_days, hidden: true },
      { key: 'taken_by', title: t('taken_by'), value: (r) => r.taken_by_name, width: 92 },
      { key: 'taken_at', title: t('taken_at'), kind: 'instant', value: (r) => r.taken_at, hidden: true },
      { key: 'note', title: t('taken_note'), value: (r) => r.note, width: 140 },
    ],
    [t, today],
  );
}
