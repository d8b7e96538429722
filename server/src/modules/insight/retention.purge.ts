/** What a purge finds and what it deletes. The same reading makes the preview and the work, so that one is the other. */
import type { PurgePart, RecordKind } from '@tongcang/contract';
import { deleteAttachments } from '../../platform/attachments.ts';
import { type Db, SYSTEM_SCOPE, type Tx } from '../../platform/db.ts';
import { type RetentionRule, retentionRules } from '../../platform/retention.ts';
import { countReadings, deleteReadings } from '../coldchain/index.ts';
import { countSessions, deleteSessions } from '../identity/index.ts';
import { cutOff, heldWhole, keptOf, type LegalHold, whyKept } from './retention.model.ts';
import { openHolds, papersAfter } from './retention.read.ts';

const PAGE = 2_000;
const DELETED_AT_ONCE = 5_000;
type Purgeable = Extract<RecordKind, 'attachment' | 'temperature' | 'session'>;
type Ground = {
  readonly rules: readonly RetentionRule[];
  readonly holds: readonly LegalHold[];
  readonly day: string;
};

/** What is past its date on a day and would go, and why the rest stays. */
export async function partsOn(tx: Tx, day: string): Promise<PurgePart[]> {
  const ground = { rules: await retentionRules(tx), holds: await openHolds(tx), day };
  return [await attachmentPart(tx, ground), await temperaturePart(tx, ground), await sessionPart(tx, ground)];
}

async function attachmentPart(tx: Tx, ground: Ground): Promise<PurgePart> {
  const { total, oldest_on } = await tx.one<{ total: number; oldest_on: string | null }>(
    `select count(*) as total, min((added_at at time zone 'Asia/Shanghai')::date) as oldest_on from platform.attachment`,
  );
  const kept: Parameters<typeof keptOf>[0][number][] = [];
  let going = 0;
  for await (const papers of papersOf(tx, ground)) {
    for (const paper of papers) {
      const why = whyKept(paper, ground.day, ground.holds);
      if (why === null) going += 1;
      else kept.push(why);
    }
  }
  const young = total - going - kept.length;
  const reasons = [...kept, ...Array.from({ length: young }, () => 'not_yet' as const)];
  return { record_kind: 'attachment', before: null, total, going, kept: keptOf(reasons), oldest_on };
}

/** Pages of papers that are old enough to be past their date at all: the shortest time of a record is two years. */
async function* papersOf(tx: Tx, { rules, day }: Ground) {
  const before = cutOff(rules, 'attachment', day) ?? '1900-01-01';
  let after = 0;
  for (;;) {
    const papers = await papersAfter(tx, after, before, rules, day, PAGE);
    if (papers.length === 0) return;
    yield papers;
    after = papers.at(-1)!.attachment_id;
  }
}

async function temperaturePart(tx: Tx, { rules, holds, day }: Ground): Promise<PurgePart> {
  const before = cutOff(rules, 'temperature', day);
  const { total, going, in_use, oldest_on } = await countReadings(tx, before ?? '1900-01-01');
  const held = holds.some((hold) => (hold.record_kind ?? 'temperature') === 'temperature');
  return partOf('temperature', { before, total, going, in_use, oldest_on, held });
}

async function sessionPart(tx: Tx, { rules, holds, day }: Ground): Promise<PurgePart> {
  const before = cutOff(rules, 'session', day);
  const { total, past, oldest_on } = await countSessions(tx, before ?? '1900-01-01');
  return partOf('session', {
    before,
    total,
    going: past,
    in_use: 0,
    oldest_on,
    held: heldWhole(holds, 'session'),
  });
}

type Counted = {
  readonly before: string | null;
  readonly total: number;
  readonly going: number;
  readonly in_use: number;
  readonly oldest_on: string | null;
  readonly held: boolean;
};

function partOf(
  record_kind: Purgeable,
  { before, total, going, in_use, oldest_on, held }: Counted,
): PurgePart {
  const young = total - going - in_use;
  const kept: PurgePart['kept'] = [
    { why: 'not_yet', count: young },
    { why: 'in_use', count: in_use },
    { why: 'legal_hold', count: held ? going : 0 },
  ];
  return {
    record_kind,
    before,
    total,
    going: held ? 0 : going,
    kept: kept.filter(({ count }) => count > 0),
    oldest_on,
  };
}

/**
 * Deletes what was past its date on the day of the request, in transactions of bounded size. Holds that came since then
 * count; what has been deleted before a failure is not found again, so the work may be repeated.
 */
export async function deletePast(
  db: Db,
  record_kinds: readonly RecordKind[],
  day: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  for (const kind of record_kinds) {
    deleted[kind] = 0;
    for (;;) {
      signal?.throwIfAborted();
      const count = await db.tx(SYSTEM_SCOPE, (tx) => DELETE[kind as Purgeable](tx, day), {
        statement_timeout_ms: 60_000,
      });
      deleted[kind] += count;
      if (count === 0) break;
    }
  }
  return deleted;
}

const DELETE: Readonly<Record<Purgeable, (tx: Tx, day: string) => Promise<number>>> = {
  async attachment(tx, day) {
    const ground = { rules: await retentionRules(tx), holds: await openHolds(tx), day };
    for await (const papers of papersOf(tx, ground)) {
      const going = papers.filter((paper) => whyKept(paper, day, ground.holds) === null);
      if (going.length > 0)
        return deleteAttachments(
          tx,
          going.map(({ attachment_id }) => attachment_id),
        );
    }
    return 0;
  },
  async temperature(tx, day) {
    const part = await temperaturePart(tx, {
      rules: await retentionRules(tx),
      holds: await openHolds(tx),
      day,
    });
    return part.going === 0 || part.before === null ? 0 : deleteReadings(tx, part.before, DELETED_AT_ONCE);
  },
  async session(tx, day) {
    const part = await sessionPart(tx, { rules: await retentionRules(tx), holds: await openHolds(tx), day });
    return part.going === 0 || part.before === null ? 0 : deleteSessions(tx, part.before, DELETED_AT_ONCE);
  },
};
