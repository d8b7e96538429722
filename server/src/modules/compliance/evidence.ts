import type { Tx } from '../../platform/db.ts';
import { sha256 } from '../../platform/ids.ts';
import { rulesAsked } from './asked.ts';
import { insertFactVersions } from './evidence.write.ts';
import type { Facts } from './facts.ts';
import type { Movement, Path, Place } from './movement.ts';

export const FACT_KINDS = ['item', 'partner', 'warehouse', 'lane', 'path', 'person'] as const;
export type FactKind = (typeof FACT_KINDS)[number];
/** The name under which the facts of one subject are kept. */
export type FactKey = { readonly kind: FactKind; readonly key: string };
export type FactVersion = FactKey & { readonly sha256: Buffer; readonly facts: string };

type Noted = { readonly epoch: number; readonly of: Readonly<Record<FactKind, Set<number | string>>> };

function notedIn(tx: Tx, epoch: number): Noted {
  const known = tx.memory.get('compliance.noted') as Noted | undefined;
  if (known?.epoch === epoch) return known;
  const of = Object.fromEntries(FACT_KINDS.map((kind) => [kind, new Set<number | string>()]));
  const fresh = { epoch, of: of as Noted['of'] };
  tx.memory.set('compliance.noted', fresh);
  return fresh;
}

/**
 * Keeps what the gate knew when it judged, so that a verdict can be shown with its facts long after they have changed: one
 * row for each subject and change. Costs look-ups in memory once an epoch has met the subjects, one statement otherwise.
 */
export function noteFacts(tx: Tx, facts: Facts, judged: readonly Movement[]): void {
  const { of } = notedIn(tx, facts.epoch);
  const fresh = new Map<string, FactKey>();
  for (const movement of judged) {
    if (isNoted(of, movement)) continue;
    for (const subject of subjectsOf(movement)) {
      if (!of[subject.kind].has(idOf(subject))) fresh.set(`${subject.kind}:${subject.key}`, subject);
    }
  }
  if (fresh.size === 0) return;
  const subjects = [...fresh.values()];
  insertFactVersions(
    tx,
    facts.epoch,
    subjects.map((subject) => versionOf(facts, subject)),
  );
  tx.afterCommit(() => {
    for (const subject of subjects) of[subject.kind].add(idOf(subject));
  });
}

const idOf = ({ kind, key }: FactKey) => (kind === 'path' ? key : Number(key));

/** Whether everything that a movement is about has been met in this epoch: the hot path, without a text being built. */
function isNoted(of: Noted['of'], { purpose, item_id, from, to, lane_id, person_id }: Movement): boolean {
  const has = (kind: FactKind, id: number | null | undefined) => id == null || of[kind].has(id);
  return (
    of.path.has(purpose) &&
    of.item.has(item_id) &&
    has('warehouse', from.warehouse_id) &&
    has('warehouse', to.warehouse_id) &&
    has('partner', from.partner_id) &&
    has('partner', to.partner_id) &&
    has('lane', lane_id) &&
    has('person', person_id)
  );
}

type End = Pick<Place, 'warehouse_id' | 'partner_id'>;
type Judged = Pick<Movement, 'purpose' | 'item_id' | 'lane_id' | 'person_id'> & {
  readonly from: End;
  readonly to: End;
};

/** What the facts of a movement are about. */
export function subjectsOf({ purpose, item_id, from, to, lane_id, person_id }: Judged): FactKey[] {
  const subjects: FactKey[] = [
    { kind: 'path', key: purpose },
    { kind: 'item', key: String(item_id) },
  ];
  const add = (kind: FactKind, id: number | null | undefined) => {
    if (id != null) subjects.push({ kind, key: String(id) });
  };
  add('warehouse', from.warehouse_id);
  if (to.warehouse_id !== from.warehouse_id) add('warehouse', to.warehouse_id);
  add('partner', from.partner_id);
  if (to.partner_id !== from.partner_id) add('partner', to.partner_id);
  add('lane', lane_id);
  add('person', person_id);
  return subjects;
}

function versionOf(facts: Facts, subject: FactKey): FactVersion {
  const text = JSON.stringify(factsAbout(facts, subject));
  return { ...subject, sha256: sha256(text), facts: text };
}

function factsAbout(facts: Facts, { kind, key }: FactKey): unknown {
  const id = Number(key);
  switch (kind) {
    case 'item':
      return facts.items.get(id) ?? {};
    case 'partner':
      return ofPartner(facts, id);
    case 'warehouse': {
      const warehouse = facts.warehouses.get(id);
      return warehouse === undefined
        ? {}
        : { ...warehouse, entity: ofPartner(facts, warehouse.legal_entity_id) };
    }
    case 'lane':
      return facts.lanes.get(id) ?? {};
    case 'person':
      return { trainings: facts.trainings.get(id) ?? [] };
    case 'path':
      return {
        rules: rulesAsked(key as Path).map((code) => ({ code, versions: facts.rules.get(code) ?? [] })),
      };
  }
}

const ofPartner = (facts: Facts, partner_id: number) => ({
  ...facts.partners.get(partner_id),
  licences: facts.licences.get(partner_id) ?? [],
  authorisations: facts.authorisations.get(partner_id) ?? [],
});

/** What was known of each subject at an epoch; subjects that no verdict had met are absent. */
export async function factsAt(
  tx: Tx,
  epoch: number,
  subjects: readonly FactKey[],
): Promise<(FactKey & { readonly facts: Record<string, unknown> })[]> {
  return tx.rows(
    `select k.kind, k.key, f.facts
     from unnest($1::text[], $2::text[]) as k(kind, key)
     cross join lateral (
       select v.facts from compliance.fact_version v
       where v.kind = k.kind and v.key = k.key and v.epoch <= $3
       order by v.epoch desc, v.fact_version_id desc limit 1) f`,
    [subjects.map((s) => s.kind), subjects.map((s) => s.key), epoch],
  );
}
