import { PlusOutlined } from '@ant-design/icons';
import { useParams } from '@tanstack/react-router';
import { getExpected, listItems, receiveGoods, scanGoods } from '@tongcang/contract';
import { App, Button, Checkbox, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import {
  BlockedButton,
  EmptyState,
  LoadingState,
  PageBody,
  PageHeader,
  ScanInput,
  Section,
  useText,
  useZone,
} from '../../../ui/index.ts';
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { useGo } from '../../app/link.tsx';
import { missingFields } from '../../app/missing.ts';
import { ItemPicker, WarehousePicker } from '../../app/pickers.tsx';
import { ProblemView, useProblemText } from '../../app/problem-view.tsx';
import { useScope } from '../../app/scope.ts';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { CountRow } from './count-row.tsx';
import './receiving.css';
import {
  type Addable,
  applyScan,
  type CountLine,
  countLines,
  inputLines,
  touched,
  withLot,
} from './receive-lines.ts';
import { receivingText } from './receiving-text.ts';
import { SupplierPicker } from './supplier-picker.tsx';
import { TransportForm, type TransportTyped, transportOf } from './transport-form.tsx';

type Document = OutputFor<typeof getExpected>;

/** Counts a delivery against its arrival notice or order, or without either. */
export default function ReceivePage() {
  const { source = '' } = useParams({ strict: false }) as { source?: string };
  const [kind, number] = source.split('-');
  const asked =
    kind === 'asn'
      ? { asn_id: Number(number) }
      : kind === 'order'
        ? { purchase_order_id: Number(number) }
        : null;
  const { data, error, refetch } = useVerb(getExpected, asked ?? {}, { enabled: asked !== null });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (asked !== null && data === undefined) return <LoadingState />;
  return <Count document={data ?? null} key={source} />;
}

function Count({ document }: { document: Document | null }) {
  const t = useText(receivingText);
  const go = useGo();
  const zone = useZone();
  const scope = useScope();
  const { message } = App.useApp();
  const [note_no, setNote] = useState('');
  const [warehouse, setWarehouse] = useState(document?.warehouse_id ?? scope.warehouse_id);
  const [supplier_id, setSupplier] = useState<number>();
  const [lines, setLines] = useState<CountLine[]>(() => countLines(document?.line_rows ?? []));
  const [blind, setBlind] = useState(false);
  const [complete, setComplete] = useState(document?.kind === 'asn');
  const [accept_unlisted, setUnlisted] = useState(false);
  const [typed, setTyped] = useState<TransportTyped>({});
  const receive = useAction(receiveGoods, {
    invalidates: ['supply', 'stock', 'quality', 'insight', 'planning'],
    onSuccess: ({ receipt_id, discrepancies }) => {
      if (discrepancies.length === 0) void message.success(t('received_ok'));
      else
        void message.warning(t('received_diff', { no: discrepancies.map((d) => d.document_no).join(', ') }));
      go(`/receiving/${receipt_id}`, { replace: true });
    },
  });
  const counted = lines.filter(touched);
  const cold = lines.some((line) => line.cold && (line.received ?? 0) + line.damaged > 0);
  const transport = transportOf(typed, zone);
  const missing = missingFields([
    [warehouse !== undefined, t('warehouse')],
    [document !== null || supplier_id !== undefined, t('supplier')],
    [note_no.trim() !== '', t('delivery_note_no')],
    [counted.length > 0, t('received')],
    [counted.every((line) => line.lot_no.trim() !== ''), t('lot')],
    [counted.every((line) => line.refused === 0 || line.refusal_reason !== null), t('refusal_reason')],
    [!cold || transport !== null, t('transport_mode')],
  ]);
  const submit = () =>
    receive
      .run({
        warehouse_id: warehouse!,
        delivery_note_no: note_no.trim(),
        complete,
        ...(document?.asn_id ? { asn_id: document.asn_id } : {}),
        ...(document?.purchase_order_id ? { purchase_order_id: document.purchase_order_id } : {}),
        ...(document === null ? { supplier_id: supplier_id! } : {}),
        ...(transport ? { transport } : {}),
        lines: inputLines(lines, accept_unlisted),
      })
      .catch(() => undefined);
  return (
    <PageBody>
      <PageHeader
        title={document ? t('receive_title', { no: document.document_no }) : t('receive_blind_title')}
        {...(document ? { description: `${document.supplier_name} → ${document.warehouse_code}` } : {})}
      />
      {receive.error ? (
        <LineProblem
          error={receive.error}
          line={(index) => `${counted[index]?.item_label ?? ''} ${counted[index]?.lot_no ?? ''}`}
        />
      ) : null}
      <Section>
        <div className="tc-form-grid">
          <LabelledField label={t('delivery_note_no')} required help={t('note_help')}>
            {(id) => (
              <Input id={id} value={note_no} maxLength={60} onChange={(e) => setNote(e.target.value)} />
            )}
          </LabelledField>
          {document === null ? (
            <>
              <LabelledField label={t('warehouse')} required>
                {(id) => <WarehousePicker id={id} value={warehouse} onChange={setWarehouse} />}
              </LabelledField>
              <LabelledField label={t('supplier')} required>
                {(id) => <SupplierPicker id={id} value={supplier_id} onChange={setSupplier} />}
              </LabelledField>
            </>
          ) : null}
        </div>
      </Section>
      <Counting
        {...{ lines, setLines, blind, setBlind, document }}
        {...(warehouse === undefined ? {} : { warehouse })}
      />
      <Section>
        <details open={cold}>
          <summary>{t('transport')}</summary>
          <p className="tc-muted">{t('transport_hint')}</p>
          <TransportForm typed={typed} onChange={setTyped} required={cold} />
        </details>
      </Section>
      <Section>
        <div className="tc-stack">
          <Checkbox checked={complete} onChange={(e) => setComplete(e.target.checked)}>
            {t('complete')}
          </Checkbox>
          {lines.some((line) => line.tracking === 'serial' && line.asn_line_id !== null) ? (
            <Checkbox checked={accept_unlisted} onChange={(e) => setUnlisted(e.target.checked)}>
              {t('accept_unlisted')}
            </Checkbox>
          ) : null}
          <BlockedButton
            type="primary"
            size="large"
            blocked={missing}
            loading={receive.busy}
            onClick={submit}
          >
            {t('confirm_receive')}
          </BlockedButton>
        </div>
      </Section>
    </PageBody>
  );
}

type CountingProps = {
  readonly lines: readonly CountLine[];
  readonly setLines: (change: (lines: CountLine[]) => CountLine[]) => void;
  readonly blind: boolean;
  readonly setBlind: (blind: boolean) => void;
  readonly document: Document | null;
  readonly warehouse?: number;
};

/** The list that is counted, by scan or by hand. */
function Counting({ lines, setLines, blind, setBlind, document, warehouse }: CountingProps) {
  const t = useText(receivingText);
  const problemText = useProblemText();
  const addable = document?.line_rows ?? [];
  const change = (key: string, patch: Partial<CountLine>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const onScan = async (raw: string) => {
    try {
      const asn_id = document?.asn_id;
      const scan = await call(scanGoods, {
        code: raw,
        warehouse_id: warehouse!,
        ...(asn_id ? { asn_id } : {}),
      });
      const offered =
        document === null && scan.kind === 'goods' ? [await itemAsExpected(scan.item_id!)] : addable;
      const result = applyScan(lines, scan, offered, blind);
      const item = `${scan.item_code ?? ''} ${scan.item_name ?? ''}`;
      if (!('lines' in result)) {
        if (result.said === 'no_lot') return { ok: false, text: t('scan_no_lot') };
        if (result.said === 'not_expected') return { ok: false, text: t('scan_not_expected', { item }) };
        return { ok: false, text: t('scan_serial_twice', { serial: scan.serial_no ?? '' }) };
      }
      setLines(() => result.lines);
      return result.said === 'unit'
        ? { ok: true, text: t('scan_unit', { sscc: scan.sscc ?? '', count: result.count }) }
        : { ok: true, text: t('scan_goods', { item, lot: result.lot_no }) };
    } catch (error) {
      return { ok: false, text: problemText(error) };
    }
  };
  return (
    <Section
      title={t('lines')}
      extra={
        document?.kind === 'asn' && !blind ? (
          <Button
            size="small"
            onClick={() =>
              setLines((all) =>
                all.map((line) => ({
                  ...line,
                  received: line.received ?? line.expected,
                  ...announcedSerials(line, addable),
                })),
              )
            }
          >
            {t('fill_all')}
          </Button>
        ) : null
      }
    >
      <div className="tc-pick-head">
        <ScanInput
          label={t('receive_hint')}
          enabled={warehouse !== undefined}
          onScan={(scan) => onScan(scan.raw)}
        />
        {document ? (
          // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control inside.
          <label className="tc-bar-field">
            <Switch checked={blind} onChange={setBlind} aria-label={t('blind')} /> {t('blind')}
          </label>
        ) : null}
      </div>
      {lines.length === 0 ? <EmptyState title={t('no_lines')} /> : null}
      <ul className="tc-pick-list">
        {lines.map((line) => (
          <CountRow
            key={line.key}
            line={line}
            blind={blind}
            onChange={(patch) => change(line.key, patch)}
            onRemove={() => setLines((all) => all.filter((one) => one.key !== line.key))}
          />
        ))}
      </ul>
      <AddLot document={document} onAdd={(item) => setLines((all) => withLot(all, item, ''))} />
    </Section>
  );
}

/** The serials that the notice names, where all of a line is taken in at once. */
function announcedSerials(line: CountLine, expected: readonly Addable[]): { serials?: readonly string[] } {
  const named = expected.find((one) => one.asn_line_id === line.asn_line_id)?.serial_nos ?? [];
  return line.received === null && named.length > 0 ? { serials: named } : {};
}

function AddLot({ document, onAdd }: { document: Document | null; onAdd: (item: Addable) => void }) {
  const t = useText(receivingText);
  const [item_id, setItem] = useState<number>();
  const expected = document?.line_rows ?? [];
  const unique = [...new Map(expected.map((line) => [line.item_id, line])).values()];
  const add = async (chosen: number | undefined) => {
    setItem(undefined);
    if (chosen === undefined) return;
    onAdd(unique.find((line) => line.item_id === chosen) ?? (await itemAsExpected(chosen)));
  };
  return (
    <LabelledField label={t('add_line')}>
      {(id) =>
        document ? (
          <Select
            id={id}
            className="tc-wide-field"
            suffixIcon={<PlusOutlined />}
            placeholder={t('item')}
            value={item_id ?? null}
            onChange={(chosen) => void add(chosen ?? undefined)}
            options={unique.map((line) => ({
              value: line.item_id,
              label: `${line.item_code} ${line.item_name}`,
            }))}
          />
        ) : (
          <div className="tc-wide-field">
            <ItemPicker
              id={id}
              placeholder={t('item')}
              value={item_id}
              onChange={(chosen) => void add(chosen)}
            />
          </div>
        )
      }
    </LabelledField>
  );
}

/** An item that nobody has announced, in the shape of those that are. */
async function itemAsExpected(item_id: number): Promise<Addable> {
  const { rows } = await call(listItems, { item_id, limit: 1 });
  const item = rows[0]!;
  return {
    purchase_order_line_id: null,
    asn_line_id: null,
    item_id,
    item_code: item.item_code,
    item_name: item.name,
    unit: item.unit,
    storage_condition: item.storage_condition,
    tracking: item.tracking as Addable['tracking'],
    sscc: null,
    lot_no: null,
    production_date: null,
    expiry_date: null,
    open_qty: 0,
    serial_nos: [],
  };
}
