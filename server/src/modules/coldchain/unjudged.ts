/** Looking after areas by themselves: new readings are judged, silence is noticed, alarms climb. */
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { ids } from '../../platform/ids.ts';
import { startLoop } from '../../platform/jobs.ts';
import type { Logger } from '../../platform/log.ts';
import { createRunner, type Runner, type ServerVerb } from '../../platform/use-case.ts';
import { escalateAlarms, overdueAlarms } from './alarms.ts';
import { alarmsNow, excursionsNow, gapsNow } from './decide-judgement.ts';
import { groundOf } from './judge.read.ts';
import { forgetUnjudged } from './judge.write.ts';
import { judgeAreas, lotsNow } from './judge-areas.ts';
import { markSilent } from './silence.write.ts';

const EVERY_MS = 1_000;
const AREAS_A_TURN = 50;

/** Judges what has new readings; in between it looks for sensors that say nothing. Several processes share the work. */
export function startJudging(db: Db, log?: Logger): { stop(): Promise<void> } {
  const runner = createRunner(db);
  let turn = 0;
  return startLoop(
    'coldchain.judge',
    EVERY_MS,
    async () => {
      turn += 1;
      if (turn % 20 === 1) await db.tx(SYSTEM_SCOPE, markSilent);
      await judgeMarked(db, runner);
      if (turn % 20 === 1 && (await db.tx(SYSTEM_SCOPE, overdueAlarms)) > 0)
        await runAsSystem(runner, escalateAlarms, {});
    },
    log,
  );
}

/** Judges every area that is marked now; gives their number. A quiet area leaves no trace but the mark that is gone. */
export async function judgeMarked(db: Db, runner: Runner = createRunner(db)): Promise<number> {
  const marked = await db.tx(SYSTEM_SCOPE, (tx) =>
    tx.rows<{ area_id: number }>(
      `select area_id from coldchain.unjudged order by marked_at limit ${AREAS_A_TURN}`,
    ),
  );
  for (const { area_id } of marked) {
    const quiet = await db.tx(SYSTEM_SCOPE, (tx) => forgetWhereQuiet(tx, area_id), {
      statement_timeout_ms: 30_000,
    });
    if (!quiet) await runAsSystem(runner, judgeAreas, { area_id });
  }
  return marked.length;
}

async function runAsSystem(runner: Runner, verb: ServerVerb, input: unknown): Promise<void> {
  const request_id = ids.uuid();
  await runner.call({
    verb,
    input,
    actor: SYSTEM_ACTOR,
    request_id,
    ip: null,
    idempotency_key: request_id,
  });
}

/** Most readings say that all is well: then nothing is written, and nobody who moves goods has to wait. */
async function forgetWhereQuiet(tx: Tx, area_id: number): Promise<boolean> {
  const [mark] = await tx.rows<{ from_at: string; marked_at: string }>(
    'select from_at, marked_at from coldchain.unjudged where area_id = $1',
    [area_id],
  );
  if (mark === undefined) return true;
  const ground = await groundOf(tx, area_id, mark.from_at);
  const { open } = await tx.one<{ open: number }>(
    `select count(*) as open from coldchain.gap where area_id = $1 and filled_at is null and (to_at is null
       or to_at >= $2::timestamptz)`,
    [area_id, mark.from_at],
  );
  const out =
    open > 0 ||
    gapsNow(ground).some((gap) => gap.to === null || gap.to >= ground.window.from) ||
    alarmsNow(ground).length > 0 ||
    ground.alarms.some((alarm) => alarm.span.to === null) ||
    ground.excursions.some((one) => one.status !== 'decided') ||
    excursionsNow(ground, await lotsNow({ tx }, ground)).length > 0;
  if (!out) await forgetUnjudged(tx, area_id, mark.marked_at);
  return !out;
}
