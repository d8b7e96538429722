import { resumeSampling as contract } from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { saveState } from './inspection.write.ts';
import { lockKnownStates, stateKey } from './sampling-state.ts';
import { resumed } from './switching.ts';

export const resumeSampling = defineVerb(
  contract,
  { permission: 'quality.release', audit: 'quality.resume_sampling' },
  async ({ tx, actor, audit }, { item_id, supplier_id, reason }) => {
    const pair = { item_id, supplier_id };
    const state = (await lockKnownStates(tx, [pair])).get(stateKey(pair));
    if (state?.severity !== 'discontinued') fail('quality.sampling_not_discontinued');
    const next = resumed(state);
    const change = { from: state.severity, rule: 'resumed' as const, inspection_id: null, reason };
    await saveState(tx, pair, next, change, actor);
    audit({ entity: 'item', entity_id: item_id, reason, detail: { supplier_id, severity: next.severity } });
    return { severity: next.severity };
  },
);
