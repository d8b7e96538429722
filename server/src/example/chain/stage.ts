import type { OutputOf } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { dateOf, dayOf } from '../calendar.ts';
import type { Company } from '../index.ts';
import type { Cast } from './teller.ts';

export type Good = contract.DatasetRow<'item'> & { readonly item_id: number };
export type Balance = OutputOf<typeof contract.listBalances>['rows'][number];
type Bin = OutputOf<typeof contract.listLocations>['rows'][number];
type Site = {
  readonly warehouse_id: number;
  readonly bins: readonly Bin[];
  /** The first place of a zone. */
  account(zone_kind: string, condition?: string): number;
};

/** Where the story plays and with what. */
export type Stage = {
  readonly cast: Cast;
  readonly company: Company;
  /** The warehouse of the story and the one that it exchanges goods with. */
  readonly here: Site;
  readonly there: Site;
  partner(code: string): number;
  department(code: string): number;
  /** The first item of this name whose papers are in order and of which `here` has so many pieces to give. */
  good(name: string, qty?: number): Good;
  /** Released goods of an item at `here` as the ledger has them now, the longest life first. */
  lots(good: Good): Promise<Balance[]>;
  day(offset: number): string;
  /** At ten in the morning of a day, Shanghai time. */
  at(offset: number): string;
};

const HERE = 'WH';
const THERE = 'CD';
/** Goods of the story live at least so long; shorter ones belong to the lists of near expiry. */
const LIFE_DAYS = 240;

/** Reads the company's numbers through its lists. */
export async function setStage(cast: Cast, company: Company, today: string): Promise<Stage> {
  const look = cast.planner;
  const day = (offset: number) => dateOf(dayOf(today) + offset);
  const { rows: warehouses } = await look(contract.listWarehouses, {});
  const site = async (code: string): Promise<Site> => {
    const { warehouse_id } = warehouses.find((row) => row.warehouse_code === code)!;
    return siteOf(warehouse_id, (await look(contract.listLocations, { warehouse_id })).rows);
  };
  const here = await site(HERE);
  const { rows: partners } = await look(contract.listPartners, { limit: 500 });
  const partner_ids = new Map(partners.map((row) => [row.partner_code, row.partner_id]));
  const { rows: departments } = await look(contract.listDepartments, { limit: 500 });
  const department_ids = new Map(departments.map((row) => [row.department_code, row.department_id]));
  const { rows: items } = await look(contract.listItems, { limit: 500 });
  const item_ids = new Map(items.map((row) => [row.item_code, row.item_id]));
  const held = heldAt(company, HERE, day(LIFE_DAYS));
  const lawful = lawfulItems(company, day(LIFE_DAYS));
  return {
    cast,
    company,
    here,
    there: await site(THERE),
    partner: (code) => known(partner_ids, code),
    department: (code) => known(department_ids, code),
    good(name, qty = 0) {
      const row = lawful.find((one) => one.name === name && (held.get(one.item_code) ?? 0) >= qty);
      if (row === undefined) throw new Error(`the example company has not ${qty} of ${name} at ${HERE}`);
      return { ...row, item_id: known(item_ids, row.item_code) };
    },
    async lots({ item_id }) {
      const { warehouse_id } = here;
      const { rows } = await look(contract.listBalances, { warehouse_id, item_id, disposition: 'released' });
      const free = rows.filter((row) => row.zone_kind === 'storage' && row.available > 0);
      return free.toSorted((a, b) => (b.expiry_date ?? '9').localeCompare(a.expiry_date ?? '9'));
    },
    day,
    at: (offset) => `${day(offset)}T02:00:00Z`,
  };
}

function siteOf(warehouse_id: number, bins: readonly Bin[]): Site {
  return {
    warehouse_id,
    bins,
    account(zone_kind, condition = 'ambient') {
      const bin = bins.find(
        (one) =>
          one.zone_kind === zone_kind && one.storage_condition === condition && one.account_id !== null,
      );
      if (bin === undefined) throw new Error(`no place ${zone_kind} ${condition}`);
      return bin.account_id!;
    },
  };
}

function known(ids: ReadonlyMap<string, number>, code: string): number {
  const id = ids.get(code);
  if (id === undefined) throw new Error(`the example company has no ${code}`);
  return id;
}

/** Pieces by item that lie released at a warehouse and live beyond a day. */
function heldAt(company: Company, warehouse_code: string, until: string): Map<string, number> {
  const held = new Map<string, number>();
  for (const row of company.opening_stock) {
    if (row.warehouse_code !== warehouse_code || row.disposition !== 'released') continue;
    if (row.expiry_date !== null && row.expiry_date < until) continue;
    held.set(row.item_code, (held.get(row.item_code) ?? 0) + row.qty);
  }
  return held;
}

/** Items whose registration is in force through a day; the others are left to the cases of the gate. */
function lawfulItems(company: Company, until: string): contract.DatasetRow<'item'>[] {
  const lawful = new Set(
    company.registration
      .filter((row) => row.valid_to === null || row.valid_to >= until)
      .map((row) => row.registration_no),
  );
  return company.item.filter((row) => lawful.has(row.registration_no));
}
