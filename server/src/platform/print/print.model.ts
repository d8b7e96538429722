import type { Gs1Element } from '@tongcang/udi';

/** What can be put on paper. Texts are given in the reader's language; the printer adds nothing but page numbers. */

/** A printed form: a head with its number, facts, tables, notes and lines to sign on. */
export type PrintForm = {
  readonly title: string;
  /** Who issues it, above the title. */
  readonly issuer: string;
  /** Number on the paper; it is printed as a barcode as well, so that the paper can be scanned. */
  readonly document_no: string;
  /** Name and version of the approved layout, at the foot of each page: `SXTX-2026-1`. */
  readonly template: string;
  /** Which copy this is, from 1; from 2 on the page says that it is a reprint. */
  readonly copy_no: number;
  readonly language: 'zh' | 'en';
  readonly facts: readonly PrintFact[];
  readonly tables: readonly PrintTable[];
  readonly notes?: readonly string[];
  /** Words beside the lines for names and dates: 发货人, 复核人, 收货人. */
  readonly signatures?: readonly string[];
  readonly landscape?: boolean;
};
/** A label and its value; `wide` takes a whole line. */
export type PrintFact = { readonly label: string; readonly value: string; readonly wide?: boolean };
export type PrintColumn = {
  readonly label: string;
  /** Share of the width; 1 where nothing is said. */
  readonly share?: number;
  readonly align?: 'left' | 'right' | 'center';
};
export type PrintTable = {
  readonly title?: string;
  readonly columns: readonly PrintColumn[];
  readonly rows: readonly (readonly string[])[];
  /** The last row, in bold. */
  readonly totals?: readonly string[];
};

/** What a label's code holds: GS1 elements, or the text of another code. */
export type LabelCode =
  | { readonly symbology: 'gs1_datamatrix' | 'gs1_128'; readonly elements: readonly Gs1Element[] }
  | { readonly symbology: 'hibc_datamatrix' | 'hibc_128' | 'qr' | 'code_128'; readonly text: string };

/** One label: lines of text beside or below a code. */
export type Label = {
  readonly lines: readonly { readonly text: string; readonly size?: 'small' | 'normal' | 'large' }[];
  readonly code?: LabelCode;
};
export type LabelSheet = {
  readonly width_mm: number;
  readonly height_mm: number;
  readonly labels: readonly Label[];
};

export const LABELS_MAX = 2000;
