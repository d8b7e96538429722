import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import type { Good, Stage } from './stage.ts';

type Allocation = Pick<
  OutputOf<typeof contract.getSet>['allocations'][number],
  'allocation_id' | 'item_id' | 'lot_no' | 'qty' | 'status'
>;
export type Scan = { readonly item_id: number; readonly lot_no: string; readonly qty: number };

/** Two sets of one template: one has served a surgery and is settled, one is promised for the day after tomorrow. */
export async function tellSurgery(stage: Stage): Promise<void> {
  const mesh = stage.good('疝修补补片', 12);
  const electrode = stage.good('高频手术电极', 20);
  const { template_id } = await stage.cast.planner(contract.saveSetTemplate, {
    template_code: 'HERNIA-01',
    name: '疝修补手术包',
    procedure_name: '无张力疝修补术',
    min_remaining_days: 30,
    lines: [
      { item_id: mesh.item_id, qty: 4, role: 'implant' },
      { item_id: electrode.item_id, qty: 2, role: 'consumable' },
    ],
  });
  const first = await filled(stage, template_id, 'HERNIA-01-A');
  await operated(stage, await promised(stage, first.set_id, 1, 'ZY26-01021'), mesh, first.scan);
  const next = await filled(stage, template_id, 'HERNIA-01-B');
  await promised(stage, next.set_id, 2, 'ZY26-01034');
}

/** Everything that is allocated goes to the dispatch place; gives what a scan of it would read. */
export async function pickedFor(stage: Stage, allocations: readonly Allocation[]): Promise<Scan[]> {
  const open = allocations.filter((one) => one.status === 'open');
  await stage.cast.keeper(contract.pickAllocations, {
    to_account_id: stage.here.account('dispatch'),
    lines: open.map(({ allocation_id, lot_no, qty }) => ({ allocation_id, lot_no, qty })),
  });
  return open.map(({ item_id, lot_no, qty }) => ({ item_id, lot_no, qty }));
}

async function filled(stage: Stage, template_id: number, set_no: string) {
  const { keeper } = stage.cast;
  const { warehouse_id } = stage.here;
  const { set_id } = await keeper(contract.createSet, { set_no, template_id, warehouse_id });
  await keeper(contract.fillSet, { set_id });
  const scan = await pickedFor(stage, (await keeper(contract.getSet, { set_id })).allocations);
  await keeper(contract.changeSetState, { set_id, to: 'packed' });
  return { set_id, scan };
}

async function promised(stage: Stage, set_id: number, in_days: number, patient_ref: string): Promise<number> {
  const { case_id } = await stage.cast.sales(contract.createCase, {
    department_id: stage.department('H002-OR'),
    warehouse_id: stage.here.warehouse_id,
    surgery_at: stage.at(in_days),
    procedure_name: '无张力疝修补术',
    surgeon: '陈主任',
    patient_ref,
    set_ids: [set_id],
  });
  return case_id;
}

/** Reviewed, taken along, one mesh used, the rest back the same day, and what was used settled. */
async function operated(stage: Stage, case_id: number, mesh: Good, scan: readonly Scan[]): Promise<void> {
  const { keeper, second, sales, accountant } = stage.cast;
  await keeper(contract.prepareCase, { case_id });
  await second(contract.reviewCase, { case_id, lines: [...scan] });
  await keeper(contract.dispatchCase, { case_id });
  const used = { ...scan.find((one) => one.item_id === mesh.item_id)!, qty: 1 };
  await sales(contract.recordCaseUse, { case_id, lines: [used] });
  const back = scan
    .map((one) =>
      one.item_id === used.item_id && one.lot_no === used.lot_no ? { ...one, qty: one.qty - 1 } : one,
    )
    .filter((one) => one.qty > 0);
  await keeper(contract.returnCase, { case_id, lines: back, final: true });
  const { usages } = await accountant(contract.getCase, { case_id });
  await accountant(contract.issueSettlement, {
    usage_ids: usages.map((usage) => usage.usage_id),
    prices: [{ item_id: mesh.item_id, unit_price_fen: mesh.unit_cost_fen * 2 }],
  });
}
