import type { Db } from '../../platform/db.ts';
import { createRunner, type ServerVerb } from '../../platform/use-case.ts';
import type { Company } from '../index.ts';
import { tellColdchain } from './coldchain.ts';
import { tellConsignment } from './consignment.ts';
import { tellDisposal } from './disposal.ts';
import { tellFirstDeal } from './first-deal.ts';
import { tellInside } from './inside.ts';
import { tellInspection } from './inspection.ts';
import { tellOutbound } from './outbound.ts';
import { tellPurchasing } from './purchasing.ts';
import { tellQualityCase } from './quality-case.ts';
import { tellRecall } from './recall.ts';
import { tellReceiving } from './receiving.ts';
import { tellRoad } from './road.ts';
import { setStage } from './stage.ts';
import { tellSurgery } from './surgery.ts';
import { castOf } from './teller.ts';

/**
 * A week of work in the example company, so that every list of the chain has something to show. It goes through the verbs
 * only: what the gate or a decider would refuse to people is refused here too and ends the seeding. The same company on
 * the same day gives the same story.
 */
export async function tellChain(
  parts: { readonly db: Db; readonly verbs: readonly ServerVerb[] },
  company: Company,
  today: string,
): Promise<void> {
  const stage = await setStage(castOf(createRunner(parts.db), parts.verbs), company, today);
  await tellFirstDeal(stage);
  await tellPurchasing(stage);
  await tellReceiving(stage);
  await tellInspection(stage);
  await tellOutbound(stage);
  await tellSurgery(stage);
  await tellConsignment(stage);
  await tellRoad(stage);
  await tellDisposal(stage);
  await tellInside(stage);
  await tellColdchain(stage);
  await tellRecall(stage);
  await tellQualityCase(stage);
}
