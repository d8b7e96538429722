import { atEnds, byId, byWarehouse, it, list, type Row, there, warehouse } from '../rows.ts';
import {
  call,
  departmentOf,
  type End,
  fresh,
  type Ground,
  idOf,
  MISSING,
  pickedDemand,
  reviewedDemand,
  shipment,
} from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NONE = 'it';
const THERE = 'there missing';
const NSM = 'north south missing';
const LIST = 'all north south missing';
const PDF = Buffer.from('%PDF-1.4');
let days = 0;

/** Who may do what in outbound: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const outbound: ModuleRows = {
  expectations: [
    //                                                    keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // What is charged is the business of those who keep the books, and of those who look over them.
    ['fulfilment.list-sales-prices', NONE,               '3    3    3    3    3    3    3    3    +    3    +'],
    ['fulfilment.set-sales-price', THERE,                '33   33   33   33   33   33   33   33   33   33   33'],
    ['fulfilment.list-invoice-lines', NONE,              '3    3    3    3    3    3    3    3    +    3    +'],
    ['fulfilment.export-invoice-lines', NONE,            '3    3    3    3    3    3    3    3    3    3    3'],
    ['fulfilment.record-upstream-invoice', THERE,        '33   33   33   33   33   33   33   33   33   33   33'],
    // Terms with a customer hold for the company, so somebody of one warehouse reads them and does not change them.
    ['fulfilment.list-customer-rules', NONE,             '3    3    +    +    +    3    3    3    3    3    3'],
    ['fulfilment.set-customer-rule', THERE,              '33   33   33   +4   33   33   33   33   33   33   33'],
    ['fulfilment.end-customer-rule', THERE,              '33   33   33   +4   33   33   33   33   33   33   33'],
    ['fulfilment.list-reserved-lots', NONE,              '3    3    +    +    +    3    3    3    3    3    3'],
    ['fulfilment.reserve-lot', THERE,                    '33   33   33   +4   33   33   33   33   33   33   33'],
    ['fulfilment.release-reserved-lot', THERE,           '33   33   33   +4   33   33   33   33   33   33   33'],
    // Work on the floor: keepers and their chief, where they work.
    ['fulfilment.create-wave', NSM,                      '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.list-waves', LIST,                      '++00 +0+0 ++00 +++0 ++00 +++0 0000 3333 +++0 +++0 +++0'],
    ['fulfilment.get-wave', NSM,                         '+44  4+4  +44  ++4  +44  ++4  444  333  ++4  ++4  ++4'],
    ['fulfilment.print-wave', NSM,                       '+44  4+4  +44  ++4  +44  ++4  444  333  ++4  ++4  ++4'],
    ['fulfilment.pick-wave', NSM,                        '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.cancel-wave', NSM,                      '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.list-shortages', LIST,                  '++00 +0+0 ++00 +++0 ++00 +++0 0000 3333 +++0 +++0 +++0'],
    // A difference of stock is settled by a chief.
    ['fulfilment.settle-shortage', NSM,                  '333  333  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.list-outbound', LIST,                   '++00 +0+0 ++00 3333 3333 3333 3333 3333 3333 3333 3333'],
    ['fulfilment.get-outbound', NSM,                     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.get-package-labels', NSM,               '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.review-demand', NSM,                    '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.pack-demand', NSM,                      '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.unpack-package', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    // A hospital sees what is on its way to it and what it has signed for.
    ['fulfilment.list-shipments', LIST,                  '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-shipment', NSM,                     '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.print-delivery-note', NSM,              '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.get-note-pdf', NSM,                     '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.deliver-shipment', NSM,                 '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.add-proof', NSM,                        '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.get-proof', NSM,                        '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    // A return is asked for by the hospital or by us, decided by a planner, received by the floor, inspected by quality.
    ['fulfilment.request-return', NSM,                   '333  333  +44  ++4  +44  333  +44  333  333  333  333'],
    ['fulfilment.decide-return', NSM,                    '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['fulfilment.receive-return', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['fulfilment.accept-return', NSM,                    '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['fulfilment.list-returns', LIST,                    '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
    ['fulfilment.get-return', NSM,                       '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
    ['fulfilment.print-return', NSM,                     '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
  ],
  sight_is_no_hand: [
    //                                       wide_eyes wide_planner wide_quality
    ['fulfilment.set-sales-price',           '33   33   33'],
    ['fulfilment.record-upstream-invoice',   '33   33   33'],
    ['fulfilment.set-customer-rule',         '33   33   33'],
    ['fulfilment.end-customer-rule',         '33   33   33'],
    ['fulfilment.reserve-lot',               '33   33   33'],
    ['fulfilment.release-reserved-lot',      '33   33   33'],
    ['fulfilment.create-wave',               '+33  333  333'],
    ['fulfilment.pick-wave',                 '+34  333  333'],
    ['fulfilment.cancel-wave',               '+34  333  333'],
    ['fulfilment.settle-shortage',           '+34  333  333'],
    ['fulfilment.review-demand',             '+34  333  333'],
    ['fulfilment.pack-demand',               '+34  333  333'],
    ['fulfilment.unpack-package',            '+34  333  333'],
    ['fulfilment.print-delivery-note',       '+34  333  333'],
    ['fulfilment.deliver-shipment',          '+34  333  333'],
    ['fulfilment.add-proof',                 '+34  333  333'],
    ['fulfilment.request-return',            '+34  +34  333'],
    ['fulfilment.decide-return',             '+34  +34  333'],
    ['fulfilment.receive-return',            '+34  333  333'],
    ['fulfilment.accept-return',             '333  333  +34'],
  ],
  others: [
    //                                       purchaser driver accountant
    ['fulfilment.list-sales-prices',         '3    3    +'],
    ['fulfilment.set-sales-price',           '33   33   +4'],
    ['fulfilment.list-invoice-lines',        '3    3    +'],
    ['fulfilment.export-invoice-lines',      '3    3    +'],
    ['fulfilment.record-upstream-invoice',   '33   33   +4'],
    ['fulfilment.list-customer-rules',       '3    3    3'],
    ['fulfilment.set-customer-rule',         '33   33   33'],
    ['fulfilment.end-customer-rule',         '33   33   33'],
    ['fulfilment.list-reserved-lots',        '3    3    3'],
    ['fulfilment.reserve-lot',               '33   33   33'],
    ['fulfilment.release-reserved-lot',      '33   33   33'],
    ['fulfilment.create-wave',               '333  333  333'],
    ['fulfilment.list-waves',                '+++0 3333 +++0'],
    ['fulfilment.get-wave',                  '++4  333  ++4'],
    ['fulfilment.print-wave',                '++4  333  ++4'],
    ['fulfilment.pick-wave',                 '333  333  333'],
    ['fulfilment.cancel-wave',               '333  333  333'],
    ['fulfilment.list-shortages',            '+++0 3333 +++0'],
    ['fulfilment.settle-shortage',           '333  333  333'],
    ['fulfilment.list-outbound',             '3333 3333 3333'],
    ['fulfilment.get-outbound',              '333  333  333'],
    ['fulfilment.get-package-labels',        '333  333  333'],
    ['fulfilment.review-demand',             '333  333  333'],
    ['fulfilment.pack-demand',               '333  333  333'],
    ['fulfilment.unpack-package',            '333  333  333'],
    ['fulfilment.list-shipments',            '+++0 3333 +++0'],
    ['fulfilment.get-shipment',              '++4  333  ++4'],
    ['fulfilment.print-delivery-note',       '333  333  333'],
    ['fulfilment.get-note-pdf',              '++4  333  ++4'],
    ['fulfilment.deliver-shipment',          '333  333  333'],
    ['fulfilment.add-proof',                 '333  333  333'],
    ['fulfilment.get-proof',                 '++4  333  ++4'],
    ['fulfilment.request-return',            '333  333  333'],
    ['fulfilment.decide-return',             '333  333  333'],
    ['fulfilment.receive-return',            '333  333  333'],
    ['fulfilment.accept-return',             '333  333  333'],
    ['fulfilment.list-returns',              '+++0 3333 +++0'],
    ['fulfilment.get-return',                '++4  333  ++4'],
    ['fulfilment.print-return',              '++4  333  ++4'],
  ],
  requests: {
    'fulfilment.list-sales-prices': after((ground) => price(ground)),
    'fulfilment.set-sales-price': there(priceOf, { item_id: MISSING }),
    'fulfilment.list-invoice-lines': after((ground) => delivered(ground, 'north')),
    'fulfilment.export-invoice-lines': it(() => ({})),
    'fulfilment.record-upstream-invoice': there(
      ({ lot }) => ({ ...lot, invoice_no: 'UP-1', invoice_date: '2026-01-05' }),
      { lot_id: MISSING },
    ),
    'fulfilment.list-customer-rules': after((ground) => rule(ground)),
    'fulfilment.set-customer-rule': there(
      async ({ company }) => ({ partner_id: company.world.hospital_id, category: fresh('C'), one_lot: true }),
      { partner_id: MISSING },
    ),
    'fulfilment.end-customer-rule': there(async (ground) => ({ customer_rule_id: await rule(ground) }), { customer_rule_id: MISSING }),
    'fulfilment.list-reserved-lots': after((ground) => reservation(ground)),
    'fulfilment.reserve-lot': there(reservationOf, { lot_id: MISSING }),
    'fulfilment.release-reserved-lot': there(
      async (ground) => ({ reserved_lot_id: await reservation(ground), reason: 'x' }),
      { reserved_lot_id: MISSING },
    ),
    'fulfilment.create-wave': {
      ask: async (ground) => {
        for (const end of ['north', 'south'] as const) await allocated(ground, end);
        return byWarehouse((warehouse_id) => ({ warehouse_id, lines_max: 1 })).ask(ground);
      },
    },
    'fulfilment.list-waves': withBoth(wave, list()),
    'fulfilment.get-wave': byId('wave_id', async (ground, end) => (await wave(ground, end)).wave_id),
    'fulfilment.print-wave': byId('wave_id', async (ground, end) => (await wave(ground, end)).wave_id),
    'fulfilment.pick-wave': atEnds({ wave_id: MISSING, wave_line_id: MISSING }, wave, ({ wave_id, wave_line_id }) => ({
      wave_id,
      lines: [{ wave_line_id, lot_no: 'EVERYWHERE', qty: 1 }],
    })),
    'fulfilment.cancel-wave': byId('wave_id', async (ground, end) => (await wave(ground, end)).wave_id, { reason: 'x' }),
    'fulfilment.list-shortages': withBoth(shortage, list()),
    'fulfilment.settle-shortage': byId('pick_shortage_id', shortage, { found: 1, reason: 'x' }),
    'fulfilment.list-outbound': withBoth(pickedDemand, list()),
    'fulfilment.get-outbound': byId('demand_id', pickedDemand),
    'fulfilment.get-package-labels': byId('demand_id', async (ground, end) => (await packed(ground, end)).demand_id, { format: 'zpl' }),
    'fulfilment.review-demand': atEnds({ demand_id: MISSING, allocation_id: MISSING }, toReview, ({ demand_id, allocation_id }) => ({
      demand_id,
      lines: [{ allocation_id, lot_no: 'EVERYWHERE', passed: 2 }],
    })),
    'fulfilment.pack-demand': atEnds({ demand_id: MISSING, allocation_id: MISSING }, reviewed, ({ demand_id, allocation_id }) => ({
      demand_id,
      packages: [{ lines: [{ allocation_id, qty: 1 }] }],
    })),
    'fulfilment.unpack-package': byId('package_id', async (ground, end) => (await packed(ground, end)).package_id),
    'fulfilment.list-shipments': withBoth(shipment, list()),
    'fulfilment.get-shipment': byId('shipment_id', shipment),
    'fulfilment.print-delivery-note': byId('shipment_id', shipment, { reason: 'x' }),
    'fulfilment.get-note-pdf': byId('shipment_id', printed, { copy_no: 1 }),
    'fulfilment.deliver-shipment': byId('shipment_id', shipment, { signed_by: 'x' }),
    'fulfilment.add-proof': {
      ask: async (ground) => {
        const asked = await byId('shipment_id', shipment, { file_name: 'a.pdf' }).ask(ground);
        return Object.fromEntries(Object.entries(asked).map(([name, one]) => [name, { ...one, raw: PDF }]));
      },
    },
    'fulfilment.get-proof': byId('delivery_proof_id', proof),
    'fulfilment.request-return': atEnds({ shipment_id: MISSING, demand_line_id: MISSING }, delivered, (back) => request(back)),
    'fulfilment.decide-return': byId('return_id', requested, { approve: true, note: 'x' }),
    'fulfilment.receive-return': atEnds({ return_id: MISSING, return_line_id: MISSING }, approved, ({ return_id, return_line_id }) => ({
      return_id,
      lines: [{ return_line_id, lot_no: 'EVERYWHERE', received: 1 }],
    })),
    'fulfilment.accept-return': atEnds({ return_id: MISSING, return_line_id: MISSING }, arrived, ({ return_id, return_line_id }) => ({
      return_id,
      lines: [{ return_line_id, accepted: 1, rejected: 0 }],
    })),
    'fulfilment.list-returns': withBoth(requested, list()),
    'fulfilment.get-return': byId('return_id', requested),
    'fulfilment.print-return': byId('return_id', requested),
  },
};

/** A list of the company, once there is something in it. */
function after(make: (ground: Ground) => Promise<unknown>): Row {
  return it(async (ground) => {
    await make(ground);
    return {};
  });
}

/** A list has something to show and something to hide. */
function withBoth(make: (ground: Ground, end: End) => Promise<unknown>, row: Row): Row {
  return {
    ask: async (ground) => {
      for (const end of ['north', 'south'] as const) await make(ground, end);
      return row.ask(ground);
    },
  };
}

/** A price that begins on a day of its own. */
function priceOf({ gloves }: Ground) {
  days += 1;
  const valid_from = new Date(Date.UTC(2026, 0, days)).toISOString().slice(0, 10);
  return { item_id: gloves, province: '上海', price_fen: 100, listing_price_fen: 100, valid_from };
}
function price(ground: Ground) {
  return call(ground, 'fulfilment.set-sales-price', priceOf(ground));
}

async function rule(ground: Ground): Promise<number> {
  const input = { partner_id: ground.company.world.hospital_id, category: fresh('C'), one_lot: true };
  return (await call<{ customer_rule_id: number }>(ground, 'fulfilment.set-customer-rule', input))
    .customer_rule_id;
}

async function reservationOf({ company, gloves }: Ground) {
  const lot = await company.world.lot(gloves, fresh('KEPT'));
  return { ...lot, partner_id: company.world.hospital_id, until: '2099-12-31', reason: 'x' };
}
async function reservation(ground: Ground): Promise<number> {
  const input = await reservationOf(ground);
  return (await call<{ reserved_lot_id: number }>(ground, 'fulfilment.reserve-lot', input)).reserved_lot_id;
}

async function allocated(ground: Ground, end: End): Promise<number> {
  const { demand_id } = await call<{ demand_id: number }>(ground, 'fulfilment.create-demand', {
    department_id: departmentOf(ground, end),
    warehouse_id: warehouse(ground, end),
    needed_at: new Date(Date.now() + 72 * 3_600_000).toISOString(),
    lines: [{ item_id: ground.gloves, qty: 2 }],
  });
  await call(ground, 'fulfilment.allocate-demand', { demand_id });
  return demand_id;
}

async function wave(ground: Ground, end: End): Promise<{ wave_id: number; wave_line_id: number }> {
  const demand_id = await allocated(ground, end);
  const input = { warehouse_id: warehouse(ground, end), demand_ids: [demand_id] };
  const { wave_id } = await call<{ wave_id: number }>(ground, 'fulfilment.create-wave', input);
  const wave_line_id = await idOf(
    ground,
    'select wave_line_id from fulfilment.wave_line where wave_id = $1',
    [wave_id],
  );
  return { wave_id, wave_line_id };
}

async function shortage(ground: Ground, end: End): Promise<number> {
  const { wave_id, wave_line_id } = await wave(ground, end);
  const lines = [{ wave_line_id, lot_no: 'EVERYWHERE', qty: 1, short_reason: 'not_found' }];
  const { short } = await call<{ short: { pick_shortage_id: number }[] }>(ground, 'fulfilment.pick-wave', {
    wave_id,
    lines,
  });
  return short[0]!.pick_shortage_id;
}

type OfDemand = { demand_id: number; allocation_id: number };
async function withAllocation(ground: Ground, demand_id: number): Promise<OfDemand> {
  const allocation_id = await idOf(
    ground,
    `select a.allocation_id from fulfilment.demand_line l
     join stock.allocation a on a.demand_kind = 'demand_line' and a.demand_id = l.demand_line_id and a.status = 'picked'
     where l.demand_id = $1`,
    [demand_id],
  );
  return { demand_id, allocation_id };
}
async function toReview(ground: Ground, end: End): Promise<OfDemand> {
  return withAllocation(ground, await pickedDemand(ground, end));
}
async function reviewed(ground: Ground, end: End): Promise<OfDemand> {
  return withAllocation(ground, await reviewedDemand(ground, end));
}

async function packed(ground: Ground, end: End): Promise<{ demand_id: number; package_id: number }> {
  const { demand_id, allocation_id } = await reviewed(ground, end);
  const packages = [{ lines: [{ allocation_id, qty: 1 }] }];
  const made = await call<{ packages: { package_id: number }[] }>(ground, 'fulfilment.pack-demand', {
    demand_id,
    packages,
  });
  return { demand_id, package_id: made.packages[0]!.package_id };
}

async function printed(ground: Ground, end: End): Promise<number> {
  const shipment_id = await shipment(ground, end);
  await call(ground, 'fulfilment.print-delivery-note', { shipment_id });
  return shipment_id;
}
async function proof(ground: Ground, end: End): Promise<number> {
  const input = { shipment_id: await shipment(ground, end), file_name: 'a.pdf', bytes: PDF };
  return (await call<{ delivery_proof_id: number }>(ground, 'fulfilment.add-proof', input)).delivery_proof_id;
}

type Delivered = { shipment_id: number; demand_line_id: number };
async function delivered(ground: Ground, end: End): Promise<Delivered> {
  const shipment_id = await shipment(ground, end);
  await call(ground, 'fulfilment.deliver-shipment', { shipment_id, signed_by: 'x' });
  const text = 'select demand_line_id from fulfilment.shipment_line where shipment_id = $1';
  return { shipment_id, demand_line_id: await idOf(ground, text, [shipment_id]) };
}
function request({ shipment_id, demand_line_id }: Delivered) {
  return { shipment_id, reason: 'not_needed', lines: [{ demand_line_id, lot_no: 'EVERYWHERE', qty: 1 }] };
}
async function requested(ground: Ground, end: End): Promise<number> {
  const input = request(await delivered(ground, end));
  return (await call<{ return_id: number }>(ground, 'fulfilment.request-return', input)).return_id;
}

type Back = { return_id: number; return_line_id: number };
async function approved(ground: Ground, end: End): Promise<Back> {
  const return_id = await requested(ground, end);
  await call(ground, 'fulfilment.decide-return', { return_id, approve: true, note: 'x' });
  const text = 'select return_line_id from fulfilment.customer_return_line where return_id = $1';
  return { return_id, return_line_id: await idOf(ground, text, [return_id]) };
}
async function arrived(ground: Ground, end: End): Promise<Back> {
  const back = await approved(ground, end);
  const lines = [{ return_line_id: back.return_line_id, lot_no: 'EVERYWHERE', received: 1 }];
  await call(ground, 'fulfilment.receive-return', { return_id: back.return_id, lines });
  return back;
}
