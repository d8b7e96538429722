import { liftHold, listHolds } from '@tongcang/contract';
import { App, Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
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
import { Link } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { LineProblem } from './line-problem.tsx';
import { stockText } from './text.ts';

type Hold = RowOf<typeof listHolds>;
const address = z.object({ all: z.string().optional() });

export default function HoldsPage() {
  const t = useText(stockText);
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id, warehouses } = useScope();
  const [view, setView] = useGridView();
  const [{ all }, setAt] = useUrlState(address);
  const [lifting, setLifting] = useState<Hold | null>(null);
  const list = useRows(listHolds, { open_only: all !== '1' });
  const names = useMemo(() => new Map(warehouses.map((one) => [one.warehouse_id, one.name])), [warehouses]);
  const blocked = lacks('stock.hold');
  // A hold without a warehouse holds everywhere, so it belongs to every scope.
  const rows = list.rows?.filter(
    (row) => warehouse_id === undefined || row.warehouse_id === null || row.warehouse_id === warehouse_id,
  );
  const columns = useMemo<GridColumn<Hold>[]>(
    () => [
      {
        key: 'kind',
        title: t('hold_kind'),
        value: (row) => row.kind,
        kind: 'choice',
        width: 100,
        choices: (['hold', 'recall'] as const).map((value) => ({ value, label: t(`h_${value}`) })),
        render: (row) => <KindChip kind={row.kind} />,
      },
      {
        key: 'lot_no',
        title: t('lot_no'),
        value: (row) => row.lot_no,
        kind: 'code',
        width: 140,
        render: (row) => <Link to={`/stock?lot=${row.lot_id}`}>{row.lot_no}</Link>,
      },
      { key: 'item_code', title: t('item_code'), value: (row) => row.item_code, kind: 'code', width: 100 },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, width: 200 },
      {
        key: 'warehouse',
        title: t('warehouse'),
        value: (row) => (row.warehouse_id === null ? t('scope_all') : (names.get(row.warehouse_id) ?? '')),
        width: 120,
      },
      { key: 'reason', title: t('reason'), value: (row) => row.reason, grow: true, width: 220 },
      { key: 'held_at', title: t('held_at'), value: (row) => row.held_at, kind: 'instant' },
      { key: 'lifted_at', title: t('lifted_at'), value: (row) => row.lifted_at, kind: 'instant' },
      {
        key: 'act',
        title: t('lift'),
        value: () => null,
        width: 96,
        sort: false,
        filter: false,
        render: (row) =>
          row.document_key?.startsWith('recall:') ? (
            <Link to={`/quality/recall/${row.document_key.slice('recall:'.length)}`}>{t('of_case')}</Link>
          ) : row.lifted_at === null ? (
            <BlockedButton
              size="small"
              blocked={blocked}
              lift={t('hold_need')}
              onClick={() => setLifting(row)}
            >
              {t('lift')}
            </BlockedButton>
          ) : (
            <span title={row.lift_reason ?? ''}>{row.lift_reason}</span>
          ),
      },
    ],
    [t, names, blocked],
  );
  return (
    <PageBody fill>
      <PageHeader
        title={t('holds')}
        description={t('holds_text')}
        actions={
          <Link to="/stock/lot" className="tc-header-link">
            {t('new_hold')}
          </Link>
        }
      />
      <Section flush grow>
        <VirtualGrid
          id="stock-holds"
          label={t('holds')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.hold_id}
          view={view}
          onView={setView}
          loading={list.loading}
          error={gridError(list.error, () => void list.refetch())}
          empty={
            <EmptyState title={t('holds_empty')} action={<Link to="/stock/lot">{t('new_hold')}</Link>} />
          }
          toolbar={
            <Checkbox
              checked={all !== '1'}
              onChange={(event) => setAt({ all: event.target.checked ? undefined : '1' })}
            >
              {t('open_only')}
            </Checkbox>
          }
        />
      </Section>
      <LiftDialog hold={lifting} onClose={() => setLifting(null)} />
    </PageBody>
  );
}

function KindChip({ kind }: { kind: string }) {
  const t = useText(stockText);
  const recall = kind === 'recall';
  return <StatusChip tone={recall ? 'recall' : 'hold'}>{t(recall ? 'h_recall' : 'h_hold')}</StatusChip>;
}

function LiftDialog({ hold, onClose }: { hold: Hold | null; onClose: () => void }) {
  const t = useText(stockText);
  const { message } = App.useApp();
  const [problem, setProblem] = useState<unknown>(null);
  const lift = useAction(liftHold, { invalidates: ['stock', 'quality', 'planning', 'insight'] });
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    try {
      await lift.run({ hold_id: hold!.hold_id, reason });
      void message.success(t('lift_done'));
      close();
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <ConfirmWithReason
      open={hold !== null}
      title={t('lift_title', {
        lot: hold?.lot_no ?? '',
        kind: t(hold?.kind === 'recall' ? 'h_recall' : 'h_hold'),
      })}
      confirm_label={t('lift')}
      onConfirm={confirm}
      onCancel={close}
    >
      <p>{t('lift_text')}</p>
      {problem ? <LineProblem error={problem} /> : null}
    </ConfirmWithReason>
  );
}
