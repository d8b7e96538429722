import { atEnds, byWarehouse, it, list, type Row, there } from '../rows.ts';
import { call, departmentOf, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const NONE = 'it';
const reason = 'x';
const LONG_AGO = '2026-01-01';

/** A signature asks for a password given just now. */
async function passwordJustGiven({ company }: Ground): Promise<void> {
  await company.world.sql('update identity.session set reauthenticated_at = clock_timestamp()');
}

/** Goods of a lot of their own, held for a deviation at an end. */
async function deviation(ground: Ground, end: End, investigated = false) {
  const { world } = ground.company;
  const { warehouse_id, bins } = ground[end];
  const lot = await world.lot(ground.gloves, fresh('DEVI'));
  await world.receive(lot, bins.shelf, 5);
  const { deviation_id } = await call<{ deviation_id: number }>(ground, 'quality.open-deviation', {
    warehouse_id,
    kind: 'other',
    title: 'x',
    description: 'x',
    lots: investigated ? [] : [{ ...lot, qty: 5 }],
    hold: !investigated,
  });
  if (investigated) {
    const found = { deviation_id, root_cause: 'people', whys: ['x'], impact: 'x' };
    await call(ground, 'quality.investigate-deviation', found);
  }
  const line = {
    ...lot,
    account_id: bins.shelf,
    owner_id: world.entity_id,
    disposition: 'held',
    qty: 5,
  };
  return { deviation_id, line };
}

const caseAction = ({ company }: Ground) => ({
  kind: 'corrective',
  description: 'x',
  owner_id: company.user_ids.quality,
  due_on: LONG_AGO,
});
const newCapa = (ground: Ground) => ({
  source_entity: 'other',
  title: 'x',
  problem: 'x',
  root_cause: 'x',
  owner_id: ground.company.user_ids.quality,
  criterion: 'x',
  check_on: LONG_AGO,
  actions: [caseAction(ground)],
});
type CapaStage = 'opened' | 'implemented' | 'closed';
async function capa(ground: Ground, end: End, stage: CapaStage = 'opened'): Promise<number> {
  const { world, user_ids } = ground.company;
  const { warehouse_id } = ground[end];
  const { capa_id } = await call<{ capa_id: number }>(ground, 'quality.open-capa', {
    warehouse_id,
    ...newCapa(ground),
  });
  if (stage === 'opened') return capa_id;
  // Nobody of those who are asked had a hand in it.
  const other = user_ids.administrator;
  await world.sql(
    `update quality.capa_action set done_at = now(), result = 'x', owner_id = $2 where capa_id = $1`,
    [capa_id, other],
  );
  await world.sql(
    `update quality.capa set status = $2, owner_id = $3, closed_at = case when $2 = 'closed' then now() end where capa_id = $1`,
    [capa_id, stage, other],
  );
  return capa_id;
}

const newComplaint = (ground: Ground, end: End) => ({
  department_id: departmentOf(ground, end),
  item_id: ground.gloves,
  description: 'x',
  harm: 'none',
  contact: 'x',
});
type ComplaintStage = 'received' | 'triaged' | 'investigated' | 'answered';
async function complaint(ground: Ground, end: End, stage: ComplaintStage = 'received'): Promise<number> {
  const { complaint_id } = await call<{ complaint_id: number }>(ground, 'quality.file-complaint', {
    ...newComplaint(ground, end),
    warehouse_id: ground[end].warehouse_id,
  });
  await ground.company.world.sql(
    `update quality.complaint set status = $2, severity = 'minor' where complaint_id = $1`,
    [complaint_id, stage],
  );
  return complaint_id;
}
const triage = (ground: Ground, warehouse_id: number) => ({
  warehouse_id,
  severity: 'minor',
  owner_id: ground.company.user_ids.quality,
  harm: 'none',
});

const adverseForm = (ground: Ground) => ({
  category: 'other',
  origin: 'domestic',
  is_group: true,
  item_id: ground.gloves,
  event: 'x',
  consequence: 'x',
  patient_sex: 'unknown',
  reporter: 'x',
});
async function adverse(ground: Ground, end: End, reported = false): Promise<number> {
  const { adverse_event_id } = await call<{ adverse_event_id: number }>(
    ground,
    'quality.open-adverse-event',
    {
      warehouse_id: ground[end].warehouse_id,
      learned_at: `${LONG_AGO}T00:00:00Z`,
      ...adverseForm(ground),
    },
  );
  if (reported) await call(ground, 'quality.submit-adverse-event', { adverse_event_id, submission_no: 'x' });
  return adverse_event_id;
}

type More = object | ((ground: Ground) => object);
const given = (more: More, ground: Ground) => (typeof more === 'function' ? more(ground) : more);
/** A request about a case of each end; the password was given just now. */
const about = (field: string, make: (ground: Ground, end: End) => Promise<number>, more: More = {}): Row => ({
  ask: async (ground) => {
    await passwordJustGiven(ground);
    return atEnds(MISSING, make, (id) => ({ [field]: id, ...given(more, ground) })).ask(ground);
  },
});
const ofDeviation = (more: More = {}, investigated = false) =>
  about('deviation_id', async (g, end) => (await deviation(g, end, investigated)).deviation_id, more);
const ofCapa = (stage: CapaStage, more: More = {}) =>
  about('capa_id', (ground, end) => capa(ground, end, stage), more);
const ofComplaint = (stage: ComplaintStage, more: More = {}) =>
  about('complaint_id', (ground, end) => complaint(ground, end, stage), more);
const ofAdverse = (more: More = {}, reported = false) =>
  about('adverse_event_id', (ground, end) => adverse(ground, end, reported), more);

const MAKERS = {
  deviation: async (ground: Ground, end: End) => (await deviation(ground, end)).deviation_id,
  capa: (ground: Ground, end: End) => capa(ground, end),
  complaint: (ground: Ground, end: End) => complaint(ground, end),
};
type Kind = keyof typeof MAKERS;
const note = (entity: Kind): Row => about('entity_id', MAKERS[entity], { entity, text: 'x' });

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]);
const paper = (entity: Kind, entity_id: number) => ({
  entity,
  entity_id,
  kind: 'photo',
  file_name: 'a.png',
  media_type: 'image/png',
});
const upload = (entity: Kind): Row => ({
  ask: async (ground) => ({
    north: { input: paper(entity, await MAKERS[entity](ground, 'north')), raw: PNG },
    south: { input: paper(entity, await MAKERS[entity](ground, 'south')), raw: PNG },
    missing: { input: paper(entity, MISSING), raw: PNG },
  }),
});
const fileOf = (entity: Kind): Row =>
  about(
    'attachment_id',
    async (ground, end) => {
      const input = paper(entity, await MAKERS[entity](ground, end));
      await call(ground, 'quality.add-case-file', { ...input, bytes: PNG });
      return idOf(ground, 'select max(attachment_id) from platform.attachment', []);
    },
    { entity },
  );
/** A list that has something of each end to show. */
const listed = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  ask: async (ground) => {
    for (const end of ['north', 'south'] as const) await make(ground, end);
    return list().ask(ground);
  },
});

/** Who may do what with cases of quality: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const qualityCases: ModuleRows = {
  expectations: [
    //                                                keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // Whoever works with goods reports what went wrong; it is worked on by quality and the manager of the warehouse.
    ['quality.open-deviation', NSM,                  '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.list-deviations', LIST,                '++00 +0+0 ++00 3333 3333 +++0 3333 3333 3333 3333 3333'],
    ['quality.get-deviation', NSM,                   '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.print-deviation', NSM,                 '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.contain-deviation', NSM,               '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.assign-deviation', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.investigate-deviation', NSM,           '333  333  +44  333  333  ++4  333  333  333  333  333'],
    // What becomes of the goods is for quality alone.
    ['quality.decide-deviation', NSM,                '333  333  333  333  333  ++4  333  333  333  333  333'],
    ['quality.close-deviation', NSM,                 '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.open-capa', NSM,                       '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.list-capas', LIST,                     '3333 3333 ++00 3333 3333 +++0 3333 3333 3333 3333 3333'],
    ['quality.get-capa', NSM,                        '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-capa-actions', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.finish-capa-action', NSM,              '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.check-capa', NSM,                      '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.reopen-capa', NSM,                     '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.print-capa', NSM,                      '333  333  +44  333  333  ++4  333  333  333  333  333'],
    // Before anybody files for another house's warehouse below.
    ['quality.list-complaints', LIST,                '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 3333 3333 3333'],
    // A hospital complains for its own house and sees what it has said; the staff files for any customer.
    ['quality.find-device', 'there missing',         '+4   +4   +4   +4   +4   +4   +4   33   33   33   33'],
    ['quality.file-complaint', NSM,                  '++4  ++4  ++4  ++4  ++4  ++4  +44  333  333  333  333'],
    ['quality.file-complaint (warehouse)', NSM,      '+44  4+4  +44  ++4  +44  ++4  +++  333  333  333  333'],
    ['quality.get-complaint', NSM,                   '+44  4+4  +44  ++4  +44  ++4  +44  333  333  333  333'],
    ['quality.triage-complaint', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.triage-complaint (warehouse)', NSM,    '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.investigate-complaint', NSM,           '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.answer-complaint', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.close-complaint', NSM,                 '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.print-complaint', NSM,                 '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.open-adverse-event', NSM,              '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.list-adverse-events', LIST,            '3333 3333 ++00 3333 3333 +++0 3333 3333 3333 3333 3333'],
    ['quality.get-adverse-event', NSM,               '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.amend-adverse-event', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.tell-registrant', NSM,                 '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.phone-adverse-event', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.submit-adverse-event', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.follow-up-adverse-event', NSM,         '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.close-adverse-event', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.print-adverse-event', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.export-adverse-event', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-case-note (deviation)', NSM,       '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-case-note (capa)', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-case-note (complaint)', NSM,       '+44  4+4  +44  ++4  +44  ++4  +44  333  333  333  333'],
    ['quality.add-case-file (deviation)', NSM,       '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-case-file (complaint)', NSM,       '+44  4+4  +44  ++4  +44  ++4  +44  333  333  333  333'],
    ['quality.get-case-file (deviation)', NSM,       '+44  4+4  +44  333  333  ++4  333  333  333  333  333'],
    // What the staff has put beside a complaint stays inside.
    ['quality.get-case-file (complaint)', NSM,       '+44  4+4  +44  ++4  +44  ++4  444  333  333  333  333'],
    ['quality.list-case-people', NSM,                '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.get-workbench', NONE,                  '3    3    +    3    3    +    3    3    3    3    3'],
    ['quality.list-self-inspections', NONE,          '3    3    +    3    3    +    3    3    3    3    3'],
    // The company's report is recorded by whoever answers for all of it.
    ['quality.record-self-inspection', NONE,         '3    3    3    3    3    +    3    3    3    3    3'],
  ],
  sight_is_no_hand: [
    //                                               wide_eyes wide_planner wide_quality
    ['quality.open-deviation',                       '+33 333 +33'],
    // A record that is seen may be printed.
    ['quality.print-deviation',                      '++4 333 ++4'],
    ['quality.contain-deviation',                    '+34 333 +34'],
    ['quality.assign-deviation',                     '+34 333 +34'],
    ['quality.investigate-deviation',                '+34 333 +34'],
    ['quality.decide-deviation',                     '333 333 +34'],
    ['quality.close-deviation',                      '+34 333 +34'],
    ['quality.open-capa',                            '+33 333 +33'],
    ['quality.add-capa-actions',                     '+34 333 +34'],
    ['quality.finish-capa-action',                   '+34 333 +34'],
    ['quality.check-capa',                           '+34 333 +34'],
    ['quality.reopen-capa',                          '+34 333 +34'],
    ['quality.print-capa',                           '++4 333 ++4'],
    ['quality.file-complaint',                       '++4 ++4 ++4'],
    ['quality.file-complaint (warehouse)',           '+33 +33 +33'],
    ['quality.triage-complaint',                     '+34 333 +34'],
    ['quality.triage-complaint (warehouse)',         '+33 333 +33'],
    ['quality.investigate-complaint',                '+34 333 +34'],
    ['quality.answer-complaint',                     '+34 333 +34'],
    ['quality.close-complaint',                      '+34 333 +34'],
    ['quality.print-complaint',                      '++4 333 ++4'],
    ['quality.open-adverse-event',                   '+33 333 +33'],
    ['quality.amend-adverse-event',                  '+34 333 +34'],
    ['quality.tell-registrant',                      '+34 333 +34'],
    ['quality.phone-adverse-event',                  '+34 333 +34'],
    ['quality.submit-adverse-event',                 '+34 333 +34'],
    ['quality.follow-up-adverse-event',              '+34 333 +34'],
    ['quality.close-adverse-event',                  '+34 333 +34'],
    ['quality.print-adverse-event',                  '++4 333 ++4'],
    ['quality.export-adverse-event',                 '++4 333 ++4'],
    ['quality.add-case-note (deviation)',            '+34 333 +34'],
    ['quality.add-case-note (capa)',                 '+34 333 +34'],
    ['quality.add-case-note (complaint)',            '+34 +34 +34'],
    ['quality.add-case-file (deviation)',            '+34 333 +34'],
    ['quality.add-case-file (complaint)',            '+34 +34 +34'],
    ['quality.record-self-inspection',               '3 3 3'],
  ],
  others: [
    //                                               purchaser driver accountant
    ['quality.open-deviation',                       '333 333 333'],
    ['quality.list-deviations',                      '3333 3333 3333'],
    ['quality.get-deviation',                        '333 333 333'],
    ['quality.print-deviation',                      '333 333 333'],
    ['quality.contain-deviation',                    '333 333 333'],
    ['quality.assign-deviation',                     '333 333 333'],
    ['quality.investigate-deviation',                '333 333 333'],
    ['quality.decide-deviation',                     '333 333 333'],
    ['quality.close-deviation',                      '333 333 333'],
    ['quality.open-capa',                            '333 333 333'],
    ['quality.list-capas',                           '3333 3333 3333'],
    ['quality.get-capa',                             '333 333 333'],
    ['quality.add-capa-actions',                     '333 333 333'],
    ['quality.finish-capa-action',                   '333 333 333'],
    ['quality.check-capa',                           '333 333 333'],
    ['quality.reopen-capa',                          '333 333 333'],
    ['quality.print-capa',                           '333 333 333'],
    ['quality.find-device',                          '33 33 33'],
    ['quality.file-complaint',                       '333 333 333'],
    ['quality.file-complaint (warehouse)',           '333 333 333'],
    ['quality.list-complaints',                      '3333 3333 3333'],
    ['quality.get-complaint',                        '333 333 333'],
    ['quality.triage-complaint',                     '333 333 333'],
    ['quality.triage-complaint (warehouse)',         '333 333 333'],
    ['quality.investigate-complaint',                '333 333 333'],
    ['quality.answer-complaint',                     '333 333 333'],
    ['quality.close-complaint',                      '333 333 333'],
    ['quality.print-complaint',                      '333 333 333'],
    ['quality.open-adverse-event',                   '333 333 333'],
    ['quality.list-adverse-events',                  '3333 3333 3333'],
    ['quality.get-adverse-event',                    '333 333 333'],
    ['quality.amend-adverse-event',                  '333 333 333'],
    ['quality.tell-registrant',                      '333 333 333'],
    ['quality.phone-adverse-event',                  '333 333 333'],
    ['quality.submit-adverse-event',                 '333 333 333'],
    ['quality.follow-up-adverse-event',              '333 333 333'],
    ['quality.close-adverse-event',                  '333 333 333'],
    ['quality.print-adverse-event',                  '333 333 333'],
    ['quality.export-adverse-event',                 '333 333 333'],
    ['quality.add-case-note (deviation)',            '333 333 333'],
    ['quality.add-case-note (capa)',                 '333 333 333'],
    ['quality.add-case-note (complaint)',            '333 333 333'],
    ['quality.add-case-file (deviation)',            '333 333 333'],
    ['quality.add-case-file (complaint)',            '333 333 333'],
    ['quality.get-case-file (deviation)',            '333 333 333'],
    ['quality.get-case-file (complaint)',            '333 333 333'],
    ['quality.list-case-people',                     '333 333 333'],
    ['quality.get-workbench',                        '3 3 3'],
    ['quality.list-self-inspections',                '3 3 3'],
    ['quality.record-self-inspection',               '3 3 3'],
  ],
  requests: {
    'quality.open-deviation': byWarehouse((warehouse_id) => ({
      warehouse_id, kind: 'other', title: 'x', description: 'x',
    })),
    'quality.list-deviations': listed(deviation),
    'quality.get-deviation': ofDeviation(),
    'quality.print-deviation': ofDeviation(),
    'quality.contain-deviation': ofDeviation({ containment: 'x' }),
    'quality.assign-deviation': ofDeviation(({ company }: Ground) => ({
      owner_id: company.user_ids.quality, severity: 'minor', reason,
    })),
    'quality.investigate-deviation': ofDeviation({ root_cause: 'people', whys: ['x'], impact: 'x' }),
    'quality.decide-deviation': {
      ask: async (ground) => {
        await passwordJustGiven(ground);
        const at = async (end: End) => {
          const { deviation_id, line } = await deviation(ground, end);
          return { input: { deviation_id, decision: 'release', reason, lines: [line] } };
        };
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, deviation_id: MISSING } } };
      },
    },
    'quality.close-deviation': ofDeviation({ conclusion: 'x' }, true),
    'quality.open-capa': byWarehouse((warehouse_id, ground) => ({ warehouse_id, ...newCapa(ground) })),
    'quality.list-capas': listed(capa),
    'quality.get-capa': ofCapa('opened'),
    'quality.add-capa-actions': ofCapa('opened', (ground: Ground) => ({ actions: [caseAction(ground)] })),
    'quality.finish-capa-action': {
      ...ofCapa('opened', { action_no: 1, result: 'x' }), reaches: 'quality.capa_evidence_missing',
    },
    'quality.check-capa': ofCapa('implemented', { effective: true, finding: 'x' }),
    'quality.reopen-capa': ofCapa('closed', { reason, check_on: LONG_AGO }),
    'quality.print-capa': ofCapa('opened'),
    'quality.find-device': there(() => ({ code: 'EVERYWHERE' }), { code: 'NOWHERE' }),
    'quality.file-complaint': {
      ask: (ground) => ({
        north: { input: newComplaint(ground, 'north') },
        south: { input: newComplaint(ground, 'south') },
        missing: { input: { ...newComplaint(ground, 'north'), department_id: MISSING } },
      }),
    },
    'quality.file-complaint (warehouse)': byWarehouse((warehouse_id, ground) => ({
      ...newComplaint(ground, 'north'), warehouse_id,
    })),
    'quality.list-complaints': listed(complaint),
    'quality.get-complaint': ofComplaint('received'),
    'quality.triage-complaint': {
      ask: async (ground) => {
        const at = async (end: End) => ({
          input: { complaint_id: await complaint(ground, end), ...triage(ground, ground[end].warehouse_id) },
        });
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, complaint_id: MISSING } } };
      },
    },
    'quality.triage-complaint (warehouse)': {
      // Nobody's warehouse has them yet, so everybody with the right takes them in.
      ask: async (ground) => {
        const of = async (warehouse_id: number) => {
          const made = await call<{ complaint_id: number }>(ground, 'quality.file-complaint', newComplaint(ground, 'north'));
          return { input: { complaint_id: made.complaint_id, ...triage(ground, warehouse_id) } };
        };
        const { north, south } = ground;
        return {
          north: await of(north.warehouse_id), south: await of(south.warehouse_id), missing: await of(MISSING),
        };
      },
    },
    'quality.investigate-complaint': ofComplaint('triaged', {
      cause: 'unknown', finding: 'x', justified: false, sample: 'not_needed',
    }),
    'quality.answer-complaint': ofComplaint('investigated', { answer: 'x', answered_to: 'x' }),
    'quality.close-complaint': ofComplaint('answered', { conclusion: 'x' }),
    'quality.print-complaint': ofComplaint('received'),
    'quality.open-adverse-event': byWarehouse((warehouse_id, ground) => ({
      warehouse_id, learned_at: `${LONG_AGO}T00:00:00Z`, ...adverseForm(ground),
    })),
    'quality.list-adverse-events': listed(adverse),
    'quality.get-adverse-event': ofAdverse(),
    'quality.amend-adverse-event': ofAdverse((ground: Ground) => ({ reason, ...adverseForm(ground) })),
    'quality.tell-registrant': ofAdverse({ how: 'x', told_to: 'x' }),
    'quality.phone-adverse-event': ofAdverse({ phoned_to: 'x' }),
    'quality.submit-adverse-event': ofAdverse({ submission_no: 'x' }),
    'quality.follow-up-adverse-event': ofAdverse({ text: 'x' }, true),
    'quality.close-adverse-event': ofAdverse({ dismiss: true, conclusion: 'x' }),
    'quality.print-adverse-event': ofAdverse(),
    'quality.export-adverse-event': ofAdverse(),
    'quality.add-case-note (deviation)': note('deviation'),
    'quality.add-case-note (capa)': note('capa'),
    'quality.add-case-note (complaint)': note('complaint'),
    'quality.add-case-file (deviation)': upload('deviation'),
    'quality.add-case-file (complaint)': upload('complaint'),
    'quality.get-case-file (deviation)': fileOf('deviation'),
    'quality.get-case-file (complaint)': fileOf('complaint'),
    'quality.list-case-people': byWarehouse((warehouse_id) => ({ warehouse_id })),
    'quality.get-workbench': it(() => ({})),
    'quality.list-self-inspections': it(() => ({})),
    'quality.record-self-inspection': it(() => ({
      year: 2020, submitted_on: '2021-03-01', receipt_no: 'x', summary: 'x', findings: 'x',
    })),
  },
};
