import type * as contract from '@tongcang/contract';
import type { OutputOf } from '@tongcang/contract';
import type { DayCompany, DaySite } from './day-company.ts';
import { count } from './day-count.ts';
import type { Office } from './day-office.ts';
import { orders } from './day-orders.ts';
import type { Errand, Want } from './day-plan.ts';
import { purchase } from './day-purchase.ts';
import { transfer } from './day-transfer.ts';
import { mulberry32 } from './report.ts';

/** What an errand works with. */
export type Ground = {
  readonly company: DayCompany;
  readonly office: Office;
  readonly site: DaySite;
  /** The site after it, whose chief also answers for this one. */
  readonly next: DaySite;
  /** Whether something befalls this errand that befalls one in `n`. */
  befalls(n: number): boolean;
  below(n: number): number;
};
type Of<K extends Errand['kind']> = Extract<Errand, { kind: K }>;

/** Does one errand from its first paper to its last, each step by the person whose duty it is. */
export async function doErrand(company: DayCompany, office: Office, errand: Errand): Promise<void> {
  const ground = groundOf(company, office, errand);
  switch (errand.kind) {
    case 'purchase':
      return purchase(ground, company.supplier_ids[errand.supplier]!, errand.lines);
    case 'orders':
      return orders(ground, errand.orders);
    case 'transfer':
      return transfer(ground, company.sites[errand.from]!, errand.lines);
    case 'count':
      return count(ground, errand.lines);
    case 'relocation':
      return relocation(ground, errand);
  }
}

/** What befalls an errand follows from its seed. */
export function groundOf(
  company: DayCompany,
  office: Office,
  { site, seed }: Pick<Errand, 'site' | 'seed'>,
): Ground {
  const random = mulberry32(seed);
  const below = (n: number) => Math.floor(random() * n);
  return {
    company,
    office,
    site: company.sites[site]!,
    next: company.sites[(site + 1) % company.sites.length]!,
    befalls: (n) => below(n) === 0,
    below,
  };
}

/** The later lot of each item to the shelf after its own. */
async function relocation({ company, office, site }: Ground, { lines }: Of<'relocation'>): Promise<void> {
  const { keeper, shelves } = site;
  const moved = lines.map((want: Want) => {
    const item_id = company.items[want.item]!;
    const at = item_id % shelves.length;
    return {
      item_id,
      lot_id: company.lots.get(item_id)![1]!.lot_id,
      qty: want.qty,
      from_account_id: shelves[at]!,
      to_account_id: shelves[(at + 1) % shelves.length]!,
      owner_id: company.owner_id,
    };
  });
  await office.post<OutputOf<typeof contract.postMovement>>(
    keeper,
    '/api/stock/movement',
    { purpose: 'relocate', lines: moved },
    lines.length,
  );
  office.filed('relocation', lines.length);
}
