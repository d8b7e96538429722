/** Element strings as people read and type them: `(01)06945630100017(10)LOT42`. */
import { firstOutside } from './character-set.ts';
import { isValidGtin } from './check-digit.ts';
import { addElement, type ReadContext, type ReadElements } from './element-string.ts';

/** AIs whose value is a GTIN: people type the 13 digits under the bars, GS1 wants 14. */
const GTIN_AIS = new Set(['01', '02', '03']);

/**
 * Reads a bracketed text from `start`. A bracket inside a value is written `\(`; spaces beside brackets are layout.
 * Answers BRACKET where the text does not follow that form, otherwise every fault of every element.
 */
export function readBracketed(text: string, start: number, context: ReadContext): ReadElements {
  const read: ReadElements = { elements: [], errors: [], warnings: [] };
  let at = start;
  while (at < text.length) {
    const close = text.indexOf(')', at);
    const ai = text.slice(at + 1, close);
    const isAi = text.charAt(at) === '(' && close > 0 && ai.length >= 2 && ai.length <= 4;
    if (!isAi || firstOutside('N', ai) >= 0) {
      read.errors.push({ code: 'BRACKET', position: at, params: { text: text.slice(at, at + 6) } });
      return read;
    }
    const end = valueEnd(text, close + 1);
    addTyped(read, { ai, typed: text.slice(close + 1, end), position: close + 1 }, context);
    at = end;
  }
  return read;
}

/** The index of the next bracket that is not escaped, or the end. */
function valueEnd(text: string, from: number): number {
  for (let at = text.indexOf('(', from); at >= 0; at = text.indexOf('(', at + 1)) {
    if (text.charAt(at - 1) !== '\\') return at;
  }
  return text.length;
}

function addTyped(
  read: ReadElements,
  part: { ai: string; typed: string; position: number },
  context: ReadContext,
): void {
  const value = part.typed.replaceAll('\\(', '(').trim();
  const padded = padGtin(part.ai, value);
  if (padded !== value) read.warnings.push({ code: 'GTIN_PADDED', ai: part.ai, params: { value } });
  addElement(read, { ai: part.ai, value: padded, position: part.position }, context);
}

/** A valid GTIN-8, -12 or -13 after a GTIN AI gets its leading zeros; every other value stays as it is. */
export function padGtin(ai: string, value: string): string {
  return GTIN_AIS.has(ai) && isValidGtin(value) ? value.padStart(14, '0') : value;
}
