import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { facesOf, reserveOf } from './pick-faces.read.ts';
import { type Face, replenish } from './replenish.ts';
import { insertTasks } from './replenishment.write.ts';

export const planReplenishment = defineVerb(
  contract.planReplenishment,
  { permission: 'warehouse.work', audit: 'warehouse.plan_replenishment' },
  async ({ tx, actor, audit }, { warehouse_id }) => {
    requireAt(actor, 'warehouse.work', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    const faces = await facesOf(tx, warehouse_id);
    const reserve = await reserveOf(tx, warehouse_id);
    const { tasks, short } = replenish(
      faces.filter((face): face is typeof face & Face => face.account_id !== null),
      reserve,
    );
    if (tasks.length > 0) await insertTasks(tx, warehouse_id, actor.user_id, tasks);
    const qty = tasks.reduce((sum, task) => sum + task.qty, 0);
    const detail = { tasks: tasks.length, qty, short: short.length };
    audit({ entity: 'warehouse', entity_id: warehouse_id, warehouse_id, detail });
    return { tasks: tasks.length, qty, short: [...short] };
  },
);
