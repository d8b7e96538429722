import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { ensureAccounts } from '../stock/index.ts';
import { pickOrder } from '../warehouse/index.ts';
import { sum } from './outbound.model.ts';
import { insertWave, insertWaveLines, type NewWaveLine } from './outbound.write.ts';

type Input = contract.InputOf<typeof contract.createWave>;

export const createWave = defineVerb(
  contract.createWave,
  { permission: 'fulfilment.ship', audit: 'fulfilment.create_wave' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id } = input;
    requireAt(actor, 'fulfilment.ship', warehouse_id);
    const [to_account_id, waiting, order] = await Promise.all([
      dispatchPlace(tx, input),
      waitingGoods(tx, input),
      pickOrder(tx, warehouse_id),
    ]);
    if (waiting.length === 0) fail('fulfilment.nothing_to_pick');
    const lines = inPathOrder(waiting, order);
    const wave = await insertWave(tx, {
      warehouse_id,
      to_account_id,
      lane_id: input.lane_id ?? null,
      departs_at: input.departs_at ?? null,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
    });
    await insertWaveLines(tx, { ...wave, warehouse_id }, lines);
    const made = { ...wave, lines: lines.length, qty: sum(lines.map((line) => line.qty)) };
    audit({ entity: 'wave', entity_id: wave.wave_id, warehouse_id, detail: { ...made } });
    emit('fulfilment.wave_created', String(wave.wave_id), { ...made, warehouse_id });
    return made;
  },
);

/** The dispatch place named, or the first one of the warehouse. */
export async function dispatchPlace(
  tx: Tx,
  { warehouse_id, to_account_id }: { warehouse_id: number; to_account_id?: number },
): Promise<number> {
  const [place] = await tx.rows<{ location_id: number; account_id: number | null }>(
    `select p.location_id, a.account_id from masterdata.v_location p
     left join stock.v_account a on a.kind = 'bin' and a.warehouse_id = p.warehouse_id and a.location_id = p.location_id
     where p.warehouse_id = $1 and p.zone_kind = 'dispatch' and p.retired_at is null
       and ($2::bigint is null or a.account_id = $2)
     order by p.location_code limit 1`,
    [warehouse_id, to_account_id ?? null],
  );
  if (place === undefined) fail('fulfilment.no_dispatch_place');
  const [made] =
    place.account_id === null
      ? await ensureAccounts(tx, [{ kind: 'bin', warehouse_id, location_id: place.location_id }])
      : [place.account_id];
  return made!;
}

/** Allocated goods that nobody picks yet: the most urgent first, as far as one walk goes. */
function waitingGoods(tx: Tx, input: Input): Promise<NewWaveLine[]> {
  return tx.rows<NewWaveLine>(
    `select a.allocation_id, l.demand_line_id, a.item_id, a.lot_id, a.account_id, a.owner_id, a.qty, null as replaces_id
     from fulfilment.demand_line l
     join fulfilment.demand d on d.demand_id = l.demand_id
     join stock.v_allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status = 'open'
     join stock.v_account c on c.account_id = a.account_id
     join masterdata.v_location p on p.location_id = c.location_id
     where l.warehouse_id = $1 and l.status not in ('shipped', 'cancelled')
       and ($2::bigint is null or l.lane_id = $2) and ($3::text is null or p.zone_code = $3)
       and ($4::timestamptz is null or d.needed_at < $4) and ($5::bigint[] is null or d.demand_id = any($5))
       and not exists (select from fulfilment.wave_line w where w.allocation_id = a.allocation_id and w.status = 'open')
     order by d.priority_class, d.needed_at, a.allocation_id limit $6`,
    [
      input.warehouse_id,
      input.lane_id ?? null,
      input.zone_code || null,
      input.needed_before ?? null,
      input.demand_ids ?? null,
      input.lines_max,
    ],
  );
}

/** As the picker passes them; bins off the path come last. */
export function inPathOrder<L extends { readonly account_id: number; readonly allocation_id: number }>(
  lines: readonly L[],
  order: ReadonlyMap<number, number>,
): L[] {
  const place = ({ account_id }: L) => order.get(account_id) ?? Number.MAX_SAFE_INTEGER;
  return lines.toSorted((a, b) => place(a) - place(b) || a.allocation_id - b.allocation_id);
}
