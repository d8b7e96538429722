import { PlusOutlined } from '@ant-design/icons';
import { type getExpected, listItems, scanGoods } from '@tongcang/contract';
import { Button, Select, Switch } from 'antd';
import { useState } from 'react';
import { EmptyState, ScanInput, Section, useText } from '../../../ui/index.ts';
import { call, type OutputFor } from '../../app/api.ts';
import { ItemPicker } from '../../app/pickers.tsx';
import { LabelledField } from '../fulfilment/labelled.tsx';
import { useAsk } from '../stock/ask.tsx';
import { useScanProblem } from '../stock/resolve.ts';
import { CountRow } from './count-row.tsx';
import { type Addable, applyScan, type CountLine, withLot } from './receive-lines.ts';
import { receivingText } from './receiving-text.ts';

export type ExpectedDocument = OutputFor<typeof getExpected>;

type CountingProps = {
  readonly lines: readonly CountLine[];
  readonly setLines: (change: (lines: CountLine[]) => CountLine[]) => void;
  readonly blind: boolean;
  readonly setBlind: (blind: boolean) => void;
  readonly document: ExpectedDocument | null;
  readonly warehouse?: number;
};

/** The list that is counted, by scan or by hand. */
export function Counting({ lines, setLines, blind, setBlind, document, warehouse }: CountingProps) {
  const t = useText(receivingText);
  const problemText = useScanProblem();
  const ask = useAsk();
  const addable = document?.line_rows ?? [];
  const change = (key: string, patch: Partial<CountLine>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...patch } : line)));
  const onScan = async (raw: string) => {
    try {
      const asn_id = document?.asn_id;
      const scan = await ask(raw, ({ code }) =>
        call(scanGoods, { code, warehouse_id: warehouse!, ...(asn_id ? { asn_id } : {}) }),
      );
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

function AddLot({ document, onAdd }: { document: ExpectedDocument | null; onAdd: (item: Addable) => void }) {
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
