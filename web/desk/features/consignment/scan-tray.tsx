import { resolveScan } from '@tongcang/contract';
import { Button, InputNumber } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { formatInteger, ScanInput, StatusChip, useLanguage, useText } from '../../../ui/index.ts';
import { call } from '../../app/api.ts';
import { type Asked, useAsk } from '../stock/ask.tsx';
import './surgery.css';
import { surgery_text as text } from './surgery-text.ts';
import {
  type Expected,
  fullTray,
  knownInto,
  missingIn,
  rowKey,
  scannedOf,
  setQty,
  type Tray,
  type TrayOutcome,
} from './tray.ts';

type Props = {
  readonly expected: readonly Expected[];
  readonly tray: Tray;
  readonly onTray: (tray: Tray) => void;
  readonly hint: string;
  /** Shown at the end of a row that has something scanned. */
  readonly extra?: (row: Expected) => ReactNode;
  /** Offers to take everything as scanned; not where the scan is the proof. */
  readonly fill?: boolean;
  /** Says nothing of what is expected, as a blind count wants it. */
  readonly blind?: boolean;
  /** What is not scanned is not missing: the list only says what may be scanned. */
  readonly choice?: boolean;
};

/** What a scan means here; what the list alone does not tell, a number or another pack's label, is looked up. */
function useOutcome(expected: readonly Expected[]) {
  const ask = useAsk();
  return async (tray: { readonly current: Tray }, raw: string): Promise<TrayOutcome> => {
    const { scanInto } = await import('./tray-scan.ts');
    const outcome = scanInto(expected, tray.current, raw, today());
    if (!('problem' in outcome) || outcome.problem !== 'unknown') return outcome;
    const look = (asked: Asked) => call(resolveScan, asked);
    const known = await ask(raw.trim(), look).catch(() => null);
    return known === null ? outcome : knownInto(expected, tray.current, known);
  };
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** A list that is scanned off, in any order: what is still missing stands on top. */
export function ScanTray(props: Props) {
  const { expected, tray, onTray, hint, extra, fill = false, blind = false, choice = false } = props;
  const t = useText(text);
  const language = useLanguage();
  const [all, setAll] = useState(true);
  // Two scans may come before the screen is drawn again; the second must see what the first has put in.
  const latest = useRef(tray);
  latest.current = tray;
  const outcomeOf = useOutcome(expected);
  const missing = missingIn(expected, tray);
  const total = expected.reduce((sum, row) => sum + row.qty, 0);
  const open = (row: Expected) => scannedOf(tray, row).qty < row.qty;
  const shown = expected
    .filter((row) => all || open(row))
    .toSorted((a, b) => Number(open(b)) - Number(open(a)));
  return (
    <div className="tc-tray">
      <div className="tc-pick-head">
        <ScanInput
          label={hint}
          onScan={async (scan) => {
            const outcome = await outcomeOf(latest, scan.raw);
            if ('problem' in outcome) return { ok: false, text: t(`scan_${outcome.problem}`) };
            latest.current = outcome.tray;
            onTray(outcome.tray);
            const { item_label, lot_no } = outcome.row;
            return { ok: true, text: t('scan_taken', { item: item_label, lot: lot_no }) };
          }}
        />
        {blind ? null : (
          <strong className="tc-tray-left" role="status">
            {choice
              ? t('tray_scanned', { n: total - missing })
              : missing === 0
                ? t('tray_complete', { n: total })
                : t('tray_missing', { n: missing, total })}
          </strong>
        )}
        {choice || blind ? null : (
          <Button onClick={() => setAll(!all)} aria-pressed={!all}>
            {t(all ? 'only_missing' : 'show_all')}
          </Button>
        )}
        {fill ? <Button onClick={() => onTray(fullTray(expected))}>{t('fill_all')}</Button> : null}
      </div>
      <ul className="tc-pick-list">
        {shown.map((row) => {
          const { qty, serial_nos } = scannedOf(tray, row);
          return (
            <li key={rowKey(row)}>
              {row.places ? <strong className="tc-pick-place">{row.places.join(', ') || '—'}</strong> : null}
              <span className="tc-line-grow">
                {row.item_label}
                <span className="tc-muted">
                  {' '}
                  {t('lot')} {row.lot_no}
                  {serial_nos.length > 0 ? ` · ${serial_nos.join(', ')}` : ''}
                </span>
              </span>
              {row.tracking === 'lot' ? (
                <InputNumber
                  aria-label={`${t('scanned')} ${row.lot_no}`}
                  min={0}
                  max={blind ? 1_000_000 : row.qty}
                  precision={0}
                  value={qty}
                  style={{ width: 96 }}
                  onChange={(value) => onTray(setQty(tray, row, value ?? 0))}
                />
              ) : (
                <strong className="tc-num">{formatInteger(qty, language)}</strong>
              )}
              {blind ? null : (
                <span className="tc-num tc-muted">
                  / {formatInteger(row.qty, language)} {row.unit}
                </span>
              )}
              {blind || choice ? null : (
                <StatusChip tone={qty >= row.qty ? 'ok' : 'warn'}>
                  {qty >= row.qty ? t('tray_ok') : t('tray_short', { n: row.qty - qty })}
                </StatusChip>
              )}
              {qty > 0 ? extra?.(row) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
