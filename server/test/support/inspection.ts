import { inspection_verbs } from '../../src/modules/quality/inspection.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { World } from './world.ts';

const VERBS = new Map(inspection_verbs.map((verb) => [verb.contract.name, verb]));

/** What a plan may say otherwise; sampled by major defects at AQL 1.0 of level II, and papers, unless said so. */
type Terms = {
  readonly purposes?: readonly string[];
  readonly target_hours?: number;
};

/** A plan for an item, written and approved by nobody in particular. */
export async function planInForce(world: World, item_id: number, terms: Terms = {}): Promise<number> {
  const { purposes = ['receive', 'customer_return'], target_hours = 24 } = terms;
  const [plan] = await world.sql<{ plan_id: string }>(
    `insert into quality.inspection_plan (name, item_id) values ('plan', $1) returning plan_id`,
    [item_id],
  );
  const plan_id = Number(plan!.plan_id);
  await world.sql(
    `insert into quality.inspection_plan_version (plan_id, version, status, level, aql_major, purposes, target_hours,
       written_by_name, decided_by_name, decided_at)
     values ($1, 1, 'approved', 'II', 1, $2, $3, 'author', 'approver', now())`,
    [plan_id, purposes, target_hours],
  );
  await world.sql(
    `insert into quality.inspection_check (plan_id, version, line_no, name, kind, defect_class, extent)
     values ($1, 1, 1, 'look', 'attribute', 'major', 'sample'), ($1, 1, 2, 'papers', 'document', 'major', 'once')`,
    [plan_id],
  );
  return plan_id;
}

/** The inspections of a document that are not over. */
export async function waitingOf(world: World, document_key: string): Promise<number[]> {
  const rows = await world.sql<{ inspection_id: string }>(
    `select inspection_id from quality.inspection
     where document_key = $1 and status not in ('closed', 'cancelled') order by 1`,
    [document_key],
  );
  return rows.map((row) => Number(row.inspection_id));
}

/** Looks at everything that the plan asks for and concludes; nothing is bad unless said so. */
export async function inspectAll(
  world: World,
  inspection_id: number,
  nonconforming = 0,
  actor?: Actor,
): Promise<{ version: number; qty: number }> {
  const call = (name: string, input: object) =>
    world.call(VERBS.get(`quality.${name}`)!, input, actor === undefined ? {} : { actor });
  const { checks, qty } = (await call('get-inspection', { inspection_id })) as {
    checks: { line_no: number; needed: number; extent: string }[];
    qty: number;
  };
  const lines = checks
    .filter((check) => check.needed > 0)
    .map(({ line_no, needed, extent }) => ({
      line_no,
      checked: needed,
      nonconforming: extent === 'sample' ? nonconforming : 0,
    }));
  await call('record-inspection', { inspection_id, lines });
  const { version } = (await call('conclude-inspection', { inspection_id })) as { version: number };
  return { version, qty };
}

/** Signs for a part of what was concluded, as a company that is set up by the system. */
export async function signPart(
  world: World,
  inspection_id: number,
  decided: { released: number; rejected?: number },
): Promise<void> {
  const [{ version }] = (await world.sql<{ version: number }>(
    'select version from quality.inspection where inspection_id = $1',
    [inspection_id],
  )) as [{ version: number }];
  const input = { inspection_id, version, rejected: 0, reason: 'fine', ...decided };
  await world.call(VERBS.get('quality.release-inspection')!, input);
}

/** Inspects and signs. */
export async function inspectAndSign(
  world: World,
  inspection_id: number,
  decided: { released: number; rejected?: number },
): Promise<void> {
  await inspectAll(world, inspection_id);
  await signPart(world, inspection_id, decided);
}
