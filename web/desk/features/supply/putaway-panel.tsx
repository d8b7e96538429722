import { listLocations, putAway, scanGoods, suggestPutaway } from '@tongcang/contract';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { LoadingState, ScanInput, Section, useText } from '../../../ui/index.ts';
import { call, type OutputFor, useAction, useVerb } from '../../app/api.ts';
import { ProblemView } from '../../app/problem-view.tsx';
import { useAsk } from '../stock/ask.tsx';
import { LineProblem } from '../stock/line-problem.tsx';
import { useScanProblem } from '../stock/resolve.ts';
import { AFFECTS, type Receipt, type ReceiptLine } from './receipt-model.ts';
import { serialsFrom } from './receive-lines.ts';
import { receivingText } from './receiving-text.ts';

type Suggested = OutputFor<typeof suggestPutaway>['rows'][number];
type Bin = { readonly account_id: number; readonly location_code: string };
const INTO: ReadonlySet<string> = new Set(['storage', 'dispatch', 'sample']);

/** Accepted goods on their way to the shelf: a bin is scanned, then the goods; suggestions stand beside them. */
export function PutawayPanel({ receipt }: { receipt: Receipt }) {
  const t = useText(receivingText);
  const { message } = App.useApp();
  const problemText = useScanProblem();
  const ask = useAsk();
  const { receipt_id, warehouse_id } = receipt;
  const [bin, setBin] = useState<Bin | null>(null);
  const suggested = useVerb(suggestPutaway, { receipt_id });
  const places = useVerb(listLocations, { warehouse_id });
  const bins = (places.data?.rows ?? []).flatMap(({ account_id, location_code, zone_kind }) =>
    account_id !== null && INTO.has(zone_kind) ? [{ account_id, location_code }] : [],
  );
  const lines = new Map(receipt.line_rows.map((line) => [line.receipt_line_id, line]));
  const rows = suggested.data?.rows ?? [];
  const put = useAction(putAway, { invalidates: AFFECTS });
  const run = async (row: Suggested, to: Bin, qty: number, serial_nos: readonly string[]) => {
    const line = { receipt_line_id: row.receipt_line_id, to_account_id: to.account_id, qty };
    await put.run({
      receipt_id,
      lines: [serial_nos.length > 0 ? { ...line, serial_nos: [...serial_nos] } : line],
    });
    void message.success(t('put_ok', { qty, bin: to.location_code }));
    return t('put_ok', { qty, bin: to.location_code });
  };
  const putUnit = async (sscc: string, to: Bin) => {
    try {
      const { qty } = await put.run({ receipt_id, units: [{ sscc, to_account_id: to.account_id }] });
      return { ok: true, text: t('put_unit_ok', { sscc, qty, bin: to.location_code }) };
    } catch (error) {
      return { ok: false, text: problemText(error) };
    }
  };
  const onScan = async (raw: string) => {
    const code = raw.trim();
    const found = bins.find((one) => one.location_code === code);
    if (found) {
      setBin(found);
      return { ok: true, text: t('scan_bin', { bin: code }) };
    }
    const unit = waitingUnit(code, receipt.line_rows);
    if (unit !== null) {
      if (bin === null) return { ok: false, text: t('scan_bin_first') };
      return putUnit(unit, bin);
    }
    try {
      const scan = await ask(code, (asked) => call(scanGoods, { code: asked.code, warehouse_id }));
      const row = rows.find((one) => {
        const line = lines.get(one.receipt_line_id);
        return line?.item_id === scan.item_id && line?.lot_no === scan.lot_no;
      });
      if (row === undefined) return { ok: false, text: t('scan_bin_unknown', { code }) };
      if (bin === null) return { ok: false, text: t('scan_bin_first') };
      const serial = scan.serial_no;
      const pack = (scan.units ?? 1) > 1 ? Math.min(scan.units!, row.waiting) : row.waiting;
      return { ok: true, text: await run(row, bin, serial ? 1 : pack, serial ? [serial] : []) };
    } catch (error) {
      return { ok: false, text: problemText(error) };
    }
  };
  if (suggested.error) return <ProblemView error={suggested.error} />;
  if (suggested.data === undefined) return <LoadingState />;
  if (rows.length === 0) return null;
  return (
    <Section title={t('putaway')}>
      {put.error ? <LineProblem error={put.error} /> : null}
      <div className="tc-pick-head">
        <ScanInput label={t('putaway_hint')} onScan={(scan) => onScan(scan.raw)} />
        {bin ? (
          <span>
            {t('to_bin')} <strong className="tc-pick-place">{bin.location_code}</strong>
          </span>
        ) : null}
      </div>
      <ul className="tc-pick-list">
        {rows.map((row) => (
          <PutRow
            key={row.receipt_line_id}
            row={row}
            line={lines.get(row.receipt_line_id)!}
            bins={bins}
            scanned={bin}
            busy={put.busy}
            onPut={(to, qty, serials) => void run(row, to, qty, serials).catch(() => undefined)}
          />
        ))}
      </ul>
    </Section>
  );
}

/** The unit of this delivery that a scan names, where something accepted of it waits. */
function waitingUnit(code: string, lines: readonly ReceiptLine[]): string | null {
  const digits = code.replace(/^\]C1/i, '').replace(/[()\s]/g, '');
  const sscc = digits.length === 20 && digits.startsWith('00') ? digits.slice(2) : digits;
  return lines.some((line) => line.sscc === sscc && line.qualified > line.put_away) ? sscc : null;
}

type RowProps = {
  readonly row: Suggested;
  readonly line: ReceiptLine;
  readonly bins: readonly Bin[];
  readonly scanned: Bin | null;
  readonly busy: boolean;
  readonly onPut: (to: Bin, qty: number, serials: readonly string[]) => void;
};

function PutRow({ row, line, bins, scanned, busy, onPut }: RowProps) {
  const t = useText(receivingText);
  const best = row.bins[0];
  const [chosen, setChosen] = useState<number>();
  const [qty, setQty] = useState<number | null>(null);
  const [typed, setTyped] = useState('');
  const to = bins.find((bin) => bin.account_id === (chosen ?? scanned?.account_id ?? best?.account_id));
  const serials = serialsFrom(typed);
  const amount =
    line.tracking === 'serial'
      ? serials.length
      : (qty ?? row.bins.find((bin) => bin.account_id === to?.account_id)?.qty ?? row.waiting);
  return (
    <li>
      <span className="tc-line-grow">
        <strong>
          {line.item_code} {line.item_name}
        </strong>
        <span className="tc-muted">
          {' '}
          {t('lot')} {line.lot_no}
          {line.sscc ? ` · SSCC ${line.sscc}` : ''} · {t('to_put')} {row.waiting} {line.unit}
        </span>
        <div className="tc-muted">
          {row.bins.map((bin) => `${bin.location_code} × ${bin.qty}（${t(`why_${bin.why}`)}）`).join('，')}
          {row.unplaced > 0 ? ` ${t('unplaced', { qty: row.unplaced })}` : ''}
        </div>
      </span>
      <Select
        aria-label={`${t('bin')} ${line.lot_no}`}
        showSearch={{ optionFilterProp: 'label' }}
        value={to?.account_id ?? null}
        placeholder={t('bin')}
        onChange={(account_id) => setChosen(account_id ?? undefined)}
        options={bins.map((bin) => ({ value: bin.account_id, label: bin.location_code }))}
        style={{ width: 150 }}
      />
      {line.tracking === 'serial' ? (
        <Input.TextArea
          aria-label={`${t('serials')} ${line.lot_no}`}
          placeholder={t('serials')}
          autoSize={{ minRows: 1, maxRows: 4 }}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          style={{ width: 220 }}
        />
      ) : (
        <InputNumber
          aria-label={`${t('qty')} ${line.lot_no}`}
          min={1}
          max={row.waiting}
          precision={0}
          suffix={line.unit}
          value={amount}
          onChange={setQty}
          style={{ width: 120 }}
        />
      )}
      <Button
        type="primary"
        loading={busy}
        disabled={to === undefined || amount === 0}
        onClick={() => onPut(to!, amount, line.tracking === 'serial' ? serials : [])}
      >
        {t('put')}
      </Button>
    </li>
  );
}
