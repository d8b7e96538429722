import type { Tx } from '../../platform/db.ts';
import type { FactVersion } from './evidence.ts';

// Only what differs from the newest row is written. It travels with the commit: nothing waits for it.
const INSERT = `insert into compliance.fact_version (kind, key, epoch, sha256, facts)
  select k.kind, k.key, $5, decode(k.sha256, 'hex'), k.facts::jsonb
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as k(kind, key, sha256, facts)
  where decode(k.sha256, 'hex') is distinct from (
    select v.sha256 from compliance.fact_version v where v.kind = k.kind and v.key = k.key and v.epoch <= $5
    order by v.epoch desc, v.fact_version_id desc limit 1)
  order by 1, 2`;

/** Adds what is new of these subjects. */
export function insertFactVersions(tx: Tx, epoch: number, versions: readonly FactVersion[]): void {
  tx.defer(INSERT, [
    versions.map((v) => v.kind),
    versions.map((v) => v.key),
    versions.map((v) => v.sha256.toString('hex')),
    versions.map((v) => v.facts),
    epoch,
  ]);
}
