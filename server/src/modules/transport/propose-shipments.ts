import * as contract from '@tongcang/contract';
import { createPlanningPool, type PlanningTasks, type WorkerPool } from '@tongcang/planning/worker';
import { requireAt } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { lanesFrom } from './create-shipments.ts';
import {
  consolidationOf,
  type Fleet,
  leftOf,
  type Place,
  routingOf,
  type Scene,
  shipmentsOfLoads,
  shipmentsOfRoutes,
  type Waiting,
} from './propose.model.ts';
import { DESTINATION } from './shipment-rows.ts';

/** Documents that one proposal looks at: the oldest, which is more than a warehouse sends in a day. */
const DOCUMENTS_MAX = 1000;

/** Reads first and computes outside of any transaction: the search takes seconds and holds no connection meanwhile. */
export const proposeShipments = definePreparedVerb(
  contract.proposeTransportShipments,
  { permission: 'transport.plan', audit: null },
  async ({ db, actor }, { warehouse_id, departs_at }) => {
    requireAt(actor, 'transport.plan', warehouse_id);
    const scene = await db.tx(actor.scope, (tx) => sceneOf(tx, warehouse_id, departs_at ?? null), {
      read_only: true,
    });
    return planOf(scene);
  },
  async (_context, _input, plan) => plan,
);

let pool: WorkerPool<PlanningTasks> | null = null;

async function planOf(scene: Scene) {
  pool ??= createPlanningPool({ threads_max: 1 });
  const { input, drops } = routingOf(scene);
  const loads = await pool.run('consolidateShipments', consolidationOf(scene));
  const routes = await pool.run('planRoutes', input, { seed: scene.warehouse_id });
  const shipments = [...shipmentsOfLoads(scene, loads), ...shipmentsOfRoutes(scene, routes, drops)];
  const sum = (of: (one: (typeof shipments)[number]) => number) =>
    shipments.reduce((total, one) => total + of(one), 0);
  const cost_fen = sum((one) => one.cost_fen);
  return {
    departs_at: scene.departs_at,
    shipments,
    left: leftOf(scene, loads, routes, drops),
    totals: {
      cost_fen,
      // What each would cost alone; of routes nobody asks, so they count as they are.
      apart_fen: Math.round(loads.totals.apart_fen + routes.totals.cost_fen),
      distance_km: sum((one) => one.distance_km),
    },
  };
}

type Clock = Pick<Scene, 'departs_at' | 'departs_minutes' | 'today' | 'depot'>;

async function sceneOf(tx: Tx, warehouse_id: number, departs_at: string | null): Promise<Scene> {
  await requireWarehouse(tx, warehouse_id);
  const [clock, documents, lanes, vehicles, places] = await Promise.all([
    clockOf(tx, warehouse_id, departs_at),
    waitingAt(tx, warehouse_id),
    lanesFrom(tx, warehouse_id),
    tx.rows<Fleet>(
      `select vehicle_id, vehicle_code, kind, partner_id as carrier_id, capacity_kg, ambient_l, cold_l, frozen_l, temp_min_c,
         temp_max_c, validation_due, licence_valid_to, status, fixed_cost_fen, cost_fen_per_km
       from transport.vehicle where depot_id = $1 and status = 'active' and vehicle_id not in (
         select vehicle_id from transport.shipment
         where vehicle_id is not null and status in ('planned', 'ready', 'on_the_road'))
       order by vehicle_id`,
      [warehouse_id],
    ),
    tx.rows<Place>(
      `select customer_id, longitude, latitude, opens_minutes, closes_minutes, service_minutes from transport.place
       where customer_id in (select customer_id from transport.document where from_warehouse_id = $1 and status = 'waiting')`,
      [warehouse_id],
    ),
  ]);
  return { warehouse_id, ...clock, documents, lanes, vehicles, places };
}

async function clockOf(tx: Tx, warehouse_id: number, departs_at: string | null): Promise<Clock> {
  const { longitude, latitude, ...clock } = await tx.one<Omit<Clock, 'depot'> & Clock['depot']>(
    `select t.at as departs_at, (extract(epoch from (t.at at time zone w.timezone)::time) / 60)::integer as departs_minutes,
       (now() at time zone w.timezone)::date as today, w.longitude, w.latitude
     from masterdata.v_warehouse w
     cross join lateral (select date_trunc('minute', coalesce($2::timestamptz, now() + interval '1 hour')) as at) t
     where w.warehouse_id = $1`,
    [warehouse_id, departs_at],
  );
  return { ...clock, depot: { longitude, latitude } };
}

function waitingAt(tx: Tx, warehouse_id: number): Promise<Waiting[]> {
  return tx.rows(
    `select d.transport_document_id, d.document_no, d.from_warehouse_id, d.to_warehouse_id, d.customer_id, d.department_id,
       d.needed_at, d.temperature_class, d.temp_min_c, d.temp_max_c, d.weight_g, d.volume_ml, d.status,
       ${DESTINATION} as destination, coalesce(e.priority_class, 4)::integer as priority_class
     from transport.document d
     left join masterdata.v_warehouse t on t.warehouse_id = d.to_warehouse_id
     left join masterdata.v_partner u on u.partner_id = d.customer_id
     left join masterdata.v_department e on e.department_id = d.department_id
     where d.from_warehouse_id = $1 and d.status = 'waiting'
     order by d.transport_document_id limit ${DOCUMENTS_MAX}`,
    [warehouse_id],
  );
}
