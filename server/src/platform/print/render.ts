/** Makes pages out of definitions; runs in a thread of its own, because a long form takes a good part of a second. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import pdfmake from 'pdfmake';
import { formDefinition } from './form.ts';
import { labelDefinition } from './labels.ts';
import type { LabelSheet, PrintForm } from './print.model.ts';

export type PrintTask = { readonly id: number } & (
  | { readonly form: PrintForm }
  | { readonly sheet: LabelSheet }
);
export type PrintAnswer = { readonly id: number } & (
  | { readonly bytes: Uint8Array }
  | { readonly error: string }
);

const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');
const regular = join(fonts, 'NotoSansHans-Regular.otf');
const medium = join(fonts, 'NotoSansHans-Medium.otf');
pdfmake.addFonts({ sc: { normal: regular, bold: medium, italics: regular, bolditalics: medium } });
// Definitions are made here alone and name nothing outside; whatever tried to would be refused.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path: string) => path === regular || path === medium);

async function render(task: PrintTask): Promise<PrintAnswer> {
  try {
    const definition = 'form' in task ? formDefinition(task.form) : labelDefinition(task.sheet);
    return { id: task.id, bytes: await pdfmake.createPdf(definition).getBuffer() };
  } catch (error) {
    return { id: task.id, error: String(error) };
  }
}

parentPort?.on('message', async (task: PrintTask) => parentPort?.postMessage(await render(task)));
