import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseCompany, openCases } from './case-company.ts';

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

const OURS = '303211E8D680004000003039';
const CHIP = 'E2801160600002054CC2096F';

test('AC15: a tag that a portal reads forty times is one unit, an unknown one is parked, and no stock moves', async () => {
  const { world } = company;
  const movements = () => world.sql('select movement_id from stock.movement');
  const before = await movements();
  const path = '/api/integration/rfid';
  const { warehouse_id } = world.north;
  const { reader_id } = await company.ask<{ reader_id: number }>('administrator', 'POST', `${path}/reader`, {
    reader_no: 'AC15',
    name: 'AC15',
    warehouse_id,
  });
  const { reader_no, reader_key } = await company.ask<OutputOf<typeof contract.makeRfidKey>>(
    'administrator',
    'POST',
    `${path}/reader/${reader_id}/key`,
    {},
  );
  // Five seconds of reads, long enough ago that nothing more is coming.
  const reads = (epc_hex: string, times: number) =>
    Array.from({ length: times }, (_, n) => ({
      epc_hex,
      antenna: (n % 4) + 1,
      seen_at: new Date(Date.parse('2026-01-05T02:00:00Z') + (n * 5_000) / times).toISOString(),
    }));
  await company.ask('keeper_a', 'POST', `${path}/read`, {
    reader_no,
    reader_key,
    reads: [...reads(OURS, 40), ...reads(CHIP, 3)],
  });
  const { rows } = await company.ask<OutputOf<typeof contract.listRfidPasses>>(
    'keeper_a',
    'GET',
    `${path}/pass`,
  );
  expect(rows).toMatchObject([{ units: 1, unknown: 1, foreign: 0, reads: 43 }]);
  const parked = await company.ask<OutputOf<typeof contract.listRfidParked>>(
    'keeper_a',
    'GET',
    `${path}/parked`,
  );
  expect(parked.rows).toMatchObject([{ epc_hex: CHIP, outcome: 'unknown' }]);
  expect(await movements()).toEqual(before);
});
