import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type { DaySite } from './day-company.ts';
import type { Want } from './day-plan.ts';
import type { Ground } from './day-work.ts';

type Transfer = OutputOf<typeof contract.getTransfer>;

/** Asked by the chief who needs the goods, approved by the one who has them; some arrive short, some damaged. */
export async function transfer(ground: Ground, from: DaySite, wants: readonly Want[]): Promise<void> {
  const { company, office, site } = ground;
  const n = wants.length;
  const { transfer_id } = await office.post<OutputOf<typeof contract.requestTransfer>>(
    site.chief,
    '/api/transfer',
    {
      from_warehouse_id: from.warehouse_id,
      to_warehouse_id: site.warehouse_id,
      reason: 'running short',
      lines: wants.map(({ item, qty }) => ({ item_id: company.items[item]!, qty })),
    },
    n,
  );
  office.filed('transfer order', n);
  const path = `/api/transfer/${transfer_id}`;
  await office.post(from.chief, `${path}/approve`, {}, n);
  const { allocations } = await office.get<Transfer>(from.keeper, path);
  const picks = allocations.map(({ allocation_id, lot_no, qty }) => ({ allocation_id, lot_no, qty }));
  await office.post(
    from.keeper,
    '/api/stock/pick',
    { to_account_id: from.dispatch, lines: picks },
    picks.length,
  );
  await office.post(from.keeper, `${path}/ship`, {}, picks.length);
  office.filed('transfer delivery note', picks.length);
  await arrived(ground, path);
}

async function arrived(ground: Ground, path: string): Promise<void> {
  const { office, site } = ground;
  const { sent_lots } = await office.get<Transfer>(site.keeper, path);
  const short = ground.befalls(10) ? 1 : 0;
  const lines = sent_lots.map(({ transfer_line_id, lot_no, qty_shipped }, index) => {
    const damaged = short === 0 && index === 0 && qty_shipped > 1 && ground.befalls(15) ? 1 : 0;
    const missing = index === 0 ? short : 0;
    return { transfer_line_id, lot_no, received: qty_shipped - damaged - missing, damaged };
  });
  const answer = await office.post<OutputOf<typeof contract.receiveTransfer>>(
    site.keeper,
    `${path}/receive`,
    { to_account_id: site.shelves[0], damaged_account_id: site.rejected, lines },
    lines.length,
  );
  office.filed('transfer receipt', lines.length);
  for (const { discrepancy_id, kind } of answer.discrepancies) {
    await office.post(
      site.chief,
      `/api/transfer/discrepancy/${discrepancy_id}/resolve`,
      {
        resolution: kind === 'short' ? 'lost' : 'accepted',
        responsible: 'carrier',
        reason: `${kind} on arrival`,
      },
      1,
    );
    office.filed('transfer difference', 1);
  }
}
