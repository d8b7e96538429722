import { createScanDecoder, type Scan } from './scan-decoder.ts';
import { playSignal } from './scan-signal.ts';

/**
 * One ear for the whole page: listens in the capture phase, so that a scan arrives wherever the focus is, and
 * gives it to the handler that was registered last (a dialog over a page).
 */
export type ScanOutcome = { readonly ok: boolean; readonly text?: string };
export type ScanHandler = (scan: Scan) => ScanOutcome | undefined | Promise<ScanOutcome | undefined>;
export type ScanRecord = {
  readonly scan: Scan;
  readonly outcome: ScanOutcome | null;
  readonly pending: boolean;
};
export type KeyTrace = {
  readonly key: string;
  readonly code: string;
  readonly modifiers: string;
  readonly gap_ms: number;
  readonly kind: 'key' | 'text';
  readonly swallowed: boolean;
};

/** A committed text without line end is a scan only from this length on, and after this pause. */
const COMMITTED_LENGTH_MIN = 6;
const COMMITTED_IDLE_MS = 80;

const decoder = createScanDecoder();
const handlers: ScanHandler[] = [];
const watchers = new Set<() => void>();
const tracers = new Set<(trace: KeyTrace) => void>();
let last: ScanRecord | null = null;
let listening = false;
let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null;
let key_char = '';
let last_event_at = 0;
let idle: ReturnType<typeof setTimeout> | undefined;

export const lastScan = (): ScanRecord | null => last;
export const scanIsBusy = (): boolean => decoder.busy(performance.now());

/** Calls `watcher` after every scan and outcome; the answer ends it. */
export function watchScans(watcher: () => void): () => void {
  listen();
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Shows every raw key to `tracer`, for the scan self-test. */
export function traceKeys(tracer: (trace: KeyTrace) => void): () => void {
  listen();
  tracers.add(tracer);
  return () => tracers.delete(tracer);
}

/** Registers a handler; the last registered one gets the scans. The answer removes it. */
export function addScanHandler(handler: ScanHandler): () => void {
  listen();
  handlers.push(handler);
  return () => {
    const at = handlers.lastIndexOf(handler);
    if (at >= 0) handlers.splice(at, 1);
  };
}

/** Gives a scan to the handler on top and signals its outcome; also used for codes typed by hand. */
export async function deliverScan(scan: Scan): Promise<void> {
  const handler = handlers.at(-1);
  publish({ scan, outcome: null, pending: handler !== undefined });
  if (scan.duplicate) playSignal('duplicate');
  if (!handler) return;
  let outcome: ScanOutcome | undefined;
  try {
    outcome = await handler(scan);
  } catch (error) {
    outcome = { ok: false, text: error instanceof Error ? error.message : String(error) };
  }
  if (outcome && !(scan.duplicate && outcome.ok)) playSignal(outcome.ok ? 'ok' : 'fail');
  // A later scan may have come while this one was judged; its display is not overwritten.
  if (last?.scan === scan) publish({ scan, outcome: outcome ?? null, pending: false });
}

function publish(record: ScanRecord): void {
  last = record;
  for (const watcher of watchers) watcher();
}

function listen(): void {
  if (listening || typeof window === 'undefined') return;
  listening = true;
  addEventListener('keydown', onKeyDown, { capture: true });
  addEventListener('keyup', (event) => decoder.keyUp(event.key, event.timeStamp), { capture: true });
  addEventListener('beforeinput', onBeforeInput as EventListener, { capture: true });
}

function onKeyDown(event: KeyboardEvent): void {
  // When the key was struck, not when a busy page found time for it: on a slow handheld the two differ.
  const at = event.timeStamp;
  const was = decoder.pending();
  const began = decoder.startedAt();
  const field = fieldNow();
  const step = decoder.key({
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    meta: event.metaKey,
    shift: event.shiftKey,
    composing: event.isComposing || event.keyCode === 229,
    at,
  });
  if (decoder.startedAt() !== began) before = field;
  key_char = decoder.pending() !== was && event.key.length === 1 ? event.key : '';
  trace(event, at, step.swallow);
  settle(event, step.swallow, step.scan);
}

function onBeforeInput(event: InputEvent): void {
  const text = committedText(event);
  if (text === null) return;
  const at = event.timeStamp;
  const began = decoder.startedAt();
  const field = fieldNow();
  const step = decoder.text(text, at);
  if (decoder.startedAt() !== began) before = field;
  trace({ key: text, code: event.inputType, kind: 'text' }, at, step.swallow);
  settle(event, step.swallow, step.scan);
  clearTimeout(idle);
  if (step.scan || text.length < COMMITTED_LENGTH_MIN || !isScanField(event.target)) return;
  idle = setTimeout(() => settle(null, false, decoder.flush(performance.now())), COMMITTED_IDLE_MS);
}

/** Text that arrives without usable keys; null for what a counted key wrote and for an input method's drafts. */
function committedText(event: InputEvent): string | null {
  const { inputType, data } = event;
  if (inputType === 'insertLineBreak') return decoder.pending() === '' ? null : '\n';
  if (inputType === 'insertCompositionText' && decoder.pending() !== '') return null;
  if (!data || (inputType !== 'insertText' && inputType !== 'insertCompositionText')) return null;
  if (data !== key_char) return data;
  key_char = '';
  return null;
}

function settle(event: Event | null, swallow: boolean, scan: Scan | null): void {
  if (swallow) event?.preventDefault();
  if (!scan) return;
  // What was read must not stay behind in the field that happened to have the focus.
  event?.stopPropagation();
  restore();
  void deliverScan(scan);
}

const isScanField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.dataset.scanField !== undefined;

/** The field with the focus as it is before this event writes into it. */
function fieldNow(): typeof before {
  const field = document.activeElement;
  const editable = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  return editable ? { field, value: field.value } : null;
}

function restore(): void {
  if (!before) return;
  const { field, value } = before;
  before = null;
  if (field.value !== value) {
    const prototype =
      field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
    // React replaces `value` on the element; the prototype's setter is what makes it notice the change.
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  // The first keys have opened its list of choices, which would lie over the page.
  if (field.getAttribute('role') === 'combobox') field.blur();
}

type Traced = Pick<KeyboardEvent, 'key' | 'code'> & Partial<KeyboardEvent> & { kind?: 'text' };

function trace(event: Traced, at: number, swallowed: boolean): void {
  if (tracers.size === 0) return;
  const modifiers = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Meta',
    event.isComposing && 'IME',
  ].filter(Boolean);
  const entry: KeyTrace = {
    key: event.key,
    code: event.code,
    modifiers: modifiers.join('+'),
    gap_ms: last_event_at === 0 ? 0 : Math.round(at - last_event_at),
    kind: event.kind ?? 'key',
    swallowed,
  };
  last_event_at = at;
  for (const tracer of tracers) tracer(entry);
}
