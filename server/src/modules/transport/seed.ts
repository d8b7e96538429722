import type { Tx } from '../../platform/db.ts';
import { type FleetUnit, noteFleet } from '../coldchain/index.ts';
import { seedContracts, seedFleet, seedPlaces } from './seed.write.ts';

/**
 * Contracts, vehicles, drivers and delivery places of an example company, made from its lanes, carriers and customers:
 * every carrier has a contract with a rate card, every warehouse two vehicles of its own, one of them cold, and the
 * last cold vehicle's validation has run out, so that the refusal can be seen.
 */
export async function seedTransport(tx: Tx): Promise<void> {
  await seedContracts(tx);
  await seedFleet(tx);
  await noteFleet(tx, await coldFleet(tx));
  await seedPlaces(tx);
}

/** Everything that keeps goods cold, as the cold chain is told of it. */
function coldFleet(tx: Tx): Promise<FleetUnit[]> {
  return tx.rows(
    `select vehicle_id, vehicle_code, kind, model, partner_id, temp_min_c, temp_max_c, validated_on, validation_due, status
     from transport.vehicle where cold_l + frozen_l > 0 order by vehicle_id`,
  );
}
