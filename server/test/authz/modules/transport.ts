import { bookDocuments } from '../../../src/modules/transport/index.ts';
import { atEnds, byId, byWarehouse, it, list, onTheWay, type Row, there } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING, transfer, type Way } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const reason = 'x';
const LATER = new Date(Date.now() + 3_600_000).toISOString();
const DEPARTURE = { planned_departure_at: LATER };

/** A document that waits at one end for a way to the hospital. */
async function document({ company, lot, ...ground }: Ground, end: End): Promise<number> {
  const [id] = await company.world.tx((tx) =>
    bookDocuments({ tx, emit: () => {} }, [
      {
        document_key: fresh('other:'),
        document_no: fresh('DOC'),
        kind: 'other',
        from_warehouse_id: ground[end].warehouse_id,
        to_partner_id: company.world.hospital_id,
        storage_condition: 'ambient',
        lines: [{ ...lot, qty: 1 }],
      },
    ]),
  );
  return id!;
}

type Stage = 'planned' | 'assigned' | 'ready' | 'on_the_road' | 'arrived';
type Journey = { readonly shipment_id: number; readonly stop_id: number };
const NOWHERE: Journey = { shipment_id: MISSING, stop_id: MISSING };

/** A journey from one end with the carrier's lorry, as far as a stage. */
async function journey(ground: Ground, end: End, stage: Stage): Promise<Journey> {
  const document_ids = [await document(ground, end)];
  const { warehouse_id } = ground[end];
  const shipments = [{ ...DEPARTURE, stops: [{ document_ids }] }];
  const made = await call<{ shipments: { shipment_id: number }[] }>(ground, 'transport.create-shipments', {
    warehouse_id,
    shipments,
  });
  const { shipment_id } = made.shipments[0]!;
  const stop_id = await idOf(ground, 'select stop_id from transport.stop where shipment_id = $1', [
    shipment_id,
  ]);
  const reached = { shipment_id, stop_id };
  if (stage === 'planned') return reached;
  await call(ground, 'transport.assign-shipment', { shipment_id, ...(await fleet(ground)) });
  if (stage === 'assigned') return reached;
  await call(ground, 'transport.check-departure', { shipment_id });
  if (stage === 'ready') return reached;
  await call(ground, 'transport.depart-shipment', { shipment_id });
  if (stage === 'on_the_road') return reached;
  await call(ground, 'transport.arrive-stop', { stop_id });
  return reached;
}

/** A lorry and a driver of the carrier, who goes everywhere. */
async function fleet(ground: Ground): Promise<{ vehicle_id: number; driver_id: number }> {
  const { carrier_id } = ground.company.world;
  const vehicle = { vehicle_code: 'AUTHZ', kind: 'vehicle', model: 'x', capacity_kg: 9, ambient_l: 9 };
  const driver = { driver_code: 'AUTHZ', name: 'x', licence_valid_to: '2099-12-31' };
  const { vehicle_id } = await call<{ vehicle_id: number }>(ground, 'transport.save-vehicle', {
    ...vehicle,
    carrier_id,
  });
  const { driver_id } = await call<{ driver_id: number }>(ground, 'transport.save-driver', {
    ...driver,
    carrier_id,
  });
  return { vehicle_id, driver_id };
}

const terms = {
  title: 'x',
  valid_from: '2020-01-01',
  valid_to: '2099-12-31',
  assessed_on: '2019-12-01',
  assessed_by: 'x',
  rates: [{ temperature_class: 'ambient', fixed_fen: 1 }],
};
const agreement = async (ground: Ground): Promise<number> => {
  const { carrier_id } = ground.company.world;
  const made = await call<{ contract_id: number }>(ground, 'transport.save-contract', {
    ...terms,
    carrier_id,
  });
  return made.contract_id;
};

async function bill(ground: Ground, end: End, approved = false): Promise<number> {
  const { shipment_id } = await journey(ground, end, 'on_the_road');
  const { carrier_id } = ground.company.world;
  const { bill_id } = await call<{ bill_id: number }>(ground, 'transport.enter-freight-bill', {
    carrier_id,
    carrier_bill_no: fresh('BILL'),
    billed_on: '2026-01-01',
    lines: [{ shipment_id, billed_fen: 100, difference_reason: 'x' }],
  });
  if (approved) await call(ground, 'transport.decide-freight-bill', { bill_id, approve: true });
  return bill_id;
}

async function attachment(ground: Ground, end: End): Promise<number> {
  const { shipment_id } = await journey(ground, end, 'planned');
  return idOf(
    ground,
    `insert into transport.attachment (shipment_id, kind, file_name, media_type, bytes, occurred_at)
     values ($1, 'photo', 'a.png', 'image/png', '\\x89504e47', now()) returning attachment_id`,
    [shipment_id],
  );
}

async function claim(ground: Ground, way: Way): Promise<number> {
  const { discrepancy_id } = await transfer(ground, way, 'disputed');
  const asked = { discrepancy_id, against: 'sender', amount_fen: 1, reason };
  const { claim_id } = await call<{ claim_id: number }>(ground, 'transfer.open-claim', asked);
  return claim_id;
}

const month = '2031-01';
const budget = (ground: Ground, end: End) =>
  call(ground, 'transfer.set-budget', {
    warehouse_id: ground[end].warehouse_id,
    month,
    amount_fen: 1_000_000_000,
    reason,
  });

/** A list that has something of both ends. */
const listOf = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  async ask(ground) {
    await make(ground, 'north');
    await make(ground, 'south');
    return list().ask(ground);
  },
});
const byShipment = (stage: Stage, more: object = {}): Row =>
  byId('shipment_id', async (ground, end) => (await journey(ground, end, stage)).shipment_id, { ...more });
const byStop = (stage: Stage, more: object = {}): Row =>
  byId('stop_id', async (ground, end) => (await journey(ground, end, stage)).stop_id, { ...more });
const photo = { kind: 'photo', file_name: 'a.png', media_type: 'image/png' };
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

const NONE = 'it';
const THERE = 'there missing';
const NSM = 'north south missing';
const LIST = 'all north south missing';
const ENDS = 'north south between missing';

/** Who may do what in transport, and with the money of transfers: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const transport: ModuleRows = {
  expectations: [
    //                                              keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // Who carries for the company, with what and where to, is known to all of its staff.
    ['transport.list-contracts', NONE,             '+    +    +    +    +    +    3    3    +    +    +'],
    ['transport.list-vehicles', NONE,              '+    +    +    +    +    +    3    3    +    +    +'],
    ['transport.list-drivers', NONE,               '+    +    +    +    +    +    3    3    +    +    +'],
    ['transport.list-places', NONE,                '+    +    +    +    +    +    3    3    +    +    +'],
    // Contracts bind the company; vehicles and drivers belong to a depot.
    ['transport.save-contract', THERE,             '33   33   33   33   33   33   33   33   33   +4   33'],
    ['transport.end-contract', THERE,              '33   33   33   33   33   33   33   33   33   +4   33'],
    ['transport.save-vehicle', NSM,                '333  333  +44  333  333  333  333  333  333  ++4  333'],
    ['transport.save-vehicle (company)', NONE,     '3    3    3    3    3    3    3    3    3    +    3'],
    ['transport.save-driver', NSM,                 '333  333  +44  333  333  333  333  333  333  ++4  333'],
    ['transport.save-driver (company)', NONE,      '3    3    3    3    3    3    3    3    3    +    3'],
    ['transport.save-place', THERE,                '33   33   +4   33   33   33   33   33   33   +4   33'],
    // What travels is seen from both of its ends.
    ['transport.list-documents', LIST,             '+++0 +++0 +++0 +++0 +++0 +++0 3333 3333 +++0 +++0 +++0'],
    ['transport.propose-shipments', NSM,           '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.rebook-document', NSM,             '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.create-shipments', NSM,            '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.create-shipments (document)', NSM, '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.get-quotes', NSM,                  '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['transport.assign-shipment', NSM,             '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.assign-shipment (vehicle)', THERE, '33   33   +4   +4   +4   33   33   33   33   33   33'],
    ['transport.cancel-shipment', NSM,             '333  333  +44  ++4  +44  333  333  333  333  333  333'],
    ['transport.list-shipments', LIST,             '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['transport.get-shipment', NSM,                '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    // On the road those tell who load, drive and receive.
    ['transport.list-my-shipments', NONE,          '+    +    +    3    3    3    3    3    3    3    3'],
    ['transport.check-departure', NSM,             '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['transport.depart-shipment', NSM,             '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    // Reports are answered one by one; what is out of sight is refused there like what does not exist.
    ['transport.record-events', NSM,               '+++  +++  +++  333  333  333  333  333  333  333  333'],
    ['transport.arrive-stop', NSM,                 '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['transport.hand-over', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['transport.add-attachment', NSM,              '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['transport.get-attachment', NSM,              '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['transport.print-handover', THERE,            '+4   44   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['transport.print-loading-list', THERE,        '+4   44   +4   +4   +4   +4   33   33   +4   +4   +4'],
    // The head of a bill is the company's, its lines are those of the warehouse that sent.
    ['transport.list-freight-bills', NONE,         '+    +    +    +    +    +    3    3    +    +    +'],
    ['transport.get-freight-bill', THERE,          '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['transport.enter-freight-bill', NSM,          '333  333  +44  333  333  333  333  333  333  333  333'],
    ['transport.decide-freight-bill', NSM,         '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['transport.reverse-freight-bill', NSM,        '333  333  +44  333  333  333  333  333  333  333  333'],

    //                                              keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['transfer.list-claims', LIST,                 '+++0 +++0 +++0 +++0 +++0 +++0 3333 3333 +++0 +++0 +++0'],
    // A print is a copy of the paper, which both ends have in hand.
    ['transfer.print-note', ENDS,                  '+4+4 4++4 +4+4 +++4 +4+4 +++4 3333 3333 +++4 +++4 +++4'],
    ['transfer.get-note-pdf', THERE,               '+4   44   +4   +4   +4   +4   33   33   +4   +4   +4'],
    // Either end may ask for what it lost; the sender's loss is the receiver's too.
    ['transfer.open-claim', ENDS,                  '3333 3333 +4+4 3333 3333 3333 3333 3333 3333 3333 +++4'],
    ['transfer.decide-claim', ENDS,                '3333 3333 +4+4 3333 3333 3333 3333 3333 3333 3333 +++4'],
    ['transfer.list-budgets', LIST,                '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['transfer.set-budget', NSM,                   '333  333  333  333  333  333  333  333  333  333  ++4'],
    ['transfer.list-approval-limits', NONE,        '+    +    +    +    +    +    3    3    +    +    +'],
    ['transfer.set-approval-limit', NONE,          '3    3    3    3    3    3    3    3    3    3    +'],
  ],
  sight_is_no_hand: [
    //                                         wide_eyes wide_planner wide_quality
    ['transport.save-contract',               '33   33   33'],
    ['transport.end-contract',                '33   33   33'],
    ['transport.save-vehicle',                '+33  333  333'],
    ['transport.save-vehicle (company)',      '3    3    3'],
    ['transport.save-driver',                 '+33  333  333'],
    ['transport.save-driver (company)',       '3    3    3'],
    ['transport.save-place',                  '+4   33   33'],
    ['transport.rebook-document',             '+34  +34  333'],
    ['transport.create-shipments',            '+33  +33  333'],
    ['transport.create-shipments (document)', '++4  ++4  333'],
    ['transport.assign-shipment',             '+34  +34  333'],
    ['transport.assign-shipment (vehicle)',   '+4   +4   33'],
    ['transport.cancel-shipment',             '+34  +34  333'],
    ['transport.check-departure',             '+34  333  333'],
    ['transport.depart-shipment',             '+34  333  333'],
    ['transport.record-events',               '+++  333  333'],
    ['transport.arrive-stop',                 '+34  333  333'],
    ['transport.hand-over',                   '+34  333  333'],
    ['transport.add-attachment',              '+34  333  333'],
    ['transport.enter-freight-bill',          '+44  333  333'],
    ['transport.decide-freight-bill',         '333  333  333'],
    ['transport.reverse-freight-bill',        '+34  333  333'],
    ['transfer.print-note',                   '+++4 +++4 +++4'],
    ['transfer.open-claim',                   '+3+4 3333 3333'],
    ['transfer.decide-claim',                 '+3+4 3333 3333'],
    ['transfer.set-budget',                   '333  333  333'],
    ['transfer.set-approval-limit',           '3    3    3'],
  ],
  others: [
    //                                         purchaser driver accountant
    ['transport.list-contracts',              '+    +    +'],
    ['transport.list-vehicles',               '+    +    +'],
    ['transport.list-drivers',                '+    +    +'],
    ['transport.list-places',                 '+    +    +'],
    ['transport.save-contract',               '33   33   33'],
    ['transport.end-contract',                '33   33   33'],
    ['transport.save-vehicle',                '333  333  333'],
    ['transport.save-vehicle (company)',      '3    3    3'],
    ['transport.save-driver',                 '333  333  333'],
    ['transport.save-driver (company)',       '3    3    3'],
    ['transport.save-place',                  '33   33   33'],
    ['transport.list-documents',              '+++0 +++0 +++0'],
    ['transport.propose-shipments',           '333  333  333'],
    ['transport.rebook-document',             '333  333  333'],
    ['transport.create-shipments',            '333  333  333'],
    ['transport.create-shipments (document)', '333  333  333'],
    ['transport.get-quotes',                  '++4  ++4  ++4'],
    ['transport.assign-shipment',             '333  333  333'],
    ['transport.assign-shipment (vehicle)',   '33   33   33'],
    ['transport.cancel-shipment',             '333  333  333'],
    ['transport.list-shipments',              '+++0 +++0 +++0'],
    ['transport.get-shipment',                '++4  ++4  ++4'],
    ['transport.list-my-shipments',           '3    +    3'],
    ['transport.check-departure',             '333  ++4  333'],
    ['transport.depart-shipment',             '333  ++4  333'],
    ['transport.record-events',               '333  +++  333'],
    ['transport.arrive-stop',                 '333  ++4  333'],
    ['transport.hand-over',                   '333  ++4  333'],
    ['transport.add-attachment',              '333  ++4  333'],
    ['transport.get-attachment',              '++4  ++4  ++4'],
    ['transport.print-handover',              '+4   +4   +4'],
    ['transport.print-loading-list',          '+4   +4   +4'],
    ['transport.list-freight-bills',          '+    +    +'],
    ['transport.get-freight-bill',            '+4   +4   +4'],
    ['transport.enter-freight-bill',          '333  333  ++4'],
    ['transport.decide-freight-bill',         '333  333  333'],
    ['transport.reverse-freight-bill',        '333  333  ++4'],
    ['transfer.list-claims',                  '+++0 +++0 +++0'],
    ['transfer.print-note',                   '+++4 +++4 +++4'],
    ['transfer.get-note-pdf',                 '+4   +4   +4'],
    ['transfer.open-claim',                   '3333 3333 3333'],
    ['transfer.decide-claim',                 '3333 3333 3333'],
    ['transfer.list-budgets',                 '+++0 +++0 +++0'],
    ['transfer.set-budget',                   '333  333  333'],
    ['transfer.list-approval-limits',         '+    +    +'],
    ['transfer.set-approval-limit',           '3    3    3'],
  ],
  requests: {
    'transport.list-contracts': it(async (ground) => { await agreement(ground); return {}; }),
    'transport.list-vehicles': it(async (ground) => { await fleet(ground); return {}; }),
    'transport.list-drivers': it(async (ground) => { await fleet(ground); return {}; }),
    'transport.list-places': it(() => ({})),
    'transport.save-contract': there(({ company }) => ({ ...terms, carrier_id: company.world.carrier_id }), { carrier_id: MISSING }),
    'transport.end-contract': there(async (ground) => ({ contract_id: await agreement(ground), ended_on: '2020-06-30', reason }), { contract_id: MISSING }),
    'transport.save-vehicle': byWarehouse((depot_id) => ({ vehicle_code: `D${depot_id}`, kind: 'vehicle', model: 'x', capacity_kg: 1, depot_id })),
    'transport.save-vehicle (company)': it(() => ({ vehicle_code: 'ALL', kind: 'box', model: 'x', capacity_kg: 1 })),
    'transport.save-driver': byWarehouse((depot_id) => ({ driver_code: `D${depot_id}`, name: 'x', licence_valid_to: '2099-12-31', depot_id })),
    'transport.save-driver (company)': it(() => ({ driver_code: 'ALL', name: 'x', licence_valid_to: '2099-12-31' })),
    'transport.save-place': there(({ company }) => ({ customer_id: company.world.hospital_id, longitude: 1, latitude: 1 }), { customer_id: MISSING }),
    'transport.list-documents': listOf(document),
    'transport.propose-shipments': byWarehouse((warehouse_id) => ({ warehouse_id })),
    'transport.rebook-document': {
      ...byId('transport_document_id', document, { reason: 'x' }),
      reaches: 'transport.document_not_refused',
    },
    'transport.create-shipments': {
      async ask(ground) {
        const asked = async (warehouse_id: number, end: End) => ({ input: { warehouse_id, shipments: [{ ...DEPARTURE, stops: [{ document_ids: [await document(ground, end)] }] }] } });
        const { north, south } = ground;
        return { north: await asked(north.warehouse_id, 'north'), south: await asked(south.warehouse_id, 'south'), missing: await asked(MISSING, 'north') };
      },
    },
    'transport.create-shipments (document)': atEnds(MISSING, document, (id, { north }) => ({ warehouse_id: north.warehouse_id, shipments: [{ ...DEPARTURE, stops: [{ document_ids: [id] }] }] })),
    'transport.get-quotes': { async ask(ground) { await agreement(ground); return byShipment('planned').ask(ground); } },
    'transport.assign-shipment': {
      async ask(ground) {
        const carried = await fleet(ground);
        return byShipment('planned', carried).ask(ground);
      },
    },
    'transport.assign-shipment (vehicle)': there(async (ground) => ({ shipment_id: (await journey(ground, 'north', 'planned')).shipment_id, ...(await fleet(ground)) }), { vehicle_id: MISSING }),
    'transport.cancel-shipment': byShipment('planned', { reason }),
    'transport.list-shipments': listOf((ground, end) => journey(ground, end, 'planned')),
    'transport.get-shipment': byShipment('planned'),
    'transport.list-my-shipments': it(async (ground) => { await journey(ground, 'north', 'planned'); await journey(ground, 'south', 'planned'); return {}; }),
    'transport.check-departure': byShipment('assigned'),
    'transport.depart-shipment': byShipment('ready'),
    'transport.record-events': atEnds(NOWHERE, (ground, end) => journey(ground, end, 'on_the_road'), ({ shipment_id }) => ({ events: [{ shipment_id, event_key: 'x', kind: 'position', occurred_at: '2026-01-01T00:00:00Z' }] })),
    'transport.arrive-stop': byStop('on_the_road'),
    'transport.hand-over': byStop('arrived', { handed_over_by_name: 'a', received_by_name: 'b' }),
    'transport.add-attachment': {
      async ask(ground) {
        const sent = (shipment_id: number) => ({ input: { shipment_id, ...photo }, raw: png });
        const at = async (end: End) => sent((await journey(ground, end, 'planned')).shipment_id);
        return { north: await at('north'), south: await at('south'), missing: sent(MISSING) };
      },
    },
    'transport.get-attachment': byId('attachment_id', attachment),
    'transport.print-handover': there(async (ground) => ({ stop_id: (await journey(ground, 'north', 'planned')).stop_id }), { stop_id: MISSING }),
    'transport.print-loading-list': there(async (ground) => ({ shipment_id: (await journey(ground, 'north', 'planned')).shipment_id }), { shipment_id: MISSING }),
    'transport.list-freight-bills': it(async (ground) => { await bill(ground, 'north'); return {}; }),
    'transport.get-freight-bill': there(async (ground) => ({ bill_id: await bill(ground, 'north') }), { bill_id: MISSING }),
    'transport.enter-freight-bill': atEnds(NOWHERE, (ground, end) => journey(ground, end, 'on_the_road'), ({ shipment_id }, { company }) => ({ carrier_id: company.world.carrier_id, carrier_bill_no: fresh('BILL'), billed_on: '2026-01-01', lines: [{ shipment_id, billed_fen: 7, difference_reason: 'x' }] })),
    'transport.decide-freight-bill': byId('bill_id', (ground, end) => bill(ground, end), { approve: true }),
    'transport.reverse-freight-bill': byId('bill_id', (ground, end) => bill(ground, end, true), { reason }),
    'transfer.list-claims': {
      async ask(ground) {
        for (const way of ['north', 'south', 'between'] as const) await claim(ground, way);
        return list().ask(ground);
      },
    },
    'transfer.print-note': onTheWay(async (ground, way) => ({ transfer_id: (await transfer(ground, way, 'in_transit')).transfer_id }), () => ({ transfer_id: MISSING })),
    'transfer.get-note-pdf': there(async (ground) => { const { transfer_id } = await transfer(ground, 'north', 'in_transit'); await call(ground, 'transfer.print-note', { transfer_id }); return { transfer_id, copy_no: 1 }; }, { transfer_id: MISSING }),
    'transfer.open-claim': onTheWay(
      async (ground, way) => ({ discrepancy_id: (await transfer(ground, way, 'disputed')).discrepancy_id, against: 'sender', amount_fen: 1, reason }),
      () => ({ discrepancy_id: MISSING, against: 'sender', amount_fen: 1, reason }),
    ),
    'transfer.decide-claim': onTheWay(
      async (ground, way) => ({ claim_id: await claim(ground, way), action: 'withdrawn', outcome: 'x' }),
      () => ({ claim_id: MISSING, action: 'withdrawn', outcome: 'x' }),
    ),
    'transfer.list-budgets': listOf(budget),
    'transfer.set-budget': byWarehouse((warehouse_id) => ({ warehouse_id, month, amount_fen: 1_000_000_000, reason })),
    'transfer.list-approval-limits': it(async (ground) => { await call(ground, 'transfer.set-approval-limit', { role: 'planner', max_value_fen: null, max_cost_fen: null, reason }); return {}; }),
    'transfer.set-approval-limit': it(() => ({ role: 'planner', max_value_fen: null, max_cost_fen: null, reason })),
  },
};
