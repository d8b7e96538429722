import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';

/** Versions of a number that are on file. */
type Versions = { readonly versions: number; readonly latest: string | null };

/** The next version's number; a version after the first begins later and says what it changes. */
export function nextVersion(
  { versions, latest }: Versions,
  {
    valid_from,
    valid_to,
    change_note,
  }: { valid_from: string; valid_to: string | null; change_note: string | null },
): number {
  refuseInterval(valid_from, valid_to);
  if (latest === null) return 1;
  if (valid_from === latest) fail('compliance.paper_exists');
  if (valid_from < latest) fail('compliance.version_order', { latest });
  if (!change_note) fail('compliance.change_note_needed');
  return versions + 1;
}

export function refuseInterval(valid_from: string, valid_to: string | null): void {
  if (valid_to !== null && valid_to < valid_from) fail('compliance.interval');
}

export function registrationVersions(tx: Tx, registration_no: string): Promise<Versions> {
  return tx.one(
    `select count(*)::int as versions, max(valid_from) as latest from compliance.registration where registration_no = $1`,
    [registration_no],
  );
}

export function licenceVersions(tx: Tx, partner_id: number, licence_no: string): Promise<Versions> {
  return tx.one(
    `select count(*)::int as versions, max(valid_from) as latest from compliance.licence
     where partner_id = $1 and licence_no = $2`,
    [partner_id, licence_no],
  );
}
