/** The kit: everything a screen is made of, without knowledge of the server. */
export { Chart } from './chart.tsx';
export { ConfirmWithReason } from './confirm.tsx';
export { type Fact, KeyValue, QtyDiff, StatRow, StatTile, Timeline, type TimelineEntry } from './facts.tsx';
export { Field, Form } from './form/form.tsx';
export type { Fault } from './form/issues.ts';
export { useFaultText } from './form/use-fault-text.ts';
export * from './format.ts';
export type { ColumnKind, GridColumn } from './grid/grid-column.ts';

export { type Neighbours, useNeighbours } from './grid/grid-order.ts';
export {
  type GridFilter,
  type GridSort,
  type GridView,
  readView,
  writeView,
} from './grid/grid-view.ts';
export { VirtualGrid, type VirtualGridProps } from './grid/virtual-grid.tsx';
export { Columns, PageBody, PageHeader, Section, TableScroll } from './layout.tsx';
export {
  type Dictionary,
  dictionary,
  type Language,
  type Params,
} from './message.ts';
export type { Mode, ToneName } from './palette.ts';
export {
  KitProvider,
  useCodeText,
  useKitText,
  useLanguage,
  useText,
  useWord,
  useZone,
  ZoneProvider,
} from './provider.tsx';
export { BlockedButton, type Reason, ReasonList, RefusalPanel, type WhyFact, WhyPanel } from './refusal.tsx';
export { copyText, downloadBytes, readStored, uuid, writeStored } from './safe.ts';
export { GS, type Scan, showControls } from './scan/scan-decoder.ts';
export { RawCode, ScanInput } from './scan/scan-input.tsx';
export { playSignal, setSoundOn, soundIsOn } from './scan/scan-signal.ts';
export {
  type KeyTrace,
  type ScanHandler,
  type ScanOutcome,
  scanIsBusy,
  traceKeys,
} from './scan/scan-source.ts';
export { useLastScan, useScan } from './scan/use-scan.ts';
export { EmptyState, ErrorState, LoadingState } from './states.tsx';
export { DISPOSITIONS, type Disposition, DispositionChip, StatusChip } from './status-chip.tsx';
