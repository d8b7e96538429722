import { NEEDED_PAPERS } from '@tongcang/contract';
import { it, type Request, type Row, there } from '../rows.ts';
import { call, fresh, type Ground, idOf, MISSING } from '../targets.ts';
import type { ModuleRows } from './rows.ts';

const NONE = 'it';
const THERE = 'there missing';
const reason = 'x';
const FAR = '2099-12-31';

const supplierOf = (ground: Ground) => ground.company.world.supplier_id;
const partner = (ground: Ground) =>
  idOf(
    ground,
    `insert into masterdata.partner (partner_code, name, kind, province, address)
     values ($1, $1, 'supplier', '上海', '某路 1 号') returning partner_id`,
    [fresh('NEWCO')],
  );

const registration = (ground: Ground) => ({
  registration_no: fresh('旧注册证'),
  registrant_id: supplierOf(ground),
  product_name: 'x',
  device_class: 'III',
  valid_from: '2020-01-01',
  valid_to: FAR,
});
const licence = (ground: Ground) => ({
  partner_id: supplierOf(ground),
  licence_no: fresh('证'),
  kind: 'distribution_licence',
  classes: ['III'],
  categories: ['*'],
  valid_from: '2020-01-01',
  valid_to: FAR,
});
const authorisation = (ground: Ground) => ({
  authorisation_no: fresh('SQ'),
  grantor_id: ground.company.world.carrier_id,
  grantee_id: supplierOf(ground),
  registrant_id: ground.company.world.carrier_id,
  categories: ['*'],
  regions: ['*'],
  valid_from: '2020-01-01',
  valid_to: FAR,
});
const agreement = (ground: Ground) => ({
  agreement_no: fresh('XY'),
  partner_id: supplierOf(ground),
  kind: 'quality',
  valid_from: '2020-01-01',
  valid_to: FAR,
});
const filing = (warehouse_id: number) => ({
  warehouse_id,
  regulator: 'x',
  filing_no: fresh('YD'),
  valid_from: '2020-01-01',
});

const paper = async (ground: Ground) => {
  const made = await call<{ paper_id: number }>(
    ground,
    'compliance.save-authorisation',
    authorisation(ground),
  );
  return { paper: 'authorisation', paper_id: made.paper_id };
};
/** A licence that runs out soon, applied for in its window. */
const ending = async (ground: Ground) => {
  const [row] = await ground.company.world.sql<{ soon: string; applied_on: string; until: string }>(
    `select (t + 20)::text as soon, (t - 50)::text as applied_on, (t + 400)::text as until
     from (select (now() at time zone 'Asia/Shanghai')::date as t) d`,
  );
  const { soon, applied_on, until } = row!;
  const input = { ...licence(ground), partner_id: await partner(ground), valid_to: soon };
  const { paper_id } = await call<{ paper_id: number }>(ground, 'compliance.save-licence', input);
  return { paper: 'licence', paper_id, applied_on, until, evidence: 'x' };
};

const PDF = Buffer.from('%PDF-1.7 x');
const scan = { kind: 'scan', file_name: 'a.pdf', media_type: 'application/pdf' };
const upload = (make: (ground: Ground) => Promise<Request['input']>, missing: Request['input']): Row => ({
  async ask(ground) {
    const found = await make(ground);
    return {
      there: { input: { ...found, ...scan }, raw: PDF },
      missing: { input: { ...found, ...missing, ...scan }, raw: PDF },
    };
  },
});

type Stage = 'draft' | 'submitted' | 'reviewed' | 'approved';
async function review(ground: Ground, stage: Stage): Promise<number> {
  const papers = NEEDED_PAPERS.supplier.map((kind) => ({ kind, paper_no: kind, valid_to: FAR }));
  const input = { kind: 'partner', partner_id: await partner(ground), reason, papers };
  const { review_id } = await call<{ review_id: number }>(ground, 'compliance.open-review', input);
  if (stage === 'draft') return review_id;
  await call(ground, 'compliance.submit-review', { review_id, purchase_opinion: 'x' });
  if (stage === 'submitted') return review_id;
  await call(ground, 'compliance.assess-review', { review_id, in_order: true, opinion: 'x' });
  if (stage === 'reviewed') return review_id;
  await call(ground, 'compliance.decide-review', { review_id, approve: true, reason });
  return review_id;
}
const ofReview = (stage: Stage, more: object = {}): Row =>
  there(async (ground) => ({ review_id: await review(ground, stage), ...more }), { review_id: MISSING });

const UDID = { zxxsdycpbs: '06970000000014', cpmctymc: 'x', packingList: [] };
const udid = (more: object): Row => ({
  ask: (ground) => ({
    it: {
      input: { file_name: 'udid.json', ...(typeof more === 'object' ? more : {}), ...chosen(ground, more) },
      raw: Buffer.from(JSON.stringify(UDID)),
    },
  }),
});
const chosen = (ground: Ground, more: object) =>
  'choice' in more ? { choice: `1:${ground.gloves}:name` } : {};

/** Who may do what with papers and reviews: read as the table in `expectations.ts`. */
// biome-ignore format: a table is read by its columns.
export const complianceRecords: ModuleRows = {
  expectations: [
    //                                              keeper_a keeper_b chief_a planner planner_a quality hospital supplier auditor administrator director
    ['compliance.save-registration', NONE,         '3    3    3    3    3    +    3    3    3    3    3'],
    ['compliance.get-registration', THERE,         '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.save-licence', NONE,              '3    3    3    3    3    +    3    3    3    3    3'],
    ['compliance.get-licence', THERE,              '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.save-authorisation', NONE,        '3    3    3    3    3    +    3    3    3    3    3'],
    ['compliance.list-authorisations', NONE,       '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.save-partner-agreement', NONE,    '3    3    3    3    3    +    3    3    3    3    3'],
    ['compliance.list-partner-agreements', NONE,   '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.save-warehouse-filing', THERE,    '33   33   33   33   33   +4   33   33   33   33   33'],
    ['compliance.list-warehouse-filings', NONE,    '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.end-paper', THERE,                '33   33   33   33   33   +4   33   33   33   33   33'],
    ['compliance.deem-renewed', THERE,             '33   33   33   33   33   +4   33   33   33   33   33'],
    ['compliance.attach-paper', THERE,             '33   33   33   33   33   +4   33   33   33   33   33'],
    ['compliance.list-paper-files', THERE,         '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.get-paper-file', THERE,           '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.list-expiring', NONE,             '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.get-calendar', NONE,              '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.set-calendar', NONE,              '3    3    3    3    3    +    3    3    3    3    3'],
    // Who buys asks for a review; quality and the head of the company decide on it.
    ['compliance.open-review', THERE,              '33   33   33   33   33   33   33   33   33   33   33'],
    ['compliance.save-review-papers', THERE,       '33   33   33   33   33   33   33   33   33   33   33'],
    ['compliance.submit-review', THERE,            '33   33   33   33   33   33   33   33   33   33   33'],
    ['compliance.withdraw-review', THERE,          '33   33   33   33   33   33   33   33   33   33   33'],
    ['compliance.attach-review-paper', THERE,      '33   33   33   33   33   33   33   33   33   33   33'],
    ['compliance.assess-review', THERE,            '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['compliance.decide-review', THERE,            '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['compliance.revoke-review', THERE,            '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['compliance.get-review-file', THERE,          '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.list-reviews', NONE,              '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.get-review', THERE,               '+4   +4   +4   +4   +4   +4   33   33   +4   +4   +4'],
    ['compliance.print-review', THERE,             '33   33   33   33   33   +4   33   33   33   33   +4'],
    ['compliance.count-unreviewed', NONE,          '+    +    +    +    +    +    3    3    +    +    +'],
    ['compliance.take-over', NONE,                 '3    3    3    3    3    +    3    3    3    3    +'],
    ['compliance.preview-udid', NONE,              '3    3    3    3    3    +    3    3    3    3    3'],
    ['compliance.apply-udid', NONE,                '3    3    3    3    3    +    3    3    3    3    3'],
  ],
  // What holds for the company is nobody's at one warehouse.
  sight_is_no_hand: [
    //                                              wide_eyes wide_planner wide_quality
    ['compliance.save-registration',               '3    3    3'],
    ['compliance.save-licence',                    '3    3    3'],
    ['compliance.save-authorisation',              '3    3    3'],
    ['compliance.save-partner-agreement',          '3    3    3'],
    ['compliance.save-warehouse-filing',           '33   33   33'],
    ['compliance.end-paper',                       '33   33   33'],
    ['compliance.deem-renewed',                    '33   33   33'],
    ['compliance.attach-paper',                    '33   33   33'],
    ['compliance.set-calendar',                    '3    3    3'],
    ['compliance.open-review',                     '33   33   33'],
    ['compliance.save-review-papers',              '33   33   33'],
    ['compliance.submit-review',                   '33   33   33'],
    ['compliance.withdraw-review',                 '33   33   33'],
    ['compliance.attach-review-paper',             '33   33   33'],
    ['compliance.assess-review',                   '33   33   33'],
    ['compliance.decide-review',                   '33   33   33'],
    ['compliance.revoke-review',                   '33   33   33'],
    // A review that is seen may be printed.
    ['compliance.print-review',                    '33   33   +4'],
    ['compliance.take-over',                       '3    3    3'],
    // A preview writes nothing.
    ['compliance.preview-udid',                    '3    3    +'],
    ['compliance.apply-udid',                      '3    3    3'],
  ],
  others: [
    //                                              purchaser driver accountant
    ['compliance.save-registration',               '3    3    3'],
    ['compliance.get-registration',                '+4   33   33'],
    ['compliance.save-licence',                    '3    3    3'],
    ['compliance.get-licence',                     '+4   33   33'],
    ['compliance.save-authorisation',              '3    3    3'],
    ['compliance.list-authorisations',             '+    3    3'],
    ['compliance.save-partner-agreement',          '3    3    3'],
    ['compliance.list-partner-agreements',         '+    3    3'],
    ['compliance.save-warehouse-filing',           '33   33   33'],
    ['compliance.list-warehouse-filings',          '+    3    3'],
    ['compliance.end-paper',                       '33   33   33'],
    ['compliance.deem-renewed',                    '33   33   33'],
    ['compliance.attach-paper',                    '33   33   33'],
    ['compliance.list-paper-files',                '+4   33   33'],
    ['compliance.get-paper-file',                  '+4   33   33'],
    ['compliance.list-expiring',                   '+    3    3'],
    ['compliance.get-calendar',                    '+    3    3'],
    ['compliance.set-calendar',                    '3    3    3'],
    ['compliance.open-review',                     '+4   33   33'],
    ['compliance.save-review-papers',              '+4   33   33'],
    ['compliance.submit-review',                   '+4   33   33'],
    ['compliance.withdraw-review',                 '+4   33   33'],
    ['compliance.attach-review-paper',             '+4   33   33'],
    ['compliance.assess-review',                   '33   33   33'],
    ['compliance.decide-review',                   '33   33   33'],
    ['compliance.revoke-review',                   '33   33   33'],
    ['compliance.get-review-file',                 '+4   33   33'],
    ['compliance.list-reviews',                    '+    3    3'],
    ['compliance.get-review',                      '+4   33   33'],
    ['compliance.print-review',                    '33   33   33'],
    ['compliance.count-unreviewed',                '+    3    3'],
    ['compliance.take-over',                       '3    3    3'],
    ['compliance.preview-udid',                    '3    3    3'],
    ['compliance.apply-udid',                      '3    3    3'],
  ],
  requests: {
    'compliance.save-registration': it(registration),
    'compliance.get-registration': there(
      async (ground) => ({
        registration_id: await idOf(ground, 'select min(registration_id) from compliance.registration', []),
      }),
      { registration_id: MISSING },
    ),
    'compliance.save-licence': it(licence),
    'compliance.get-licence': there(
      async (ground) => ({
        licence_id: await idOf(ground, 'select min(licence_id) from compliance.licence', []),
      }),
      { licence_id: MISSING },
    ),
    'compliance.save-authorisation': it(authorisation),
    'compliance.list-authorisations': it(async (ground) => {
      await paper(ground);
      return {};
    }),
    'compliance.save-partner-agreement': it(agreement),
    'compliance.list-partner-agreements': it(async (ground) => {
      await call(ground, 'compliance.save-partner-agreement', agreement(ground));
      return {};
    }),
    'compliance.save-warehouse-filing': there((ground) => filing(ground.south.warehouse_id), {
      warehouse_id: MISSING,
    }),
    'compliance.list-warehouse-filings': it(async (ground) => {
      await call(ground, 'compliance.save-warehouse-filing', filing(ground.south.warehouse_id));
      return {};
    }),
    'compliance.end-paper': there(async (ground) => ({ ...(await paper(ground)), ended_on: FAR, reason }), {
      paper_id: MISSING,
    }),
    'compliance.deem-renewed': there(ending, { paper_id: MISSING }),
    'compliance.attach-paper': upload(paper, { paper_id: MISSING }),
    'compliance.list-paper-files': there(
      async (ground) => {
        const found = await paper(ground);
        await call(ground, 'compliance.attach-paper', { ...found, ...scan, bytes: PDF });
        return found;
      },
      { paper_id: MISSING },
    ),
    'compliance.get-paper-file': there(
      async (ground) => {
        const input = { ...(await paper(ground)), ...scan, bytes: PDF };
        const { attachment_id } = await call<{ attachment_id: number }>(ground, 'compliance.attach-paper', input);
        return { paper: 'authorisation', attachment_id };
      },
      { attachment_id: MISSING },
    ),
    'compliance.list-expiring': it(async (ground) => {
      await ending(ground);
      return {};
    }),
    'compliance.get-calendar': it(() => ({ year: 2026 })),
    'compliance.set-calendar': it(() => ({ days: [{ day: '2031-01-01', working: false }], reason })),
    'compliance.open-review': there(
      async (ground) => ({ kind: 'partner', partner_id: await partner(ground), reason }),
      { partner_id: MISSING },
    ),
    'compliance.save-review-papers': ofReview('draft', { papers: [] }),
    'compliance.submit-review': ofReview('draft', { purchase_opinion: 'x' }),
    'compliance.withdraw-review': ofReview('draft', { reason }),
    'compliance.attach-review-paper': upload(async (ground) => ({ review_id: await review(ground, 'draft') }), {
      review_id: MISSING,
    }),
    'compliance.assess-review': ofReview('submitted', { in_order: true, opinion: 'x' }),
    'compliance.decide-review': ofReview('reviewed', { approve: true, reason }),
    'compliance.revoke-review': ofReview('approved', { reason }),
    'compliance.get-review-file': there(
      async (ground) => {
        const input = { review_id: await review(ground, 'draft'), ...scan, bytes: PDF };
        return call<{ attachment_id: number }>(ground, 'compliance.attach-review-paper', input);
      },
      { attachment_id: MISSING },
    ),
    'compliance.list-reviews': it(async (ground) => {
      await review(ground, 'draft');
      return {};
    }),
    'compliance.get-review': ofReview('draft'),
    'compliance.print-review': ofReview('draft'),
    'compliance.count-unreviewed': it(() => ({})),
    'compliance.take-over': it(async (ground) => {
      await partner(ground);
      return { reason };
    }),
    'compliance.preview-udid': udid({}),
    'compliance.apply-udid': udid({ choice: '' }),
  },
};
