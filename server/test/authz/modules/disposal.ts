import { atEnds, list, type Row } from '../rows.ts';
import { call, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const reason = 'x';

/** Goods at an end that may not be used, as a line of a request. */
async function unusable(ground: Ground, end: End) {
  const { world } = ground.company;
  const lot = await world.lot(ground.gloves, fresh('BAD'));
  await world.receive(lot, ground[end].bins.rejected, 5, { disposition: 'rejected' });
  const { entity_id: owner_id } = world;
  return { ...lot, account_id: ground[end].bins.rejected, owner_id, disposition: 'rejected', qty: 1 };
}

type Stage = 'requested' | 'approved' | 'executed';
async function destruction(ground: Ground, end: End, stage: Stage): Promise<number> {
  const lines = [await unusable(ground, end)];
  const input = { warehouse_id: ground[end].warehouse_id, reason, lines };
  const { destruction_id } = await call<{ destruction_id: number }>(
    ground,
    'quality.request-destruction',
    input,
  );
  if (stage === 'requested') return destruction_id;
  await call(ground, 'quality.decide-destruction', { destruction_id, approve: true });
  if (stage === 'approved') return destruction_id;
  await call(ground, 'quality.execute-destruction', { destruction_id, method: 'x', place: 'x' });
  return destruction_id;
}
const ofDestruction = (stage: Stage, more: object = {}): Row =>
  atEnds(
    MISSING,
    (ground, end) => destruction(ground, end, stage),
    (destruction_id) => ({ destruction_id, ...more }),
  );

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1]);
const evidence = (destruction_id: number) => ({
  input: { destruction_id, kind: 'photo', file_name: 'a.png', media_type: 'image/png' },
  raw: PNG,
});
async function photo(ground: Ground, end: End): Promise<number> {
  const destruction_id = await destruction(ground, end, 'approved');
  const { input } = evidence(destruction_id);
  await call(ground, 'quality.add-evidence', { ...input, bytes: PNG });
  return idOf(ground, 'select evidence_id from quality.evidence where destruction_id = $1', [destruction_id]);
}

/** A device at an end, with a number that no other has. */
async function device(ground: Ground, end: End) {
  const { world } = ground.company;
  const lot = await world.lot(world.items.stent, fresh('DEV'));
  const serial_no = fresh('SN');
  await world.receive(lot, ground[end].bins.shelf, 1, { serial_nos: [serial_no] });
  return { item_id: lot.item_id, serial_no };
}
type RepairStage = 'opened' | 'sent' | 'quoted';
async function repair(ground: Ground, end: End, stage: RepairStage): Promise<number> {
  const department_id = ground.company.world.icu_id;
  const input = {
    warehouse_id: ground[end].warehouse_id,
    ...(await device(ground, end)),
    fault: 'x',
    department_id,
  };
  const { repair_id } = await call<{ repair_id: number }>(ground, 'quality.open-repair', input);
  if (stage === 'opened') return repair_id;
  await call(ground, 'quality.send-repair', { repair_id, workshop_id: ground.company.world.supplier_id });
  if (stage === 'sent') return repair_id;
  await call(ground, 'quality.quote-repair', { repair_id, quote_fen: 1, under_warranty: false });
  return repair_id;
}
const ofRepair = (stage: RepairStage, more: object | ((ground: Ground) => object) = {}): Row =>
  atEnds(
    MISSING,
    (ground, end) => repair(ground, end, stage),
    (repair_id, ground) => ({ repair_id, ...(typeof more === 'function' ? more(ground) : more) }),
  );
/** A request that names something standing at the end besides the repair. */
const withGoods = (of: (ground: Ground, end: End) => Promise<object>): Row => ({
  ask: async (ground) => {
    const at = async (end: End) => ({
      input: { repair_id: await repair(ground, end, 'opened'), ...(await of(ground, end)) },
    });
    const [north, south] = [await at('north'), await at('south')];
    return { north, south, missing: { input: { ...north.input, repair_id: MISSING } } };
  },
});

/** Who may do what with destruction and repair: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const disposal: ModuleRows = {
  expectations: [
    //                                       keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['quality.list-destructions', LIST,      '3333 3333 ++00 3333 3333 +++0 3333 3333 3333 3333 3333'],
    ['quality.get-destruction', NSM,         '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.get-evidence', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.request-destruction', NSM,     '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.decide-destruction', NSM,      '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.cancel-destruction', NSM,      '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.execute-destruction', NSM,     '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.witness-destruction', NSM,     '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.add-evidence', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.print-destruction', NSM,       '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.list-repairs', LIST,           '3333 3333 ++00 3333 3333 +++0 3333 3333 3333 3333 3333'],
    ['quality.get-repair', NSM,              '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.open-repair', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.send-repair', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.quote-repair', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.decide-repair', NSM,           '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.use-parts', NSM,               '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.receive-repair', NSM,          '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.lend-device', NSM,             '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.return-device', NSM,           '333  333  +44  333  333  ++4  333  333  333  333  333'],
    ['quality.close-repair', NSM,            '333  333  +44  333  333  ++4  333  333  333  333  333'],
  ],
  sight_is_no_hand: [
    //                                       wide_eyes wide_planner wide_quality
    ['quality.request-destruction',          '+33 333 +33'],
    ['quality.decide-destruction',           '+34 333 +34'],
    ['quality.cancel-destruction',           '+34 333 +34'],
    ['quality.execute-destruction',          '+34 333 +34'],
    ['quality.witness-destruction',          '+34 333 +34'],
    ['quality.add-evidence',                 '+34 333 +34'],
    // A record that is seen may be printed.
    ['quality.print-destruction',            '++4 333 ++4'],
    ['quality.open-repair',                  '+33 333 +33'],
    ['quality.send-repair',                  '+34 333 +34'],
    ['quality.quote-repair',                 '+34 333 +34'],
    ['quality.decide-repair',                '+34 333 +34'],
    ['quality.use-parts',                    '+34 333 +34'],
    ['quality.receive-repair',               '+34 333 +34'],
    ['quality.lend-device',                  '+34 333 +34'],
    ['quality.return-device',                '+34 333 +34'],
    ['quality.close-repair',                 '+34 333 +34'],
  ],
  others: [
    //                                       purchaser driver accountant
    ['quality.list-destructions',            '3333 3333 3333'],
    ['quality.get-destruction',              '333 333 333'],
    ['quality.get-evidence',                 '333 333 333'],
    ['quality.request-destruction',          '333 333 333'],
    ['quality.decide-destruction',           '333 333 333'],
    ['quality.cancel-destruction',           '333 333 333'],
    ['quality.execute-destruction',          '333 333 333'],
    ['quality.witness-destruction',          '333 333 333'],
    ['quality.add-evidence',                 '333 333 333'],
    ['quality.print-destruction',            '333 333 333'],
    ['quality.list-repairs',                 '3333 3333 3333'],
    ['quality.get-repair',                   '333 333 333'],
    ['quality.open-repair',                  '333 333 333'],
    ['quality.send-repair',                  '333 333 333'],
    ['quality.quote-repair',                 '333 333 333'],
    ['quality.decide-repair',                '333 333 333'],
    ['quality.use-parts',                    '333 333 333'],
    ['quality.receive-repair',               '333 333 333'],
    ['quality.lend-device',                  '333 333 333'],
    ['quality.return-device',                '333 333 333'],
    ['quality.close-repair',                 '333 333 333'],
  ],
  requests: {
    'quality.list-destructions': {
      ask: async (ground) => {
        for (const end of ['north', 'south'] as const) await destruction(ground, end, 'requested');
        return list().ask(ground);
      },
    },
    'quality.get-destruction': ofDestruction('requested'),
    'quality.get-evidence': atEnds(MISSING, photo, (evidence_id) => ({ evidence_id })),
    'quality.request-destruction': {
      ask: async (ground) => {
        const at = async (end: End) => ({
          input: { warehouse_id: ground[end].warehouse_id, reason, lines: [await unusable(ground, end)] },
        });
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, warehouse_id: MISSING } } };
      },
    },
    'quality.decide-destruction': ofDestruction('requested', { approve: true }),
    'quality.cancel-destruction': ofDestruction('requested', { reason }),
    'quality.execute-destruction': ofDestruction('approved', { method: 'x', place: 'x' }),
    'quality.witness-destruction': { ...ofDestruction('executed'), reaches: 'quality.evidence_missing' },
    'quality.add-evidence': {
      ask: async (ground) => ({
        north: evidence(await destruction(ground, 'north', 'approved')),
        south: evidence(await destruction(ground, 'south', 'approved')),
        missing: evidence(MISSING),
      }),
    },
    'quality.print-destruction': ofDestruction('requested'),
    'quality.list-repairs': {
      ask: async (ground) => {
        for (const end of ['north', 'south'] as const) await repair(ground, end, 'opened');
        return list().ask(ground);
      },
    },
    'quality.get-repair': ofRepair('opened'),
    'quality.open-repair': {
      ask: async (ground) => {
        const at = async (end: End) => ({
          input: { warehouse_id: ground[end].warehouse_id, ...(await device(ground, end)), fault: 'x' },
        });
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, warehouse_id: MISSING } } };
      },
    },
    'quality.send-repair': ofRepair('opened', ({ company }) => ({ workshop_id: company.world.supplier_id })),
    'quality.quote-repair': ofRepair('sent', { quote_fen: 1, under_warranty: false }),
    'quality.decide-repair': ofRepair('quoted', { accept: true }),
    'quality.use-parts': withGoods(async ({ lot, ...ground }, end) => ({
      lines: [{ ...lot, account_id: ground[end].bins.shelf, qty: 1 }],
    })),
    'quality.receive-repair': ofRepair('sent', { outcome: 'repaired', work_done: 'x', cost_fen: 1 }),
    'quality.lend-device': withGoods(async (ground, end) => ({ ...(await device(ground, end)), due_on: '2030-01-01' })),
    'quality.return-device': {
      ask: async (ground) => {
        const at = async (end: End) => {
          const repair_id = await repair(ground, end, 'opened');
          const input = { repair_id, ...(await device(ground, end)), due_on: '2030-01-01' };
          const { loaner_id } = await call<{ loaner_id: number }>(ground, 'quality.lend-device', input);
          return { input: { repair_id, loaner_id } };
        };
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, repair_id: MISSING } } };
      },
    },
    'quality.close-repair': ofRepair('opened', { note: 'x' }),
  },
};
