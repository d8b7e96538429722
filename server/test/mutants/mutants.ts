import type { HarnessName } from './harnesses.ts';

/** One planted bug: replacements in the sources, each of which must match exactly once. */
export type Mutant = {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Harnesses that must turn red, the quickest first. */
  readonly caught_by: readonly [HarnessName, ...HarnessName[]];
  /** The scenario in which the interleaver sees it soonest, for the quick run. */
  readonly scenario?: string;
};
type Edit = {
  /** Below `server/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
};

const STOCK = 'src/modules/stock';
const WRITE = `${STOCK}/stock.write.ts`;
const DECIDE = `${STOCK}/decide.ts`;
const ALLOCATE = `${STOCK}/allocate.ts`;
const POST_MOVEMENT = `${STOCK}/post-movement.ts`;
const USE_CASE = 'src/platform/use-case.ts';

const LOCK_ORDER = `order by b.item_id, b.lot_id, b.account_id, b.owner_id, b.disposition
    for update of b)`;

export const mutants: readonly Mutant[] = [
  {
    name: 'balances are read, changed and written back, without row locks',
    edits: [
      { file: WRITE, find: '\n    for update of b)', replace: ')' },
      {
        file: WRITE,
        find: "select platform.expect_rows((select count(*) from changed), $47::bigint, 'balances')",
        replace: 'select count(*) from changed where $47::bigint > 0',
      },
      { file: WRITE, find: 'set qty = b.qty + d.qty', replace: 'set qty = d.qty' },
      { file: WRITE, find: 'changed.map((c) => c.qty_delta)', replace: 'changed.map((c) => c.qty)' },
    ],
    caught_by: ['interleave', 'stress'],
    scenario: 'ship || ship of the last units',
  },
  {
    name: 'balances are not locked before they are judged',
    edits: [{ file: WRITE, find: '\n    for update of b)', replace: ')' }],
    caught_by: ['interleave', 'stress'],
    scenario: 'ship || ship of the last units',
  },
  {
    name: 'balances are locked in the order of the document',
    edits: [{ file: WRITE, find: LOCK_ORDER, replace: 'order by k.ord for update of b)' }],
    caught_by: ['interleave', 'stress'],
    scenario: 'documents with lines in opposite order',
  },
  {
    name: 'new balances are made in the order of the document',
    edits: [{ file: WRITE, find: '  order by 1, 2, 3, 4, 5\n', replace: '' }],
    caught_by: ['interleave'],
    scenario: 'documents that need the same new balances in opposite order',
  },
  {
    name: 'a claimed idempotency key is taken again',
    edits: [
      {
        file: USE_CASE,
        find: 'return claims.map((c) => c === null || won.delete(',
        replace: 'return claims.map((c) => c === null || true || won.delete(',
      },
    ],
    caught_by: ['interleave', 'stress', 'model'],
    scenario: 'one idempotency key twice',
  },
  {
    name: 'another request under a used key gets the stored answer',
    edits: [{ file: USE_CASE, find: '!row.request_hash.equals(claim.hash)', replace: 'false' }],
    caught_by: ['interleave'],
    scenario: 'one idempotency key for two requests',
  },
  {
    name: 'no audit row',
    edits: [{ file: USE_CASE, find: 'pushAudit(columns, call, audit, entry as AuditEntry);', replace: '' }],
    caught_by: ['interleave', 'stress', 'model'],
    scenario: 'ship || ship || ship',
  },
  {
    name: 'no outbox row',
    edits: [
      {
        file: USE_CASE,
        find: 'for (const event of events) {',
        replace: 'for (const event of events.slice(0, 0)) {',
      },
    ],
    caught_by: ['interleave', 'stress', 'model'],
    scenario: 'ship || ship || ship',
  },
  {
    name: 'postings name another account than the balance that changed',
    edits: [
      {
        file: WRITE,
        find: '        line.to_account_id,\n        line.from_owner_id,',
        replace: '        document.lines[0]!.to_account_id,\n        line.from_owner_id,',
      },
    ],
    caught_by: ['stress', 'model'],
  },
  {
    name: 'all lines of a document go to the place of its first line',
    edits: [
      {
        file: POST_MOVEMENT,
        find: 'to_account_id: line.to_account_id,',
        replace: 'to_account_id: input.lines[0]!.to_account_id,',
      },
    ],
    caught_by: ['model'],
  },
  {
    name: 'allocating does not raise `allocated`',
    edits: [
      { file: ALLOCATE, find: 'set allocated = b.allocated + d.qty', replace: 'set allocated = b.allocated' },
    ],
    caught_by: ['interleave', 'stress', 'scarcity', 'model'],
    scenario: 'allocate || allocate',
  },
  {
    name: 'candidates are not locked before they are allocated',
    edits: [{ file: ALLOCATE, find: '\n       for update of b)', replace: ')' }],
    caught_by: ['scarcity', 'interleave'],
    scenario: 'allocate || allocate',
  },
  {
    name: 'last expiry first',
    edits: [
      {
        file: `${STOCK}/choose-lots.ts`,
        find: 'return left < right ? -1 : 1;',
        replace: 'return left < right ? 1 : -1;',
      },
    ],
    caught_by: ['model'],
  },
  {
    name: 'a serial stays where it was',
    edits: [{ file: WRITE, find: 'account_id = k.account_id, owner_id', replace: 'owner_id' }],
    caught_by: ['interleave', 'stress', 'model'],
    scenario: 'ship || relocate of one serial',
  },
  {
    name: 'a recall raises the epoch without the lock of rules',
    edits: [
      {
        file: 'src/platform/rules-lock.ts',
        find: "await tx.rows('select pg_advisory_xact_lock(7001)');\n  await tx.run(`update",
        replace: 'await tx.run(`update',
      },
    ],
    caught_by: ['interleave'],
    scenario: 'receive into a new bin || recall',
  },
  {
    name: 'a recall neither locks the rules nor raises the epoch',
    edits: [{ file: `${STOCK}/holds.ts`, find: 'await changeRules(tx);', replace: '' }],
    caught_by: ['interleave', 'model'],
    scenario: 'receive into a new bin || recall',
  },
  {
    name: 'posting does not hold the lock of rules',
    edits: [{ file: POST_MOVEMENT, find: ', judges: true', replace: '' }],
    caught_by: ['interleave'],
    scenario: 'relocate into a new bin || recall',
  },
  {
    name: 'a recall leaves what is in quarantine',
    edits: [
      {
        file: `${STOCK}/holds.ts`,
        find: "['released', 'quarantine', 'held']",
        replace: "['released', 'held']",
      },
    ],
    caught_by: ['model'],
  },
  {
    name: 'the verdict is ignored when posting',
    edits: [{ file: DECIDE, find: 'if (!verdict.allowed) {', replace: 'if (!verdict) {' }],
    caught_by: ['model', 'interleave'],
  },
  {
    name: 'the verdict is ignored when allocating',
    edits: [{ file: ALLOCATE, find: 'if (verdict.allowed) verdicts', replace: 'if (verdict) verdicts' }],
    caught_by: ['model'],
  },
  {
    name: 'a refused document leaves its share in the sums of its neighbours',
    edits: [{ file: DECIDE, find: 'for (const step of undo.reverse()) step();', replace: '' }],
    caught_by: ['stress'],
  },
  {
    name: 'a pick leaves the allocation at the old place',
    edits: [{ file: DECIDE, find: "line.allocation?.take === 'pick' ? line.qty : 0", replace: '0' }],
    caught_by: ['interleave', 'stress', 'model'],
    scenario: 'pick || pick of one allocation',
  },
  {
    name: 'a release does not look again under the lock',
    edits: [
      {
        file: `${STOCK}/release-allocations.ts`,
        find: 'const now = await allocationsById(tx, ids);',
        replace: 'const now = seen;',
      },
    ],
    caught_by: ['interleave'],
    scenario: 'pick || release of one allocation',
  },
  {
    name: 'a count books gains as losses',
    edits: [
      { file: `${STOCK}/count.ts`, find: 'const gained = gain > 0;', replace: 'const gained = gain < 0;' },
    ],
    caught_by: ['model'],
  },
  {
    name: 'what is allocated counts as available',
    edits: [
      {
        file: `${STOCK}/list-availability.ts`,
        find: 'coalesce(sum(b.qty - b.allocated) filter',
        replace: 'coalesce(sum(b.qty) filter',
      },
    ],
    caught_by: ['model'],
  },
  {
    name: 'stock of a past day has the disposition of today',
    edits: [
      {
        file: `${STOCK}/list-as-of.ts`,
        find: '(p.from_account_id, p.from_disposition, -p.qty)',
        replace: '(p.from_account_id, p.to_disposition, -p.qty)',
      },
    ],
    caught_by: ['model'],
  },
  {
    name: 'returns are missing from the trace of a lot',
    edits: [
      {
        file: `${STOCK}/trace-lot.ts`,
        find: "delivered: into('customer'),",
        replace: "delivered: into('destroyed'),",
      },
    ],
    caught_by: ['model'],
  },
];
