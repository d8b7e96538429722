import { createStore, useStore } from './store.ts';

/**
 * Whether the server can be reached. Offline is a state to be shown, not an error to be thrown at people: work
 * on the page goes on, and the banner disappears by itself.
 */
export type Connection = 'online' | 'offline' | 'unreachable';

const PROBE_MS = 5000;
const connection = createStore<Connection>(navigator.onLine ? 'online' : 'offline');
let probe: ReturnType<typeof setInterval> | undefined;

addEventListener('offline', () => connection.set('offline'));
addEventListener('online', () => void checkNow());

export const useConnection = (): Connection => useStore(connection);

/** An answer came, whatever it was. */
export function sawAnswer(): void {
  connection.set('online');
  clearInterval(probe);
  probe = undefined;
}

/** A request found nobody; from now on the server is asked every few seconds. */
export function sawSilence(): void {
  connection.set(navigator.onLine ? 'unreachable' : 'offline');
  probe ??= setInterval(() => void checkNow(), PROBE_MS);
}

/** Asks the server whether it is there. */
export async function checkNow(): Promise<void> {
  try {
    await fetch('/healthz', { cache: 'no-store' });
    sawAnswer();
  } catch {
    sawSilence();
  }
}
