import { it, type Row, there } from '../rows.ts';
import { call, fresh, type Ground, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NONE = 'it';
const THERE = 'there missing';
const reason = 'x';

/** A document of a partner that speaks of the lot that stands everywhere. */
function partnerDocument() {
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    instanceIdentifier: fresh('DOC'),
    epcisBody: {
      eventList: [
        {
          type: 'ObjectEvent',
          action: 'OBSERVE',
          eventTime: '2026-01-01T00:00:00Z',
          eventTimeZoneOffset: '+08:00',
          quantityList: [{ epcClass: 'https://id.gs1.org/01/06945630100017/10/EVERYWHERE', quantity: 1 }],
        },
      ],
    },
  };
}
const capture = (ground: Ground) =>
  call<{ capture_id: number }>(ground, 'integration.capture-epcis', partnerDocument());
const captured = (of: (capture_id: number, ground: Ground) => object): Row =>
  it(async (ground) => ({ ...of((await capture(ground)).capture_id, ground) }));

/** Something that is past its date, and nobody else's purge in the way. */
async function pastSession({ company }: Ground): Promise<void> {
  await company.world.sql('delete from insight.purge');
  await company.world.sql(
    `insert into identity.session (user_id, token_hash, last_seen_at, ended_at)
     values ($1, sha256(random()::text::bytea), now() - interval '9 years', now())`,
    [company.user_ids.driver],
  );
}
async function purge(ground: Ground): Promise<{ purge_id: number }> {
  await pastSession(ground);
  const input = { record_kinds: ['session'], reason };
  return call<{ purge_id: number }>(ground, 'insight.request-purge', input);
}
const ofPurge = (more: object): Row =>
  there(async (ground) => ({ purge_id: (await purge(ground)).purge_id, ...more }), { purge_id: MISSING });
const holdOn = (ground: Ground) =>
  call<{ legal_hold_id: number }>(ground, 'insight.place-legal-hold', { record_kind: 'recall', reason });
/** Rules follow each other, so each begins after the last. */
let year = 2100;
const ofLot = (more: object = {}): Row => there(({ lot }) => ({ ...lot, ...more }), { lot_id: MISSING });

/** Who may do what: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const trace: ModuleRows = {
  expectations: [
    //                                          keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    // Lots are facts of the company; what stands of them where is not.
    ['insight.find-trace', THERE,               '+4  +4  +4  +4  +4  +4  33  33  +4  +4  +4'],
    ['insight.trace', THERE,                    '+4  +4  +4  +4  +4  +4  33  33  +4  +4  +4'],
    ['insight.export-trace', THERE,             '+4  +4  +4  +4  +4  +4  33  33  +4  +4  +4'],
    // Events go out with those who may take data out, documents come in with those who may bring data in.
    ['integration.query-epcis', NONE,           '3   3   +   +   +   +   3   3   3   +   +'],
    ['integration.export-epcis', NONE,          '3   3   +   +   +   +   3   3   3   +   +'],
    ['integration.capture-epcis', NONE,         '3   3   3   3   3   3   3   3   3   +   3'],
    ['integration.match-epcis', NONE,           '3   3   3   3   3   3   3   3   3   +   3'],
    ['integration.list-captures', NONE,         '3   3   +   +   +   +   3   3   3   +   +'],
    ['integration.get-capture', THERE,          '33  33  +4  +4  +4  +4  33  33  33  +4  +4'],
    ['integration.list-partner-events', NONE,   '+   +   +   +   +   +   3   3   +   +   +'],
    ['integration.list-glns', NONE,             '+   +   +   +   +   +   3   3   +   +   +'],
    ['integration.save-gln', THERE,             '33  33  33  33  33  33  33  33  33  +4  33'],
    ['insight.list-retention-rules', NONE,      '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.set-retention-rule', NONE,        '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.list-retention', NONE,            '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.list-markets', NONE,              '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.set-market', THERE,               '33  33  33  33  33  +4  33  33  33  +4  33'],
    ['insight.preview-purge', NONE,             '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.request-purge', NONE,             '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.list-purges', NONE,               '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.decide-purge', THERE,             '33  33  33  33  33  +4  33  33  33  +4  33'],
    ['insight.cancel-purge', THERE,             '33  33  33  33  33  +4  33  33  33  +4  33'],
    ['insight.list-legal-holds', NONE,          '3   3   3   3   3   +   3   3   3   +   3'],
    ['insight.place-legal-hold', THERE,         '33  33  33  33  33  +4  33  33  33  +4  33'],
    ['insight.lift-legal-hold', THERE,          '33  33  33  33  33  +4  33  33  33  +4  33'],
    // Who reads the trail sees that nobody has touched it.
    ['insight.get-seals', NONE,                 '3   3   3   3   3   3   3   3   +   3   3'],
    ['insight.verify-seals', NONE,              '3   3   3   3   3   3   3   3   +   3   3'],
    ['insight.download-anchors', NONE,          '3   3   3   3   3   3   3   3   +   3   3'],
  ],
  sight_is_no_hand: [
    //                                          wide_eyes wide_planner wide_quality
    // What is seen may be taken along.
    ['insight.export-trace',                    '+4  +4  +4'],
    ['insight.set-retention-rule',              '3   3   3'],
    ['insight.set-market',                      '33  33  33'],
    ['insight.request-purge',                   '3   3   3'],
    ['insight.decide-purge',                    '33  33  33'],
    ['insight.cancel-purge',                    '33  33  33'],
    ['insight.place-legal-hold',                '33  33  33'],
    ['insight.lift-legal-hold',                 '33  33  33'],
    ['insight.verify-seals',                    '+   +   +'],
  ],
  others: [
    //                                          purchaser driver accountant
    ['insight.find-trace',                      '+4  33  +4'],
    ['insight.trace',                           '+4  33  +4'],
    ['insight.export-trace',                    '+4  33  +4'],
    ['integration.query-epcis',                 '+   3   +'],
    ['integration.export-epcis',                '+   3   +'],
    ['integration.capture-epcis',               '3   3   3'],
    ['integration.match-epcis',                 '3   3   3'],
    ['integration.list-captures',               '+   3   +'],
    ['integration.get-capture',                 '+4  33  +4'],
    ['integration.list-partner-events',         '+   3   +'],
    ['integration.list-glns',                   '+   3   +'],
    ['integration.save-gln',                    '33  33  33'],
    ['insight.list-retention-rules',            '3   3   3'],
    ['insight.set-retention-rule',              '3   3   3'],
    ['insight.list-retention',                  '3   3   3'],
    ['insight.list-markets',                    '3   3   3'],
    ['insight.set-market',                      '33  33  33'],
    ['insight.preview-purge',                   '3   3   3'],
    ['insight.request-purge',                   '3   3   3'],
    ['insight.list-purges',                     '3   3   3'],
    ['insight.decide-purge',                    '33  33  33'],
    ['insight.cancel-purge',                    '33  33  33'],
    ['insight.list-legal-holds',                '3   3   3'],
    ['insight.place-legal-hold',                '33  33  33'],
    ['insight.lift-legal-hold',                 '33  33  33'],
    ['insight.get-seals',                       '3   3   3'],
    ['insight.verify-seals',                    '3   3   3'],
    ['insight.download-anchors',                '3   3   3'],
  ],
  requests: {
    'insight.find-trace': there(() => ({ code: 'EVERYWHERE' }), { code: 'NOWHERE-AT-ALL' }),
    'insight.trace': ofLot(),
    'insight.export-trace': ofLot({ format: 'xlsx' }),
    'integration.query-epcis': it(() => ({ perPage: 1 })),
    'integration.export-epcis': it(() => ({ EQ_bizStep: 'destroying' })),
    'integration.capture-epcis': it(partnerDocument),
    'integration.match-epcis': it(() => ({})),
    'integration.list-captures': captured(() => ({})),
    'integration.get-capture': there(async (ground) => ({ capture_id: (await capture(ground)).capture_id }), {
      capture_id: MISSING,
    }),
    'integration.list-partner-events': captured((_, { lot }) => ({ ...lot })),
    'integration.list-glns': it(() => ({})),
    'integration.save-gln': there(
      ({ north }) => ({ kind: 'warehouse', entity_id: north.warehouse_id, gln: '6945630000010', reason }),
      { entity_id: MISSING },
    ),
    'insight.list-retention-rules': it(() => ({})),
    'insight.set-retention-rule': it(() => ({
      record_kind: 'session',
      region: 'CN',
      effective_from: `${++year}-01-01`,
      years: 3,
      years_without_expiry: 3,
      years_implant: 3,
      legal_basis: 'x',
      reason,
    })),
    'insight.list-retention': it(() => ({})),
    'insight.list-markets': it(async (ground) => {
      const customer_id = ground.company.world.hospital_id;
      await call(ground, 'insight.set-market', { customer_id, region: 'EU', reason });
      return {};
    }),
    'insight.set-market': there(({ company }) => ({ customer_id: company.world.hospital_id, region: 'CN', reason }), {
      customer_id: MISSING,
    }),
    'insight.preview-purge': it(() => ({})),
    'insight.request-purge': it(async (ground) => {
      await pastSession(ground);
      return { record_kinds: ['session'], reason };
    }),
    'insight.list-purges': it(async (ground) => {
      await purge(ground);
      return {};
    }),
    'insight.decide-purge': ofPurge({ approve: false }),
    'insight.cancel-purge': ofPurge({ reason }),
    'insight.list-legal-holds': it(async (ground) => {
      await holdOn(ground);
      return {};
    }),
    'insight.place-legal-hold': there(({ lot }) => ({ ...lot, reason }), { item_id: MISSING }),
    'insight.lift-legal-hold': there(async (ground) => ({ ...(await holdOn(ground)), reason }), { legal_hold_id: MISSING }),
    'insight.get-seals': it(() => ({})),
    'insight.verify-seals': it(() => ({})),
    'insight.download-anchors': it(() => ({})),
  },
};
