import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { billOf } from './work.read.ts';
import { insertWorkOrder } from './work.write.ts';

type Input = contract.InputOf<typeof contract.createWorkOrder>;
type Known = {
  readonly item_code: string | null;
  readonly lot_no: string | null;
  /** The bill in force, or the one that the lot was made by. */
  readonly bom_id: number | null;
};

export const createWorkOrder = defineVerb(
  contract.createWorkOrder,
  { permission: 'warehouse.plan', audit: 'warehouse.create_work_order' },
  async ({ tx, actor, audit, emit }, input) => {
    const { warehouse_id, kind, item_id, qty, reason } = input;
    requireAt(actor, 'warehouse.plan', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    refuseWrongFields(input);
    const { bom_id } = await knownOf(tx, input);
    const lot_id = input.lot_id ?? null;
    const itself = [{ item_id, lot_id, per_unit: 1 }];
    const bill = kind === 'assemble' ? await billOf(tx, bom_id) : [];
    const lines =
      kind === 'assemble'
        ? bill.map((line) => ({ item_id: line.item_id, lot_id: null, per_unit: line.qty }))
        : itself;
    const made = await insertWorkOrder(tx, {
      warehouse_id,
      kind,
      item_id,
      lot_id,
      bom_id,
      qty,
      label_version: input.label_version ?? null,
      disposition: input.disposition,
      reason,
      created_by: actor.user_id,
      created_by_name: actor.display_name,
      lines,
    });
    const detail = { document_no: made.document_no, kind, item_id, lot_id, qty };
    audit({ entity: 'work_order', entity_id: made.work_order_id, warehouse_id, reason, detail });
    emit('warehouse.work_ordered', String(made.work_order_id), { ...made, warehouse_id, kind, item_id, qty });
    return made;
  },
);

/** What each kind of work needs to be told and what it does not. */
function refuseWrongFields({ kind, lot_id, label_version, disposition }: Input): void {
  const needs_lot = kind !== 'assemble';
  const wrong = [
    ...(needs_lot === (lot_id !== undefined) ? [] : ['lot_id']),
    ...((kind === 'relabel') === (label_version !== undefined) ? [] : ['label_version']),
    ...(kind === 'relabel' || disposition === 'released' ? [] : ['disposition']),
  ];
  if (wrong.length === 0) return;
  const missing = { lot_id, label_version, disposition } as Record<string, unknown>;
  fail(
    'platform.invalid_input',
    {},
    wrong.map((path) => ({ path, code: missing[path] === undefined ? 'required' : 'invalid', params: {} })),
  );
}

async function knownOf(tx: Tx, { kind, item_id, lot_id }: Input): Promise<Known> {
  const known = await tx.one<Known>(
    `select (select item_code from masterdata.v_item where item_id = $1) as item_code,
       (select lot_no from stock.v_lot where item_id = $1 and lot_id = $2) as lot_no,
       case $3::text
         when 'assemble' then (select bom_id from warehouse.bom where item_id = $1 and active)
         when 'disassemble' then (select o.bom_id from warehouse.v_genealogy g
           join warehouse.work_order o on o.work_order_id = g.work_order_id
           where g.to_item_id = $1 and g.to_lot_id = $2 and g.kind = 'assemble' order by g.work_run_id desc limit 1)
       end as bom_id`,
    [item_id, lot_id ?? null, kind],
  );
  const unknown = (path: string) =>
    fail('platform.invalid_input', {}, [{ path, code: 'unknown', params: {} }]);
  if (known.item_code === null) unknown('item_id');
  if (lot_id !== undefined && known.lot_no === null) unknown('lot_id');
  if (known.bom_id !== null || kind === 'relabel') return known;
  if (kind === 'disassemble') fail('warehouse.origin_unknown', { lot_no: known.lot_no });
  fail('warehouse.bom_missing', { item_code: known.item_code });
}
