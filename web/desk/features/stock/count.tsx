import { listBalances, listLocations, postCount } from '@tongcang/contract';
import { Alert, App, Button, Input, InputNumber, Modal, Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { z } from 'zod';
import {
  BlockedButton,
  ConfirmWithReason,
  type Disposition,
  DispositionChip,
  EmptyState,
  formatInteger,
  type GridColumn,
  PageBody,
  PageHeader,
  ScanInput,
  type ScanOutcome,
  Section,
  StatRow,
  StatTile,
  useLanguage,
  useText,
  uuid,
  VirtualGrid,
} from '../../../ui/index.ts';
import { type InputFor, type RowOf, useAction, useRows, useVerb } from '../../app/api.ts';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { useGridError } from '../../app/problem-view.tsx';
import type { Warehouse } from '../../app/scope.ts';
import { useLacks } from '../../app/session.ts';
import { useGridView, useUrlState } from '../../app/url.ts';
import { differencesOf, type PasteFault, readCounts } from './count-lines.ts';
import { LineProblem } from './line-problem.tsx';
import { OneWarehouse } from './one-warehouse.tsx';
import { useResolve } from './resolve.ts';
import { stockText } from './text.ts';
import { balanceKey } from './words.ts';

type Balance = RowOf<typeof listBalances> & { readonly key: string };
type Counts = ReadonlyMap<string, number>;
const address = z.object({ item: z.coerce.number().int().positive().optional(), bin: z.string().optional() });

export default function CountPage() {
  const t = useText(stockText);
  return (
    <PageBody>
      <PageHeader title={t('count')} description={t('count_text')} />
      <OneWarehouse>
        {(warehouse) => <CountWork key={warehouse.warehouse_id} warehouse={warehouse} />}
      </OneWarehouse>
    </PageBody>
  );
}

/** The book beside what is there; differences are seen before anything is posted, and everything is posted at once. */
function CountWork({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(stockText);
  const language = useLanguage();
  const { message } = App.useApp();
  const lacks = useLacks();
  const gridError = useGridError();
  const resolve = useResolve(warehouse.warehouse_id);
  const { warehouse_id } = warehouse;
  const [{ item, bin }, setAt] = useUrlState(address);
  const [view, setView] = useGridView();
  const [counts, setCounts] = useState<Counts>(new Map());
  const [pasting, setPasting] = useState(false);
  const [posting, setPosting] = useState(false);
  const [document_no, setDocument] = useState(newDocument);
  const [done, setDone] = useState('');
  const places = useVerb(listLocations, { warehouse_id });
  const list = useRows(listBalances, { warehouse_id, ...(item ? { item_id: item } : {}) });
  const post = useAction(postCount, { invalidates: ['stock', 'insight', 'planning'] });
  const book = useMemo<Balance[]>(
    () =>
      (list.rows ?? [])
        .filter((row) => row.account_kind === 'bin' && (!bin || row.location_code === bin))
        .map((row) => ({ ...row, key: balanceKey(row) })),
    [list.rows, bin],
  );
  const figures = differencesOf(book, counts);
  const entered = book.filter((row) => counts.has(row.key));
  const set = useCallback(
    (key: string, counted: number | null) =>
      setCounts((before) => {
        const next = new Map(before);
        if (counted === null) next.delete(key);
        else next.set(key, counted);
        return next;
      }),
    [],
  );
  const onScan = async (raw: string): Promise<ScanOutcome> => {
    const found = await resolve(raw);
    if (!found.ok) return { ok: false, text: found.text };
    const { it } = found;
    if (it.kind === 'location') {
      const code = places.data?.rows.find((row) => row.account_id === it.account_id)?.location_code;
      setAt({ bin: code });
      return { ok: true, text: `${t('count_bin')} ${code ?? ''}` };
    }
    const rows = book.filter(
      (row) => row.item_id === it.item_id && (it.lot_id === null || row.lot_id === it.lot_id),
    );
    if (rows.length === 0) return { ok: false, text: t('count_not_here') };
    setView({ ...view, query: it.lot_no ?? it.item_code ?? '' });
    return { ok: true, text: t('count_focus', { lot: it.lot_no ?? it.item_code ?? '' }) };
  };
  const submit = async (reason: string) => {
    const lines: InputFor<typeof postCount>['lines'] = entered.map((row) => ({
      item_id: row.item_id,
      lot_id: row.lot_id,
      account_id: row.account_id,
      owner_id: row.owner_id,
      disposition: row.disposition,
      counted: counts.get(row.key)!,
      expected: row.qty,
    }));
    try {
      const result = await post.run({ warehouse_id, document_no, reason, lines });
      const text = t('count_done', {
        counted: result.counted,
        differing: result.differing,
        gained: result.gained,
        lost: result.lost,
      });
      setDone(text);
      void message.success(text);
      setCounts(new Map());
      setDocument(newDocument());
    } finally {
      setPosting(false);
    }
  };
  const columns = useMemo<GridColumn<Balance>[]>(
    () => [
      {
        key: 'location',
        title: t('location'),
        value: (row) => row.location_code,
        kind: 'code',
        pin: true,
        width: 100,
      },
      { key: 'item_code', title: t('item_code'), value: (row) => row.item_code, kind: 'code', width: 100 },
      { key: 'item_name', title: t('item_name'), value: (row) => row.item_name, grow: true, width: 180 },
      { key: 'lot_no', title: t('lot_no'), value: (row) => row.lot_no, kind: 'code', width: 130 },
      {
        key: 'disposition',
        title: t('disposition'),
        value: (row) => row.disposition,
        width: 104,
        render: (row) => <DispositionChip disposition={row.disposition as Disposition} />,
      },
      { key: 'qty', title: t('book'), value: (row) => row.qty, kind: 'integer', width: 92 },
      {
        key: 'counted',
        title: t('counted'),
        value: (row) => counts.get(row.key),
        width: 130,
        render: (row) => (
          <InputNumber
            size="small"
            min={0}
            precision={0}
            aria-label={`${t('counted')} ${row.location_code} ${row.item_code} ${row.lot_no}`}
            placeholder={t('count_blank')}
            value={counts.get(row.key) ?? null}
            onChange={(next) => set(row.key, next)}
          />
        ),
      },
      {
        key: 'difference',
        title: t('difference'),
        value: (row) => (counts.has(row.key) ? counts.get(row.key)! - row.qty : null),
        kind: 'integer',
        width: 100,
        render: (row) => <Difference counted={counts.get(row.key)} book={row.qty} />,
      },
      { key: 'owner', title: t('owner'), value: (row) => row.owner_name, width: 180, hidden: true },
    ],
    [t, counts, set],
  );
  return (
    <>
      <ScanInput compact onScan={({ raw }) => onScan(raw)} />
      <div className="tc-bar">
        <Select
          aria-label={t('count_bin')}
          placeholder={t('count_all_bins')}
          className="tc-min-field"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={bin}
          onChange={(next: string | undefined) => setAt({ bin: next })}
          options={(places.data?.rows ?? []).map((row) => ({
            value: row.location_code,
            label: row.location_code,
          }))}
        />
        <div className="tc-head-field">
          <ItemPicker
            aria-label={t('item_name')}
            placeholder={t('all_items')}
            allowClear
            value={item}
            onChange={(next) => setAt({ item: next })}
          />
        </div>
        <Button onClick={() => setPasting(true)}>{t('count_paste')}</Button>
        <Button
          disabled={book.length === 0 || entered.length === book.length}
          onClick={() => setCounts(new Map(book.map((row) => [row.key, counts.get(row.key) ?? row.qty])))}
        >
          {t('fill_book')}
        </Button>
        <BlockedButton
          type="primary"
          blocked={[...lacks('stock.count'), ...missingFields([[entered.length > 0, t('counted')]])]}
          onClick={() => setPosting(true)}
        >
          {t('count_post')}
        </BlockedButton>
      </div>
      <StatRow>
        <StatTile label={t('count_entered')} value={`${figures.entered} / ${book.length}`} />
        <StatTile
          label={t('count_differs')}
          value={figures.differs}
          {...(figures.differs > 0 ? { tone: 'warn' as const } : {})}
        />
        <StatTile label={t('count_gain')} value={formatInteger(figures.gained, language)} />
        <StatTile
          label={t('count_loss')}
          value={formatInteger(figures.lost, language)}
          {...(figures.lost > 0 ? { tone: 'bad' as const } : {})}
        />
      </StatRow>
      {done && entered.length === 0 ? <Alert type="success" showIcon title={done} role="status" /> : null}
      {post.error ? (
        <LineProblem
          error={post.error}
          line={(index) => {
            const row = entered[index];
            return row ? `${row.location_code ?? ''} ${row.item_code} ${row.lot_no}` : '';
          }}
        />
      ) : null}
      <Section flush>
        <VirtualGrid
          id="stock-count"
          label={t('count')}
          columns={columns}
          rows={list.rows ? book : undefined}
          rowKey={(row) => row.key}
          view={view}
          onView={setView}
          height={460}
          loading={list.loading}
          error={gridError(list.error, () => void list.refetch())}
          empty={<EmptyState title={t('empty_balances')} />}
          rowTone={(row) => {
            const counted = counts.get(row.key);
            if (counted === undefined || counted === row.qty) return undefined;
            return counted < row.qty ? 'bad' : 'warn';
          }}
        />
      </Section>
      <PasteDialog
        open={pasting}
        book={book}
        onClose={() => setPasting(false)}
        onCounts={(pasted) => setCounts(new Map([...counts, ...pasted]))}
      />
      <ConfirmWithReason
        open={posting}
        title={t('count_post_title', { n: entered.length, differs: figures.differs })}
        confirm_label={t('count_post')}
        onConfirm={submit}
        onCancel={() => setPosting(false)}
      >
        <p>{t('count_post_text')}</p>
        <p className="tc-muted">{t('count_serials')}</p>
        <span className="tc-bar-field">
          <span aria-hidden>{t('count_document')}</span>
          <Input
            aria-label={t('count_document')}
            value={document_no}
            maxLength={60}
            onChange={(event) => setDocument(event.target.value)}
          />
        </span>
      </ConfirmWithReason>
    </>
  );
}

/** A number for the count that nobody else makes at the same time; it may be overwritten by the company's own. */
const newDocument = (): string => `PD-${uuid().slice(0, 8).toUpperCase()}`;

function Difference({ counted, book }: { counted: number | undefined; book: number }) {
  const language = useLanguage();
  if (counted === undefined) return null;
  const by = counted - book;
  const tone = by === 0 ? 'tc-ink-ok' : by > 0 ? 'tc-ink-warn' : 'tc-ink-bad';
  return (
    <span className={tone}>
      {by > 0 ? '+' : ''}
      {formatInteger(by, language)}
    </span>
  );
}

type PasteProps = {
  readonly open: boolean;
  readonly book: readonly Balance[];
  readonly onClose: () => void;
  readonly onCounts: (counts: Counts) => void;
};

function PasteDialog({ open, book, onClose, onCounts }: PasteProps) {
  const t = useText(stockText);
  const [text, setText] = useState('');
  const [faults, setFaults] = useState<readonly PasteFault[]>([]);
  const apply = () => {
    const read = readCounts(text, book);
    onCounts(read.counts);
    setFaults(read.faults);
    if (read.faults.length === 0) {
      setText('');
      onClose();
    }
  };
  return (
    <Modal
      open={open}
      title={t('count_paste')}
      okText={t('count_paste_apply')}
      okButtonProps={{ disabled: text.trim() === '' }}
      onOk={apply}
      onCancel={onClose}
      width={560}
      destroyOnHidden
    >
      <div className="tc-stack">
        <p className="tc-muted">{t('count_paste_text')}</p>
        <Input.TextArea
          rows={10}
          className="tc-paste"
          aria-label={t('count_paste')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setFaults([]);
          }}
        />
        {faults.length > 0 ? (
          <ul role="alert" className="tc-ink-bad tc-fault-list">
            {faults.map((fault) => (
              <li key={fault.line}>
                {t('count_paste_bad', { line: fault.line, problem: t(fault.code, fault.params) })}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Modal>
  );
}
