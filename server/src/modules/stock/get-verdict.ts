import { getVerdict as contract, type OutputOf } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { type FactKey, factsAt, type Path, subjectsOf } from '../compliance/index.ts';
import type { Evidence } from './evidence.ts';
import { DEFAULT_ZONE } from './moment.ts';

type Output = OutputOf<typeof contract>;
type Rule = {
  readonly rule_id: number;
  readonly severity: Output['asked'][number]['severity'];
  readonly legal_basis: string | null;
  readonly effective_from: string;
  readonly effective_to: string | null;
};

const AT_ONCE = 100;

/** The evidence of a movement: what was stored when it was judged, with the facts that stood at that epoch. */
export const getVerdict = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { movement_id, after }) => {
    const [head, lines] = await Promise.all([headOf(tx, movement_id), linesOf(tx, movement_id, after)]);
    if (head === undefined || lines.length === 0) notFound('movement', movement_id);
    const { evidence, ...movement } = head;
    const path = (evidence.path ?? movement.purpose) as Path;
    const shown = lines.slice(0, AT_ONCE);
    const subjects = shown.map((line) => subjectsFor(path, line, evidence));
    const facts = await factsAt(tx, evidence.epoch, [
      ...new Map(subjects.flat().map((s) => [nameOf(s), s])).values(),
    ]);
    const known = new Map(facts.map((f) => [nameOf(f), f.facts]));
    const told = shown.map((line, index) => tell(line, subjects[index]!, evidence, known));
    return {
      ...movement,
      path,
      epoch: evidence.epoch,
      judged_at: evidence.at ?? null,
      asked: askedOn(known.get(`path:${path}`), told[0]!.on_date),
      lines: told,
      next: lines.length > AT_ONCE ? shown.at(-1)!.line_no : null,
    };
  },
);

type Head = Omit<Output, 'path' | 'epoch' | 'judged_at' | 'asked' | 'lines' | 'next'> & {
  readonly evidence: Evidence;
};
type Line = Omit<Output['lines'][number], 'on_date' | 'spoken' | 'acknowledged' | 'facts'> & {
  readonly from_warehouse_id: number | null;
  readonly to_warehouse_id: number | null;
  readonly from_partner_id: number | null;
  readonly to_partner_id: number | null;
};
type Known = ReadonlyMap<string, Record<string, unknown>>;

const nameOf = ({ kind, key }: FactKey) => `${kind}:${key}`;

async function headOf(tx: Tx, movement_id: number): Promise<Head | undefined> {
  const [head] = await tx.rows<Head>(
    `select m.movement_id, m.purpose, m.document_no, m.document_key, u.display_name as actor_name, m.occurred_at,
       m.recorded_at, m.line_count, m.verdict as evidence
     from stock.movement m left join identity.v_user u on u.user_id = m.actor_id where m.movement_id = $1`,
    [movement_id],
  );
  return head;
}

/** Lines in sight of the caller; one more than is shown says that there are more. */
function linesOf(tx: Tx, movement_id: number, after: number): Promise<Line[]> {
  return tx.rows<Line>(
    `select p.line_no, p.item_id, i.item_code, i.name as item_name, p.lot_id, t.lot_no, t.production_date, t.expiry_date,
       p.qty, p.from_disposition::text as from_disposition, p.to_disposition::text as to_disposition,
       f.warehouse_id as from_warehouse_id, o.warehouse_id as to_warehouse_id,
       coalesce(f.partner_id, fd.partner_id) as from_partner_id, coalesce(o.partner_id, od.partner_id) as to_partner_id,
       coalesce(fw.warehouse_code || ' ' || fl.location_code, fp.name, f.kind) as from_label,
       coalesce(ow.warehouse_code || ' ' || ol.location_code, op.name, o.kind) as to_label
     from stock.posting p
     join stock.lot t on t.item_id = p.item_id and t.lot_id = p.lot_id
     join masterdata.v_item i on i.item_id = p.item_id
     join stock.account f on f.account_id = p.from_account_id
     join stock.account o on o.account_id = p.to_account_id
     left join masterdata.v_department fd on fd.department_id = f.department_id
     left join masterdata.v_department od on od.department_id = o.department_id
     left join masterdata.v_partner fp on fp.partner_id = coalesce(f.partner_id, fd.partner_id)
     left join masterdata.v_partner op on op.partner_id = coalesce(o.partner_id, od.partner_id)
     left join masterdata.v_warehouse fw on fw.warehouse_id = f.warehouse_id
     left join masterdata.v_warehouse ow on ow.warehouse_id = o.warehouse_id
     left join masterdata.v_location fl on fl.location_id = f.location_id
     left join masterdata.v_location ol on ol.location_id = o.location_id
     where p.movement_id = $1 and p.line_no > $2 order by p.line_no limit ${AT_ONCE + 1}`,
    [movement_id, after],
  );
}

/** The same subjects that were noted when the line was judged. */
function subjectsFor(path: Path, line: Line, evidence: Evidence): FactKey[] {
  return subjectsOf({
    purpose: path,
    item_id: line.item_id,
    from: { warehouse_id: line.from_warehouse_id, partner_id: line.from_partner_id },
    to: {
      warehouse_id: line.to_warehouse_id ?? evidence.destination_warehouse_id ?? null,
      partner_id: line.to_partner_id ?? evidence.destination_partner_id ?? null,
    },
    lane_id: evidence.lane_id ?? null,
  });
}

function tell(line: Line, subjects: readonly FactKey[], evidence: Evidence, known: Known) {
  const { from_warehouse_id, to_warehouse_id, from_partner_id: _f, to_partner_id: _t, ...row } = line;
  const of = <T extends { readonly line_no: number }>(all: readonly T[] | undefined) =>
    (all ?? []).filter((one) => one.line_no === line.line_no);
  const deciding = known.get(`warehouse:${from_warehouse_id ?? to_warehouse_id}`);
  return {
    ...row,
    on_date: civilDay(evidence.at, String(deciding?.timezone ?? DEFAULT_ZONE)),
    spoken: of(evidence.spoken).map(({ line_no: _line, ...one }) => one),
    acknowledged: (evidence.acknowledged ?? [])
      .filter((one) => one.lines.includes(line.line_no))
      .map(({ code, reason, by_name, at }) => ({ code, reason, by_name, at })),
    facts: subjects
      .filter(({ kind }) => kind !== 'path')
      .map((s) => ({ ...s, facts: known.get(nameOf(s)) ?? null })),
  };
}

/** The civil day of an instant in a zone; movements from before the evidence was kept have no instant. */
function civilDay(at: string | undefined, timeZone: string): string {
  return at === undefined ? '' : new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(at));
}

function askedOn(facts: Record<string, unknown> | undefined, day: string): Output['asked'] {
  const rules = (facts?.rules ?? []) as { readonly code: string; readonly versions: readonly Rule[] }[];
  return rules.flatMap(({ code, versions }) => {
    const held = versions.find(
      (v) => v.effective_from <= day && (v.effective_to === null || day <= v.effective_to),
    );
    return held === undefined
      ? []
      : [
          {
            code,
            rule_id: held.rule_id,
            severity: held.severity,
            legal_basis: held.legal_basis,
            effective_from: held.effective_from,
          },
        ];
  });
}
