import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { addScanHandler, lastScan, type ScanHandler, type ScanRecord, watchScans } from './scan-source.ts';

/**
 * Receives scans from anywhere on the page while the component is shown. The component mounted last wins, so a
 * dialog takes the scans of the page below it. Answer `{ ok, text }` and the kit sounds, vibrates and shows it.
 */
export function useScan(handler: ScanHandler, options: { enabled?: boolean } = {}): void {
  const enabled = options.enabled ?? true;
  const current = useEffectEvent(handler);
  useEffect(() => {
    if (!enabled) return;
    return addScanHandler((scan) => current(scan));
  }, [enabled]);
}

/** The last scan of the page and what became of it. */
export function useLastScan(): ScanRecord | null {
  return useSyncExternalStore(watchScans, lastScan);
}
