import { type Company, openCompany, type Person } from '../authz/staff.ts';

/** A refusal as the outside sees it. */
export type Problem = {
  readonly code: string;
  readonly title: string;
  readonly params: Record<string, unknown>;
  readonly errors: {
    readonly path: string;
    readonly code: string;
    readonly params: Record<string, unknown>;
  }[];
  readonly reasons: { readonly code: string; readonly params: Record<string, unknown> }[];
};

export type CaseCompany = Company & {
  /** One request over HTTP; its answer must be a success. */
  ask<T>(as: Person, method: 'GET' | 'POST', url: string, body?: object): Promise<T>;
  /** One request that must be refused; gives the refusal. */
  refused(as: Person, method: 'GET' | 'POST', url: string, body?: object): Promise<Problem>;
  /** A civil day so many days from today where the warehouses are. */
  day(offset: number): Promise<string>;
  /** What was remembered of registrations and licences is forgotten, as after any change of them. */
  rulesChanged(): Promise<void>;
  /** An item with a certificate of its own; it and all suppliers count as reviewed before the first deal. */
  item(given: NewItem): Promise<number>;
};
export type NewItem = {
  readonly code: string;
  readonly device_class: 'I' | 'II' | 'III';
  readonly category: string;
  readonly registration_no: string;
  readonly valid_from: string;
  readonly valid_to: string;
};

let keys = 0;

/** The company of the matrix, asked over HTTP as its people ask it. */
export async function openCases(): Promise<CaseCompany> {
  const company = await openCompany();
  const { world } = company;
  await world.sql(`update masterdata.partner set phone = '021-5555' where partner_id = $1`, [
    world.supplier_id,
  ]);
  const send = (as: Person, method: 'GET' | 'POST', url: string, body?: object) => {
    keys += 1;
    return company.send(as, { method, url, body, key: `acceptance-${keys}` });
  };
  const one = async (text: string, values: unknown[]) =>
    Object.values((await world.sql(text, values))[0]!)[0] as unknown;
  const rulesChanged = async () => {
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
  };
  return {
    ...company,
    async ask(as, method, url, body) {
      const answer = await send(as, method, url, body);
      if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
      return answer.json();
    },
    async refused(as, method, url, body) {
      const answer = await send(as, method, url, body);
      if (answer.statusCode < 400) throw new Error(`${url} was not refused: ${answer.body}`);
      return answer.json();
    },
    day: async (offset) =>
      String(await one(`select ((now() at time zone 'Asia/Shanghai')::date + $1::int)::text`, [offset])),
    rulesChanged,
    async item({ code, device_class, category, registration_no, valid_from, valid_to }) {
      await world.sql(
        `insert into compliance.registration (registration_no, registrant_id, product_name, device_class, valid_from, valid_to)
         values ($1, $2, $3, $4, $5, $6)`,
        [registration_no, world.supplier_id, code, device_class, valid_from, valid_to],
      );
      const item_id = await one(
        `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
           manufacturer_id, tracking, implant, sterile, storage_condition, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g)
         values ($1, $1, 'M', $2, $3, '个', 10, $1, $4, $5, 'lot', false, false, 'ambient', 1095, 1200, 100, 50) returning item_id`,
        [code, device_class, category, registration_no, world.supplier_id],
      );
      await world.takeOver();
      await rulesChanged();
      return Number(item_id);
    },
  };
}
