import { ScanOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useKitText } from '../provider.tsx';
import { StatusChip } from '../status-chip.tsx';
import { readControls, showControls } from './scan-decoder.ts';
import { deliverScan, type ScanHandler, type ScanRecord } from './scan-source.ts';
import { useLastScan, useScan } from './use-scan.ts';

type ScanInputProps = {
  readonly onScan: ScanHandler;
  readonly label?: ReactNode;
  readonly enabled?: boolean;
  /** Hides the field for typing and shows only the readiness and the last scan. */
  readonly compact?: boolean;
};

/**
 * Shows that scanning is possible, takes codes typed by hand, and keeps the last scan in sight with its outcome.
 * It needs no focus: an input method cannot interfere while no text field is focused.
 */
export function ScanInput({ onScan, label, enabled = true, compact = false }: ScanInputProps) {
  const t = useKitText();
  const field = useId();
  const [typed, setTyped] = useState('');
  const record = useLastScan();
  useScan(onScan, { enabled });

  const submit = () => {
    const raw = readControls(typed.trim());
    if (!raw || !enabled) return;
    setTyped('');
    void deliverScan({ raw, route: 'typed', duration_ms: 0, duplicate: false, at: performance.now() });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // Someone typing the separator by hand gets the visible sign for it.
    if (event.ctrlKey && event.code === 'BracketRight') setTyped((text) => `${text}␝`);
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) submit();
  };

  return (
    <div className={`tc-scan tc-scan-${scanState(record)}`}>
      {compact ? (
        <span className="tc-scan-ready">
          <ScanOutlined aria-hidden /> {label ?? t('scan_ready')}
        </span>
      ) : (
        <>
          <label htmlFor={field} className="tc-scan-label">
            {label ?? t('scan_ready')}
          </label>
          <Input
            id={field}
            data-scan-field=""
            value={typed}
            disabled={!enabled}
            prefix={<ScanOutlined aria-hidden />}
            placeholder={t('scan_here')}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </>
      )}
      <LastScan record={record} />
    </div>
  );
}

function scanState(record: ScanRecord | null): 'idle' | 'ok' | 'fail' {
  if (!record?.outcome) return 'idle';
  return record.outcome.ok ? 'ok' : 'fail';
}

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  '␄': 'EOT',
  '␜': 'FS',
  '␝': 'GS',
  '␞': 'RS',
  '␟': 'US',
};

/**
 * A scanned code with its control characters in sight. The text holds the Unicode pictures (␝), so it can be
 * copied; what is seen are their names in small boxes, because few fonts have the pictures.
 */
export function RawCode({ raw }: { raw: string }) {
  return (
    <>
      {showControls(raw)
        .split(/([\u2400-\u2421])/)
        .map((part, index) =>
          /^[\u2400-\u2421]$/.test(part) ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity.
            <span key={index} className="tc-control" data-name={CONTROL_NAMES[part] ?? 'CTRL'}>
              {part}
            </span>
          ) : (
            part
          ),
        )}
    </>
  );
}

/** The last scan with GS as ␝, and what became of it; announced to screen readers. */
export function LastScan({ record }: { record: ScanRecord | null }) {
  const t = useKitText();
  const outcome = record?.outcome;
  return (
    <div className="tc-scan-last" role="status">
      {record ? (
        <>
          <code className="tc-scan-raw" title={t('scan_last')}>
            <RawCode raw={record.scan.raw} />
          </code>
          {record.scan.duplicate ? <StatusChip tone="warn">{t('scan_duplicate')}</StatusChip> : null}
          {outcome ? (
            <StatusChip tone={outcome.ok ? 'ok' : 'bad'}>
              {outcome.text ?? t(outcome.ok ? 'scan_ok' : 'scan_failed')}
            </StatusChip>
          ) : null}
        </>
      ) : (
        <span className="tc-muted">{t('scan_none')}</span>
      )}
    </div>
  );
}
