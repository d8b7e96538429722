/** A scanned text to what it says, with the knowledge on file where the label alone leaves it open. */
import {
  type Device,
  deviceOf,
  formatBracketed,
  type Gs1Reading,
  type Issue,
  narrowReadings,
  type ProductionFields,
  parseScan,
  productionOf,
  type Scan,
} from '@tongcang/udi';
import type { Tx } from '../../platform/db.ts';

/** What a label says: a logistic unit, a device, a lot or serial without its item, or nothing that is understood. */
export type Label = {
  readonly sscc: string | null;
  readonly device: Device | null;
  readonly production: ProductionFields;
  /** The check character that is printed wrongly, and the right one. */
  readonly wrong_check: { readonly found: string; readonly expected: string } | null;
};
export type LabelRead = { readonly label: Label } | { readonly errors: readonly Issue[] };

/** What the caller knows of goods that are not in stock yet. */
export type LabelKnowledge = { readonly today: string; readonly lots?: readonly string[] };

/**
 * Reads a label. Where a scanner has swallowed the separators, a reading is taken only when its lot or serial is on file
 * and no other's is; otherwise the readings come back under AMBIGUOUS. One statement where that must be looked up, none
 * otherwise.
 */
export async function readLabel(tx: Tx, code: string, known: LabelKnowledge): Promise<LabelRead> {
  const { today, lots = [] } = known;
  const first = parseScan(code, { today });
  if (first.ok) return { label: labelOf(first) };
  const ambiguous = first.errors.find((error) => error.readings !== undefined);
  if (ambiguous?.readings === undefined) return first;
  const settled = settle(ambiguous, await onFile(tx, ambiguous.readings), lots);
  if ('readings' in settled) return { errors: [{ ...ambiguous, readings: settled.readings }] };
  const again = parseScan(formatBracketed(settled.elements), { today });
  return again.ok ? { label: labelOf(again) } : again;
}

function labelOf(scan: Scan): Label {
  const sscc = (scan.issuer === 'gs1' || scan.issuer === 'epc') && scan.sscc !== undefined ? scan.sscc : null;
  const check = scan.warnings.find((warning) => warning.code === 'CHECK_CHAR')?.params;
  return {
    sscc,
    device: deviceOf(scan),
    production: productionOf(scan),
    wrong_check:
      check === undefined ? null : { found: String(check.found), expected: String(check.expected) },
  };
}

export type OnFile = {
  readonly lots: readonly string[];
  readonly serials: readonly string[];
  readonly label_parts: readonly string[] | null;
};

async function onFile(tx: Tx, readings: readonly Gs1Reading[]): Promise<OnFile> {
  const rows = await tx.rows<OnFile>(
    `select x.label_parts,
       array(select l.lot_no from stock.lot l where l.item_id = x.item_id and l.lot_no = any($2::text[])) as lots,
       array(select s.serial_no from stock.serial s where s.item_id = x.item_id and s.serial_no = any($3::text[])) as serials
     from masterdata.v_item_identifier x where x.issuer = 'gs1' and x.di = any($1::text[])`,
    [
      readings.map((r) => r.gtin ?? r.content_gtin ?? ''),
      readings.map((r) => r.lot ?? ''),
      readings.map((r) => r.serial ?? ''),
    ],
  );
  return {
    lots: rows.flatMap((row) => row.lots),
    serials: rows.flatMap((row) => row.serials),
    label_parts: rows.length === 1 ? rows[0]!.label_parts : null,
  };
}

const PART_AIS: Readonly<Record<string, string>> = {
  lot: '10',
  production_date: '11',
  expiry_date: '17',
  serial: '21',
};

/**
 * The one reading that the file bears out, or those among which a person must choose. What the label of the item is said
 * to carry shortens the list, but decides nothing: registers are wrong too. Pure.
 */
export function settle(
  { readings = [], params }: Issue,
  file: OnFile,
  announced: readonly string[],
): Gs1Reading | { readonly readings: readonly Gs1Reading[] } {
  const knownLot = ({ lot }: Gs1Reading) =>
    lot !== undefined && (file.lots.includes(lot) || announced.includes(lot));
  const knownSerial = ({ serial }: Gs1Reading) => serial !== undefined && file.serials.includes(serial);
  const byLot = readings.filter(knownLot);
  const bySerial = (byLot.length > 0 ? byLot : readings).filter(knownSerial);
  const borneOut = byLot.length === 1 ? byLot : bySerial;
  if (borneOut.length === 1 && params.complete !== 0) return borneOut[0]!;
  const labelAis = file.label_parts?.flatMap((part) => PART_AIS[part] ?? []);
  const open = byLot.length > 0 ? byLot : readings;
  return { readings: narrowReadings(open, labelAis === undefined ? {} : { labelAis }) };
}
