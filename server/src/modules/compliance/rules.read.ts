import type { Tx } from '../../platform/db.ts';
import type { StoredVersion } from './rules.model.ts';

/** Versions of one rule or of all, from the newest on, and today's day where the company is. */
export async function readRules(
  tx: Tx,
  code: string | null,
): Promise<{ readonly today: string; readonly rules: ReadonlyMap<string, StoredVersion[]> }> {
  const [{ today }, rows] = await Promise.all([
    tx.one<{ today: string }>(`select (now() at time zone 'Asia/Shanghai')::date as today`),
    tx.rows<StoredVersion & { code: string }>(
      `select code, rule_id, severity, params, legal_basis, effective_from, effective_to, reason, changed_by_name, recorded_at
       from compliance.rule where $1::text is null or code = $1 order by effective_from desc, rule_id desc`,
      [code],
    ),
  ]);
  const rules = new Map<string, StoredVersion[]>();
  for (const { code: name, ...version } of rows) rules.set(name, [...(rules.get(name) ?? []), version]);
  return { today, rules };
}
