import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { retentionRules, ruleOn, saveRetentionRule } from '../../platform/retention.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireCompanyWide } from './company-wide.ts';
import { refuseWeaker } from './retention.model.ts';
import { today } from './retention.read.ts';

export const listRetentionRules = defineVerb(
  contract.listRetentionRules,
  { permission: 'insight.retention', audit: null },
  async ({ tx }) => {
    const [rules, day] = [await retentionRules(tx), await today(tx)];
    const rows = rules.map(({ statutory: _, ...rule }) => ({
      ...rule,
      in_force: ruleOn([{ ...rule, statutory: false }], rule.record_kind, rule.region, day) !== undefined,
    }));
    return { rows };
  },
);

export const setRetentionRule = defineVerb(
  contract.setRetentionRule,
  { permission: 'insight.retention', audit: 'insight.set_retention_rule' },
  async ({ tx, actor, audit }, { reason, ...asked }) => {
    requireCompanyWide(actor);
    const rules = await retentionRules(tx);
    const before = rules.findLast((r) => r.record_kind === asked.record_kind && r.region === asked.region);
    if (before === undefined) notFound('retention_rule', `${asked.record_kind} ${asked.region}`);
    refuseWeaker(rules, asked);
    const rule_id = await saveRetentionRule(tx, { ...asked, basis: before.basis }, actor.display_name);
    audit({ entity: 'retention_rule', entity_id: rule_id, reason, detail: { before, asked } });
    return { rule_id };
  },
);
