import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import type { Consumer } from '../../platform/outbox.ts';
import { openInspections } from './arrivals.ts';

/**
 * Opens inspections for goods that came into quarantine by any other movement than the documents that ask for it
 * themselves: taken back from the road, back from repair, found again, put into quarantine by hand.
 */
export const followPosted: Consumer = {
  name: 'quality.inspection',
  topics: ['stock.posted'],
  async handle(events, tx) {
    const movement_ids = events.flatMap(({ payload }) => {
      const { movement_id } = (payload ?? {}) as { movement_id?: unknown };
      return typeof movement_id === 'number' ? [movement_id] : [];
    });
    if (movement_ids.length === 0) return;
    await openInspections(
      tx,
      movement_ids.map((movement_id) => ({ movement_id, settled_by: 'inspection' as const })),
      SYSTEM_ACTOR,
    );
  },
};
