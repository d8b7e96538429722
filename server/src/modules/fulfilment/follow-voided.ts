import type { Tx } from '../../platform/db.ts';
import type { Consumer } from '../../platform/outbox.ts';
import { type DemandStatus, follow, type Progress, statusOf } from './fulfilment.model.ts';
import { saveProgress } from './fulfilment.write.ts';
import { voidWaveLines } from './outbound.write.ts';

/**
 * Notes in the documents what a recall, a hold, a release or the clock has taken away. Staff and planning look at the
 * live allocations and know at once; this is for the customer, who sees only the document, and for filters by status.
 */
export const followVoided: Consumer = {
  name: 'fulfilment.voided',
  topics: ['stock.allocations_voided'],
  async handle(events, tx) {
    const voided = events
      .map((event) => event.payload as { demand_kind: string; demand_id: number; allocation_ids: number[] })
      .filter((v) => v.demand_kind === 'demand_line');
    if (voided.length === 0) return;
    await noteAllocated(
      tx,
      voided.map((v) => v.demand_id),
    );
    await voidWaveLines(
      tx,
      voided.flatMap((v) => v.allocation_ids),
    );
  },
};

type Line = Progress & { readonly demand_line_id: number; readonly demand_id: number };

/** Brings documents up to what is allocated for their lines now, and locks their demands. */
export async function noteAllocated(tx: Tx, line_ids: readonly number[]): Promise<void> {
  const demands = await tx.rows<{ demand_id: number; status: DemandStatus }>(
    `select d.demand_id, d.status from fulfilment.demand d
     where d.status not in ('shipped', 'cancelled') and d.demand_id in (
       select l.demand_id from fulfilment.demand_line l where l.demand_line_id = any($1::bigint[]))
     order by d.demand_id for update`,
    [line_ids],
  );
  const lines = await tx.rows<Line>(
    `select l.demand_line_id, l.demand_id, l.qty, l.qty_shipped as shipped, coalesce(a.qty, 0) as allocated
     from fulfilment.demand_line l
     left join lateral (
       select sum(a.qty)::bigint as qty from stock.v_allocation a
       where a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status in ('open', 'picked')) a on true
     where l.demand_id = any($1::bigint[])`,
    [demands.map((d) => d.demand_id)],
  );
  const byDemand = Map.groupBy(lines, (line) => line.demand_id);
  await saveProgress(
    tx,
    demands.map(({ demand_id, status }) => ({
      demand_id,
      status: follow(status, statusOf(sumOf(byDemand.get(demand_id)!))),
    })),
    lines.map((line) => ({ ...line, shipped_delta: 0, lane_id: null, status: statusOf(line) })),
  );
}

function sumOf(lines: readonly Line[]): Progress {
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);
  return { qty: sum((l) => l.qty), allocated: sum((l) => l.allocated), shipped: sum((l) => l.shipped) };
}
