import type { Site, World } from '../../../test/support/world.ts';
import type { Actor } from '../../platform/actor.ts';
import type { ServerVerb } from '../../platform/use-case.ts';
import * as stock from '../stock/index.ts';
import * as warehouse from './index.ts';

const VERBS = new Map([...stock.verbs, ...warehouse.verbs].map((verb) => [verb.contract.name, verb]));

/** A verb of the warehouse or the ledger by its name, as the outside calls it. */
export function verbNamed(name: string): ServerVerb {
  const verb = VERBS.get(name);
  if (verb === undefined) throw new Error(`no verb is called ${name}`);
  return verb;
}

const KEEPER = ['warehouse.read', 'warehouse.work', 'warehouse.inspect', 'stock.read'];
const CHIEF = [
  ...KEEPER,
  'warehouse.plan',
  'warehouse.approve',
  'warehouse.design',
  'stock.pick',
  'stock.post_movement',
];

/** People who work inside the warehouses of a company: two keepers and two chiefs at the north, one at the south. */
export function warehousePeople({
  as,
  north,
  south,
}: World): Record<
  'keeper' | 'second_keeper' | 'third_keeper' | 'chief' | 'second_chief' | 'south_keeper' | 'director',
  Actor
> {
  const at = (site: Site, permissions: readonly string[], user_id: number) =>
    as(permissions, [site.warehouse_id], user_id);
  return {
    keeper: at(north, KEEPER, 61),
    second_keeper: at(north, KEEPER, 62),
    third_keeper: at(north, KEEPER, 63),
    chief: at(north, CHIEF, 64),
    second_chief: at(north, CHIEF, 65),
    south_keeper: at(south, CHIEF, 66),
    director: as(['warehouse.read', 'warehouse.approve'], 'all', 67),
  };
}
