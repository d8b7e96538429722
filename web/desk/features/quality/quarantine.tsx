import { dispose, listQuarantine } from '@tongcang/contract';
import { Alert, App, Select } from 'antd';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
  EmptyState,
  formatInteger,
  type GridColumn,
  PageBody,
  PageHeader,
  type Reason,
  ReasonList,
  Section,
  StatRow,
  StatTile,
  StatusChip,
  useLanguage,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { Link, useGo } from '../../app/link.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { FindBox } from '../masterdata/find-box.tsx';
import { useOption } from '../masterdata/option.ts';
import { Expiry, useToday } from '../stock/expiry.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { qualityText } from './text.ts';

type Row = RowOf<typeof listQuarantine>;
type Decision = 'release' | 'reject';
const LIMIT = 1000;
const address = z.object({ find: z.string().optional() });
const keyOf = (row: Row) => `${row.item_id}|${row.lot_id}|${row.account_id}|${row.owner_id}`;

/** What waits for quality. Rows that the person received stay in the list and say why they cannot be decided on. */
export default function QuarantinePage() {
  const t = useText(qualityText);
  const language = useLanguage();
  const go = useGo();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [{ find }, setAt] = useUrlState(address);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [decision, setDecision] = useState<Decision | null>(null);
  const [warnings, setWarnings] = useState<readonly Reason[]>([]);
  const { data, error, refetch, isFetching } = useVerb(
    listQuarantine,
    { limit: LIMIT, ...(warehouse_id ? { warehouse_id } : {}), ...(find ? { search: find } : {}) },
    { keepPrevious: true },
  );
  const columns = useQuarantineColumns();
  const rows = data?.rows;
  const chosen = (rows ?? []).filter((row) => selected.has(keyOf(row)));
  const blocked = useBlocked(chosen);
  const count = (test: (row: Row) => boolean) =>
    rows ? formatInteger(rows.filter(test).length, language) : '–';
  return (
    <PageBody fill>
      <PageHeader
        title={t('title')}
        description={t('text')}
        actions={
          <>
            <FindBox
              key={find ?? ''}
              find={find ?? ''}
              placeholder={t('find')}
              onFind={(text) => setAt({ find: text })}
            />
            <Link to="/stock/hold" className="tc-header-link">
              {t('holds')}
            </Link>
          </>
        }
      />
      <StatRow>
        <StatTile label={t('waiting')} value={data ? formatInteger(data.total, language) : '–'} tone="warn" />
        <StatTile
          label={t('tile_lots')}
          value={rows ? formatInteger(new Set(rows.map((row) => row.lot_id)).size, language) : '–'}
        />
        <StatTile label={t('mine')} value={count((row) => row.received_by_me)} />
      </StatRow>
      {warnings.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          closable
          title={t('warnings')}
          description={<ReasonList reasons={warnings} />}
          onClose={() => setWarnings([])}
        />
      ) : null}
      <Section flush grow>
        <VirtualGrid
          id="quality-quarantine"
          label={t('title')}
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={isFetching}
          {...(data ? { total: data.total } : {})}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('empty')} />}
          onOpen={(row) => go(`/stock/trace/${row.item_id}/${row.lot_id}`)}
          selected={selected}
          onSelected={setSelected}
          toolbar={
            <span className="tc-muted">
              {data && data.total > data.rows.length
                ? t('of_total', { shown: data.rows.length, total: data.total })
                : t('select_hint')}
            </span>
          }
          bulk={() =>
            (['reject', 'release'] as const).map((one) => (
              <BlockedButton
                key={one}
                size="small"
                {...(one === 'release' ? { type: 'primary' as const } : { danger: true })}
                blocked={blocked}
                lift={chosen.some((row) => row.received_by_me) ? t('lift_same') : t('lift')}
                onClick={() => setDecision(one)}
              >
                {t(one)}
              </BlockedButton>
            ))
          }
        />
      </Section>
      <DecisionDialog
        decision={decision}
        rows={chosen}
        onClose={() => setDecision(null)}
        onDone={(found) => {
          setDecision(null);
          setSelected(new Set());
          setWarnings(found);
        }}
      />
    </PageBody>
  );
}

/** Why the chosen rows cannot be decided on now: no permission, several warehouses, or received by the same person. */
function useBlocked(chosen: readonly Row[]): Reason[] {
  const lacks = useLacks();
  const mine = chosen.filter((row) => row.received_by_me);
  return [
    ...lacks('quality.dispose'),
    ...(new Set(chosen.map((row) => row.warehouse_id)).size > 1
      ? [{ code: 'quality.one_warehouse', params: {} }]
      : []),
    ...mine.map((row) => ({ code: 'quality.same_person', params: { lot_no: row.lot_no } })),
    ...chosen.flatMap(({ lot_no, inspection_no: document_no }) =>
      document_no === null ? [] : [{ code: 'quality.inspection_open', params: { lot_no, document_no } }],
    ),
  ];
}

function useQuarantineColumns(): GridColumn<Row>[] {
  const t = useText(qualityText);
  const option = useOption();
  const today = useToday();
  return useMemo<GridColumn<Row>[]>(
    () => [
      { key: 'lot_no', title: t('lot'), value: (row) => row.lot_no, kind: 'code', pin: true, width: 116 },
      { key: 'item_code', title: t('item_code'), value: (row) => row.item_code, kind: 'code', width: 100 },
      { key: 'item_name', title: t('item'), value: (row) => row.item_name, grow: true, width: 150 },
      {
        key: 'expiry_date',
        title: t('expiry'),
        value: (row) => row.expiry_date,
        kind: 'date',
        render: (row) => <Expiry date={row.expiry_date} today={today} />,
      },
      {
        key: 'warehouse',
        title: t('warehouse'),
        value: (row) => row.warehouse_code,
        kind: 'code',
        width: 76,
      },
      { key: 'location', title: t('location'), value: (row) => row.location_code, kind: 'code', width: 76 },
      { key: 'qty', title: t('qty'), value: (row) => row.qty, kind: 'integer', width: 92 },
      { key: 'unit', title: t('unit'), value: (row) => row.unit, width: 60, filter: false },
      { key: 'received_at', title: t('since'), value: (row) => row.received_at, kind: 'instant' },
      {
        key: 'receiver',
        title: t('receiver'),
        value: (row) => (row.received_by_me ? t('by_me') : row.received_at ? t('by_other') : ''),
        width: 110,
        render: (row) => (row.received_by_me ? <StatusChip tone="hold">{t('by_me')}</StatusChip> : null),
      },
      {
        key: 'inspection',
        title: t('inspection'),
        value: (row) => row.inspection_no,
        render: (row) =>
          row.inspection_id === null ? null : (
            <Link to={`/quality/inspection/${row.inspection_id}`}>{row.inspection_no}</Link>
          ),
        width: 150,
      },
      { key: 'storage', title: t('storage'), value: (row) => option(row.storage_condition), width: 96 },
      { key: 'owner', title: t('owner'), value: (row) => row.owner_name, width: 200, hidden: true },
      {
        key: 'production_date',
        title: t('production'),
        value: (row) => row.production_date,
        kind: 'date',
        hidden: true,
      },
    ],
    [t, option, today],
  );
}

type DialogProps = {
  readonly decision: Decision | null;
  readonly rows: readonly Row[];
  readonly onClose: () => void;
  readonly onDone: (warnings: readonly Reason[]) => void;
};

function DecisionDialog({ decision, rows, onClose, onDone }: DialogProps) {
  const t = useText(qualityText);
  const { message } = App.useApp();
  const [problem, setProblem] = useState<unknown>(null);
  const [serials, setSerials] = useState<Readonly<Record<string, readonly string[]>>>({});
  const decide = useAction(dispose, { invalidates: ['quality', 'stock', 'planning', 'insight'] });
  const kind = decision ?? 'release';
  const by_serial = rows.filter((row) => row.tracking === 'serial');
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async (reason: string) => {
    setProblem(null);
    try {
      const { warnings } = await decide.run({
        warehouse_id: rows[0]!.warehouse_id,
        decision: kind,
        reason,
        lines: rows.map((row) => ({
          item_id: row.item_id,
          lot_id: row.lot_id,
          account_id: row.account_id,
          owner_id: row.owner_id,
          // Of goods tracked by serial those are decided on whose serials are given.
          qty: row.tracking === 'serial' ? (serials[keyOf(row)]?.length ?? 0) || row.qty : row.qty,
          ...(row.tracking === 'serial' ? { serial_nos: [...(serials[keyOf(row)] ?? [])] } : {}),
        })),
      });
      void message.success(t(`done_${kind}`, { n: rows.length }));
      setSerials({});
      onDone(warnings);
    } catch (error) {
      setProblem(error);
      throw error;
    }
  };
  return (
    <ConfirmWithReason
      open={decision !== null}
      danger={kind === 'reject'}
      title={t(`${kind}_title`, { n: rows.length })}
      confirm_label={t(kind)}
      onConfirm={confirm}
      onCancel={close}
    >
      <p>{t(`${kind}_text`)}</p>
      <p className="tc-muted">{rows.map((row) => `${row.item_code} ${row.lot_no}`).join('、')}</p>
      {by_serial.map((row) => (
        <Select
          key={keyOf(row)}
          mode="tags"
          open={false}
          suffixIcon={null}
          className="tc-full"
          aria-label={t('serials', { lot: row.lot_no, qty: row.qty })}
          placeholder={`${t('serials', { lot: row.lot_no, qty: row.qty })}：${t('serials_hint')}`}
          tokenSeparators={[' ', ',', '\n', '\t']}
          value={[...(serials[keyOf(row)] ?? [])]}
          onChange={(next: string[]) => setSerials({ ...serials, [keyOf(row)]: next })}
        />
      ))}
      {problem ? (
        <LineProblem
          error={problem}
          line={(index) => {
            const row = rows[index];
            return row ? `${row.item_code} ${row.lot_no}` : '';
          }}
        />
      ) : null}
    </ConfirmWithReason>
  );
}
