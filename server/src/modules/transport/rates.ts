import type { Tx } from '../../platform/db.ts';
import { type Journey, mostSpecific, type Quote, quoteOf, type Rate } from './freight.model.ts';

export type ContractRate = Rate & {
  readonly contract_id: number;
  readonly contract_no: string;
  readonly carrier_id: number;
  readonly carrier_name: string;
};

/** The rates of every contract that holds on the day of a departure. */
export function ratesOn(tx: Tx, departs_at: string): Promise<ContractRate[]> {
  return tx.rows<ContractRate>(
    `select r.rate_id, r.lane_id, r.temperature_class, r.fixed_fen, r.per_kg_fen, r.per_km_fen, r.per_drop_fen,
       r.minimum_fen, r.kg_per_m3, c.contract_id, c.document_no as contract_no, c.partner_id as carrier_id,
       p.name as carrier_name
     from transport.rate r
     join transport.contract c on c.contract_id = r.contract_id
     join masterdata.v_partner p on p.partner_id = c.partner_id
     where ($1::timestamptz at time zone 'Asia/Shanghai')::date between c.valid_from and least(c.valid_to, coalesce(c.ended_on, c.valid_to))
     order by r.rate_id`,
    [departs_at],
  );
}

export type ContractQuote = Quote &
  Pick<ContractRate, 'rate_id' | 'contract_no' | 'carrier_id' | 'carrier_name'>;

/** What each contract asks for a journey, cheapest first. */
export function quotesFor(rates: readonly ContractRate[], journey: Journey): ContractQuote[] {
  const byContract = Map.groupBy(rates, (rate) => rate.contract_id);
  return [...byContract.values()]
    .flatMap((of) => mostSpecific(of, journey))
    .map((rate) => {
      const { rate_id, contract_no, carrier_id, carrier_name } = rate;
      return { rate_id, contract_no, carrier_id, carrier_name, ...quoteOf(rate, journey) };
    })
    .toSorted((a, b) => a.quote_fen - b.quote_fen || a.rate_id - b.rate_id);
}
