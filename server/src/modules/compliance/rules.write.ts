import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import type { NewVersion } from './rules.model.ts';

/** Adds a version of a rule; the caller holds the lock of rules. */
export function insertRule(
  tx: Tx,
  code: string,
  version: NewVersion,
  { reason, changed_by }: { readonly reason: string; readonly changed_by: Actor },
): Promise<{ rule_id: number; epoch: number }> {
  return tx.one(
    `insert into compliance.rule (code, severity, params, legal_basis, effective_from, effective_to, reason, changed_by,
       changed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning rule_id, (select epoch from platform.rules_epoch) as epoch`,
    [
      code,
      version.severity,
      JSON.stringify(version.params),
      version.legal_basis,
      version.effective_from,
      version.effective_to,
      reason,
      changed_by.user_id,
      changed_by.display_name,
    ],
  );
}
