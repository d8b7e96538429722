import { ensureAccounts, postOrFail } from '../../../src/modules/stock/index.ts';
import { SYSTEM_ACTOR } from '../../../src/platform/actor.ts';
import { it, type Row, there } from '../rows.ts';
import { call, departmentOf, type End, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NONE = 'it';
const THERE = 'there missing';
const NSM = 'north south missing';
const START = { recall_class: 'II', origin: 'own', title: 'x', reason: 'x' };

/** A lot of its own at both warehouses, at the hospital and at the clinic. */
async function everywhere(ground: Ground): Promise<{ criteria: object[] }> {
  const { world } = ground.company;
  const lot_no = fresh('RCL');
  const lot = await world.lot(ground.gloves, lot_no);
  for (const end of ['north', 'south'] as const) {
    await world.receive(lot, ground[end].bins.shelf, 5);
    await world.tx(async (tx) => {
      const [to] = await ensureAccounts(tx, [{ kind: 'customer', department_id: departmentOf(ground, end) }]);
      const owners = { from_owner_id: world.entity_id, to_owner_id: world.entity_id };
      const places = { from_account_id: ground[end].bins.shelf, to_account_id: to! };
      const line = { ...lot, ...owners, ...places, qty: 1 };
      const lines = [{ ...line, from_disposition: 'released' as const, to_disposition: 'released' as const }];
      await postOrFail(tx, { purpose: 'ship', actor: SYSTEM_ACTOR, lines });
    });
  }
  return { criteria: [{ item_id: ground.gloves, lot_no }] };
}
async function recallOf(ground: Ground): Promise<number> {
  const input = { ...START, kind: 'recall', ...(await everywhere(ground)) };
  const { case_id } = await call<{ case_id: number }>(ground, 'quality.start-recall', input);
  return case_id;
}
const ofCase = (more: object = {}, reaches?: string): Row => ({
  ...there(async (ground) => ({ case_id: await recallOf(ground), ...more }), { case_id: MISSING }),
  reaches,
});

const paper = (case_id: number) => ({
  input: { case_id, kind: 'letter', file_name: 'a.pdf', media_type: 'application/pdf' },
  raw: Buffer.from('%PDF-1.4'),
});

const WAREHOUSE = 'select notice_id from quality.recall_notice where case_id = $1 and warehouse_id = $2';
const CUSTOMER = 'select notice_id from quality.recall_notice where case_id = $1 and department_id = $2';
/** The notices of one case to both warehouses, or to both hospitals. */
const ofNotices = (to: 'warehouses' | 'hospitals', more: object = {}): Row => ({
  ask: async (ground) => {
    const case_id = await recallOf(ground);
    const at = async (end: End) => {
      const notice_id =
        to === 'warehouses'
          ? await idOf(ground, WAREHOUSE, [case_id, ground[end].warehouse_id])
          : await idOf(ground, CUSTOMER, [case_id, departmentOf(ground, end)]);
      return { input: { notice_id, ...more } };
    };
    return {
      north: await at('north'),
      south: await at('south'),
      missing: { input: { notice_id: MISSING, ...more } },
    };
  },
});

/** Who may do what with recalls and holds: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const recall: ModuleRows = {
  expectations: [
    //                                                 keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['quality.preview-recall', NONE,                  '3    3    3    3    3    +    3    3    3    3    +'],
    ['quality.start-recall', NONE,                    '3    3    3    3    3    +    3    3    3    3    +'],
    // What is stopped is everybody's business who touches goods; who is told, only as far as one sees.
    ['quality.list-recalls', NONE,                    '+    +    +    +    +    +    3    3    +    +    +'],
    ['quality.get-recall', THERE,                     '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['quality.send-recall-notices', THERE,            '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.list-recall-notices', NONE,             '+    +    +    +    +    +    +    3    +    +    +'],
    // A warehouse answers for itself, and so does a hospital; for those who phone quality writes it down.
    ['quality.answer-recall-notice', NSM,             '+44  4+4  +44  ++4  +44  333  444  333  333  333  333'],
    ['quality.answer-recall-notice (hospital)', NSM,  '334  334  334  334  334  333  +44  333  333  333  333'],
    ['quality.record-recall-answer', NSM,             '333  333  333  333  333  ++4  333  333  333  333  ++4'],
    ['quality.explain-recall-notice', NSM,            '333  333  333  333  333  ++4  333  333  333  333  ++4'],
    ['quality.lift-recall', THERE,                    '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.close-recall', THERE,                   '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.print-recall-notice', NSM,              '333  333  333  333  333  ++4  333  333  333  333  ++4'],
    ['quality.print-recall-report', THERE,            '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.export-recall', THERE,                  '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.add-recall-paper', THERE,               '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['quality.get-recall-paper', THERE,               '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['quality.list-recall-deadlines', NONE,           '+    +    +    +    +    +    3    3    +    +    +'],
    ['quality.set-recall-deadline', NONE,             '3    3    3    3    3    +    3    3    3    3    3'],
  ],
  sight_is_no_hand: [
    //                                                 wide_eyes wide_planner wide_quality
    ['quality.preview-recall',                        '3    3    3'],
    ['quality.start-recall',                          '3    3    3'],
    ['quality.send-recall-notices',                   '33   33   33'],
    ['quality.answer-recall-notice',                  '+34  +34  333'],
    ['quality.answer-recall-notice (hospital)',       '334  334  333'],
    ['quality.record-recall-answer',                  '333  333  333'],
    ['quality.explain-recall-notice',                 '333  333  333'],
    ['quality.lift-recall',                           '33   33   33'],
    ['quality.close-recall',                          '33   33   33'],
    ['quality.add-recall-paper',                      '33   33   33'],
    ['quality.set-recall-deadline',                   '3    3    3'],
    // A record that is seen may be printed.
    ['quality.print-recall-notice',                   '333  333  ++4'],
    ['quality.print-recall-report',                   '33   33   +4'],
  ],
  others: [
    //                                                 purchaser driver accountant
    ['quality.preview-recall',                        '3    3    3'],
    ['quality.start-recall',                          '3    3    3'],
    ['quality.list-recalls',                          '+    3    +'],
    ['quality.get-recall',                            '+4   33   +4'],
    ['quality.send-recall-notices',                   '33   33   33'],
    ['quality.list-recall-notices',                   '+    3    +'],
    ['quality.answer-recall-notice',                  '333  333  333'],
    ['quality.answer-recall-notice (hospital)',       '333  333  333'],
    ['quality.record-recall-answer',                  '333  333  333'],
    ['quality.explain-recall-notice',                 '333  333  333'],
    ['quality.lift-recall',                           '33   33   33'],
    ['quality.close-recall',                          '33   33   33'],
    ['quality.print-recall-notice',                   '333  333  333'],
    ['quality.print-recall-report',                   '33   33   33'],
    ['quality.export-recall',                         '33   33   33'],
    ['quality.add-recall-paper',                      '33   33   33'],
    ['quality.get-recall-paper',                      '+4   33   +4'],
    ['quality.list-recall-deadlines',                 '+    3    +'],
    ['quality.set-recall-deadline',                   '3    3    3'],
  ],
  requests: {
    'quality.preview-recall': it(everywhere),
    'quality.start-recall': it(async (ground) => ({ ...START, kind: 'mock', ...(await everywhere(ground)) })),
    'quality.list-recalls': it(async (ground) => {
      await recallOf(ground);
      return {};
    }),
    'quality.get-recall': ofCase(),
    'quality.send-recall-notices': ofCase({ via: 'mail' }),
    'quality.list-recall-notices': it(async (ground) => {
      await recallOf(ground);
      return {};
    }),
    'quality.answer-recall-notice': ofNotices('warehouses'),
    'quality.answer-recall-notice (hospital)': ofNotices('hospitals'),
    'quality.record-recall-answer': ofNotices('hospitals', { via: 'phone', confirmed_name: 'x' }),
    'quality.explain-recall-notice': ofNotices('warehouses', { explanation: 'x' }),
    'quality.lift-recall': ofCase({ lots: [{ item_id: 1, lot_id: 1 }], reason: 'x' }, 'quality.recall_not_hold'),
    'quality.close-recall': ofCase({ note: 'x' }, 'quality.recall_unreconciled'),
    'quality.print-recall-notice': ofNotices('hospitals'),
    'quality.print-recall-report': ofCase(),
    'quality.export-recall': ofCase(),
    'quality.add-recall-paper': {
      ask: async (ground) => ({ there: paper(await recallOf(ground)), missing: paper(MISSING) }),
    },
    'quality.list-recall-deadlines': it(() => ({})),
    'quality.set-recall-deadline': it(() => ({ recall_class: 'hold', effective_from: '2999-01-01', hours: 24, legal_basis: 'x' })),
    'quality.get-recall-paper': there(
      async (ground) => {
        const { input, raw } = paper(await recallOf(ground));
        return call<{ attachment_id: number }>(ground, 'quality.add-recall-paper', { ...input, bytes: raw });
      },
      { attachment_id: MISSING },
    ),
  },
};
