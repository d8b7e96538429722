import { Button } from 'antd';
import { useEffect, useState } from 'react';
import {
  Columns,
  type GridColumn,
  GS,
  type KeyTrace,
  KeyValue,
  PageBody,
  PageHeader,
  playSignal,
  RawCode,
  type Scan,
  ScanInput,
  Section,
  StatusChip,
  showControls,
  traceKeys,
  useLastScan,
  useText,
  VirtualGrid,
} from '../../../ui/index.ts';
import { scanTestText } from './text.ts';

const TRACES_MAX = 400;
type Trace = KeyTrace & { readonly n: number };

/** Shows what a scanner really sends, so that its settings can be mended without guessing. */
export default function ScanTestPage() {
  const t = useText(scanTestText);
  const [traces, setTraces] = useState<readonly Trace[]>([]);
  useEffect(
    () =>
      traceKeys((trace) =>
        setTraces((before) => [{ ...trace, n: (before[0]?.n ?? 0) + 1 }, ...before].slice(0, TRACES_MAX)),
      ),
    [],
  );
  const columns: GridColumn<Trace>[] = [
    { key: 'n', title: '#', value: (trace) => trace.n, kind: 'integer', width: 64, filter: false },
    { key: 'key', title: t('key'), value: (trace) => showControls(trace.key), kind: 'code', width: 120 },
    { key: 'modifiers', title: t('modifiers'), value: (trace) => trace.modifiers, width: 110 },
    { key: 'code', title: t('code'), value: (trace) => trace.code, kind: 'code', grow: true },
    { key: 'gap', title: t('gap'), value: (trace) => trace.gap_ms, kind: 'integer', width: 130 },
    { key: 'swallowed', title: t('swallowed'), value: (trace) => (trace.swallowed ? '✓' : ''), width: 90 },
  ];
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        description={t('text')}
        actions={
          <>
            <Button onClick={() => playSignal('ok')}>{t('try_ok')}</Button>
            <Button onClick={() => playSignal('fail')}>{t('try_fail')}</Button>
          </>
        }
      />
      <ScanInput onScan={() => ({ ok: true, text: t('verdict_ok') })} />
      <Columns min={420}>
        <Section title={t('last')}>
          <LastScanFacts />
        </Section>
        <Section title={t('environment')}>
          <Environment />
        </Section>
      </Columns>
      <Section
        title={t('keys')}
        flush
        extra={
          <Button size="small" type="text" onClick={() => setTraces([])}>
            {t('clear')}
          </Button>
        }
      >
        <VirtualGrid
          id="scan-test"
          label={t('keys_label')}
          columns={columns}
          rows={traces}
          rowKey={(trace) => trace.n}
          height={320}
          rowHeight={28}
          hideToolbar
        />
      </Section>
    </PageBody>
  );
}

function LastScanFacts() {
  const t = useText(scanTestText);
  const record = useLastScan();
  if (!record) return <p className="tc-muted">{t('none')}</p>;
  const { scan } = record;
  const separators = scan.raw.split(GS).length - 1;
  return (
    <>
      <KeyValue
        facts={[
          {
            label: t('raw'),
            value: (
              <code>
                <RawCode raw={scan.raw} />
              </code>
            ),
            wide: true,
          },
          { label: t('length'), value: scan.raw.length },
          { label: t('separators'), value: separators },
          { label: t('route'), value: t(`r_${scan.route}`) },
          { label: t('duration'), value: t('unit_ms', { ms: Math.round(scan.duration_ms) }) },
        ]}
      />
      <ul className="tc-verdicts">
        {verdicts(scan).map(([key, tone]) => (
          <li key={key}>
            <StatusChip tone={tone}>{t(key)}</StatusChip>
          </li>
        ))}
      </ul>
    </>
  );
}

type Verdict = 'v_gs' | 'v_no_gs' | 'v_ime' | 'v_layout' | 'v_duplicate' | 'v_slow';
const SLOW_GAP_MS = 35;

/** What the last scan says about the scanner's settings. */
function verdicts(scan: Scan): [Verdict, 'ok' | 'warn' | 'bad'][] {
  const found: [Verdict, 'ok' | 'warn' | 'bad'][] = [
    scan.raw.includes(GS) ? ['v_gs', 'ok'] : ['v_no_gs', 'warn'],
  ];
  if (scan.route === 'codes') found.push(['v_ime', 'warn']);
  if ([...scan.raw].some((char) => char.codePointAt(0)! > 0x7e)) found.push(['v_layout', 'bad']);
  if (scan.duplicate) found.push(['v_duplicate', 'warn']);
  if (scan.route === 'keys' && scan.duration_ms / scan.raw.length > SLOW_GAP_MS)
    found.push(['v_slow', 'warn']);
  return found;
}

function Environment() {
  const t = useText(scanTestText);
  const abilities = [
    ['secure', isSecureContext],
    ['sound', typeof AudioContext !== 'undefined'],
    ['vibration', typeof navigator.vibrate === 'function'],
    ['camera', Boolean(navigator.mediaDevices)],
  ] as const;
  return (
    <KeyValue
      facts={abilities.map(([name, there]) => ({
        label: t(name),
        value: (
          <StatusChip tone={there ? 'ok' : 'neutral'}>{t(there ? 'available' : 'unavailable')}</StatusChip>
        ),
      }))}
    />
  );
}
