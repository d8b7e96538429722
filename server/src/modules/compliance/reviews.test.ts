import { NEEDED_PAPERS } from '@tongcang/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { judgeBuying } from './buying.test-support.ts';
import { record_verbs } from './records.ts';
import {
  expiredPapers,
  followReview,
  missingPapers,
  type Paper,
  REVIEW_TRANSITIONS,
  type ReviewStatus,
  stateOf,
  validUntil,
} from './review.model.ts';

let world: World;
let partners = 0;
beforeAll(async () => {
  world = await createWorld();
  const people = await world.sql<{ user_id: string }>(
    `insert into identity."user" (account, display_name, password_hash) select a, a, 'x' from unnest($1::text[]) a returning user_id`,
    [['buyer', 'inspector', 'head']],
  );
  [PURCHASER, QUALITY, HEAD] = people.map((one) => Number(one.user_id)) as [number, number, number];
});
afterAll(() => world?.close());

const verb = (name: string) => record_verbs.find((one) => one.contract.name === `compliance.${name}`)!;
const as = (user_id: number, permissions: readonly string[]) => ({
  ...world.as(permissions, 'all', user_id),
  recently_authenticated: true,
});
let PURCHASER = 0;
let QUALITY = 0;
let HEAD = 0;
const ask = <T>(name: string, input: object, user_id: number): Promise<T> =>
  world.call(verb(name), input, {
    actor: as(user_id, ['compliance.review', 'compliance.approve', 'compliance.read']),
  }) as Promise<T>;

async function supplier(kind = 'supplier'): Promise<number> {
  partners += 1;
  const [row] = await world.sql<{ partner_id: string }>(
    `insert into masterdata.partner (partner_code, name, kind, province, address)
     values ($1, $1, $2, '上海', '某路 1 号') returning partner_id`,
    [`FIRST${partners}`, kind],
  );
  const partner_id = Number(row!.partner_id);
  await world.sql(
    `insert into compliance.licence (partner_id, kind, licence_no, classes, categories, warehouse_ids, valid_from, valid_to)
     values ($1, 'distribution_licence', $2, '{II,III}', '{*}', '{}', '2020-01-01', '2099-12-31')`,
    [partner_id, `L-FIRST${partners}`],
  );
  return partner_id;
}
const papers = (more: Record<string, object> = {}) =>
  NEEDED_PAPERS.supplier.map((kind) => ({
    kind,
    paper_no: `${kind}-1`,
    valid_to: '2099-12-31',
    ...more[kind],
  }));
type Opened = { review_id: number; document_no: string };
const open = (partner_id: number, more: object = {}) =>
  ask<Opened>(
    'open-review',
    { kind: 'partner', partner_id, reason: '新供应商', papers: papers(), ...more },
    PURCHASER,
  );
const submit = (review_id: number) =>
  ask<{ status: string }>('submit-review', { review_id, purchase_opinion: '资质齐全,拟采购' }, PURCHASER);
const assess = (review_id: number, in_order = true, user_id = QUALITY) =>
  ask<{ status: string }>('assess-review', { review_id, in_order, opinion: '资料核对无误' }, user_id);
const decide = (review_id: number, approve = true, user_id = HEAD) =>
  ask<{ status: string }>('decide-review', { review_id, approve, reason: '同意' }, user_id);
type Seen = {
  state: string;
  status: string;
  missing: string[];
  valid_to: string | null;
  papers: { kind: string }[];
  signatures: { meaning: string; fits: boolean }[];
};
const seen = (review_id: number, user_id = PURCHASER) => ask<Seen>('get-review', { review_id }, user_id);
async function approved(partner_id: number): Promise<number> {
  const { review_id } = await open(partner_id);
  await submit(review_id);
  await assess(review_id);
  await decide(review_id);
  return review_id;
}
const codes = async (partner_id: number) => judgeBuying(world, partner_id, world.items.gloves);

describe('the review before the first deal', () => {
  test('opens the way to buying only when another person has signed for it', async () => {
    const partner_id = await supplier();
    expect(await codes(partner_id)).toContain('compliance.first_supplier_not_approved');
    const { review_id } = await open(partner_id);
    expect((await submit(review_id)).status).toBe('submitted');
    expect((await assess(review_id)).status).toBe('reviewed');
    expect(await codes(partner_id)).toContain('compliance.first_supplier_not_approved');
    expect((await decide(review_id)).status).toBe('approved');
    expect(await codes(partner_id)).not.toContain('compliance.first_supplier_not_approved');
    expect(await seen(review_id)).toMatchObject({
      state: 'approved',
      valid_to: '2099-12-31',
      signatures: [{ meaning: 'approved', fits: true }],
    });
  });

  test('is neither assessed nor decided by who asked for it, whatever the verb overlooks', async () => {
    const { review_id } = await open(await supplier());
    await submit(review_id);
    expect((await refusalOf(assess(review_id, true, PURCHASER))).code).toBe('compliance.own_review');
    await assess(review_id);
    expect((await refusalOf(decide(review_id, true, PURCHASER))).code).toBe('compliance.own_review');
    const cheat = world.sql(`update compliance.review set decided_by = requested_by where review_id = $1`, [
      review_id,
    ]);
    await expect(cheat).rejects.toThrow('review_other_decider');
  });

  test('asks for the password of who decides', async () => {
    const { review_id } = await open(await supplier());
    await submit(review_id);
    await assess(review_id);
    const actor = world.as(['compliance.approve'], 'all', HEAD);
    const late = world.call(verb('decide-review'), { review_id, approve: true, reason: 'x' }, { actor });
    expect((await refusalOf(late)).code).toBe('identity.reauthentication_needed');
  });

  test('is submitted with every paper, none of them over', async () => {
    const { review_id } = await open(await supplier(), { papers: papers().slice(1) });
    const refused = await refusalOf(submit(review_id));
    expect(refused.code).toBe('compliance.review_paper_missing');
    expect(refused.error.params).toEqual({ papers: 'business_licence' });
    expect((await seen(review_id)).missing).toEqual(['business_licence']);
    const old = papers({ quality_agreement: { valid_to: '2020-12-31' } });
    await ask('save-review-papers', { review_id, papers: old }, PURCHASER);
    expect((await refusalOf(submit(review_id))).lines).toEqual(['papers.5 compliance.review_paper_expired']);
    const turned = papers({ quality_agreement: { valid_from: '2030-01-01', valid_to: '2029-01-01' } });
    expect((await refusalOf(ask('save-review-papers', { review_id, papers: turned }, PURCHASER))).code).toBe(
      'compliance.interval',
    );
  });

  test('counts no longer once a paper of it has run out, and is renewed with the same papers', async () => {
    const partner_id = await supplier();
    const review_id = await approved(partner_id);
    await world.sql(`update compliance.review set valid_to = '2021-01-01' where review_id = $1`, [review_id]);
    await world.sql(`update platform.rules_epoch set epoch = nextval('platform.rules_epoch_seq')`);
    expect(await codes(partner_id)).toContain('compliance.first_supplier_not_approved');
    expect((await seen(review_id)).state).toBe('expired');
    const again = await open(partner_id, { papers: [], renews_id: review_id, reason: '资质更新' });
    expect((await seen(again.review_id)).papers).toHaveLength(NEEDED_PAPERS.supplier.length);
    const other = open(await supplier(), { papers: [], renews_id: review_id });
    expect((await refusalOf(other)).code).toBe('compliance.review_subject');
  });

  test('is rejected with a reason, withdrawn, or revoked, and never changed after that', async () => {
    const partner_id = await supplier();
    const first = await open(partner_id);
    expect((await refusalOf(open(partner_id))).code).toBe('compliance.review_open');
    await submit(first.review_id);
    expect((await assess(first.review_id, false)).status).toBe('rejected');
    expect((await refusalOf(decide(first.review_id))).code).toBe('compliance.review_status');
    const second = await open(partner_id);
    await ask('withdraw-review', { review_id: second.review_id, reason: '暂不采购' }, PURCHASER);
    expect((await refusalOf(submit(second.review_id))).code).toBe('compliance.review_status');
    const third = await approved(partner_id);
    await ask('revoke-review', { review_id: third, reason: '飞行检查不合格' }, HEAD);
    expect(await codes(partner_id)).toContain('compliance.first_supplier_not_approved');
    const late = ask('save-review-papers', { review_id: third, papers: [] }, PURCHASER);
    expect((await refusalOf(late)).code).toBe('compliance.review_status');
  });

  test('is of one partner or one item, and never of the own company', async () => {
    const wrong = [
      { kind: 'partner', partner_id: world.entity_id },
      { kind: 'partner', item_id: world.items.gloves },
      { kind: 'item', item_id: world.items.gloves, partner_id: world.supplier_id },
    ];
    for (const input of wrong) {
      const refused = await refusalOf(ask('open-review', { ...input, reason: 'x' }, PURCHASER));
      expect(refused.code).toBe('compliance.review_subject');
    }
    const nobody = ask('open-review', { kind: 'item', item_id: 987_654, reason: 'x' }, PURCHASER);
    expect((await refusalOf(nobody)).code).toBe('platform.not_found');
  });

  test('keeps scans until it is decided, and prints the form of approval', async () => {
    const { review_id, document_no } = await open(await supplier());
    const file = {
      review_id,
      kind: 'business_licence',
      file_name: 'a.pdf',
      media_type: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7 x'),
    };
    const { attachment_id } = await ask<{ attachment_id: number }>('attach-review-paper', file, PURCHASER);
    const got = await ask<{ name: string }>('get-review-file', { attachment_id }, QUALITY);
    expect(got.name).toBe('a.pdf');
    const printed = await ask<{ name: string; bytes: Uint8Array }>('print-review', { review_id }, QUALITY);
    expect(printed.name).toBe(`${document_no}.pdf`);
    expect(new TextDecoder('latin1').decode(printed.bytes.slice(0, 5))).toBe('%PDF-');
    await submit(review_id);
    await assess(review_id, false);
    expect((await refusalOf(ask('attach-review-paper', file, PURCHASER))).code).toBe(
      'compliance.review_status',
    );
  });

  test('is taken over as a whole at the start, signed for, and never twice', async () => {
    const partner_id = await supplier();
    const rejected = await supplier();
    const { review_id } = await open(rejected);
    await submit(review_id);
    await assess(review_id, false);
    const before = await ask<{ partners: number; items: number }>('count-unreviewed', {}, HEAD);
    expect(before.partners).toBeGreaterThan(0);
    expect(await ask('take-over', { reason: '系统上线前已首营' }, HEAD)).toEqual(before);
    expect(await codes(partner_id)).not.toContain('compliance.first_supplier_not_approved');
    expect(await codes(rejected)).toContain('compliance.first_supplier_not_approved');
    expect((await refusalOf(ask('take-over', { reason: 'x' }, HEAD))).code).toBe(
      'compliance.nothing_to_take_over',
    );
    const [signed] = await world.sql<{ reason: string }>(
      `select reason from identity.signature where entity = 'take_over'`,
    );
    expect(signed!.reason).toBe('系统上线前已首营');
  });

  test('is listed by state and subject', async () => {
    const partner_id = await supplier();
    const { document_no } = await open(partner_id);
    const list = await ask<{ rows: { document_no: string; state: string }[] }>(
      'list-reviews',
      { kind: 'partner', state: 'draft', search: `FIRST${partners}` },
      QUALITY,
    );
    expect(list.rows.map((row) => row.document_no)).toEqual([document_no]);
  });
});

describe('the states of a review', () => {
  const statuses = Object.keys(REVIEW_TRANSITIONS) as ReviewStatus[];
  test('follow each other only as the table says', () => {
    for (const status of statuses)
      for (const next of statuses) {
        const step = () => followReview({ document_no: 'SY1', status }, next);
        if (REVIEW_TRANSITIONS[status].includes(next)) expect(step()).toBe(next);
        else expect(step).toThrow('compliance.review_status');
      }
  });

  test('end with the first paper that ends', () => {
    const paper = fc.record<Paper>({
      kind: fc.constantFrom('udi', 'label', 'ifu', 'registration', 'conformity'),
      paper_no: fc.string(),
      valid_from: fc.constant(null),
      valid_to: fc.option(fc.integer({ min: 2020, max: 2040 }).map((year) => `${year}-06-30`)),
    });
    fc.assert(
      fc.property(fc.array(paper), fc.integer({ min: 2020, max: 2040 }), (held, year) => {
        const today = `${year}-06-30`;
        const until = validUntil(held);
        expect(stateOf('approved', until, today) === 'expired').toBe(expiredPapers(held, today).length > 0);
        expect(missingPapers(null, held).every((kind) => held.every((one) => one.kind !== kind))).toBe(true);
      }),
    );
  });
});
