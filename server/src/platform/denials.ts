import { clock } from './clock.ts';
import type { Db } from './db.ts';
import type { AppError } from './errors.ts';
import type { Logger } from './log.ts';

export type Denial = {
  user_id: number | null;
  session_id: number | null;
  route: string;
  request_id: string;
  ip: string;
  detail: Record<string, unknown>;
};

const PER_ADDRESS_AND_MINUTE = 30;
const ADDRESSES_MAX = 10_000;

/**
 * Notes refused sign-ins and refused functions in the audit trail (ASVS 16.3.2). An address gets thirty entries a
 * minute; what goes beyond is counted in the log, otherwise a stranger without an account could fill the disk.
 */
export function createDenials(db: Db, log: Logger): (denial: Denial) => void {
  let counts = new Map<string, number>();
  let minute = -1;

  function admits(ip: string): boolean {
    const now = Math.floor(clock.monotonic_ms() / 60_000);
    if (now !== minute) {
      const dropped = [...counts.values()].reduce(
        (sum, n) => sum + Math.max(0, n - PER_ADDRESS_AND_MINUTE),
        0,
      );
      if (dropped > 0) log.warn({ dropped }, 'denials beyond the allowance were not recorded one by one');
      counts = new Map();
      minute = now;
    }
    // With this many addresses at once they share one allowance.
    const place = counts.has(ip) || counts.size < ADDRESSES_MAX ? ip : 'others';
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    return count <= PER_ADDRESS_AND_MINUTE;
  }

  return ({ user_id, session_id, route, request_id, ip, detail }) => {
    if (!admits(ip)) return;
    db.rows(
      `insert into platform.audit (actor_id, session_id, action, entity, entity_id, request_id, detail)
       values ($1, $2, 'denied', 'route', $3, $4, $5::text::jsonb) returning 1`,
      [user_id, session_id, route, request_id, JSON.stringify({ ...detail, ip })],
    ).catch((failure) => log.error({ err: failure }, 'the denial could not be recorded'));
  };
}

/**
 * What the trail remembers although nothing was done: refused sign-ins and functions, verdicts of the gate, objects out
 * of sight, fields smuggled in, and files that lie about themselves.
 */
export function isDenial(error: AppError, status: number): boolean {
  return (
    status === 401 ||
    status === 403 ||
    // A question to the person is no refusal yet.
    (error.code !== 'compliance.acknowledgement_needed' &&
      error.reasons.some((reason) => reason.code.startsWith('compliance.'))) ||
    // A path that leads nowhere names no kind; only an object of somebody else does.
    (error.code === 'platform.not_found' && error.params.kind !== undefined) ||
    error.code === 'stock.place_or_lot_unknown' ||
    error.errors.some((field) => field.code === 'unknown_field') ||
    HOSTILE_FILE.test(error.code)
  );
}
const HOSTILE_FILE = /^tabular\.(zip_(ratio|path|lying|entries)|xml_entity|memory)$/;
