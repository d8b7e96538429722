import type { Tx } from '../../platform/db.ts';
import type { Facts } from '../compliance/index.ts';

/** The moment of the transaction as the database knows it. */
export type Moment = {
  readonly epoch: number;
  /** Instant of the database clock, ISO UTC. */
  readonly now: string;
  /** Today in each zone that has a warehouse. */
  readonly today: Readonly<Record<string, string>>;
};

export const DEFAULT_ZONE = 'Asia/Shanghai';

/** Epoch of the rules, database time and today's civil date by zone. The caller holds the lock of rules. */
export function momentOf(tx: Tx): Promise<Moment> {
  return tx.one<Moment>(
    `select (select epoch from platform.rules_epoch) as epoch, now() as now,
       coalesce((select jsonb_object_agg(timezone, day) from (
         select distinct timezone, (now() at time zone timezone)::date as day from masterdata.v_warehouse) z), '{}')
       || jsonb_build_object('${DEFAULT_ZONE}', (now() at time zone '${DEFAULT_ZONE}')::date) as today`,
  );
}

/** The civil date where the decision is made. */
export function todayAt(facts: Facts, moment: Moment, warehouse_id: number | null): string {
  const zone = facts.warehouses.get(warehouse_id ?? 0)?.timezone ?? DEFAULT_ZONE;
  return moment.today[zone] ?? moment.today[DEFAULT_ZONE]!;
}
