/** The rules of a destruction, free of I/O. */
import type { DESTRUCTION_STATUSES, EVIDENCE_TYPES } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';

export type DestructionStatus = (typeof DESTRUCTION_STATUSES)[number];
/** What may follow what; the table's CHECK knows the same words. */
export const DESTRUCTION_TRANSITIONS: Readonly<Record<DestructionStatus, readonly DestructionStatus[]>> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['executed', 'cancelled'],
  executed: ['destroyed'],
  destroyed: ['closed'],
  rejected: [],
  cancelled: [],
  closed: [],
};

type Named = { readonly document_no: string; readonly status: DestructionStatus };

/** The next status, or the error that says why not. */
export function followDestruction(
  { document_no, status }: Named,
  next: DestructionStatus,
): DestructionStatus {
  if (DESTRUCTION_TRANSITIONS[status].includes(next)) return next;
  fail('quality.destruction_status', { document_no, status });
}

export type Asked = {
  readonly line_no: number;
  readonly qty: number;
  readonly serial_nos: readonly string[];
};
export type Told = {
  readonly line_no: number;
  readonly qty_destroyed: number;
  readonly reason: string;
  readonly serial_nos: readonly string[];
};
export type Destroyed = {
  readonly line_no: number;
  readonly qty_destroyed: number;
  readonly reason: string | null;
  readonly serial_nos: readonly string[];
};

/**
 * What was destroyed of each line: as asked for where nothing is told; less only with a reason, never more. Of numbered
 * pieces fewer than asked for must be named.
 */
export function destroyedOf(asked: readonly Asked[], told: readonly Told[]): Destroyed[] {
  const by_line = new Map(told.map((line) => [line.line_no, line]));
  const known = new Set(asked.map((line) => line.line_no));
  for (const { line_no } of told)
    if (!known.has(line_no)) fail('quality.destruction_line_unknown', { line_no });
  return asked.map((line) => destroyed(line, by_line.get(line.line_no)));
}

function destroyed({ line_no, qty, serial_nos }: Asked, told: Told | undefined): Destroyed {
  if (told === undefined || told.qty_destroyed >= qty) {
    return { line_no, qty_destroyed: qty, reason: null, serial_nos };
  }
  const reason = told.reason.trim();
  if (reason === '') fail('quality.difference_reason', { line_no });
  const { qty_destroyed } = told;
  return {
    line_no,
    qty_destroyed,
    reason,
    serial_nos: serial_nos.length === 0 ? [] : named(serial_nos, told),
  };
}

function named(asked: readonly string[], { qty_destroyed, serial_nos }: Told): readonly string[] {
  const unknown = serial_nos.find((serial_no) => !asked.includes(serial_no));
  if (unknown !== undefined) fail('stock.serial_unknown', { serial_no: unknown });
  if (new Set(serial_nos).size !== qty_destroyed) {
    fail('stock.serial_count', { qty: qty_destroyed, given: serial_nos.length });
  }
  return serial_nos;
}

const MAGIC: Readonly<Record<(typeof EVIDENCE_TYPES)[number], readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'application/pdf': [0x25, 0x50, 0x44, 0x46],
};

/** Whether a file begins as its kind does: what is served later as a picture must be one. */
export function isOfType(bytes: Uint8Array, media_type: (typeof EVIDENCE_TYPES)[number]): boolean {
  return MAGIC[media_type].every((byte, at) => bytes[at] === byte);
}
