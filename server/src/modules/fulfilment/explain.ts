import type { Reason } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import {
  type Disposition,
  type Facts,
  factsOf,
  judge,
  knowItems,
  type LotFact,
} from '../compliance/index.ts';
import { type Moment, momentOf, todayAt, type Want, type WantOutcome } from '../stock/index.ts';

type Standing = LotFact & {
  readonly item_id: number;
  readonly warehouse_id: number;
  readonly disposition: Disposition;
  readonly zone_kind: string;
  readonly storage_condition: string;
};

/**
 * Why each want did not get everything, in the order asked: the rules that lots on the shelf break, then those of
 * goods that stand there unreleased and so were no candidates, then the shortage itself. Empty where all was found;
 * two statements where something is missing, none otherwise.
 */
export async function reasonsOf(
  tx: Tx,
  wants: readonly Want[],
  outcomes: readonly WantOutcome[],
): Promise<Reason[][]> {
  const lacking = wants.filter((_, index) => lacks(outcomes[index]!));
  if (lacking.length === 0) return wants.map(() => []);
  const asking = momentOf(tx);
  const standing = await unreleased(tx, lacking);
  const moment = await asking;
  const facts = await factsOf(tx, moment.epoch);
  await knowItems(tx, facts, new Set(lacking.map((want) => want.item_id)));
  const shelf = Map.groupBy(standing, (s) => `${s.item_id}|${s.warehouse_id}`);
  return wants.map((want, index) => {
    const outcome = outcomes[index]!;
    if (!lacks(outcome)) return [];
    const there = (shelf.get(`${want.item_id}|${want.warehouse_id}`) ?? []).filter(
      (s) => want.lot_id == null || s.lot_id === want.lot_id,
    );
    return distinct([
      ...('refusal' in outcome ? outcome.passed_over.flatMap((lot) => lot.reasons) : []),
      ...there.flatMap((s) => judgeStanding(want, s, facts, moment)),
      shortage(want, outcome),
    ]);
  });
}

function lacks(outcome: WantOutcome): boolean {
  return 'refusal' in outcome || outcome.short_by > 0;
}

function shortage(want: Want, outcome: WantOutcome): Reason {
  if ('refusal' in outcome) return outcome.refusal;
  const available = want.qty - outcome.short_by;
  return {
    code: 'stock.short',
    params: { wanted: want.qty, available, short_by: outcome.short_by },
    legal_basis: null,
  };
}

function unreleased(tx: Tx, wants: readonly Want[]): Promise<Standing[]> {
  return tx.rows<Standing>(
    `select distinct b.item_id, b.warehouse_id, b.lot_id, b.disposition::text as disposition, l.lot_no,
       l.production_date, l.expiry_date, l.recalled, p.zone_kind, p.storage_condition
     from (select distinct * from unnest($1::bigint[], $2::bigint[]) as k(item_id, warehouse_id)) k
     join stock.v_balance b on b.item_id = k.item_id and b.warehouse_id = k.warehouse_id
     join stock.v_lot l on l.item_id = b.item_id and l.lot_id = b.lot_id
     join stock.v_account a on a.account_id = b.account_id
     join masterdata.v_location p on p.location_id = a.location_id
     where b.disposition <> 'released' and b.qty > 0
     order by b.lot_id, disposition`,
    [wants.map((w) => w.item_id), wants.map((w) => w.warehouse_id)],
  );
}

/** What the gate would say if somebody tried to send these goods as they stand. */
function judgeStanding(want: Want, standing: Standing, facts: Facts, moment: Moment): readonly Reason[] {
  const on_date = todayAt(facts, moment, want.warehouse_id);
  return judge(facts, {
    purpose: want.purpose,
    item_id: want.item_id,
    lot: standing,
    from: {
      kind: 'bin',
      warehouse_id: standing.warehouse_id,
      zone_kind: standing.zone_kind,
      storage_condition: standing.storage_condition,
      partner_id: null,
    },
    to: { ...want.to, zone_kind: null, storage_condition: null },
    from_disposition: standing.disposition,
    to_disposition: standing.disposition,
    on_date,
    arrival_date: want.arrival_date ?? on_date,
    min_remaining_days: want.min_remaining_days ?? 0,
    lane_id: want.lane_id ?? null,
  }).reasons;
}

function distinct(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()];
}
