import { atEnds, it, list, type Row } from '../rows.ts';
import { call, type End, fresh, type Ground, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NSM = 'north south missing';
const LIST = 'all north south missing';
const CHIP = 'E2801160600002054CC2096F';

type Reader = { reader_id: number; reader_no: string; reader_key: string };
async function reader(ground: Ground, end: End): Promise<Reader> {
  const reader_no = fresh('DOOR');
  const { warehouse_id } = ground[end];
  const { reader_id } = await call<{ reader_id: number }>(ground, 'integration.save-rfid-reader', {
    reader_no,
    name: 'x',
    warehouse_id,
  });
  return { ...(await call<Reader>(ground, 'integration.make-rfid-key', { reader_id })), reader_id };
}
/** Something has passed a portal of an end a while ago. */
async function pass(ground: Ground, end: End): Promise<number> {
  const { reader_no, reader_key } = await reader(ground, end);
  const reads = [{ epc_hex: CHIP, seen_at: '2026-01-01T00:00:00Z' }];
  await call(ground, 'integration.send-rfid-reads', { reader_no, reader_key, reads });
  const { rows } = await call<{ rows: { pass_id: number }[] }>(ground, 'integration.list-rfid-passes', {
    limit: 1,
  });
  return rows[0]!.pass_id;
}
const ofPass = (more: object = {}, reaches?: string): Row => ({
  ...atEnds(MISSING, pass, (pass_id) => ({ pass_id, ...more })),
  reaches,
});
const listed = (make: (ground: Ground, end: End) => Promise<unknown>): Row => ({
  ask: async (ground) => {
    for (const end of ['north', 'south'] as const) await make(ground, end);
    return list().ask(ground);
  },
});

/** Who may do what with RFID: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const rfid: ModuleRows = {
  expectations: [
    //                                          keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // Portals are the floor's business; who registers readers is who lays out a warehouse.
    ['integration.list-rfid-readers', LIST,    '++00 +0+0 ++00 3333 3333 3333 3333 3333 3333 3333 3333'],
    ['integration.save-rfid-reader', NSM,      '333  333  +44  333  333  333  333  333  333  ++4  333'],
    ['integration.make-rfid-key', NSM,         '333  333  +44  333  333  333  333  333  333  ++4  333'],
    // A reader has no account; it is known by its key.
    ['integration.send-rfid-reads', 'it',      '+    +    +    +    +    +    +    +    +    +    +'],
    ['integration.list-rfid-passes', LIST,     '++00 +0+0 ++00 3333 3333 3333 3333 3333 3333 3333 3333'],
    ['integration.get-rfid-pass', NSM,         '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['integration.compare-rfid-pass', NSM,     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['integration.confirm-rfid-pass', NSM,     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['integration.discard-rfid-pass', NSM,     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
    ['integration.list-rfid-parked', LIST,     '++00 +0+0 ++00 3333 3333 3333 3333 3333 3333 3333 3333'],
    ['integration.settle-rfid-tag', NSM,       '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ],
  sight_is_no_hand: [
    //                                          wide_eyes wide_planner wide_quality
    ['integration.save-rfid-reader',           '+33  333  333'],
    ['integration.make-rfid-key',              '+34  333  333'],
    ['integration.confirm-rfid-pass',          '+34  333  333'],
    ['integration.discard-rfid-pass',          '+34  333  333'],
    ['integration.settle-rfid-tag',            '+33  333  333'],
  ],
  others: [
    //                                          purchaser driver accountant
    ['integration.list-rfid-readers',          '3333 3333 3333'],
    ['integration.save-rfid-reader',           '333  333  333'],
    ['integration.make-rfid-key',              '333  333  333'],
    ['integration.send-rfid-reads',            '+    +    +'],
    ['integration.list-rfid-passes',           '3333 3333 3333'],
    ['integration.get-rfid-pass',              '333  333  333'],
    ['integration.compare-rfid-pass',          '333  333  333'],
    ['integration.confirm-rfid-pass',          '333  333  333'],
    ['integration.discard-rfid-pass',          '333  333  333'],
    ['integration.list-rfid-parked',           '3333 3333 3333'],
    ['integration.settle-rfid-tag',            '333  333  333'],
  ],
  requests: {
    'integration.list-rfid-readers': listed(reader),
    'integration.save-rfid-reader': atEnds(
      MISSING,
      (ground, end) => ground[end].warehouse_id,
      (warehouse_id) => ({ reader_no: fresh('DOOR'), name: 'x', warehouse_id }),
    ),
    'integration.make-rfid-key': atEnds(
      MISSING,
      async (ground, end) => (await reader(ground, end)).reader_id,
      (reader_id) => ({ reader_id }),
    ),
    'integration.send-rfid-reads': it(async (ground) => {
      const { reader_no, reader_key } = await reader(ground, 'north');
      return { reader_no, reader_key, reads: [{ epc_hex: CHIP }] };
    }),
    'integration.list-rfid-passes': listed(pass),
    'integration.get-rfid-pass': ofPass(),
    'integration.compare-rfid-pass': ofPass({ expected_kind: 'asn', expected_no: 'ASN-NONE' }, 'integration.rfid_expected_unknown'),
    'integration.confirm-rfid-pass': ofPass({}, 'integration.rfid_not_compared'),
    'integration.discard-rfid-pass': ofPass({ reason: 'x' }),
    'integration.list-rfid-parked': listed(pass),
    'integration.settle-rfid-tag': {
      ask: async (ground) => {
        const at = async (end: End) => {
          await pass(ground, end);
          return { input: { warehouse_id: ground[end].warehouse_id, epc_hex: CHIP, status: 'ignored', note: 'x' } };
        };
        const [north, south] = [await at('north'), await at('south')];
        return { north, south, missing: { input: { ...north.input, warehouse_id: MISSING } } };
      },
    },
  },
};
