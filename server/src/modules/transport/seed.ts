import type { Tx } from '../../platform/db.ts';
import { seedContracts, seedFleet, seedPlaces } from './seed.write.ts';

/**
 * Contracts, vehicles, drivers and delivery places of an example company, made from its lanes, carriers and customers:
 * every carrier has a contract with a rate card, every warehouse two vehicles of its own, one of them cold, and the
 * last cold vehicle's validation has run out, so that the refusal can be seen.
 */
export async function seedTransport(tx: Tx): Promise<void> {
  await seedContracts(tx);
  await seedFleet(tx);
  await seedPlaces(tx);
}
