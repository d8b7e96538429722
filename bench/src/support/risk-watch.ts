import { consumers, startRiskLoop } from '../../../server/src/modules/planning/index.ts';
import { createDb } from '../../../server/src/platform/db.ts';
import { startRelay } from '../../../server/src/platform/outbox.ts';

/** A process that does nothing but follow the postings and assess reorder points, as part of the worker does. */
const db = createDb({ url: process.argv[2]!, max: 3 });
const relay = startRelay({ db, consumers });
await relay.drain();
const loop = startRiskLoop(db);
process.stdout.write('ready\n');
process.once('SIGTERM', async () => {
  await loop.stop();
  await relay.stop();
  await db.close();
});
