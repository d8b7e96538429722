import type { Lot, World } from '../../../../test/support/world.ts';
import { observeStatements } from '../../../platform/db.ts';
import { verbs as stock_verbs } from '../../stock/index.ts';
import { queryEpcis } from './query-epcis.ts';

const verb = (name: string) => stock_verbs.find(({ contract }) => contract.name === name)!;

export const unitVerbs = () => ({
  createHandlingUnit: verb('stock.create-handling-unit'),
  pack: verb('stock.pack'),
  unpack: verb('stock.unpack'),
});
export const reverseMovement = () => verb('stock.reverse-movement');

/** One piece from the shelf to the other one, or back; gives the movement. */
export async function relocated(world: World, lot: Lot, there: boolean): Promise<number> {
  const { shelf, shelf_two } = world.north.bins;
  const [from_account_id, to_account_id] = there ? [shelf, shelf_two] : [shelf_two, shelf];
  const line = { ...lot, qty: 1, from_account_id, to_account_id, owner_id: world.entity_id };
  const made: { movement_id: number } = await world.call(
    verb('stock.post-movement'),
    { purpose: 'relocate', lines: [line] },
    { actor: world.as(['stock.post']) },
  );
  return made.movement_id;
}

/** Statements that a query takes. */
export async function counted(world: World, asked: object): Promise<number> {
  let count = 0;
  observeStatements(() => {
    count += 1;
  });
  try {
    await world.call(queryEpcis, asked, { actor: world.as(['integration.export']) });
  } finally {
    observeStatements(null);
  }
  return count;
}
