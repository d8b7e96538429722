/** What is stopped beyond whole lots on file, free of I/O. */

/** A single numbered piece. */
export type Piece = { readonly item_id: number; readonly lot_id: number; readonly serial_no: string };

/** What is stopped before it arrives; what is null is not asked for. */
export type StandingStop = {
  readonly item_id: number | null;
  readonly supplier_id: number | null;
  readonly lot_no: string | null;
  readonly serial_from: string | null;
  readonly serial_to: string | null;
  readonly production_from: string | null;
  readonly production_to: string | null;
  readonly expiry_from: string | null;
  readonly expiry_to: string | null;
};

type Range = { readonly item_id: number; readonly serial_from: string; readonly serial_to: string };
/** Numbered pieces that may not become usable. */
export type StoppedPieces = {
  /** `item|serial` of pieces that are stopped one by one, and of those that were given free again. */
  readonly pieces: ReadonlySet<string>;
  readonly freed: ReadonlySet<string>;
  readonly ranges: readonly Range[];
};

/** A range holds the numbers of the same length between its ends, character by character. */
export function inRange(serial_no: string, { serial_from, serial_to }: Omit<Range, 'item_id'>): boolean {
  return serial_no.length === serial_from.length && serial_from <= serial_no && serial_no <= serial_to;
}

/** The first of these numbers that is stopped, or null. */
export function stoppedPiece(
  stops: StoppedPieces,
  item_id: number,
  serial_nos: readonly string[],
): string | null {
  if (stops.pieces.size === 0 && stops.ranges.length === 0) return null;
  const ranges = stops.ranges.filter((range) => range.item_id === item_id);
  const stopped = serial_nos.find((serial_no) => {
    const name = `${item_id}|${serial_no}`;
    return (
      stops.pieces.has(name) || (!stops.freed.has(name) && ranges.some((range) => inRange(serial_no, range)))
    );
  });
  return stopped ?? null;
}
