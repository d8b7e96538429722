import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { canEverywhere } from '../../platform/actor.ts';
import { fail, notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { nextOf } from '../masterdata/index.ts';
import { insertHandling, upsertBudgets } from './budgets.write.ts';

type Row = OutputOf<typeof contract.listTorBudgets>['rows'][number];

export const listBudgets = defineVerb(
  contract.listTorBudgets,
  { permission: 'coldchain.read', audit: null },
  async ({ tx }, { limit, after }) => {
    const rows = await tx.rows<Row>(
      `select i.item_id, i.item_code, i.name as item_name, i.temp_min_c, i.temp_max_c, b.minutes, b.up_to_c,
         coalesce((select max(u.used) from (
           select sum(e.minutes)::integer as used from coldchain.exposure e where e.item_id = i.item_id group by e.lot_id) u
         ), 0) as used_most
       from masterdata.v_item i left join coldchain.item_budget b using (item_id)
       where (i.storage_condition in ('cold', 'frozen') or b.item_id is not null) and i.item_id > $1
       order by i.item_id limit $2`,
      [after ?? 0, limit],
    );
    return { rows, next: nextOf(rows, 'item_id', limit) };
  },
);

export const saveBudgets = defineVerb(
  contract.saveTorBudgets,
  { permission: 'coldchain.decide', audit: 'coldchain.save_budgets' },
  async ({ tx, actor, audit }, { lines }) => {
    if (!canEverywhere(actor, 'coldchain.decide')) fail('coldchain.all_warehouses_needed');
    const asked = [...new Map(lines.map((line) => [line.item_id, line])).values()];
    const known = await tx.rows<{ item_id: number }>(
      'select item_id from masterdata.v_item where item_id = any($1::bigint[])',
      [asked.map((line) => line.item_id)],
    );
    const missing = asked.find((line) => known.every((row) => row.item_id !== line.item_id));
    if (missing !== undefined) notFound('item', missing.item_id);
    await upsertBudgets(tx, asked, actor.user_id);
    audit({ entity: 'item', entity_id: asked[0]!.item_id, detail: { lines: asked } });
    return { saved: asked.length };
  },
);

type Used = { item_id: number; lot_id: number; used_minutes: number; budget_minutes: number | null };

/** It says what was used and whether it is too much; whether the goods may still be used is for quality to say. */
export const recordHandling = defineVerb(
  contract.recordHandling,
  { permission: 'coldchain.record', audit: 'coldchain.record_handling' },
  async ({ tx, actor, audit }, { lines }) => {
    await insertHandling(tx, lines, actor);
    const rows = await tx.rows<Used>(
      `select l.item_id, l.lot_id, b.minutes as budget_minutes,
         (select coalesce(sum(e.minutes), 0)::integer from coldchain.exposure e
          where e.item_id = l.item_id and e.lot_id = l.lot_id) as used_minutes
       from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id) join stock.v_lot l using (item_id, lot_id)
       left join coldchain.item_budget b on b.item_id = l.item_id`,
      [lines.map((line) => line.item_id), lines.map((line) => line.lot_id)],
    );
    const answers = lines.map((line, index) => {
      const found = rows.find((row) => row.lot_id === line.lot_id && row.item_id === line.item_id);
      if (found === undefined) {
        const { item_id, lot_id } = line;
        const params = { item_id, lot_id };
        fail('stock.place_or_lot_unknown', params, [
          { path: `lines.${index}`, code: 'stock.place_or_lot_unknown', params },
        ]);
      }
      const { item_id, lot_id, used_minutes, budget_minutes } = found;
      const exceeded = budget_minutes !== null && used_minutes > budget_minutes;
      return { item_id, lot_id, used_minutes, budget_minutes, exceeded };
    });
    audit({ entity: 'lot', entity_id: lines[0]!.lot_id, detail: { lines } });
    return { lines: answers };
  },
);
