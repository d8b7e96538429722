import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureAccounts, postOrFail } from '../../src/modules/stock/index.ts';
import { SYSTEM_ACTOR } from '../../src/platform/actor.ts';
import { type CaseCompany, openCases } from './case-company.ts';

let company: CaseCompany;
beforeAll(async () => {
  company = await openCases();
});
afterAll(() => company.close());

const CONSIGNEES = 40;

// The case of the year 2026, told of the year before: a decision is never taken from the future.
test('AC40: notices are due 24, 72 and 168 hours after the decision of class I, II and III, one for each consignee', async () => {
  const { world } = company;
  const lot = await delivered();
  const decided_at = '2025-11-22T09:00:00+08:00';
  const due: (readonly number[])[] = [];
  for (const recall_class of ['I', 'II', 'III']) {
    const { case_id } = await company.ask<OutputOf<typeof contract.startRecall>>(
      'quality',
      'POST',
      '/api/quality/recall',
      {
        kind: 'mock',
        recall_class,
        origin: 'registrant',
        title: 'AC40',
        reason: 'AC40',
        decided_at,
        criteria: [{ item_id: lot.item_id, lot_no: 'AC40' }],
      },
    );
    const { notice_rows } = await company.ask<OutputOf<typeof contract.getRecall>>(
      'quality',
      'GET',
      `/api/quality/recall/${case_id}`,
    );
    expect(notice_rows).toHaveLength(CONSIGNEES);
    due.push([...new Set(notice_rows.map((notice) => Date.parse(notice.due_at)))]);
  }
  const days = ['2025-11-23', '2025-11-25', '2025-11-29'];
  expect(due).toEqual(days.map((day) => [Date.parse(`${day}T09:00:00+08:00`)]));
  expect((await world.balance(lot, world.north.bins.shelf)).qty).toBe(0);
});

/** One piece of a lot at each of forty departments, and nothing left on the shelf. */
async function delivered() {
  const { world } = company;
  const { shelf } = world.north.bins;
  const lot = await world.lot(world.items.gloves, 'AC40');
  await world.receive(lot, shelf, CONSIGNEES);
  const departments = await world.sql<{ id: string }>(
    `insert into masterdata.department (partner_id, department_code, name, priority_class, min_remaining_days)
     select $1, 'AC40-' || n, 'AC40 ' || n, 3, 0 from generate_series(1, $2::int) n returning department_id as id`,
    [world.hospital_id, CONSIGNEES],
  );
  await world.tx(async (tx) => {
    const customers = departments.map(({ id }) => ({ kind: 'customer' as const, department_id: Number(id) }));
    const accounts = await ensureAccounts(tx, customers);
    const owners = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
    const lines = accounts.map((to_account_id) => ({
      ...lot,
      ...owners,
      qty: 1,
      from_account_id: shelf,
      to_account_id,
      from_disposition: 'released' as const,
      to_disposition: 'released' as const,
    }));
    await postOrFail(tx, { purpose: 'ship', actor: SYSTEM_ACTOR, lines });
  });
  return lot;
}
