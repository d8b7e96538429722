import { parseGs1 } from '@tongcang/udi';

/** The lot that a scan names: the lot of a GS1 code, else the text itself as typed from a label. */
export function lotOfScan(scanned: string): string {
  const plain = scanned.trim();
  // Civil date of this computer: it only decides the century of two-digit years.
  const today = new Date().toISOString().slice(0, 10);
  const read = parseGs1(plain, { today });
  return read.ok && read.lot !== undefined ? read.lot : plain;
}
