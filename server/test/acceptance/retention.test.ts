import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseCompany, openCases } from './case-company.ts';

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

test('AC43: no purge takes away what is on record of an implant', async () => {
  const { world, refused, ask } = company;
  await world.sql('update masterdata.item set implant = true where item_id = $1', [world.items.stent]);
  const lot = await world.lot(world.items.stent, 'AC43', { made: '2010-01-01', expires: '2012-01-01' });
  const before = await world.sql('select from stock.lot');
  for (const record_kind of ['purchase', 'acceptance', 'sale'])
    expect(
      await refused('administrator', 'POST', '/api/insight/retention/purge', {
        record_kinds: [record_kind],
        reason: 'AC43',
      }),
    ).toMatchObject({ code: 'insight.retention_permanent', params: { record_kind, implants: 1 } });
  expect(await world.sql('select from insight.purge')).toEqual([]);
  expect(await world.sql('select from stock.lot')).toHaveLength(before.length);
  const { rows } = await ask<{ rows: object[] }>('quality', 'GET', '/api/insight/retention/lot?search=AC43');
  expect(rows).toMatchObject([{ lot_id: lot.lot_id, retain_until: null }]);
});
