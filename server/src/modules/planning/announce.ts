import type { Tx } from '../../platform/db.ts';
import { emitEvents } from '../../platform/outbox.ts';
import type { RaisedRisk } from './planning.write.ts';

/** Tells those who follow that risks have become worse: one event for each warehouse. */
export async function announceRaised(tx: Tx, raised: readonly RaisedRisk[]): Promise<void> {
  const worse = raised.filter((risk) => risk.level !== 'watch');
  if (worse.length === 0) return;
  const byWarehouse = Map.groupBy(worse, (risk) => risk.warehouse_id);
  await emitEvents(
    tx,
    [...byWarehouse].map(([warehouse_id, risks]) => ({
      topic: 'planning.risk_raised',
      key: String(warehouse_id),
      payload: {
        warehouse_id,
        count: risks.length,
        // A first computation raises everything at once; the list itself is a read away.
        risks: risks.slice(0, 100).map(({ item_id, level, was }) => ({ item_id, level, was })),
      },
    })),
  );
}
