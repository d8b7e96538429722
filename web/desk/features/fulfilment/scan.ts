import { parseGs1 } from '@tongcang/udi';

/** The lot that a scan names: the lot of a GS1 code, else the text itself as typed from a label. */
export function lotOfScan(scanned: string): string {
  const plain = scanned.trim();
  // Civil date of this computer: it only decides the century of two-digit years.
  const today = new Date().toISOString().slice(0, 10);
  const read = parseGs1(plain, { today });
  return read.ok && read.lot !== undefined ? read.lot : plain;
}

/** The serial that a scan names, where it is a GS1 code that carries one. */
export function serialOfScan(scanned: string): string | undefined {
  const read = parseGs1(scanned.trim(), { today: new Date().toISOString().slice(0, 10) });
  return read.ok ? read.serial : undefined;
}
