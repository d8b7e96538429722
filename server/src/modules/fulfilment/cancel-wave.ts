import * as contract from '@tongcang/contract';
import { requireAt } from '../../platform/actor.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { step, WAVE_TRANSITIONS } from './outbound.model.ts';
import { saveWaveStatus, voidOpenLines } from './outbound.write.ts';
import { lockWave, stillWorked } from './waves.read.ts';

export const cancelWave = defineVerb(
  contract.cancelWave,
  { permission: 'fulfilment.ship', audit: 'fulfilment.cancel_wave' },
  async ({ tx, actor, audit }, { wave_id, reason }) => {
    const wave = await lockWave(tx, wave_id);
    requireAt(actor, 'fulfilment.ship', wave.warehouse_id);
    stillWorked(wave);
    const lines = await voidOpenLines(tx, wave_id);
    const status = step(WAVE_TRANSITIONS, wave.status, 'cancelled', 'wave');
    await saveWaveStatus(tx, wave_id, status);
    const { warehouse_id, document_no } = wave;
    audit({ entity: 'wave', entity_id: wave_id, warehouse_id, reason, detail: { document_no, lines } });
    return { wave_id, status, lines };
  },
);
