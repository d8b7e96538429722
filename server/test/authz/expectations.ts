import { MODULES } from './modules/index.ts';

/**
 * Who may do what, written by hand from the duties of the people and from the rule of the house: nobody 401, the wrong
 * function 403, an object that is missing or out of sight 404. It is never derived from the roles or the gates of the
 * code; where the two differ, one of them is wrong.
 *
 * Every row names a verb, the objects it is asked for, and what each person is answered, one sign for each object:
 *
 * - `+` allowed, whatever the business then says; a list shows something
 * - `0` allowed, and there is nothing to be seen
 * - `3` the wrong function
 * - `4` not there, in the same words as one that does not exist
 * - `=` refused among other lines, in the same words as one that does not exist
 *
 * A verb stands in several rows where it reaches for objects of several kinds; the word in brackets says which.
 */
export const PEOPLE = [
  'keeper_a',
  'keeper_b',
  'chief_a',
  'planner',
  'planner_a',
  'quality',
  'hospital',
  'supplier',
  'auditor',
  'administrator',
  'director',
] as const;

/** Open to everybody, so that there is a way in and a way out; all other verbs answer a stranger with 401. */
export const OPEN: ReadonlySet<string> = new Set([
  'identity.session',
  'identity.first-run',
  'identity.sign-in',
  'identity.sign-out',
  // A device proves itself by its key.
  'coldchain.send-readings',
  'integration.send-rfid-reads',
]);

/** No object that belongs to anybody. */
const NONE = 'it';
const THERE = 'there missing';
/** The object of the north warehouse, or of the hospital; of the south, or of the clinic; and none. */
const NSM = 'north south missing';
/** A list without a filter, and filtered by a warehouse. */
const LIST = 'all north south missing';
/** Documents with two ends: west to north, west to south, north to south. Asked of people at the north and the south. */
const ENDS = 'north south between missing';

export type Expectation = readonly [row: string, objects: string, answers: string];
export type Answers = readonly [row: string, answers: string];

// biome-ignore format: a table is read by its columns.
const SPINE: readonly Expectation[] = [
  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  ['identity.session', NONE,                          '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.first-run', NONE,                        '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.sign-in', NONE,                          '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.sign-out', NONE,                         '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.re-authenticate', NONE,                  '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.change-password', NONE,                  '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.set-language', NONE,                     '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.end-other-sessions', NONE,               '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.confirm-totp', NONE,                     '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.disable-totp', NONE,                     '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.start-totp', NONE,                       '+    +    +    +    +    +    +    +    +    +    +'],
  ['identity.list-users', NONE,                       '3    3    3    3    3    3    3    3    3    +    3'],
  ['identity.create-user', NONE,                      '3    3    3    3    3    3    3    3    3    +    3'],
  ['identity.reset-password', THERE,                  '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.grant-role', THERE,                      '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.grant-role (warehouse)', THERE,          '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.grant-role (partner)', THERE,            '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.revoke-role', THERE,                     '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.disable-user', THERE,                    '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.enable-user', THERE,                     '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.create-api-key', THERE,                  '33   33   33   33   33   33   33   33   33   +4   33'],
  ['identity.list-api-keys', NONE,                    '3    3    3    3    3    3    3    3    3    +    3'],
  ['identity.revoke-api-key', THERE,                  '33   33   33   33   33   33   33   33   33   +4   33'],
  // Who manages accounts does not read the trail.
  ['identity.list-audit', NONE,                       '3    3    3    3    3    3    3    3    +    3    3'],

  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  ['integration.preview-import', NONE,                '3    3    3    3    3    3    3    3    3    +    3'],
  ['integration.import-file', NONE,                   '3    3    3    3    3    3    3    3    3    +    3'],
  ['integration.get-template', NONE,                  '+    +    +    +    +    +    +    +    +    +    +'],
  ['masterdata.save-record', NONE,                    '3    3    3    3    3    3    3    3    3    +    3'],
  // The company's own list of things, sites and partners: all of the staff and no outsider.
  ['masterdata.list-items', NONE,                     '+    +    +    +    +    +    3    3    +    +    +'],
  ['masterdata.list-warehouses', NONE,                '+    +    +    +    +    +    3    3    +    +    +'],
  ['masterdata.list-partners', NONE,                  '+    +    +    +    +    +    3    3    +    +    +'],
  ['masterdata.list-departments', NONE,               '+    +    +    +    +    +    3    3    +    +    +'],
  ['masterdata.get-company-settings', NONE,           '+    +    +    +    +    +    3    3    +    +    +'],
  ['masterdata.set-company-settings', NONE,           '3    3    3    3    3    3    3    3    3    +    3'],
  ['masterdata.list-lanes', NONE,                     '+    +    +    +    +    +    3    3    +    +    +'],
  ['compliance.list-registrations', NONE,             '+    +    +    +    +    +    3    3    +    +    +'],
  ['compliance.list-licences', NONE,                  '+    +    +    +    +    +    3    3    +    +    +'],

  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  ['stock.list-availability', NONE,                   '+    +    +    +    +    +    3    3    +    +    +'],
  ['stock.list-balances', LIST,                       '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
  ['stock.list-as-of', LIST,                          '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
  // Lots are facts of the company; what stands of them where is not.
  ['stock.trace-lot', THERE,                          '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
  ['stock.list-lots', NONE,                           '+    +    +    +    +    +    3    3    +    +    +'],
  ['stock.resolve-scan', NSM,                         '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  ['stock.resolve-scan (unit)', NSM,                  '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  ['stock.list-locations', NSM,                       '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  ['stock.list-allocations', LIST,                    '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
  ['stock.list-holds', NONE,                          '+    +    +    +    +    +    3    3    +    +    +'],
  // A label tells what everybody on the staff may read.
  ['stock.print-labels', THERE,                       '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
  ['stock.print-unit-labels', NSM,                    '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  ['stock.get-handling-unit', NSM,                    '+44  4+4  +44  ++4  +44  ++4  333  333  ++4  ++4  ++4'],
  // Goods are moved by those who keep them: neither quality, nor a planner, nor an administrator posts quantities.
  ['stock.post-movement', NSM,                        '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.post-movement (to)', NSM,                   '+44  444  +44  333  333  333  333  333  333  333  333'],
  ['stock.post-movement (destroy)', NSM,              '344  434  +44  333  333  333  333  333  333  333  333'],
  ['stock.post-movement (reject)', NSM,               '344  434  344  333  333  333  333  333  333  333  333'],
  ['stock.release-allocation', NSM,                   '333  333  +44  ++4  +44  333  333  333  333  333  333'],
  ['stock.pick-allocations', NSM,                     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.pick-allocations (allocation)', NSM,        '+==  444  +==  333  333  333  333  333  333  333  333'],
  ['stock.hold-lots', NSM,                            '333  333  +44  333  333  ++4  333  333  333  333  333'],
  ['stock.hold-lots (lot)', THERE,                    '33   33   33   33   33   +4   33   33   33   33   33'],
  ['stock.lift-hold', NSM,                            '333  333  +44  333  333  ++4  333  333  333  333  333'],
  ['stock.recall-lots', THERE,                        '33   33   33   33   33   +4   33   33   33   33   33'],
  ['stock.post-count', NSM,                           '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.reverse-movement', NSM,                     '333  333  +44  333  333  333  333  333  333  333  333'],
  ['stock.create-handling-unit', NSM,                 '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.pack', NSM,                                 '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.move-handling-unit', NSM,                   '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['stock.move-handling-unit (to)', NSM,              '+44  444  +44  333  333  333  333  333  333  333  333'],
  ['stock.unpack', NSM,                               '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['quality.list-quarantine', LIST,                   '++00 +0+0 ++00 +++0 ++00 +++0 3333 3333 +++0 +++0 +++0'],
  ['quality.dispose', NSM,                            '333  333  333  333  333  ++4  333  333  333  333  333'],

  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  // A hospital sees and orders for its own house, whichever warehouse serves it; a supplier sees nothing of it.
  ['fulfilment.list-demands', LIST,                   '++00 +0+0 ++00 +++0 ++00 +++0 ++00 3333 +++0 +++0 +++0'],
  ['fulfilment.list-demands (department)', NSM,       '+00  0+0  +00  ++0  +00  ++0  +00  333  ++0  ++0  ++0'],
  ['fulfilment.get-demand', NSM,                      '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
  ['fulfilment.get-delivery-note', NSM,               '+44  4+4  +44  ++4  +44  ++4  +44  333  ++4  ++4  ++4'],
  ['fulfilment.create-demand (department)', NSM,      '333  333  ++4  ++4  ++4  333  +44  333  333  333  333'],
  ['fulfilment.create-demand (warehouse)', NSM,       '333  333  +44  ++4  +44  333  +44  333  333  333  333'],
  ['fulfilment.allocate-demand', NSM,                 '333  333  +44  ++4  +44  333  333  333  333  333  333'],
  ['fulfilment.ship-demand', NSM,                     '+44  4+4  +44  333  333  333  333  333  333  333  333'],
  ['fulfilment.cancel-demand', NSM,                   '333  333  +44  ++4  +44  333  +44  333  333  333  333'],

  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  // Both ends see a transfer, so the one that has no say in a step is told so: the sender decides, allocates and ships,
  // the receiver receives and settles what is missing.
  ['transfer.list-transfers', LIST,                   '+++0 +++0 +++0 +++0 +++0 +++0 3333 3333 +++0 +++0 +++0'],
  ['transfer.list-discrepancies', LIST,               '+++0 +++0 +++0 +++0 +++0 +++0 3333 3333 +++0 +++0 +++0'],
  ['transfer.get-transfer', ENDS,                     '+4+4 4++4 +4+4 +++4 +4+4 +++4 3333 3333 +++4 +++4 +++4'],
  ['transfer.get-delivery-note', ENDS,                '+4+4 4++4 +4+4 +++4 +4+4 +++4 3333 3333 +++4 +++4 +++4'],
  ['transfer.request-transfer', ENDS,                 '3333 3333 +4+4 +++4 +4+4 3333 3333 3333 3333 3333 3333'],
  ['transfer.approve-transfer', ENDS,                 '3333 3333 3333 +++4 34+4 3333 3333 3333 3333 3333 +++4'],
  ['transfer.reject-transfer', ENDS,                  '3333 3333 3333 +++4 34+4 3333 3333 3333 3333 3333 +++4'],
  ['transfer.cancel-transfer', ENDS,                  '3333 3333 +4+4 +++4 +4+4 3333 3333 3333 3333 3333 3333'],
  ['transfer.allocate-transfer', ENDS,                '3333 3333 34+4 +++4 34+4 3333 3333 3333 3333 3333 3333'],
  ['transfer.ship-transfer', ENDS,                    '34+4 4334 34+4 3333 3333 3333 3333 3333 3333 3333 3333'],
  ['transfer.receive-transfer', ENDS,                 '+434 4++4 +434 3333 3333 3333 3333 3333 3333 3333 3333'],
  ['transfer.resolve-discrepancy', ENDS,              '3333 3333 +434 3333 3333 3333 3333 3333 3333 3333 +++4'],

  //                                                   keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
  ['planning.list-risks', LIST,                       '3333 3333 ++00 +++0 ++00 3333 3333 3333 +++0 +++0 +++0'],
  ['planning.get-risk', NSM,                          '333  333  +44  ++4  +44  333  333  333  ++4  ++4  ++4'],
  ['planning.dismiss-risk', NSM,                      '333  333  333  ++4  +44  333  333  333  333  333  333'],
  ['planning.list-policies', LIST,                    '3333 3333 ++00 +++0 ++00 3333 3333 3333 +++0 +++0 +++0'],
  ['planning.set-policy', NSM,                        '333  333  333  ++4  +44  333  333  333  333  333  ++4'],
  ['planning.get-settings', NONE,                     '3    3    +    +    +    3    3    3    +    +    +'],
  // Settings hold for the company, so a planner of one warehouse does not change them.
  ['planning.set-settings', NONE,                     '3    3    3    +    3    3    3    3    3    3    +'],
  ['planning.recompute', NSM,                         '333  333  333  ++4  +44  333  333  333  333  333  333'],
  ['planning.recompute (everything in sight)', NONE,  '3    3    3    +    +    3    3    3    3    3    3'],
  ['planning.propose', NSM,                           '333  333  333  ++4  +44  333  333  333  333  333  333'],
  ['planning.propose (everything in sight)', NONE,    '3    3    3    +    +    3    3    3    3    3    3'],
  ['planning.list-proposals', LIST,                   '3333 3333 +++0 +++0 +++0 3333 3333 3333 +++0 +++0 +++0'],
  ['planning.get-proposal', ENDS,                     '3333 3333 +4+4 +++4 +4+4 3333 3333 3333 +++4 +++4 +++4'],
  // The receiver decides, and a yes is a transfer from a warehouse that he must see as well.
  ['planning.accept-proposal', ENDS,                  '3333 3333 3333 +++4 4444 3333 3333 3333 3333 3333 +++4'],
  ['planning.reject-proposal', ENDS,                  '3333 3333 3333 +++4 +444 3333 3333 3333 3333 3333 +++4'],
  ['insight.control-tower', LIST,                     '3333 3333 ++44 +++4 ++44 +++4 3333 3333 +++4 +++4 +++4'],
  ['insight.demand-fan', THERE,                       '33   33   +4   +4   +4   +4   33   33   +4   +4   +4'],
  ['insight.demand-fan (warehouse)', NSM,             '333  333  +00  ++0  +00  ++0  333  333  ++0  ++0  ++0'],
  ['insight.list-kpis', NONE,                         '3    3    +    +    +    +    3    3    +    +    +'],
];

/** People who see everything and may act at the north alone: chief, planner and quality there, auditors everywhere. */
export const WIDE = ['wide_eyes', 'wide_planner', 'wide_quality'] as const;

/**
 * What the eye reaches, the hand does not: these see the object of the other warehouse, so they are told that they may
 * not (403), and the same of a warehouse that does not exist. Without them a forgotten check could hide behind
 * row-level security, which answers 404 for those who see less. Objects are those of the table above.
 */
// biome-ignore format: a table is read by its columns.
const SPINE_SIGHT: readonly Answers[] = [
  //                                          wide_eyes wide_planner wide_quality
  ['stock.post-movement',                     '+3=  333  333'],
  ['stock.post-movement (to)',                '+3=  333  333'],
  ['stock.post-movement (destroy)',           '+3=  333  333'],
  ['stock.post-movement (reject)',            '33=  333  333'],
  ['stock.release-allocation',                '+34  +34  333'],
  ['stock.pick-allocations',                  '+34  333  333'],
  ['stock.pick-allocations (allocation)',     '++=  333  333'],
  ['stock.hold-lots',                         '+33  333  +33'],
  ['stock.hold-lots (lot)',                   '33   33   33'],
  ['stock.lift-hold',                         '+34  333  +34'],
  ['stock.recall-lots',                       '33   33   33'],
  ['stock.post-count',                        '+33  333  333'],
  ['stock.reverse-movement',                  '+34  333  333'],
  ['stock.create-handling-unit',              '+34  333  333'],
  ['stock.pack',                              '+34  333  333'],
  ['stock.move-handling-unit',                '+34  333  333'],
  ['stock.move-handling-unit (to)',           '++4  333  333'],
  ['stock.unpack',                            '+34  333  333'],
  ['stock.print-labels',                      '+4   +4   +4'],
  ['stock.print-unit-labels',                 '++4  ++4  ++4'],
  ['quality.dispose',                         '333  333  +33'],
  ['fulfilment.create-demand (department)',   '++4  ++4  333'],
  ['fulfilment.create-demand (warehouse)',    '+34  +34  333'],
  ['fulfilment.allocate-demand',              '+34  +34  333'],
  ['fulfilment.ship-demand',                  '+34  333  333'],
  ['fulfilment.cancel-demand',                '+34  +34  333'],
  ['transfer.request-transfer',               '+3+3 +3+3 3333'],
  ['transfer.approve-transfer',               '3333 33+4 3333'],
  ['transfer.reject-transfer',                '3333 33+4 3333'],
  ['transfer.cancel-transfer',                '+3+4 +3+4 3333'],
  ['transfer.allocate-transfer',              '33+4 33+4 3333'],
  ['transfer.ship-transfer',                  '33+4 3333 3333'],
  ['transfer.receive-transfer',               '+334 3333 3333'],
  ['transfer.resolve-discrepancy',            '+334 3333 3333'],
  ['planning.dismiss-risk',                   '333  +33  333'],
  ['planning.set-policy',                     '333  +33  333'],
  ['planning.set-settings',                   '3    3    3'],
  ['planning.recompute',                      '333  +33  333'],
  ['planning.recompute (everything in sight)', '3   3    3'],
  ['planning.propose',                        '333  +33  333'],
  ['planning.propose (everything in sight)',  '3    +    3'],
  ['planning.accept-proposal',                '3333 3334 3333'],
  ['planning.reject-proposal',                '3333 +334 3333'],
];

/** People of whom only the modules with a file of their own speak. */
export const OTHERS = ['purchaser', 'driver', 'accountant'] as const;

export const EXPECTATIONS: readonly Expectation[] = [...SPINE, ...MODULES.flatMap((m) => m.expectations)];
export const SIGHT_IS_NO_HAND: readonly Answers[] = [
  ...SPINE_SIGHT,
  ...MODULES.flatMap((m) => m.sight_is_no_hand),
];
export const OTHER_ANSWERS: readonly Answers[] = MODULES.flatMap((m) => m.others);
