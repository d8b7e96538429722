import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { barcodeSvg, isLinear } from './barcode.ts';
import type { Label, LabelSheet } from './print.model.ts';

const POINTS_PER_MM = 72 / 25.4;
const MARGIN_MM = 2;
const SIZES = { small: 5.5, normal: 7, large: 9.5 } as const;

/** One label a page, of the size of the label. Square codes stand to the left of the text, bars above it. */
export function labelDefinition({ width_mm, height_mm, labels }: LabelSheet): TDocumentDefinitions {
  const margin = MARGIN_MM * POINTS_PER_MM;
  const inner = {
    width: width_mm * POINTS_PER_MM - 2 * margin,
    height: height_mm * POINTS_PER_MM - 2 * margin,
  };
  return {
    pageSize: { width: width_mm * POINTS_PER_MM, height: height_mm * POINTS_PER_MM },
    pageMargins: margin,
    defaultStyle: { font: 'sc', lineHeight: 1.1 },
    content: labels.map((label, index) => ({
      ...one(label, inner),
      ...(index === 0 ? {} : { pageBreak: 'before' as const }),
    })) as Content[],
  };
}

function one({ lines, code }: Label, inner: { width: number; height: number }): object {
  const text = lines.map(({ text, size = 'normal' }) => ({
    text,
    fontSize: SIZES[size],
    bold: size === 'large',
  }));
  if (code === undefined) return { stack: text };
  const svg = barcodeSvg(code);
  if (isLinear(code)) {
    return { stack: [{ svg, fit: [inner.width, inner.height * 0.35], alignment: 'center' }, ...text] };
  }
  const side = Math.min(inner.height, inner.width * 0.4);
  return {
    columns: [
      { svg, fit: [side, side], width: side },
      { stack: text, width: '*' },
    ],
    columnGap: 4,
  };
}
