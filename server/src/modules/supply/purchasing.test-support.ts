import type { World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import { purchasing_verbs } from './purchasing.ts';

const VERBS = new Map(purchasing_verbs.map((verb) => [verb.contract.name, verb]));

/** A day far enough ahead that no order of a test is late by the clock. */
export const SOMEDAY = '2035-06-01';

/** People who buy, approve and sell, and a way to call the verbs of purchasing by name. */
export function buyersOf(world: World) {
  const outsider = (user_id: number, partner_id: number): Actor => ({
    ...world.as(['supply.read', 'supply.confirm'], [], user_id),
    scope: { user_id, warehouses: [], partner_id },
  });
  const people = {
    buyer: world.as(
      ['supply.read', 'supply.plan', 'supply.order', 'supply.confirm', 'supply.approve'],
      'all',
      61,
    ),
    boss: world.as(['supply.read', 'supply.approve'], 'all', 62),
    second_boss: world.as(['supply.read', 'supply.approve'], 'all', 63),
    north_buyer: world.as(['supply.read', 'supply.plan', 'supply.order'], [world.north.warehouse_id], 64),
    keeper: world.as(['supply.read'], [world.south.warehouse_id], 65),
    seller: outsider(66, world.supplier_id),
    stranger: outsider(67, world.hospital_id),
  };
  const call = <T>(name: string, input: unknown, actor: Actor): Promise<T> =>
    world.call(VERBS.get(`supply.${name}`)!, input, { actor }) as Promise<T>;
  return { ...people, call };
}
export type Buyers = ReturnType<typeof buyersOf>;
