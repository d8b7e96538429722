import type { Page } from '@playwright/test';
import { api } from './person.ts';

type Good = { allocation_id: number; lot_no: string; qty: number; reviewed: boolean };
/** Everything picked for a demand, looked at by this person. */
export async function reviewAll(page: Page, demand_id: number): Promise<void> {
  const { goods } = await api<{ goods: Good[] }>(page, 'GET', `/api/fulfilment/outbound/${demand_id}`);
  const lines = goods
    .filter((good) => !good.reviewed)
    .map(({ allocation_id, lot_no, qty }) => ({ allocation_id, lot_no, passed: qty }));
  await api(page, 'POST', `/api/fulfilment/demand/${demand_id}/review`, { lines });
}

type Item = { item_id: number; tracking: string; storage_condition: string };
/** An order of one lot-tracked ambient item that a warehouse has enough of, allocated. */
export async function allocatedOrder(page: Page, qty: number): Promise<{ demand_id: number }> {
  const { rows: departments } = await api<{ rows: { department_id: number }[] }>(
    page,
    'GET',
    '/api/masterdata/department?limit=3',
  );
  const { rows: items } = await api<{ rows: Item[] }>(page, 'GET', '/api/masterdata/item?limit=80');
  const needed_at = new Date(Date.now() + 48 * 3_600_000).toISOString();
  for (const item of items.filter((i) => i.tracking === 'lot' && i.storage_condition === 'ambient')) {
    const made = await api<{ demand_id: number }>(page, 'POST', '/api/fulfilment/demand', {
      kind: 'order',
      customer_order_no: `PO-${Date.now().toString(36)}-${item.item_id}`,
      department_id: departments[0]!.department_id,
      needed_at,
      lines: [{ item_id: item.item_id, qty, unit_price_fen: 12_800 }],
    });
    const path = `/api/fulfilment/demand/${made.demand_id}`;
    const { status } = await api<{ status: string }>(page, 'POST', `${path}/allocate`, {});
    if (status === 'allocated') return made;
    await api(page, 'POST', `${path}/cancel`, { reason: 'not enough' });
  }
  throw new Error('the example company has no item that could be ordered');
}

/** Types a code into the scan field of a page by hand, too slowly for a scanner. */
export async function enter(page: Page, field: string, code: string): Promise<void> {
  await page.getByLabel(field).pressSequentially(code, { delay: 90 });
  await page.keyboard.press('Enter');
}
