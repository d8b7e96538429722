import { changeRule as contract } from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { pathsOf } from './asked.ts';
import { faultOf, inForce, type NewVersion } from './rules.model.ts';
import { readRules } from './rules.read.ts';
import { insertRule } from './rules.write.ts';

/** A version is added, never changed: what was judged stays judged by the version that held. */
export const changeRule = defineVerb(
  contract,
  { permission: 'compliance.rules', audit: 'compliance.change_rule' },
  async ({ tx, actor, audit, emit }, { code, reason, legal_basis, effective_to, ...input }) => {
    if (!canEverywhere(actor, 'compliance.rules'))
      fail('platform.forbidden', { permission: 'compliance.rules' });
    await changeRules(tx);
    const { today, rules } = await readRules(tx, code);
    const stored = rules.get(code);
    if (stored === undefined) fail('compliance.rule_unknown', { code });
    const version: NewVersion = {
      ...input,
      legal_basis: legal_basis || null,
      effective_to: effective_to ?? null,
    };
    const fault = faultOf(code, version, stored, pathsOf(code), today);
    if (fault !== null) fail(fault.code, fault.params);
    const made = await insertRule(tx, code, version, { reason, changed_by: actor });
    const before = inForce(stored, version.effective_from) ?? null;
    audit({ entity: 'rule', entity_id: made.rule_id, reason, detail: { code, before, after: version } });
    emit('compliance.rule_changed', code, { code, rule_id: made.rule_id });
    return made;
  },
);
