import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type { Want } from './day-plan.ts';
import type { Ground } from './day-work.ts';

/** What a picker confirms at once: a walk through some aisles. */
const PICKED_AT_ONCE = 50;

type Wave = OutputOf<typeof contract.getWave>;
type Shipment = OutputOf<typeof contract.getShipment>;

/** Orders of departments: allocated, picked in one wave, reviewed by a second person, shipped, signed for. */
export async function orders(ground: Ground, all: readonly (readonly Want[])[]): Promise<void> {
  const demand_ids: number[] = [];
  for (const wants of all) demand_ids.push(await taken(ground, wants));
  await picked(ground, demand_ids);
  for (const demand_id of demand_ids) await delivered(ground, demand_id);
}

async function taken(ground: Ground, wants: readonly Want[]): Promise<number> {
  const { company, office, site } = ground;
  const lines = wants.map(({ item, qty }) => ({ item_id: company.items[item]!, qty }));
  const { demand_id } = await office.post<OutputOf<typeof contract.createDemand>>(
    site.chief,
    '/api/fulfilment/demand',
    {
      department_id: site.department_ids[ground.below(site.department_ids.length)]!,
      warehouse_id: site.warehouse_id,
      needed_at: '2035-01-01T00:00:00Z',
      lines,
    },
    lines.length,
  );
  office.filed('demand', lines.length);
  await office.post(site.chief, `/api/fulfilment/demand/${demand_id}/allocate`, {}, lines.length);
  return demand_id;
}

async function picked(ground: Ground, demand_ids: readonly number[]): Promise<void> {
  const { office, site } = ground;
  const made = await office.post<OutputOf<typeof contract.createWave>>(
    site.keeper,
    '/api/fulfilment/wave',
    { warehouse_id: site.warehouse_id, demand_ids, lines_max: 2000 },
    1,
  );
  office.filed('wave', made.lines);
  const path = `/api/fulfilment/wave/${made.wave_id}`;
  const short = ground.befalls(15);
  for (let turn = 0; ; turn += 1) {
    const wave = await office.get<Wave>(site.keeper, path);
    const open = wave.line_rows.filter((line) => line.status === 'open');
    if (open.length === 0) return;
    for (let at = 0; at < open.length; at += PICKED_AT_ONCE) {
      const lines = open.slice(at, at + PICKED_AT_ONCE).map((line, index) => ({
        wave_line_id: line.wave_line_id,
        lot_no: line.lot_no,
        ...(short && turn + at + index === 0
          ? { qty: line.qty - 1, short_reason: 'not_found' }
          : { qty: line.qty - line.qty_picked }),
      }));
      const answer = await office.post<OutputOf<typeof contract.pickWave>>(
        site.keeper,
        `${path}/pick`,
        { lines },
        lines.length,
      );
      for (const { pick_shortage_id } of answer.short) await searched(ground, pick_shortage_id);
    }
  }
}

/** Seconds that it takes to allocate an order of many lines and to pick it, each in one request. */
export async function largeOrder(ground: Ground, wants: readonly Want[]): Promise<number> {
  const { company, office, site } = ground;
  const { demand_id } = await office.post<OutputOf<typeof contract.createDemand>>(
    site.chief,
    '/api/fulfilment/demand',
    {
      department_id: site.department_ids[0]!,
      warehouse_id: site.warehouse_id,
      needed_at: '2035-01-01T00:00:00Z',
      lines: wants.map(({ item, qty }) => ({ item_id: company.items[item]!, qty })),
    },
    wants.length,
  );
  const start = performance.now();
  await office.post(site.chief, `/api/fulfilment/demand/${demand_id}/allocate`, {}, wants.length);
  const allocated = performance.now();
  const { wave_id } = await office.post<OutputOf<typeof contract.createWave>>(
    site.keeper,
    '/api/fulfilment/wave',
    { warehouse_id: site.warehouse_id, demand_ids: [demand_id], lines_max: 2000 },
    wants.length,
  );
  const path = `/api/fulfilment/wave/${wave_id}`;
  const { line_rows } = await office.get<Wave>(site.keeper, path);
  const lines = line_rows.map(({ wave_line_id, lot_no, qty }) => ({ wave_line_id, lot_no, qty }));
  const ready = performance.now();
  await office.post(site.keeper, `${path}/pick`, { lines }, lines.length);
  const ms = performance.now() - ready + (allocated - start);
  await delivered(ground, demand_id);
  return ms / 1000;
}

/** A second person looks for what the picker did not find, with luck every other time. */
async function searched(ground: Ground, pick_shortage_id: number): Promise<void> {
  const { office, site } = ground;
  await office.post(
    site.chief,
    `/api/fulfilment/shortage/${pick_shortage_id}/settle`,
    { found: ground.below(2), reason: 'looked behind the shelf' },
    1,
  );
  office.filed('pick shortage', 1);
}

async function delivered(ground: Ground, demand_id: number): Promise<void> {
  const { office, site } = ground;
  const path = `/api/fulfilment/demand/${demand_id}`;
  const outbound = await office.get<OutputOf<typeof contract.getOutbound>>(
    site.chief,
    `/api/fulfilment/outbound/${demand_id}`,
  );
  const goods = outbound.goods;
  const lines = goods.map(({ allocation_id, lot_no, qty }) => ({ allocation_id, lot_no, passed: qty }));
  await office.post(site.chief, `${path}/review`, { lines }, lines.length);
  office.filed('review', lines.length);
  if (ground.befalls(3)) {
    const packed = goods.map(({ allocation_id, qty }) => ({ allocation_id, qty }));
    await office.post(site.keeper, `${path}/pack`, { packages: [{ lines: packed }] }, packed.length);
  }
  const { shipments } = await office.post<OutputOf<typeof contract.shipDemand>>(
    site.keeper,
    `${path}/ship`,
    {},
    lines.length,
  );
  for (const { shipment_id } of shipments) {
    office.filed('delivery note', lines.length);
    await office.post(site.keeper, `/api/fulfilment/shipment/${shipment_id}/print`, {}, 1);
    await signed(ground, shipment_id, lines.length);
    if (ground.befalls(16)) await returned(ground, shipment_id);
  }
}

async function signed(ground: Ground, shipment_id: number, lines: number): Promise<void> {
  const { office, site } = ground;
  const path = `/api/fulfilment/shipment/${shipment_id}`;
  const refused = ground.befalls(30)
    ? (await office.get<Shipment>(site.keeper, `${path}/detail`)).line_rows
        .slice(0, 1)
        .map(({ demand_line_id, lot_no }) => ({ demand_line_id, lot_no, qty: 1, reason: 'damaged' }))
    : [];
  await office.post(site.keeper, `${path}/deliver`, { signed_by: '李护士', refused }, lines);
}

/** A piece comes back: asked by one chief, approved by another, received by the keeper, judged by quality. */
async function returned({ office, site, next }: Ground, shipment_id: number): Promise<void> {
  const detail = await office.get<Shipment>(site.chief, `/api/fulfilment/shipment/${shipment_id}/detail`);
  const lines = detail.line_rows
    .filter((line) => line.qty_delivered > 0)
    .slice(0, 2)
    .map(({ demand_line_id, lot_no }) => ({ demand_line_id, lot_no, qty: 1 }));
  if (lines.length === 0) return;
  const { return_id } = await office.post<OutputOf<typeof contract.requestReturn>>(
    site.chief,
    '/api/fulfilment/return',
    { shipment_id, reason: 'not_needed', lines },
    lines.length,
  );
  office.filed('return', lines.length);
  const path = `/api/fulfilment/return/${return_id}`;
  await office.post(next.chief, `${path}/decide`, { approve: true, note: 'as agreed' }, lines.length);
  const asked = await office.get<OutputOf<typeof contract.getReturn>>(site.keeper, path);
  await office.post(
    site.keeper,
    `${path}/receive`,
    {
      lines: asked.line_rows.map(({ return_line_id, lot_no, qty }) => ({
        return_line_id,
        lot_no,
        received: qty,
      })),
    },
    lines.length,
  );
  const judged = asked.line_rows.map(({ return_line_id, qty }) => ({
    return_line_id,
    accepted: qty,
    rejected: 0,
  }));
  await office.post(site.chief, `${path}/accept`, { lines: judged }, lines.length);
}
