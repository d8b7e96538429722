import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf } from '../../src/modules/integration/epcis/document.ts';
import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { pickAll } from '../support/documents.ts';
import { type CaseCompany, openCases } from './case-company.ts';

type Receipt = OutputOf<typeof contract.getReceipt>;
type Queried = OutputOf<typeof contract.queryEpcis>;

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

/** Pieces of one lot from the door to the shelf, by those whose duty each step is. */
async function receiveAndStore(lot_no: string): Promise<number> {
  const { world, ask } = company;
  const { warehouse_id, bins } = world.north;
  const { receipt_id } = await ask<{ receipt_id: number }>('keeper_a', 'POST', '/api/supply/receipt', {
    warehouse_id,
    supplier_id: world.supplier_id,
    delivery_note_no: `DN-${lot_no}`,
    lines: [
      {
        item_id: world.items.gloves,
        lot_no,
        production_date: '2026-01-10',
        expiry_date: '2098-01-09',
        received: 10,
      },
    ],
  });
  const path = `/api/supply/receipt/${receipt_id}`;
  const { line_rows } = await ask<Receipt>('quality', 'GET', path);
  const { receipt_line_id } = line_rows[0]!;
  const judged = { sample: 1, qualified: 10, purchase_date: '2026-02-01' };
  const sound = { packaging_ok: true, label_ok: true, documents_ok: true };
  await ask('quality', 'POST', `${path}/accept`, { lines: [{ receipt_line_id, ...judged, ...sound }] });
  await ask('keeper_a', 'POST', `${path}/putaway`, {
    lines: [{ receipt_line_id, qty: 10, to_account_id: bins.shelf }],
  });
  const [lot] = await world.sql<{ lot_id: string }>('select lot_id from stock.lot where lot_no = $1', [
    lot_no,
  ]);
  return Number(lot!.lot_id);
}

/** A transfer of some pieces that is on the road in a vehicle. */
async function sendOff(lot_id: number): Promise<void> {
  const { world, ask } = company;
  const { north, south, items, lanes } = world;
  const { transfer_id } = await ask<{ transfer_id: number }>('planner', 'POST', '/api/transfer', {
    from_warehouse_id: north.warehouse_id,
    to_warehouse_id: south.warehouse_id,
    lane_id: lanes.ambient,
    reason: 'AC50',
    lines: [{ item_id: items.gloves, lot_id, qty: 4 }],
  });
  await ask('director', 'POST', `/api/transfer/${transfer_id}/approve`, {});
  const [line] = await world.sql<{ id: string }>(
    'select transfer_line_id as id from transfer.transfer_line where transfer_id = $1',
    [transfer_id],
  );
  await pickAll(world, north, SYSTEM_ACTOR, 'transfer_line', [Number(line!.id)]);
  await ask('keeper_a', 'POST', `/api/transfer/${transfer_id}/ship`, {});
  type Proposal = { shipments: { lane_id: number; stops: { document_ids: number[] }[] }[] };
  const proposal = await ask<Proposal>(
    'planner_a',
    'GET',
    `/api/transport/proposal?warehouse_id=${north.warehouse_id}`,
  );
  const planned_departure_at = new Date(Date.now() - 60_000).toISOString();
  await ask('planner_a', 'POST', '/api/transport/shipment', {
    warehouse_id: north.warehouse_id,
    shipments: proposal.shipments.map(({ lane_id, stops }) => ({
      lane_id,
      planned_departure_at,
      stops: stops.map(({ document_ids }) => ({ document_ids })),
    })),
  });
  await world.sql(`update transport.shipment set status = 'on_the_road', departed_at = clock_timestamp()`);
}

test('AC50: receive, accept, store, ship, transport, destroy and recall are told as EPCIS 2.0 events', async () => {
  const { world, ask } = company;
  const lot_id = await receiveAndStore('AC50');
  await sendOff(lot_id);
  const { shelf } = world.north.bins;
  const lot = { item_id: world.items.gloves, lot_id };
  await ask('quality', 'POST', '/api/stock/hold', { lots: [lot], reason: 'AC50' });
  await ask('chief_a', 'POST', '/api/stock/movement', {
    purpose: 'destroy',
    reason: 'AC50',
    lines: [
      {
        ...lot,
        qty: 1,
        from_account_id: shelf,
        to_account_id: world.accounts.destroyed,
        owner_id: world.entity_id,
        from_disposition: 'held',
        to_disposition: 'held',
      },
    ],
  });
  await ask('quality', 'POST', '/api/stock/recall', { lots: [lot], reason: 'AC50' });

  const uri = 'https://id.gs1.org/01/06945630100017/10/AC50';
  const url = `/api/integration/epcis/event?perPage=200&MATCH_epc=${encodeURIComponent(uri)}`;
  const document = await ask<Queried>('quality', 'GET', url);
  expect(faultsOf(withoutToken(document))).toEqual([]);
  const { eventList } = document.epcisBody.queryResults.resultsBody;
  const told = new Set(eventList.map(({ bizStep, disposition }) => `${bizStep}/${disposition}`));
  for (const pair of [
    'receiving/in_progress',
    'inspecting/conformant',
    'storing/sellable_accessible',
    'shipping/in_transit',
    'transporting/in_transit',
    'destroying/destroyed',
    'holding/recalled',
  ])
    expect([...told]).toContain(pair);
  expect(new Set(eventList.map(({ eventID }) => eventID)).size).toBe(eventList.length);
});

const withoutToken = ({ 'tongcang:nextPageToken': _, ...document }: Queried) => document;
