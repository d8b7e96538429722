/** Forms and labels on paper: PDF with Chinese fonts, and ZPL for label printers. */
import { Worker } from 'node:worker_threads';
import type { LabelSheet, PrintForm } from './print.model.ts';
import type { PrintAnswer, PrintTask } from './render.ts';

export type {
  Label,
  LabelCode,
  LabelSheet,
  PrintColumn,
  PrintFact,
  PrintForm,
  PrintTable,
} from './print.model.ts';
export { LABELS_MAX } from './print.model.ts';
export { labelsZpl } from './zpl.ts';

/** The thread holds fonts in memory; it leaves when nobody has printed for a while. */
const IDLE_MS = 60_000;

type Printer = { worker: Worker; waiting: Map<number, Waiting>; timer: NodeJS.Timeout | null };
type Waiting = { resolve(bytes: Uint8Array): void; reject(error: Error): void };
let printer: Printer | null = null;
let tasks = 0;

/** The form as PDF. */
export const printPdf = (form: PrintForm): Promise<Uint8Array> => print({ id: ++tasks, form });
/** The labels as PDF, one a page. */
export const labelsPdf = (sheet: LabelSheet): Promise<Uint8Array> => print({ id: ++tasks, sheet });

function print(task: PrintTask): Promise<Uint8Array> {
  printer ??= open();
  const current = printer;
  if (current.timer !== null) clearTimeout(current.timer);
  current.timer = null;
  current.worker.ref();
  return new Promise((resolve, reject) => {
    current.waiting.set(task.id, { resolve, reject });
    current.worker.postMessage(task);
  });
}

function open(): Printer {
  const opened: Printer = {
    worker: new Worker(new URL('./render.ts', import.meta.url)),
    waiting: new Map(),
    timer: null,
  };
  opened.worker.on('message', (answer: PrintAnswer) => settle(opened, answer));
  opened.worker.on('error', (error: Error) => lose(opened, error));
  opened.worker.on('exit', () => lose(opened, new Error('the printing thread has ended')));
  return opened;
}

function settle(from: Printer, answer: PrintAnswer): void {
  const waiting = from.waiting.get(answer.id);
  from.waiting.delete(answer.id);
  if ('bytes' in answer) waiting?.resolve(answer.bytes);
  else waiting?.reject(new Error(answer.error));
  if (from.waiting.size > 0) return;
  // An idle thread keeps no process alive.
  from.worker.unref();
  from.timer = setTimeout(() => void from.worker.terminate(), IDLE_MS);
  from.timer.unref();
}

function lose(from: Printer, error: Error): void {
  if (printer === from) printer = null;
  for (const { reject } of from.waiting.values()) reject(error);
  from.waiting.clear();
}
