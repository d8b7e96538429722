import { toDataMatrixText } from '@tongcang/udi';
import bwip from 'bwip-js';
import type { LabelCode } from './print.model.ts';

/** BWIPP's names. HIBC content is given with its check character, so that the plain symbologies print it as it is. */
const ENCODERS = {
  gs1_datamatrix: 'datamatrix',
  gs1_128: 'code128',
  hibc_datamatrix: 'datamatrix',
  hibc_128: 'code128',
  qr: 'qrcode',
  code_128: 'code128',
} as const satisfies Record<LabelCode['symbology'], string>;

const BARS_HEIGHT_MM = 10;

/** The code as SVG, without text below it: the lines of the label say what it holds. Throws on content it cannot bear. */
export function barcodeSvg(code: LabelCode): string {
  const gs1 = 'elements' in code;
  return bwip.toSVG({
    bcid: ENCODERS[code.symbology],
    text: gs1
      ? toDataMatrixText(code.elements).replaceAll('^', '^^').replaceAll('\u001d', '^FNC1')
      : code.text,
    parsefnc: gs1,
    ...(isLinear(code) ? { height: BARS_HEIGHT_MM } : {}),
  });
}

/** Whether the code is a row of bars, which needs width, and not a square. */
export function isLinear({ symbology }: LabelCode): boolean {
  return symbology.endsWith('_128');
}
