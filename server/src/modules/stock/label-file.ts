import type { LABEL_FORMATS, LABEL_SIZES } from '@tongcang/contract';
import { type Label, labelsPdf, labelsZpl } from '../../platform/print/index.ts';

type Paper = { readonly format: (typeof LABEL_FORMATS)[number]; readonly size: (typeof LABEL_SIZES)[number] };

/** The labels as the file that was asked for. */
export async function labelFile(name: string, { format, size }: Paper, labels: readonly Label[]) {
  const [width_mm, height_mm] = size.split('x').map(Number) as [number, number];
  const sheet = { width_mm, height_mm, labels };
  if (format === 'pdf') {
    return { name: `${name}-labels.pdf`, type: 'application/pdf', bytes: await labelsPdf(sheet) };
  }
  const bytes = new TextEncoder().encode(labelsZpl(sheet));
  return { name: `${name}-labels.zpl`, type: 'text/plain; charset=utf-8', bytes };
}
