import { openInspections } from '../../../src/modules/quality/index.ts';
import { postOrFail } from '../../../src/modules/stock/index.ts';
import { SYSTEM_ACTOR } from '../../../src/platform/actor.ts';
import { inspectAll, inspectAndSign, planInForce } from '../../support/inspection.ts';
import { atEnds, it, list, type Row, there } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const THERE = 'there missing';
const NONE = 'it';
const reason = 'x';

/** An item like the gloves that no other test receives, so that its plan stands in nobody's way. */
function newItem({ gloves, ...ground }: Ground): Promise<number> {
  const code = fresh('INSPECTED');
  return idOf(
    { gloves, ...ground },
    `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
       manufacturer_id, tracking, implant, sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen,
       unit_volume_ml, unit_weight_g)
     select $1, $1, model, device_class, category, unit, carton_qty, $1, registration_no, manufacturer_id, tracking, implant,
       sterile, storage_condition, temp_min_c, temp_max_c, shelf_life_days, unit_cost_fen, unit_volume_ml, unit_weight_g
     from masterdata.item where item_id = $2 returning item_id`,
    [code, gloves],
  );
}

type Stage = 'open' | 'recorded' | 'concluded' | 'closed';
/** An inspection at an end, of goods of its own. */
async function inspectionAt(ground: Ground, end: End, stage: Stage): Promise<number> {
  const { world } = ground.company;
  const item_id = await newItem(ground);
  await planInForce(world, item_id);
  const lot = await world.lot(item_id, fresh('IL'));
  const line = {
    ...lot,
    qty: 20,
    from_account_id: world.accounts.supplier,
    to_account_id: ground[end].bins.receiving,
    from_owner_id: world.entity_id,
    to_owner_id: world.entity_id,
    from_disposition: 'quarantine' as const,
    to_disposition: 'quarantine' as const,
  };
  const [opened] = await world.tx(async (tx) => {
    const movement_id = await postOrFail(tx, { purpose: 'receive', actor: SYSTEM_ACTOR, lines: [line] });
    return openInspections(tx, [{ movement_id, settled_by: 'inspection' }], SYSTEM_ACTOR);
  });
  const { inspection_id } = opened!;
  if (stage === 'recorded') {
    const lines = [{ line_no: 1, checked: 1 }];
    await call(ground, 'quality.record-inspection', { inspection_id, lines });
  }
  if (stage === 'concluded') await inspectAll(world, inspection_id);
  if (stage === 'closed') await inspectAndSign(world, inspection_id, { released: 20 });
  return inspection_id;
}
const ofInspection = (stage: Stage, more: object = {}): Row =>
  atEnds(
    MISSING,
    (ground, end) => inspectionAt(ground, end, stage),
    (inspection_id) => ({ inspection_id, ...more }),
  );
/** A list that has one at each end. */
const listed = (stage: Stage): Row => ({
  ask: async (ground) => {
    for (const end of ['north', 'south'] as const) await inspectionAt(ground, end, stage);
    return list().ask(ground);
  },
});

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]);
const paper = (inspection_id: number) => ({
  input: { inspection_id, kind: 'photo', file_name: 'a.png', media_type: 'image/png' },
  raw: PNG,
});
async function addedPaper(ground: Ground, end: End): Promise<number> {
  const { input } = paper(await inspectionAt(ground, end, 'open'));
  const added = await call<{ attachment_id: number }>(ground, 'quality.add-inspection-paper', {
    ...input,
    bytes: PNG,
  });
  return added.attachment_id;
}
async function result(ground: Ground, end: End) {
  const inspection_id = await inspectionAt(ground, end, 'recorded');
  const result_id = await idOf(
    ground,
    'select result_id from quality.inspection_result where inspection_id = $1',
    [inspection_id],
  );
  return { inspection_id, result_id };
}

/** Everybody has given the password a moment ago, however long the tests before took. */
const givePassword = ({ company }: Ground) =>
  company.world.sql('update identity.session set reauthenticated_at = now()');

/** A plan as it is written, for an item of its own. */
const written = async (ground: Ground) => ({
  name: 'plan',
  item_id: await newItem(ground),
  device_class: null,
  supplier_id: null,
  storage_condition: null,
  level: 'II',
  aql_critical: null,
  aql_major: 1,
  aql_minor: null,
  purposes: ['receive'],
  allow_reduced: false,
  skip_after: null,
  skip_every: null,
  target_hours: 24,
  coa_required: false,
  note: null,
  checks: [{ name: 'look', kind: 'attribute', defect_class: 'major', extent: 'sample' }],
});
const draft = async (ground: Ground) =>
  (await call<{ plan_id: number }>(ground, 'quality.save-inspection-plan', await written(ground))).plan_id;
const inForce = async (ground: Ground) => planInForce(ground.company.world, await newItem(ground));

/** Who may do what with plans and inspections: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const inspection: ModuleRows = {
  expectations: [
    //                                           keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['quality.list-inspection-plans', NONE,      '+    +    +    +    +    +    3    3    +    +    +'],
    ['quality.get-inspection-plan', THERE,       '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['quality.save-inspection-plan', NONE,       '3    3    3    3    3    +    3    3    3    3    3'],
    ['quality.decide-inspection-plan', THERE,    '33   33   33   33   33   +4   33   33   33   33   33'],
    ['quality.retire-inspection-plan', THERE,    '33   33   33   33   33   +4   33   33   33   33   33'],
    ['quality.calculate-sample', NONE,           '+    +    +    +    +    +    3    3    +    +    +'],
    ['quality.resume-sampling', NONE,            '3    3    3    3    3    +    3    3    3    3    3'],
    ['quality.list-lead-times', LIST,            '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['quality.list-inspections', LIST,           '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
    ['quality.get-inspection', NSM,              '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['quality.record-inspection', NSM,           '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.void-inspection-result', NSM,      '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.conclude-inspection', NSM,         '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.retest-inspection', NSM,           '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.release-inspection', NSM,          '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.cancel-inspection', NSM,           '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.add-inspection-paper', NSM,        '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.get-inspection-paper', NSM,        '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
    ['quality.print-inspection', NSM,            '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  ],
  sight_is_no_hand: [
    //                                           wide_eyes wide_planner wide_quality
    ['quality.save-inspection-plan',             '3   3   +'],
    ['quality.decide-inspection-plan',           '33  33  +4'],
    ['quality.retire-inspection-plan',           '33  33  +4'],
    ['quality.resume-sampling',                  '3   3   +'],
    ['quality.record-inspection',                '333 333 +34'],
    ['quality.void-inspection-result',           '333 333 +34'],
    ['quality.conclude-inspection',              '333 333 +34'],
    ['quality.retest-inspection',                '333 333 +34'],
    ['quality.release-inspection',               '333 333 +34'],
    ['quality.cancel-inspection',                '333 333 +34'],
    ['quality.add-inspection-paper',             '333 333 +34'],
    // A record that is seen may be printed.
    ['quality.print-inspection',                 '++4 ++4 ++4'],
  ],
  others: [
    //                                           purchaser driver accountant
    ['quality.list-inspection-plans',            '+    3    +'],
    ['quality.get-inspection-plan',              '+4   33   +4'],
    ['quality.save-inspection-plan',             '3    3    3'],
    ['quality.decide-inspection-plan',           '33   33   33'],
    ['quality.retire-inspection-plan',           '33   33   33'],
    ['quality.calculate-sample',                 '+    3    +'],
    ['quality.resume-sampling',                  '3    3    3'],
    ['quality.list-lead-times',                  '+++0 3333 +++0'],
    ['quality.list-inspections',                 '+++0 3333 +++0'],
    ['quality.get-inspection',                   '++4  333  ++4'],
    ['quality.record-inspection',                '333  333  333'],
    ['quality.void-inspection-result',           '333  333  333'],
    ['quality.conclude-inspection',              '333  333  333'],
    ['quality.retest-inspection',                '333  333  333'],
    ['quality.release-inspection',               '333  333  333'],
    ['quality.cancel-inspection',                '333  333  333'],
    ['quality.add-inspection-paper',             '333  333  333'],
    ['quality.get-inspection-paper',             '++4  333  ++4'],
    ['quality.print-inspection',                 '++4  333  ++4'],
  ],
  requests: {
    'quality.list-inspection-plans': it(async (ground) => {
      await inForce(ground);
      return {};
    }),
    'quality.get-inspection-plan': there(
      async (ground) => ({ plan_id: await inForce(ground) }),
      { plan_id: MISSING },
    ),
    'quality.save-inspection-plan': it(written),
    'quality.decide-inspection-plan': there(
      async (ground) => ({ plan_id: await draft(ground), version: 1, approve: true }),
      { plan_id: MISSING },
    ),
    'quality.retire-inspection-plan': there(
      async (ground) => ({ plan_id: await inForce(ground), reason }),
      { plan_id: MISSING },
    ),
    'quality.calculate-sample': it(() => ({ lot_size: 2000, level: 'II', aql: 1 })),
    'quality.resume-sampling': it(
      async (ground) => ({ item_id: await newItem(ground), supplier_id: ground.company.world.supplier_id, reason }),
      'quality.sampling_not_discontinued',
    ),
    'quality.list-lead-times': listed('closed'),
    'quality.list-inspections': listed('open'),
    'quality.get-inspection': ofInspection('open'),
    'quality.record-inspection': ofInspection('open', { lines: [{ line_no: 1, checked: 1 }] }),
    'quality.void-inspection-result': atEnds(
      { inspection_id: MISSING, result_id: MISSING },
      result,
      (of) => ({ ...of, reason }),
    ),
    'quality.conclude-inspection': { ...ofInspection('open'), reaches: 'quality.inspection_incomplete' },
    'quality.retest-inspection': ofInspection('concluded', { reason }),
    'quality.release-inspection': {
      ask: async (ground) => {
        await givePassword(ground);
        return ofInspection('concluded', { version: 3, released: 20, rejected: 0, reason }).ask(ground);
      },
    },
    'quality.cancel-inspection': ofInspection('open', { reason }),
    'quality.add-inspection-paper': {
      ask: async (ground) => ({
        north: paper(await inspectionAt(ground, 'north', 'open')),
        south: paper(await inspectionAt(ground, 'south', 'open')),
        missing: paper(MISSING),
      }),
    },
    'quality.get-inspection-paper': atEnds(MISSING, addedPaper, (attachment_id) => ({ attachment_id })),
    'quality.print-inspection': ofInspection('open'),
  },
};
