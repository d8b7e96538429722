/** What stands in the code of a label, by the issuer that identifies the item. */
import type { InputOf, printLabels } from '@tongcang/contract';
import {
  fixedLengthFirst,
  formatBracketed,
  formatHibc,
  formatMa,
  type Gs1Element,
  type ProductionFields,
} from '@tongcang/udi';
import { fail } from '../../platform/errors.ts';
import type { LabelCode } from '../../platform/print/index.ts';

export type LabelledLot = {
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly item_code: string;
  readonly udi_issuer: string;
  readonly udi_di: string;
  /** The HIBC identifier of the base unit, where it has one besides or instead. */
  readonly hibc_di: string | null;
  /** Settles the century when the text is read back. */
  readonly today: string;
};
type Wanted = InputOf<typeof printLabels>['code'];

/**
 * The code with what people read below it. A GS1 code is asked for by default; an item that HIBC or MA identifies gets
 * theirs in the same shape, because it has no GTIN.
 */
export function labelCode(
  lot: LabelledLot,
  serial: string | null,
  wanted: Wanted,
): { code: LabelCode; text: string } {
  const shape = wanted.endsWith('_128') ? '128' : 'datamatrix';
  const issuer = wanted.startsWith('hibc') ? 'hibc' : lot.udi_issuer;
  const { item_code } = lot;
  if (issuer === 'gs1') {
    const elements = elementsOf(lot, serial);
    return { code: { symbology: `gs1_${shape}`, elements }, text: formatBracketed(elements) };
  }
  const production = productionOf(lot, serial);
  if (issuer === 'ma') {
    const text = textOr(formatMa({ di: lot.udi_di, ...production }), lot);
    return { code: { symbology: 'qr', text }, text };
  }
  if (issuer !== 'hibc' || lot.hibc_di === null)
    fail('stock.label_no_identifier', { item_code, issuer: issuer.toUpperCase() });
  const text = textOr(formatHibc({ di: lot.hibc_di, ...production }, lot), lot);
  return { code: { symbology: `hibc_${shape}`, text }, text };
}

type Written = { readonly ok: true; readonly text: string } | { readonly ok: false };

function textOr(written: Written, { lot_no, item_code }: LabelledLot): string {
  return written.ok ? written.text : fail('stock.label_text', { item_code, lot_no });
}

function productionOf(lot: LabelledLot, serial: string | null): ProductionFields {
  return {
    lot: lot.lot_no,
    ...(lot.production_date === null ? {} : { production_date: lot.production_date }),
    ...(lot.expiry_date === null ? {} : { expiry_date: lot.expiry_date }),
    ...(serial === null ? {} : { serial }),
  };
}

/** Dates of the label are written without century; elements of fixed length come first. */
function elementsOf(lot: LabelledLot, serial: string | null): readonly Gs1Element[] {
  const yymmdd = (date: string) => date.slice(2).replaceAll('-', '');
  return fixedLengthFirst([
    { ai: '01', value: lot.udi_di },
    ...(lot.production_date === null ? [] : [{ ai: '11', value: yymmdd(lot.production_date) }]),
    ...(lot.expiry_date === null ? [] : [{ ai: '17', value: yymmdd(lot.expiry_date) }]),
    { ai: '10', value: lot.lot_no },
    ...(serial === null ? [] : [{ ai: '21', value: serial }]),
  ]);
}
