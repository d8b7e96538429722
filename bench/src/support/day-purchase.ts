import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import { checkDigit } from '../../../packages/udi/src/index.ts';
import type { Want } from './day-plan.ts';
import type { Ground } from './day-work.ts';

const MADE = '2026-02-01';
const EXPIRES = '2099-01-31';
/** Suppliers deliver the same few lots to many warehouses, so that receipts meet at the lot. */
const LOTS = 6;

type Receipt = OutputOf<typeof contract.getReceipt>;
type Announced = {
  purchase_order_line_id: number;
  lot_no: string;
  production_date: string;
  expiry_date: string;
  qty: number;
};

/** Ordered, announced, received, accepted by another person, put away; now and then something is missing or damaged. */
export async function purchase(ground: Ground, partner_id: number, wants: readonly Want[]): Promise<void> {
  const { office, site } = ground;
  const order = await placed(ground, partner_id, wants);
  const lines = order.line_rows.map((line) => ({
    purchase_order_line_id: line.purchase_order_line_id,
    lot_no: `N${(line.item_id + partner_id) % LOTS}`,
    production_date: MADE,
    expiry_date: EXPIRES,
    qty: line.qty,
  }));
  const boxed = lines.length <= 40 && ground.befalls(3);
  const sscc = boxed ? ssccOf(order.purchase_order_id) : undefined;
  const n = lines.length;
  const asn = await office.post<OutputOf<typeof contract.announceAsn>>(
    site.keeper,
    '/api/supply/asn',
    {
      delivery_note_no: `DN-${order.purchase_order_id}`,
      expected_at: '2035-01-01T00:00:00Z',
      lines: lines.map((line) => ({ ...line, sscc })),
    },
    n,
  );
  office.filed('arrival notice', n);
  const receipt = await received(ground, order, asn.asn_id, lines, sscc);
  await accepted(ground, receipt);
  await shelved(ground, receipt);
}

async function placed({ company, office, site }: Ground, partner_id: number, wants: readonly Want[]) {
  const made = await office.post<OutputOf<typeof contract.createPurchaseOrder>>(
    site.keeper,
    '/api/supply/order',
    {
      partner_id,
      warehouse_id: site.warehouse_id,
      reason: 'stock of the week',
      lines: wants.map(({ item, qty }) => ({
        item_id: company.items[item]!,
        qty: qty * 10,
        needed_on: '2035-01-01',
      })),
    },
    wants.length,
  );
  office.filed('purchase order', wants.length);
  const path = `/api/supply/order/${made.purchase_order_id}`;
  const { approvals_needed } = await office.post<OutputOf<typeof contract.submitPurchaseOrder>>(
    site.keeper,
    `${path}/submit`,
    {},
    wants.length,
  );
  if (approvals_needed > 0) await office.post(site.chief, `${path}/approve`, {}, wants.length);
  return office.get<OutputOf<typeof contract.getPurchaseOrder>>(site.keeper, path);
}

function ssccOf(number: number): string {
  const body = `16945631${String(number).padStart(9, '0')}`;
  return body + checkDigit(body);
}

async function received(
  ground: Ground,
  order: OutputOf<typeof contract.getPurchaseOrder>,
  asn_id: number,
  announced: readonly Announced[],
  sscc: string | undefined,
): Promise<Receipt> {
  const { office, site } = ground;
  const short = ground.befalls(12) ? 1 : 0;
  const damaged = ground.befalls(20) ? 1 : 0;
  const items = new Map(order.line_rows.map((line) => [line.purchase_order_line_id, line.item_id]));
  const counted = announced.map(
    ({ purchase_order_line_id, lot_no, production_date, expiry_date, qty }, index) => ({
      item_id: items.get(purchase_order_line_id)!,
      lot_no,
      production_date,
      expiry_date,
      noted: qty,
      received: index === 0 ? qty - short - damaged : qty,
      damaged: index === 0 ? damaged : 0,
    }),
  );
  const made = await office.post<OutputOf<typeof contract.receiveGoods>>(
    site.keeper,
    '/api/supply/receipt',
    {
      warehouse_id: site.warehouse_id,
      asn_id,
      delivery_note_no: `DN-${order.purchase_order_id}`,
      ...(sscc === undefined ? { lines: counted } : { units: [{ sscc }] }),
    },
    announced.length,
  );
  office.filed('receipt', announced.length);
  for (const { kind, receipt_discrepancy_id } of made.discrepancies) {
    await office.post(
      site.chief,
      `/api/supply/receipt-discrepancy/${receipt_discrepancy_id}/resolve`,
      { resolution: 'supplier_credit', responsible: 'supplier', reason: `${kind} on arrival` },
      1,
    );
    office.filed('receipt difference', 1);
    if (kind === 'short') await givenUp(ground, order.purchase_order_id, asn_id);
  }
  return office.get<Receipt>(site.chief, `/api/supply/receipt/${made.receipt_id}`);
}

/** What the supplier has credited will not come any more. */
async function givenUp({ office, site }: Ground, purchase_order_id: number, asn_id: number): Promise<void> {
  for (const path of [`/api/supply/asn/${asn_id}/cancel`, `/api/supply/order/${purchase_order_id}/cancel`])
    await office.post(site.keeper, path, { reason: 'credited' }, 1);
}

async function accepted({ office, site }: Ground, receipt: Receipt): Promise<void> {
  const lines = receipt.line_rows
    .filter((line) => line.waiting > 0)
    .map(({ receipt_line_id, waiting, qualifiable }) => ({
      receipt_line_id,
      sample: 1,
      qualified: qualifiable,
      unqualified: waiting - qualifiable,
      ...(waiting > qualifiable
        ? { unqualified_reason: 'crushed', unqualified_action: 'return_to_supplier' }
        : {}),
      packaging_ok: true,
      label_ok: true,
      documents_ok: true,
    }));
  await office.post(site.chief, `/api/supply/receipt/${receipt.receipt_id}/accept`, { lines }, lines.length);
  office.filed('acceptance record', lines.length);
}

/** Where the system says. */
async function shelved({ office, site }: Ground, { receipt_id }: Receipt): Promise<void> {
  const path = `/api/supply/receipt/${receipt_id}/putaway`;
  const { rows } = await office.get<OutputOf<typeof contract.suggestPutaway>>(site.keeper, path);
  const lines = rows.flatMap((row) =>
    row.bins.map((bin) => ({
      receipt_line_id: row.receipt_line_id,
      to_account_id: bin.account_id,
      qty: bin.qty,
    })),
  );
  await office.post(site.keeper, path, { lines }, lines.length);
  office.filed('put-away', lines.length);
}
