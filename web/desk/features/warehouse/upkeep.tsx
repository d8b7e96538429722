import { listUpkeepDue, recordChecks, UPKEEP_FINDINGS } from '@tongcang/contract';
import { App, Input, Modal, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
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
import { type RowOf, useAction, useVerb } from '../../app/api.ts';
import { Link } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ProblemView, useGridError } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView } from '../../app/url.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useOption } from '../masterdata/option.ts';
import { Expiry, useToday } from '../stock/expiry.tsx';
import { text } from './upkeep-text.ts';

type Row = RowOf<typeof listUpkeepDue>;
const keyOf = (row: Row) => `${row.warehouse_id}|${row.item_id}|${row.lot_id}`;
const RANGES = [0, 7, 30] as const;
const AFFECTS = ['warehouse', 'stock', 'insight', 'planning'] as const;
const one_warehouse = [{ code: 'web.one_warehouse', params: {} }];

/** Lots to be looked at, and what was seen of them. */
export default function Upkeep() {
  const t = useText(text);
  const { message } = App.useApp();
  const lacks = useLacks();
  const gridError = useGridError();
  const { warehouse_id } = useScope();
  const [view, setView] = useGridView();
  const [within_days, setWithin] = useState<number>(0);
  const [selected, setSelected] = useState<ReadonlySet<string | number>>(new Set());
  const [finding, setFinding] = useState<readonly Row[] | null>(null);
  const { data, error, refetch, isFetching } = useVerb(
    listUpkeepDue,
    { within_days, limit: 2000, ...(warehouse_id ? { warehouse_id } : {}) },
    { keepPrevious: true },
  );
  const record = useAction(recordChecks, {
    invalidates: AFFECTS,
    onSuccess: ({ checked }) => {
      void message.success(t('done', { n: checked }));
      setSelected(new Set());
    },
  });
  const columns = useUpkeepColumns();
  const chosen = (data?.rows ?? []).filter((row) => selected.has(keyOf(row)));
  const sites = new Set(chosen.map((row) => row.warehouse_id));
  const blocked = [...lacks('warehouse.inspect'), ...(sites.size > 1 ? one_warehouse : [])];
  const sound = () =>
    record
      .run({
        warehouse_id: chosen[0]!.warehouse_id,
        lines: chosen.map(({ item_id, lot_id }) => ({ item_id, lot_id })),
      })
      .catch(() => undefined);
  return (
    <PageBody fill>
      <PageHeader
        title={t('due')}
        description={t('due_hint')}
        actions={
          <Link to="/warehouse/upkeep/record" className="tc-header-link">
            {t('records')}
          </Link>
        }
      />
      {record.error ? <ProblemView error={record.error} /> : null}
      <Section flush grow>
        <VirtualGrid
          id="warehouse-upkeep"
          label={t('due')}
          columns={columns}
          rows={data?.rows}
          rowKey={keyOf}
          view={view}
          onView={setView}
          loading={isFetching}
          error={gridError(error, () => void refetch())}
          empty={<EmptyState title={t('none_due')} />}
          height="fill"
          selected={selected}
          onSelected={setSelected}
          rowTone={(row) => (row.overdue_days > 0 ? 'warn' : undefined)}
          toolbar={
            <Segmented
              size="small"
              value={within_days}
              onChange={(next) => setWithin(Number(next))}
              options={RANGES.map((value) => ({ value, label: t(`w_${value}`) }))}
            />
          }
          bulk={() => (
            <>
              <BlockedButton size="small" danger blocked={blocked} onClick={() => setFinding(chosen)}>
                {t('finding')}
              </BlockedButton>
              <BlockedButton
                size="small"
                type="primary"
                blocked={blocked}
                loading={record.busy}
                onClick={sound}
              >
                {t('sound_n', { n: chosen.length })}
              </BlockedButton>
            </>
          )}
        />
      </Section>
      {finding ? (
        <FindingDialog
          rows={finding}
          onClose={() => setFinding(null)}
          onDone={(held) => {
            void message.warning(t('held', { n: held }));
            setFinding(null);
            setSelected(new Set());
          }}
        />
      ) : null}
    </PageBody>
  );
}

function useUpkeepColumns(): GridColumn<Row>[] {
  const t = useText(text);
  const option = useOption();
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
      { key: 'places', title: t('location'), kind: 'code', value: (r) => r.places, width: 130 },
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
      { key: 'qty', title: t('qty'), kind: 'integer', value: (r) => r.qty, width: 84 },
      { key: 'due_on', title: t('due_on'), kind: 'date', value: (r) => r.due_on },
      { key: 'overdue', title: t('overdue'), kind: 'integer', value: (r) => r.overdue_days, width: 100 },
      { key: 'last', title: t('last'), kind: 'date', value: (r) => r.last_checked_on },
      { key: 'interval', title: t('interval'), kind: 'integer', value: (r) => r.interval_days, width: 100 },
      { key: 'class', title: t('class'), value: (r) => r.device_class, width: 70 },
      { key: 'condition', title: t('condition'), value: (r) => option(r.storage_condition), width: 96 },
    ],
    [t, option, today],
  );
}

type DialogProps = {
  readonly rows: readonly Row[];
  readonly onClose: () => void;
  readonly onDone: (held: number) => void;
};

function FindingDialog({ rows, onClose, onDone }: DialogProps) {
  const t = useText(text);
  const [what, setWhat] = useState<(typeof UPKEEP_FINDINGS)[number]>('packaging');
  const [note, setNote] = useState('');
  const record = useAction(recordChecks, { invalidates: AFFECTS, onSuccess: ({ held }) => onDone(held) });
  const submit = () =>
    record
      .run({
        warehouse_id: rows[0]!.warehouse_id,
        lines: rows.map(({ item_id, lot_id }) => ({ item_id, lot_id, finding: what, note: note.trim() })),
      })
      .catch(() => undefined);
  return (
    <Modal open title={t('finding')} onCancel={onClose} footer={null}>
      <p>{rows.map((row) => `${row.item_code} ${row.lot_no}`).join('；')}</p>
      <p className="tc-ink-warn">{t('hold_text')}</p>
      {record.error ? <ProblemView error={record.error} /> : null}
      <LabelledField label={t('what')} required>
        {(id) => (
          <Select
            id={id}
            value={what}
            onChange={setWhat}
            options={UPKEEP_FINDINGS.map((value) => ({ value, label: t(`f_${value}`) }))}
            style={{ width: '100%' }}
          />
        )}
      </LabelledField>
      <LabelledField label={t('note')} required>
        {(id) => <Input id={id} value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />}
      </LabelledField>
      <div className="tc-form-foot">
        <BlockedButton
          type="primary"
          danger
          blocked={missingFields([[note.trim() !== '', t('note')]])}
          loading={record.busy}
          onClick={submit}
        >
          {t('save')}
        </BlockedButton>
      </div>
    </Modal>
  );
}
