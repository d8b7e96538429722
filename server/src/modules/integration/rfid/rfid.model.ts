/** What a portal has read, free of I/O. */
import type { RFID_OUTCOMES, RFID_PASS_STATUSES } from '@tongcang/contract';
import { parseEpc } from '@tongcang/udi';
import { fail } from '../../../platform/errors.ts';

export type PassStatus = (typeof RFID_PASS_STATUSES)[number];
export type Outcome = (typeof RFID_OUTCOMES)[number];
/** What may follow what; the table's CHECK knows the same words. */
export const PASS_TRANSITIONS: Readonly<Record<PassStatus, readonly PassStatus[]>> = {
  open: ['confirmed', 'discarded'],
  confirmed: [],
  discarded: [],
};

/** The next status, or the error that says why not. */
export function followPass(
  { document_no, status }: { readonly document_no: string; readonly status: PassStatus },
  next: PassStatus,
): PassStatus {
  if (PASS_TRANSITIONS[status].includes(next)) return next;
  fail('integration.rfid_pass_status', { document_no, status });
}

export type Read = {
  readonly epc_hex: string;
  readonly antenna: number | null;
  readonly rssi: number | null;
  /** Milliseconds. */
  readonly seen_at: number;
};
/** A stretch of time in which a reader was never quiet for long; `pass_id` where it began before these reads. */
export type Stretch = { readonly pass_id: number | null; first: number; last: number; reads: Read[] };
export type OpenPass = { readonly pass_id: number; readonly first: number; readonly last: number };

/**
 * Divides reads into passes: whatever lies within the quiet time of a pass belongs to it, reads that come late included.
 * Two passes that were told apart stay two, though a late read lies between them.
 */
export function stretchesOf(open: readonly OpenPass[], reads: readonly Read[], quiet_ms: number): Stretch[] {
  const known: Stretch[] = open.map((pass) => ({ ...pass, reads: [] }));
  const made: Stretch[] = [];
  for (const read of reads.toSorted((a, b) => a.seen_at - b.seen_at)) {
    const near = [...known, ...made].find(
      (one) => read.seen_at >= one.first - quiet_ms && read.seen_at <= one.last + quiet_ms,
    );
    const stretch = near ?? { pass_id: null, first: read.seen_at, last: read.seen_at, reads: [] };
    if (near === undefined) made.push(stretch);
    stretch.first = Math.min(stretch.first, read.seen_at);
    stretch.last = Math.max(stretch.last, read.seen_at);
    stretch.reads.push(read);
  }
  return [...known, ...made].filter((one) => one.reads.length > 0);
}

export type Tag = {
  readonly epc_hex: string;
  readonly reads: number;
  readonly first: number;
  readonly last: number;
  readonly antenna: number | null;
  readonly rssi: number | null;
};

/** Each tag of a stretch once, with the antenna that heard it best. */
export function tagsOf(reads: readonly Read[]): Tag[] {
  return [...Map.groupBy(reads, (read) => read.epc_hex)].map(([epc_hex, heard]) => {
    const best = heard.reduce((a, b) => ((b.rssi ?? -999) > (a.rssi ?? -999) ? b : a));
    const times = heard.map((read) => read.seen_at);
    return {
      epc_hex,
      reads: heard.length,
      first: Math.min(...times),
      last: Math.max(...times),
      antenna: best.antenna,
      rssi: best.rssi,
    };
  });
}

export type Meaning = {
  readonly gtin: string | null;
  readonly serial_no: string | null;
  readonly sscc: string | null;
};

/** What a tag says; null where it is no code that we know, such as the bare number of the chip. */
export function meaningOf(epc_hex: string): Meaning | null {
  const epc = parseEpc(epc_hex);
  if (!epc.ok || (epc.gtin === undefined && epc.sscc === undefined)) return null;
  return { gtin: epc.gtin ?? null, serial_no: epc.serial ?? null, sscc: epc.sscc ?? null };
}

/** The code as a scanner would read it from a label. */
export function scanOf({ gtin, serial_no, sscc }: Meaning): string | null {
  if (sscc !== null) return `(00)${sscc}`;
  return gtin === null || serial_no === null ? null : `(01)${gtin}(21)${serial_no}`;
}

type Pieces = { readonly item_id: number; readonly qty: number };

/** Expected and counted pieces of each item, and how far they are apart. */
export function compare(expected: readonly Pieces[], counted: readonly Pieces[]) {
  const rows = new Map<number, { item_id: number; expected: number; counted: number }>();
  const add = (side: 'expected' | 'counted') => (one: Pieces) => {
    const row = rows.get(one.item_id) ?? { item_id: one.item_id, expected: 0, counted: 0 };
    row[side] += one.qty;
    rows.set(one.item_id, row);
  };
  expected.forEach(add('expected'));
  counted.forEach(add('counted'));
  const items = [...rows.values()];
  const apart = (of: (row: (typeof items)[number]) => number) =>
    items.reduce((sum, row) => sum + Math.max(0, of(row)), 0);
  return {
    items,
    missing: apart((row) => row.expected - row.counted),
    extra: apart((row) => row.counted - row.expected),
  };
}
