import { MODULES } from './modules/index.ts';
import {
  atEnds,
  byId,
  byPlace,
  byWarehouse,
  type Input,
  it,
  list,
  onTheWay,
  type Row,
  there,
} from './rows.ts';

import { PASSWORD } from './staff.ts';
import {
  allocation,
  content,
  demand,
  departmentOf,
  type End,
  endsOf,
  explained,
  fresh,
  type Ground,
  grant,
  hold,
  line,
  MISSING,
  movement,
  NEEDED,
  person,
  proposal,
  quarantined,
  reviewedDemand,
  shipment,
  transfer,
  unit,
} from './targets.ts';

const reason = 'x';

const byTransfer = (stage: Parameters<typeof transfer>[2], more: Input = {}): Row =>
  onTheWay(
    async (ground, way) => ({ transfer_id: (await transfer(ground, way, stage)).transfer_id, ...more }),
    () => ({ transfer_id: MISSING, ...more }),
  );
const byProposal = (more: Input = {}): Row =>
  onTheWay(
    async (ground, way) => ({ proposal_id: await proposal(ground, way), ...more }),
    () => ({ proposal_id: MISSING, ...more }),
  );

const aboutPerson = (more: Input): Row =>
  there(async (ground) => ({ user_id: await person(ground), ...more }), { user_id: MISSING });

const PARTNERS = 'partner_code,name,kind,province,address\nH009,某医院,customer,上海,某路 9 号\n';
const upload: Row = {
  ask: () => ({
    it: { input: { dataset: 'partner', file_name: 'partner.csv' }, raw: Buffer.from(PARTNERS) },
  }),
};

/** How each row of the expectations is asked. */
const SPINE: Readonly<Record<string, Row>> = {
  'identity.session': it(() => ({})),
  'identity.first-run': it(
    () => ({ account: 'first', display_name: 'x', password: 'correct horse battery' }),
    'identity.first_run_over',
  ),
  'identity.sign-in': it(() => ({ account: 'wide_eyes', password: PASSWORD })),
  'identity.sign-out': it(() => ({})),
  'identity.re-authenticate': it(() => ({ password: PASSWORD })),
  'identity.change-password': it(
    () => ({ password: PASSWORD, new_password: PASSWORD }),
    'identity.password_unchanged',
  ),
  'identity.set-language': it(() => ({ language: 'en' })),
  'identity.end-other-sessions': it(() => ({})),
  'identity.confirm-totp': it(() => ({ totp: '000000' }), 'identity.totp_not_started'),
  'identity.disable-totp': it(() => ({ password: PASSWORD }), 'identity.totp_not_started'),
  'identity.start-totp': it(() => ({ password: PASSWORD })),
  'identity.list-users': it(() => ({})),
  'identity.create-user': it(() => ({
    account: fresh('new'),
    display_name: 'x',
    initial_password: 'correct horse battery',
  })),
  'identity.reset-password': aboutPerson({ initial_password: 'correct horse battery' }),
  'identity.grant-role': aboutPerson({ role: 'auditor' }),
  'identity.grant-role (warehouse)': there(
    async (ground) => ({
      user_id: await person(ground),
      role: 'warehouse_keeper',
      warehouse_id: ground.north.warehouse_id,
    }),
    { warehouse_id: MISSING },
  ),
  'identity.grant-role (partner)': there(
    async (ground) => ({
      user_id: await person(ground),
      role: 'hospital_department',
      partner_id: ground.company.world.hospital_id,
    }),
    { partner_id: MISSING },
  ),
  'identity.revoke-role': there(
    async (ground) => {
      const user_id = await person(ground);
      return { user_id, grant_id: await grant(ground, user_id) };
    },
    { grant_id: MISSING },
  ),
  'identity.disable-user': aboutPerson({ reason }),
  'identity.enable-user': aboutPerson({ reason }),
  'identity.create-api-key': there(
    async (ground) => ({ user_id: await person(ground, { is_service: true }), name: 'x' }),
    { user_id: MISSING },
  ),
  'identity.list-api-keys': it(() => ({})),
  'identity.revoke-api-key': there(
    async (ground) => {
      const { world, user_ids } = ground.company;
      const [key] = await world.sql<{ api_key_id: string }>(
        `insert into identity.api_key (user_id, name, key_hash, created_by, expires_at)
         values ($1, 'x', 'x', $1, now() + interval '1 day') returning api_key_id`,
        [user_ids.administrator],
      );
      return { api_key_id: Number(key!.api_key_id) };
    },
    { api_key_id: MISSING },
  ),
  'identity.list-audit': it(() => ({})),

  'integration.preview-import': upload,
  'integration.import-file': upload,
  'integration.get-template': it(() => ({ dataset: 'item', format: 'csv' })),
  'masterdata.save-record': it(() => ({
    dataset: 'partner',
    row: { partner_code: 'H010', name: '某医院', kind: 'customer', province: '上海', address: '某路 10 号' },
  })),
  'masterdata.list-items': it(() => ({})),
  'masterdata.list-warehouses': it(() => ({})),
  'masterdata.list-partners': it(() => ({})),
  'masterdata.list-departments': it(() => ({})),
  'masterdata.get-company-settings': it(() => ({})),
  'masterdata.set-company-settings': it(() => ({ values: { 'transport.delay_minutes': 30 }, reason })),
  'masterdata.list-lanes': it(() => ({})),
  'compliance.list-registrations': it(() => ({})),
  'compliance.list-licences': it(() => ({})),

  'stock.list-availability': it(({ gloves }) => ({ item_id: gloves })),
  'stock.list-balances': list(),
  'stock.list-as-of': {
    ask: (ground) => list({ at: new Date().toISOString() }).ask(ground),
  },
  'stock.trace-lot': there(({ lot }) => ({ ...lot }), { lot_id: MISSING }),
  'stock.list-lots': it(() => ({})),
  'stock.print-labels': {
    ask: ({ lot }) => ({
      there: { input: { format: 'zpl', lines: [lot] } },
      missing: { input: { format: 'zpl', lines: [{ ...lot, lot_id: MISSING }] } },
    }),
  },
  'stock.print-unit-labels': atEnds(
    MISSING,
    async (ground, end) => (await unit(ground, end)).handling_unit_id,
    (handling_unit_id) => ({ format: 'zpl', handling_unit_ids: [handling_unit_id] }),
  ),
  'stock.resolve-scan': byWarehouse((warehouse_id) => ({ code: 'A-01', warehouse_id })),
  'stock.resolve-scan (unit)': atEnds(
    '069456309999999992',
    async (ground, end) => (await unit(ground, end)).sscc,
    (code) => ({ code }),
  ),
  'stock.list-locations': byWarehouse((warehouse_id) => ({ warehouse_id })),
  'stock.list-allocations': list(),
  'stock.list-holds': it(() => ({})),
  'stock.get-handling-unit': byId('handling_unit_id', unitId),
  'stock.post-movement': atEnds<[number, number]>(
    [MISSING, MISSING + 1],
    (ground, end) => [ground[end].bins.shelf, ground[end].bins.shelf_two],
    ([from, to], ground) => ({ purpose: 'relocate', lines: [line(ground, from, to)] }),
  ),
  'stock.post-movement (to)': byPlace('shelf_two', (to, ground) => ({
    purpose: 'relocate',
    lines: [line(ground, ground.north.bins.shelf, to)],
  })),
  'stock.post-movement (destroy)': byPlace('shelf', (from, ground) => ({
    purpose: 'destroy',
    reason,
    lines: [line(ground, from, ground.company.world.accounts.destroyed)],
  })),
  'stock.post-movement (reject)': {
    ...atEnds<[number, number]>(
      [MISSING, MISSING + 1],
      (ground, end) => [ground[end].bins.shelf, ground[end].bins.rejected],
      ([from, to], ground) => ({
        purpose: 'reject',
        reason,
        lines: [{ ...line(ground, from, to), to_disposition: 'rejected' }],
      }),
    ),
    // Nobody who may post at all may reject as well.
    reaches: 'nobody',
  },
  'stock.release-allocation': atEnds(MISSING, allocation, (object) => ({ allocation_ids: [object], reason })),
  'stock.pick-allocations': atEnds<[number, number]>(
    [MISSING, MISSING + 1],
    async (ground, end) => [await allocation(ground, end), ground[end].bins.dispatch],
    ([allocation_id, to_account_id]) => pick(allocation_id, to_account_id),
  ),
  'stock.pick-allocations (allocation)': atEnds(MISSING, allocation, (allocation_id, { north }) =>
    pick(allocation_id, north.bins.dispatch),
  ),
  'stock.hold-lots': {
    ask: async (ground) => {
      const lots = [await ground.company.world.lot(ground.gloves, fresh('TO-HOLD'))];
      return byWarehouse((warehouse_id) => ({ lots, warehouse_id, reason })).ask(ground);
    },
  },
  'stock.hold-lots (lot)': aboutLot(),
  'stock.lift-hold': byId('hold_id', hold, { reason }),
  'stock.recall-lots': aboutLot(),
  'stock.post-count': atEnds<[number, number]>(
    [MISSING, MISSING + 1],
    (ground, end) => [ground[end].warehouse_id, ground[end].bins.cold],
    ([warehouse_id, account_id], { lot, company }) => ({
      warehouse_id,
      document_no: `COUNT-${warehouse_id}`,
      reason,
      lines: [{ ...lot, account_id, owner_id: company.world.entity_id, counted: 0 }],
    }),
  ),
  'stock.reverse-movement': byId('movement_id', movement, { reason }),
  'stock.create-handling-unit': byPlace('shelf', (account_id) => ({ account_id })),
  'stock.pack': atEnds(MISSING, unitId, (handling_unit_id, ground) => ({
    handling_unit_id,
    lines: [content(ground)],
  })),
  'stock.move-handling-unit': atEnds<[number, number]>(
    [MISSING, MISSING + 1],
    async (ground, end) => [await unitId(ground, end), ground[end].bins.shelf_two],
    ([handling_unit_id, to_account_id]) => ({ handling_unit_id, to_account_id }),
  ),
  'stock.move-handling-unit (to)': {
    ask: async (ground) => {
      const handling_unit_id = await unitId(ground, 'north');
      return byPlace('shelf_two', (to_account_id) => ({ handling_unit_id, to_account_id })).ask(ground);
    },
  },
  'stock.unpack': byId('handling_unit_id', unitId),
  'quality.list-quarantine': list(),
  'quality.dispose': atEnds<{ warehouse_id: number; account_id: number; lot_id: number }>(
    { warehouse_id: MISSING, account_id: MISSING + 1, lot_id: MISSING + 2 },
    async (ground, end) => ({
      warehouse_id: ground[end].warehouse_id,
      account_id: ground[end].bins.receiving,
      lot_id: (await quarantined(ground, end)).lot_id,
    }),
    ({ warehouse_id, ...place }, { gloves, company }) => ({
      warehouse_id,
      decision: 'release',
      reason,
      lines: [{ ...place, item_id: gloves, owner_id: company.world.entity_id, qty: 1 }],
    }),
  ),

  'fulfilment.create-demand (department)': {
    ask: (ground) =>
      atEnds(MISSING, departmentOf, (department_id) => ({
        ...demandFor(ground),
        department_id,
        // A customer's own house is served from its own warehouse; ours may name the one they work at.
        warehouse_id: ground.north.warehouse_id,
      })).ask(ground),
  },
  'fulfilment.create-demand (warehouse)': byWarehouse((warehouse_id, ground) => ({
    ...demandFor(ground),
    department_id: departmentOf(ground, 'north'),
    warehouse_id,
  })),
  'fulfilment.list-demands': list(),
  'fulfilment.list-demands (department)': atEnds(MISSING, departmentOf, (department_id) => ({
    department_id,
  })),
  'fulfilment.get-demand': byId('demand_id', demand),
  'fulfilment.get-delivery-note': byId('shipment_id', shipment),
  'fulfilment.allocate-demand': byId('demand_id', demand),
  'fulfilment.ship-demand': byId('demand_id', reviewedDemand),
  'fulfilment.cancel-demand': byId('demand_id', demand, { reason }),

  'transfer.list-transfers': list(),
  'transfer.list-discrepancies': list(),
  'transfer.get-transfer': onTheWay(
    async (ground, way) => ({ transfer_id: await explained(ground, way) }),
    () => ({ transfer_id: MISSING }),
  ),
  'transfer.get-delivery-note': byTransfer('in_transit'),
  'transfer.request-transfer': onTheWay(
    async (ground, way) =>
      request(ground, endsOf(ground, way).from.warehouse_id, endsOf(ground, way).to.warehouse_id),
    (ground) => request(ground, ground.west.warehouse_id, MISSING),
  ),
  'transfer.approve-transfer': byTransfer('requested'),
  'transfer.reject-transfer': byTransfer('requested', { reason }),
  'transfer.cancel-transfer': byTransfer('requested', { reason }),
  'transfer.allocate-transfer': byTransfer('approved'),
  'transfer.ship-transfer': byTransfer('picked'),
  'transfer.receive-transfer': onTheWay(
    async (ground, way) => receipt(await transfer(ground, way, 'in_transit')),
    () => receipt({ transfer_id: MISSING, transfer_line_id: MISSING }),
  ),
  'transfer.resolve-discrepancy': onTheWay(
    async (ground, way) => {
      const { discrepancy_id } = await transfer(ground, way, 'disputed');
      return { discrepancy_id, resolution: 'lost', reason };
    },
    () => ({ discrepancy_id: MISSING, resolution: 'lost', reason }),
  ),

  'planning.list-risks': list({ include_ok: 'true' }),
  'planning.get-risk': byWarehouse((warehouse_id, { gloves }) => ({ item_id: gloves, warehouse_id })),
  'planning.dismiss-risk': byWarehouse((warehouse_id, { gloves }) => ({
    item_id: gloves,
    warehouse_id,
    until: NEEDED,
    reason,
  })),
  'planning.list-policies': list(),
  'planning.set-policy': byWarehouse((warehouse_id, { gloves }) => ({
    item_id: gloves,
    warehouse_id,
    safety_stock: 10,
    reason,
  })),
  'planning.get-settings': it(() => ({})),
  'planning.set-settings': it(() => ({ horizon_days: 21, reason })),
  'planning.recompute': byWarehouse((warehouse_id) => ({ warehouse_id })),
  'planning.recompute (everything in sight)': it(() => ({})),
  'planning.propose': byWarehouse((to_warehouse_id) => ({ to_warehouse_id })),
  'planning.propose (everything in sight)': it(() => ({})),
  'planning.list-proposals': list(),
  'planning.get-proposal': byProposal(),
  'planning.accept-proposal': byProposal(),
  'planning.reject-proposal': byProposal({ reason }),
  'insight.control-tower': list(),
  'insight.demand-fan': there(({ gloves }) => ({ item_id: gloves }), { item_id: MISSING }),
  'insight.demand-fan (warehouse)': byWarehouse((warehouse_id, { gloves }) => ({
    item_id: gloves,
    warehouse_id,
  })),
  'insight.list-kpis': it(() => ({})),
};

async function unitId(ground: Ground, end: End): Promise<number> {
  return (await unit(ground, end)).handling_unit_id;
}

function pick(allocation_id: number, to_account_id: number): Input {
  return { to_account_id, lines: [{ allocation_id, qty: 1, lot_no: 'EVERYWHERE' }] };
}

function aboutLot(): Row {
  return there(
    async (ground) => ({ lots: [await ground.company.world.lot(ground.gloves, fresh('STOP'))], reason }),
    ({ gloves }) => ({ lots: [{ item_id: gloves, lot_id: MISSING }], reason }),
  );
}

function demandFor({ gloves }: Ground): Input {
  return { needed_at: NEEDED, lines: [{ item_id: gloves, qty: 1 }] };
}

function request({ gloves }: Ground, from_warehouse_id: number, to_warehouse_id: number): Input {
  return { from_warehouse_id, to_warehouse_id, reason, lines: [{ item_id: gloves, qty: 1 }] };
}

function receipt({
  transfer_id,
  transfer_line_id,
}: {
  transfer_id: number;
  transfer_line_id: number;
}): Input {
  return { transfer_id, lines: [{ transfer_line_id, lot_no: 'EVERYWHERE', received: 2 }] };
}

export const REQUESTS: Readonly<Record<string, Row>> = Object.assign(
  {},
  SPINE,
  ...MODULES.map((m) => m.requests),
);
