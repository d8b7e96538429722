import { controlTower as contract } from '@tongcang/contract';
import { sees } from '../../platform/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { readProposals, readRisks } from '../planning/index.ts';
import { proposalDecisions, readWaiting, riskDecisions } from './decisions.ts';
import { readFan } from './demand-fan.ts';
import { readExpiry, readInTransit, readLoop } from './network.ts';
import { readTiles, shortages } from './tiles.ts';

/** The whole page in one answer and a fixed number of reads, all of them under the reader's own sight. */
export const controlTower = defineVerb(
  contract,
  { permission: 'insight.read', audit: null },
  async ({ tx, actor }, input) => {
    const warehouse_id = input.warehouse_id ?? null;
    if (warehouse_id !== null) {
      if (!sees(actor, warehouse_id)) notFound('warehouse', warehouse_id);
      await requireWarehouse(tx, warehouse_id);
    }
    const limit = input.decisions;
    const page = { limit, offset: 0 } as const;
    const [{ at }, risks, proposals, waiting, in_transit, expiry] = await Promise.all([
      tx.one<{ at: string }>('select now() as at'),
      readRisks(tx, {
        warehouse_id: input.warehouse_id,
        include_ok: 'false',
        include_dismissed: 'false',
        ...page,
      }),
      readProposals(tx, { to_warehouse_id: input.warehouse_id, status: 'proposed', ...page }),
      readWaiting(tx, warehouse_id, limit),
      readInTransit(tx, warehouse_id),
      readExpiry(tx, warehouse_id),
    ]);
    const fan_item = input.item_id ?? risks.rows[0]?.item_id ?? null;
    const [tiles, loop, demand] = await Promise.all([
      readTiles(tx, warehouse_id, risks.counts),
      readLoop(tx, warehouse_id, shortages(risks.counts)),
      fan_item === null ? null : readFan(tx, fan_item, warehouse_id),
    ]);
    if (input.item_id !== undefined && demand === null) notFound('item', input.item_id);
    const decisions = [
      ...riskDecisions(risks.rows, proposals.rows),
      ...proposalDecisions(proposals.rows),
      ...waiting.decisions,
    ].sort((a, b) => b.score - a.score);
    return {
      at,
      tiles,
      decisions: decisions.slice(0, limit),
      decisions_total: Math.max(decisions.length, shortages(risks.counts) + waiting.total),
      in_transit,
      expiry,
      demand,
      loop,
    };
  },
);
