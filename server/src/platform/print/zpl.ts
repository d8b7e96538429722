import { formatElementString, toDataMatrixText } from '@tongcang/udi';
import { isLinear } from './barcode.ts';
import type { Label, LabelCode, LabelSheet } from './print.model.ts';

/** Printers of warehouses have 8 dots to the millimetre (203 dpi). */
const DOTS_PER_MM = 8;
const MARGIN = 2 * DOTS_PER_MM;
const HEIGHTS = { small: 16, normal: 22, large: 30 } as const;
/** The font for Chinese that printers sold in China carry; the settings of the printer may name another. */
const FONT = 'E:SIMSUN.FNT';

/**
 * The labels in ZPL II, UTF-8 (`^CI28`). FNC1 is written as the printer wants it: `_1` in a Data Matrix whose escape
 * is `_`, `>8` in Code 128.
 * @see Zebra Programming Guide, commands ^BX, ^BC, ^BQ, ^FH, ^CI
 */
export function labelsZpl({ width_mm, height_mm, labels }: LabelSheet): string {
  const width = Math.round(width_mm * DOTS_PER_MM);
  const height = Math.round(height_mm * DOTS_PER_MM);
  return labels.map((label) => one(label, width, height)).join('');
}

function one({ lines, code }: Label, width: number, height: number): string {
  const linear = code !== undefined && isLinear(code);
  const side = Math.min(height - 2 * MARGIN, Math.round(width * 0.4));
  const bars = linear ? Math.round(height * 0.3) : 0;
  const left = code === undefined || linear ? MARGIN : MARGIN * 2 + side;
  let top = MARGIN + (linear ? bars + MARGIN : 0);
  const text = lines.map((line) => {
    const high = HEIGHTS[line.size ?? 'normal'];
    const field = `^FO${left},${top}^A@N,${high},${high},${FONT}^FH^FD${escaped(line.text)}^FS\n`;
    top += high + 4;
    return field;
  });
  const symbol = code === undefined ? '' : codeField(code, side, bars);
  return `^XA^CI28^PW${width}^LL${height}\n${symbol}${text.join('')}^XZ\n`;
}

function codeField(code: LabelCode, side: number, bars: number): string {
  const at = `^FO${MARGIN},${MARGIN}`;
  switch (code.symbology) {
    case 'gs1_datamatrix': {
      const text = toDataMatrixText(code.elements);
      const fields = text.split(GROUP_SEPARATOR).map((part) => escaped(part, '\\').replaceAll('_', '__'));
      return `${at}^BXN,${moduleOf(side)},200,,,,_^FH\\^FD${fields.join('_1')}^FS\n`;
    }
    case 'gs1_128': {
      const fields = formatElementString(code.elements).split(GROUP_SEPARATOR);
      return `${at}^BCN,${bars},N,N,N,A^FH^FD>;>8${fields.map((part) => escaped(part.replaceAll('>', '>0'))).join('>8')}^FS\n`;
    }
    case 'hibc_datamatrix':
      return `${at}^BXN,${moduleOf(side)},200^FH^FD${escaped(code.text)}^FS\n`;
    case 'qr':
      return `${at}^BQN,2,${Math.max(2, Math.floor(side / MODULES_QR))}^FH^FDMA,${escaped(code.text)}^FS\n`;
    case 'hibc_128':
    case 'code_128':
      return `${at}^BCN,${bars},N,N,N,A^FH^FD${escaped(code.text)}^FS\n`;
  }
}

const GROUP_SEPARATOR = '\u001d';
/** Modules along the side of the codes that labels of devices need, quiet zone included. */
const MODULES_DATA_MATRIX = 28;
const MODULES_QR = 37;

/** Dots of a module of a Data Matrix that fits into the square. */
const moduleOf = (side: number): number => Math.max(3, Math.floor(side / MODULES_DATA_MATRIX));

/** `^FH` writes bytes as `_xx`: what would be read as a command, and the sign of the escape itself. */
function escaped(text: string, sign = '_'): string {
  const danger = new Set(['^', '~', sign]);
  return [...text]
    .map((c) => (danger.has(c) ? `${sign}${c.charCodeAt(0).toString(16).padStart(2, '0')}` : c))
    .join('');
}
