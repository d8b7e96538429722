import type { COLDCHAIN_RULES, OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveRule } from './coldchain.write.ts';

export type Rules = Readonly<Record<(typeof COLDCHAIN_RULES)[number], number>>;
/** Rules in force now with the moment they were asked at. */
export type RulesNow = {
  readonly rules: Rules;
  readonly today: string;
  readonly now: string;
  readonly minute: number;
};

/** The rules of today, where the company is. */
export async function rulesNow(tx: Tx): Promise<RulesNow> {
  const { pairs, ...moment } = await tx.one<Omit<RulesNow, 'rules'> & { pairs: Record<string, number> }>(
    `with day as (select clock_timestamp() as now, clock_timestamp() at time zone 'Asia/Shanghai' as here)
     select d.now, d.here::date as today,
       (extract(hour from d.here) * 60 + extract(minute from d.here))::integer as minute,
       (select jsonb_object_agg(r.name, r.value) from coldchain.rule r
        where r.effective_from <= d.here::date and (r.effective_to is null or r.effective_to >= d.here::date)) as pairs
     from day d`,
  );
  return { ...moment, rules: pairs as Rules };
}

export const getRules = defineVerb(
  contract.getColdchainRules,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }) => ({
    rows: await tx.rows<OutputOf<typeof contract.getColdchainRules>['rows'][number]>(
      `select name, effective_from, effective_to, value, legal_basis,
         effective_from <= d.today and (effective_to is null or effective_to >= d.today) as in_force
       from coldchain.rule, (select (now() at time zone 'Asia/Shanghai')::date as today) d
       order by name, effective_from desc`,
    ),
  }),
);

export const setRule = defineVerb(
  contract.setColdchainRule,
  { permission: 'coldchain.decide', audit: 'coldchain.set_rule' },
  async ({ tx, actor, audit }, input) => {
    if (!canEverywhere(actor, 'coldchain.decide')) fail('coldchain.all_warehouses_needed');
    const { today } = await rulesNow(tx);
    if (input.effective_from < today) fail('coldchain.rule_in_past');
    await saveRule(tx, input, actor.user_id);
    audit({ entity: 'coldchain_rule', entity_id: input.name, detail: input });
    return { name: input.name, effective_from: input.effective_from };
  },
);
