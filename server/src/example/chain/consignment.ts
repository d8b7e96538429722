import * as contract from '@tongcang/contract';
import type { Stage } from './stage.ts';
import { pickedFor } from './surgery.ts';

/** A cabinet at a hospital: agreed, filled to par, used from, counted one short; and packs of a fixed number for it. */
export async function tellConsignment(stage: Stage): Promise<void> {
  const { sales, keeper, second } = stage.cast;
  const suture = stage.good('非吸收性外科缝线', 90);
  const { item_id } = suture;
  const department_id = stage.department('H002-GS');
  const { warehouse_id } = stage.here;
  const { agreement_id } = await sales(contract.saveConsignAgreement, {
    department_id,
    warehouse_id,
    valid_from: stage.day(0),
    counted_by: 'us',
    count_every_days: 30,
    swap_days: 90,
    lines: [{ item_id, par_qty: 36, unit_price_fen: Math.ceil(suture.unit_cost_fen * 1.4) }],
  });
  const asked = { agreement_id, lines: [{ item_id, qty: 36 }] };
  const { refill_id } = await keeper(contract.createRefill, asked);
  const scan = await pickedFor(stage, (await keeper(contract.getRefill, { refill_id })).allocations);
  await second(contract.deliverRefill, { refill_id, lines: scan });
  const [lot] = scan;
  const use = (qty: number, patient_ref: string) =>
    sales(contract.reportUse, { department_id, patient_ref, lines: [{ item_id, lot_no: lot!.lot_no, qty }] });
  const { report_id } = await use(3, 'ZY26-00956');
  await keeper(contract.decideUseReport, { report_id, decision: 'post' });
  await use(2, 'ZY26-00971');
  const { lots } = await keeper(contract.getConsignAgreement, { agreement_id });
  await keeper(contract.countCabinet, {
    agreement_id,
    lines: lots.map(({ lot_no, qty }, index) => ({
      item_id,
      lot_no,
      counted: index === 0 ? qty - 1 : qty,
    })),
  });
  await keeper(contract.createRefill, { agreement_id, lines: [{ item_id, qty: 3 }] });
  const { pack_id } = await sales(contract.saveFixedPack, {
    pack_code: 'DSB-01',
    name: '缝线定数包 6 包',
    item_id,
    qty: 6,
  });
  await keeper(contract.makePackLabels, { agreement_id, pack_id, lot_id: lots[0]!.lot_id, count: 2 });
}
