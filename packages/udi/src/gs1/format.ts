/** Elements back to text: for labels, for printers, for people. */
import { aiSpec } from './ai.ts';
import { GROUP_SEPARATOR } from './element-string.ts';
import type { Gs1Element } from './scan.ts';

/**
 * The transmitted form: AIs and values in the given order, a separator behind every element of variable length that
 * is not the last. GS1 China advises to put the fixed-length AIs first; `fixedLengthFirst` does that.
 */
export function formatElementString(elements: readonly Gs1Element[]): string {
  let text = '';
  elements.forEach(({ ai, value }, index) => {
    const needsSeparator = index < elements.length - 1 && !aiSpec(ai)?.predefined;
    text += ai + value + (needsSeparator ? GROUP_SEPARATOR : '');
  });
  return text;
}

/** What a GS1 DataMatrix contains, each FNC1 written as the separator, the leading one too. */
export function toDataMatrixText(elements: readonly Gs1Element[]): string {
  return GROUP_SEPARATOR + formatElementString(elements);
}

/** What a scanner sends for these elements: the symbology prefix (GS1 DataMatrix by default) and the data. */
export function toScanText(elements: readonly Gs1Element[], prefix = ']d2'): string {
  return prefix + formatElementString(elements);
}

/** The bracketed form under a barcode, `(01)06945630100017(10)LOT42`; a bracket inside a value is escaped. */
export function formatBracketed(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}

/** Elements of predefined length first, otherwise in their order: a lost separator then harms only the last one. */
export function fixedLengthFirst(elements: readonly Gs1Element[]): readonly Gs1Element[] {
  const isFixed = ({ ai }: Gs1Element) => aiSpec(ai)?.predefined === true;
  return [...elements.filter(isFixed), ...elements.filter((element) => !isFixed(element))];
}
