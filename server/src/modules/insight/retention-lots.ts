import * as contract from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { keptUntil, retentionRules } from '../../platform/retention.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { likeText, nextOf } from '../masterdata/index.ts';
import { requireCompanyWide } from './company-wide.ts';
import { heldGoods } from './retention.model.ts';
import { LOT_DATES, type LotFacts, openHolds, today } from './retention.read.ts';
import { saveMarket } from './retention.write.ts';

type Row = LotFacts & { item_code: string; item_name: string; lot_no: string };
// The newest lots first; a page of them is found before anything is calculated.
const LOTS = `select d.*, i.item_code, i.name as item_name, p.lot_no
  from (select l.item_id, l.lot_id, l.lot_no from stock.v_lot l join masterdata.v_item i on i.item_id = l.item_id
    where ($1::bigint is null or l.lot_id < $1)
      and ($2::text is null or l.lot_no ilike $2 || '%' or i.item_code ilike $2 || '%' or i.name ilike '%' || $2 || '%')
    order by l.lot_id desc limit $3) p
  join masterdata.v_item i on i.item_id = p.item_id
  join lateral (${LOT_DATES} where l.item_id = p.item_id and l.lot_id = p.lot_id) d on true
  order by p.lot_id desc`;

export const listRetention = defineVerb(
  contract.listRetention,
  { permission: 'insight.retention', audit: null },
  async ({ tx }, { search, limit, after }) => {
    const lots = await tx.rows<Row>(LOTS, [after ?? null, likeText(search), limit]);
    const [rules, holds, day] = [await retentionRules(tx), await openHolds(tx), await today(tx)];
    const rows = lots.map((lot) => {
      const { until, region, legal_basis } = keptUntil(rules, day, lot);
      const { item_id, item_code, item_name, lot_id, lot_no, implant, expiry_date, sold_in_eu_on } = lot;
      return {
        ...{ item_id, item_code, item_name, lot_id, lot_no, implant, expiry_date, sold_in_eu_on },
        first_seen_on: lot.arrived_on,
        retain_until: until,
        region,
        legal_basis,
        on_legal_hold: (['purchase', 'acceptance', 'sale'] as const).some((kind) =>
          heldGoods(holds, kind, lot),
        ),
      };
    });
    return { rows, next: nextOf(rows, 'lot_id', limit) };
  },
);

const MARKETS = `select k.customer_id, p.partner_code as code, p.name, k.region
  from insight.retention_market k join masterdata.v_partner p on p.partner_id = k.customer_id order by p.partner_code`;

export const listMarkets = defineVerb(
  contract.listMarkets,
  { permission: 'insight.retention', audit: null },
  async ({ tx }) => ({ rows: await tx.rows<never>(MARKETS) }),
);

export const setMarket = defineVerb(
  contract.setMarket,
  { permission: 'insight.retention', audit: 'insight.set_market' },
  async ({ tx, actor, audit }, { customer_id, region, reason }) => {
    requireCompanyWide(actor);
    const [customer] = await tx.rows<{ code: string }>(
      `select partner_code as code from masterdata.v_partner where partner_id = $1 and kind = 'customer'`,
      [customer_id],
    );
    if (customer === undefined) notFound('customer', customer_id);
    await saveMarket(tx, customer_id, region, actor);
    audit({ entity: 'partner', entity_id: customer_id, reason, detail: { region } });
    return { customer_id, region };
  },
);
