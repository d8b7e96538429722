import { type OutputOf, permissions, type Verb } from '@tongcang/contract';
import type { z } from 'zod';
import { type Actor, SYSTEM_ACTOR } from '../../platform/actor.ts';
import type { Runner, ServerVerb } from '../../platform/use-case.ts';

/** What a person of the story does: a verb with its words, answered as the outside would be. */
export type Hand = <V extends Verb>(verb: V, input: z.input<V['input']>) => Promise<OutputOf<V>>;

/** People of the example company. They sign documents by name and have no account, so the first-run page stays open. */
const PEOPLE = {
  buyer: '周采购',
  director: '吴经理',
  keeper: '郑仓管',
  second: '冯复核',
  quality: '赵质量',
  releaser: '何质量',
  planner: '孙计划',
  sales: '李销售',
  driver: '赵师傅',
  accountant: '钱会计',
} as const;
type Role = keyof typeof PEOPLE;
export type Cast = Readonly<Record<Role, Hand>>;

/** May do everything everywhere, and is nobody: separations of duties compare people with an account. */
function actorOf(display_name: string): Actor {
  return {
    ...SYSTEM_ACTOR,
    display_name,
    permissions: new Map(permissions.map((permission) => [permission, 'all'])),
  };
}

/** Lets the people act through the verbs, so that gate, ledger, audit and events are those of daily work. */
export function castOf(runner: Runner, verbs: readonly ServerVerb[]): Cast {
  const known = new Map(verbs.map((verb) => [verb.contract.name, verb]));
  let calls = 0;
  const handOf = (name: string): Hand => {
    const actor = actorOf(name);
    return async (verb, input) => {
      const served = known.get(verb.name);
      if (served === undefined) throw new Error(`no verb is called ${verb.name}`);
      calls += 1;
      const id = `example-${calls}`;
      const parsed = verb.input.parse(input);
      const call = {
        verb: served,
        input: parsed,
        actor,
        request_id: id,
        ip: null,
        idempotency_key: `${id}-of-the-example`,
      };
      return (await runner.call(call)).answer as OutputOf<typeof verb>;
    };
  };
  return Object.fromEntries(Object.entries(PEOPLE).map(([role, name]) => [role, handOf(name)])) as Cast;
}
