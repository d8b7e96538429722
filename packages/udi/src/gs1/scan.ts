/** What a GS1 text says, once it is understood. */
import type { Refusal, Warning } from '../issue.ts';

/** One AI with its value, as in `(10)LOT42`: ai '10', value 'LOT42'. */
export type Gs1Element = { readonly ai: string; readonly value: string };

/**
 * The elements that the system works with, by the project's words. Dates are civil dates 'YYYY-MM-DD', times 'HH:MM',
 * counts whole numbers, everything else the text of the label.
 */
export type Gs1Fields = {
  /** AI 01, always 14 digits. */
  readonly gtin?: string;
  /** AI 02: GTIN of the items inside a logistic unit, with `count` (AI 37). */
  readonly content_gtin?: string;
  readonly count?: number;
  /** AI 00. */
  readonly sscc?: string;
  /** AI 10. */
  readonly lot?: string;
  /** AI 21. */
  readonly serial?: string;
  /** AI 17, or the date of AI 7003 when there is no AI 17. */
  readonly expiry_date?: string;
  /** Time of AI 7003. */
  readonly expiry_time?: string;
  /** AI 11, or the date of AI 8008 when there is no AI 11. */
  readonly production_date?: string;
  /** AI 13. */
  readonly packaging_date?: string;
  /** AI 15. */
  readonly best_before_date?: string;
  /** AI 30. */
  readonly variable_count?: number;
  /** AI 414: location; AI 410: ship to. */
  readonly gln?: string;
  readonly ship_to_gln?: string;
  /** AI 240. */
  readonly additional_id?: string;
  /** AI 8012. */
  readonly software_version?: string;
  /** AI 8013: Basic UDI-DI (Global Model Number). */
  readonly basic_udi_di?: string;
};

/** One way to read a text whose separators may be lost. */
export type Gs1Reading = Gs1Fields & { readonly elements: readonly Gs1Element[] };

export type Gs1Symbology =
  | 'gs1_128'
  | 'gs1_datamatrix'
  | 'gs1_qr'
  | 'gs1_databar'
  | 'gs1_dotcode'
  | 'ean_13'
  | 'ean_8'
  | 'itf_14'
  | 'code_128'
  | 'datamatrix'
  | 'qr'
  | 'dotcode';

/** How the text was written: raw with separators, with brackets, a bare number, or a web address. */
export type Gs1Form = 'raw' | 'bracketed' | 'plain' | 'digital_link';

export type Gs1Scan = Gs1Reading & {
  readonly ok: true;
  readonly issuer: 'gs1';
  readonly form: Gs1Form;
  /** Known only when the scanner sent a symbology prefix such as `]d2`. */
  readonly symbology?: Gs1Symbology;
  readonly warnings: readonly Warning[];
};

export type Gs1Result = Gs1Scan | Refusal;

export type Gs1Options = {
  /** The civil date 'YYYY-MM-DD' on which the label is read; it settles the century of two-digit years. */
  readonly today: string;
  /** What the scanner sends instead of the separator (0x1D), for example '|' or '{GS}'. */
  readonly groupSeparator?: string;
  /**
   * 'may_be_lost' (default): the scanner may swallow separators, so a text without any is split in every valid way.
   * 'kept': this scanner was tested to send them, so the text means what GS1 says and nothing else.
   */
  readonly separators?: 'may_be_lost' | 'kept';
  /** Lots known for the item (stock, announced shipments): a reading with one of them wins over the others. */
  readonly knownLots?: readonly string[];
  /** Which of 10, 11, 17, 21 the label of this item carries according to master data (UDI database). */
  readonly labelAis?: readonly string[];
  /** An AI that GS1 has not assigned is kept with a warning (default) or refused. */
  readonly unknownAi?: 'warn' | 'refuse';
  /**
   * Missing companions, such as a lot without any item, are a warning (default) because GS1 judges all barcodes of a
   * pack together and many device labels have two; 'refuse' makes them errors.
   */
  readonly associations?: 'warn' | 'refuse';
};
