import { compliance_errors, compliance_records_errors, rules_errors } from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from '../../../test/support/world.ts';
import { pathsOf, rulesAsked } from './asked.ts';
import { type Facts, factsOf, type RuleFact } from './facts.ts';
import { baseFacts, baseItem, baseMovement, type Case, SPOILED, TODAY } from './judge.test-support.ts';
import { judge } from './judge.ts';
import { type Movement, PATHS, type Path } from './movement.ts';

/**
 * What each rule says on each path, written by hand: `B` refuses, `W` warns, `o` would speak but is off until a company
 * switches it on, `.` is not asked. Paths in the order of `PATHS`.
 */
// biome-ignore format: a table is read by its columns.
const TABLE: Readonly<Record<string, string>> = {
  //                                                            pur   put rls       tsh shp adj dlv cvo rps lnd
  //                                                             ope   rel hld rej   trc crt cnt und cvi rpr
  //                                                              rec   pic lft rec    .  srt des con   ..
  //                                                                             exp qua
  'compliance.registration_missing':                            'BBB ... B...... B. B.. ... ... .B.. B',
  'compliance.registration_expired':                            'BBB ... B...... B. B.. ... ... .B.. B',
  'compliance.made_outside_registration':                       'BBB ... B...... B. B.. ... ... .B.. B',
  'compliance.registration_expired_but_made_in_validity':       'WWW ... W...... W. W.. ... ... .W.. W',
  'compliance.registration_cancelled':                          'BWB ... W...... W. W.. ... ... .W.. W',
  'compliance.model_not_registered':                            'W.W ... ....... .. ... ... ... .... .',
  'compliance.lot_expired':                                     '.BB ..B B.B.... B. B.. ... ... BB.. B',
  'compliance.lot_expires_before_arrival':                      '... ... ....... B. B.. ... ... .... B',
  'compliance.remaining_life_too_short':                        '... ... ....... B. B.. ... ... .... B',
  'compliance.receipt_life_too_short':                          '..o ... ....... .. ... ... ... .... .',
  'compliance.acceptance_pending':                              '... ... B...... .. ... ... ... .... .',
  'compliance.not_released':                                    '.BB ..B B.B.... B. B.. ... B.. BB.. B',
  'compliance.lot_recalled':                                    '.BB ..B B.B.... B. B.. ... B.. BB.. B',
  'compliance.warehouse_not_licensed':                          'BBB ... B...... BB B.. ... ... .B.. B',
  'compliance.warehouse_licence_expired':                       'BBB ... B...... BB B.. ... ... .B.. B',
  'compliance.warehouse_not_filed':                             'WWW ... ....... WW ... ... ... .... .',
  'compliance.storage_agreement_ended':                         'BBB ... ....... BW ... ... ... .... .',
  'compliance.supplier_not_licensed':                           'B.B ... ....... .. ... ... ... .... .',
  'compliance.supplier_scope':                                  'B.B ... ....... .. ... ... ... .... .',
  'compliance.own_product_without_licence':                     'W.W ... ....... .. ... ... ... .... .',
  'compliance.first_supplier_not_approved':                     'B.W ... ....... .. ... ... ... .... .',
  'compliance.first_item_not_approved':                         'B.W ... ....... .. ... ... ... .... .',
  'compliance.supplier_not_authorised':                         'B.W ... ....... .. ... ... ... .... .',
  'compliance.authorisation_expired':                           'B.W ... ....... .. ... ... ... .... .',
  'compliance.authorisation_region':                            'B.W ... ....... .. ... ... ... .... .',
  'compliance.quality_agreement_missing':                       'o.o ... ....... .. ... ... ... .... .',
  'compliance.first_customer_not_approved':                     '... ... ....... .. o.. ... ... .... .',
  'compliance.customer_not_licensed':                           '... ... ....... .. B.. ... ... .... B',
  'compliance.customer_scope':                                  '... ... ....... .. B.. ... ... .... B',
  'compliance.outside_territory':                               '... ... ....... .. W.. ... ... .... .',
  'compliance.udi_missing':                                     '... ... B...... .. ... ... ... .... .',
  'compliance.chinese_label_missing':                           '... ... B...... .. ... ... ... .... .',
  'compliance.storage_condition':                               '.BB BBB ....... .B .B. B.. .B. .B.B .',
  'compliance.disposition_zone':                                '.BB BBB B.B.... .B .B. B.. .B. .B.B .',
  'compliance.bin_retired':                                     '.BB BBB B..B..B .B .B. BB. .B. .B.B .',
  'compliance.lane_missing':                                    '... ... ....... B. B.. ... ... .... B',
  'compliance.lane_temperature':                                '... ... ....... B. B.. ... ... .... B',
  'compliance.person_not_trained':                              '..o o.o o...... oo o.. ... ... .... o',
};
const cells = Object.entries(TABLE).flatMap(([code, row]) =>
  [...row.replaceAll(' ', '')].map((sign, index) => ({ code, path: PATHS[index]!, sign })),
);

let world: World;
/** The rules as the migrations leave them. */
let rules: Facts['rules'];
beforeAll(async () => {
  world = await createWorld();
  const [row] = await world.sql<{ epoch: string }>('select epoch from platform.rules_epoch');
  rules = await world.tx(async (tx) => (await factsOf(tx, Number(row!.epoch))).rules);
});
afterAll(() => world?.close());

/** The sign of a rule on a path: its own findings only, whatever else the case touches. */
function signOf(code: string, path: Path): string {
  const versions = rules.get(code)!;
  const told = say(versions, code, path);
  if (told !== '.') return told;
  const forced = versions.map((v) => ({ ...v, severity: 'block' as const }));
  return versions[0]!.severity === 'off' && say(forced, code, path) === 'B' ? 'o' : '.';
}
function say(versions: readonly RuleFact[], code: string, path: Path) {
  const { facts, movement } = spoiled(SPOILED[code]!, path);
  const { reasons, warnings } = judge({ ...facts, rules: new Map([[code, versions]]) }, movement);
  return reasons.length > 0 ? 'B' : warnings.length > 0 ? 'W' : '.';
}
function spoiled(spoil: Case, purpose: Path): { facts: Facts; movement: Movement } {
  const { item = {}, facts = {}, movement = {} } = spoil;
  const base = baseFacts();
  const items = new Map([[1, { ...baseItem, ...item }]]);
  return { facts: { ...base, ...facts, items }, movement: { ...baseMovement, ...movement, purpose } };
}

describe('every rule on every path', () => {
  test('the table has a column for each path and a row for each rule', () => {
    expect(cells).toHaveLength(PATHS.length * Object.keys(TABLE).length);
    expect(Object.keys(TABLE).sort()).toEqual([...new Set(PATHS.flatMap(rulesAsked))].sort());
    expect(Object.keys(SPOILED).sort()).toEqual(Object.keys(TABLE).sort());
  });

  test.each(Object.keys(TABLE))('%s', (code) => {
    const row = cells.filter((cell) => cell.code === code);
    expect(row.map(({ path }) => `${path} ${signOf(code, path)}`)).toEqual(
      row.map(({ path, sign }) => `${path} ${sign}`),
    );
  });

  test('lawful goods meet no rule on any path', () => {
    for (const path of PATHS) {
      expect(judge({ ...spoiled({}, path).facts, rules }, spoiled({}, path).movement), path).toMatchObject({
        allowed: true,
        spoken: [],
      });
    }
  });

  test('has a version in force today, both texts, and a path or another step that weighs it', () => {
    const texts = { ...compliance_errors, ...compliance_records_errors, ...rules_errors };
    for (const code of Object.keys(TABLE)) {
      expect(
        rules.get(code)!.some((rule) => rule.effective_from <= TODAY),
        code,
      ).toBe(true);
      expect(Object.keys(texts)).toContain(code);
    }
    const foreign = [...rules.keys()].filter((code) => pathsOf(code).length === 0);
    expect(foreign.every((code) => code.startsWith('fulfilment.'))).toBe(true);
  });
});

describe('a rule is dated', () => {
  const off = { rule_id: 2, severity: 'off' as const, params: {}, legal_basis: null };
  const block = { ...off, rule_id: 1, severity: 'block' as const };
  const versions: readonly RuleFact[] = [
    { ...off, effective_from: '2026-06-01', effective_to: null },
    { ...block, effective_from: '2026-01-01', effective_to: null },
  ];
  const judgedOn = (on_date: string, list = versions) => {
    const { facts, movement } = spoiled(SPOILED['compliance.lot_recalled']!, 'ship');
    const of = new Map([['compliance.lot_recalled', list]]);
    return judge({ ...facts, rules: of }, { ...movement, on_date });
  };

  test('the version of a day judges that day, and the next one only from its own day on', () => {
    expect(judgedOn('2025-12-31').allowed).toBe(true);
    expect(judgedOn('2026-05-31')).toMatchObject({ allowed: false, spoken: [{ rule_id: 1 }] });
    expect(judgedOn('2026-06-01').allowed).toBe(true);
  });

  test('after a version that was meant for a while the earlier one holds again', () => {
    const [first, second] = versions;
    const list = [{ ...first!, effective_to: '2026-06-30' }, second!];
    expect(judgedOn('2026-06-30', list).allowed).toBe(true);
    expect(judgedOn('2026-07-01', list).allowed).toBe(false);
  });
});

describe('what a rule says besides its severity', () => {
  const ask = (path: Path, params: object, severity: 'block' | 'warn' = 'block') => {
    const { facts, movement } = spoiled(SPOILED['compliance.registration_missing']!, path);
    const rule = {
      rule_id: 1,
      severity,
      params,
      legal_basis: 'law',
      effective_from: TODAY,
      effective_to: null,
    };
    return judge({ ...facts, rules: new Map([['compliance.registration_missing', [rule]]]) }, movement);
  };

  test('it may hold on some paths only, and only warn on some', () => {
    expect(ask('ship', { paths: ['receive'] }).spoken).toEqual([]);
    expect(ask('receive', { paths: ['receive'] }).allowed).toBe(false);
    expect(ask('ship', { warns_on: ['ship'] })).toMatchObject({
      allowed: true,
      warnings: [{ code: 'compliance.registration_missing', legal_basis: 'law' }],
    });
  });

  test('a warning asks to be acknowledged where it says so; what blocks is no question', () => {
    const must = { must_acknowledge: ['receive'] };
    expect(ask('receive', must, 'warn').spoken[0]!.acknowledge).toBe(true);
    expect(ask('ship', must, 'warn').spoken[0]!.acknowledge).toBe(false);
    expect(ask('receive', must).spoken[0]!.acknowledge).toBe(false);
  });
});

describe('exceptions of the law', () => {
  const codes = (spoil: Case, path: Path) => {
    const { facts, movement } = spoiled(spoil, path);
    return judge({ ...facts, rules }, movement).spoken.map((one) => one.code);
  };
  const nothing = new Map();

  test('class I needs no licence, nor does class II that the catalogue exempts; class III always does', () => {
    const unlicensed = { facts: { licences: nothing } };
    expect(codes({ ...unlicensed, item: { device_class: 'I' } }, 'ship')).toEqual([]);
    expect(codes({ ...unlicensed, item: { device_class: 'II', exempt_filing: true } }, 'ship')).toEqual([]);
    expect(codes({ ...unlicensed, item: { device_class: 'II' } }, 'ship')).toContain(
      'compliance.warehouse_not_licensed',
    );
    expect(codes({ ...unlicensed, item: { exempt_filing: true } }, 'ship')).toContain(
      'compliance.warehouse_not_licensed',
    );
  });

  test('a scope of the old catalogue covers an item that has a code of it, and no other', () => {
    const scope = (categories: string[]) => {
      const licences = new Map(
        [...baseFacts().licences].map(([id, list]) => [id, list.map((l) => ({ ...l, categories }))]),
      );
      return codes({ facts: { licences }, item: { catalogue_old: '6815' } }, 'ship');
    };
    expect(scope(['6815'])).toEqual([]);
    expect(scope(['14'])).toEqual([]);
    expect(scope(['6864'])).toContain('compliance.customer_scope');
    expect(scope(['15'])).toContain('compliance.customer_scope');
  });

  test('a warehouse that another company runs under an agreement counts as named by the licence', () => {
    const base = baseFacts();
    const licences = new Map(
      [...base.licences].map(([id, list]) => [id, list.map((l) => ({ ...l, warehouse_ids: [] }))]),
    );
    const agreements = [{ valid_from: '2020-01-01', valid_to: '2099-12-31' }];
    const warehouses = new Map([...base.warehouses].map(([id, w]) => [id, { ...w, agreements }]));
    expect(codes({ facts: { licences } }, 'receive')).toEqual(['compliance.warehouse_not_licensed']);
    expect(codes({ facts: { licences, warehouses } }, 'receive')).toEqual([]);
  });

  test('goods made before a UDI was required carry none; labels are looked at by the acceptance only', () => {
    const item = { udi_required_from: '2026-03-01' };
    const label = { udi: null, chinese: null };
    expect(codes({ item, movement: { label } }, 'release')).toEqual([]);
    expect(codes({ item: { udi_required_from: '2026-01-10' }, movement: { label } }, 'release')).toEqual([
      'compliance.udi_missing',
    ]);
    expect(codes({ item: { udi_required_from: '2026-01-10' } }, 'release')).toEqual([]);
  });

  test('between two companies of the group the seller must be licensed as well', () => {
    const base = baseFacts();
    const foreign = { ...base.warehouses.get(1)!, warehouse_id: 2, warehouse_code: 'B', legal_entity_id: 9 };
    const warehouses = new Map([...base.warehouses, [2, foreign]]);
    const from = { ...baseMovement.from, warehouse_id: 2 };
    expect(codes({ facts: { warehouses }, movement: { from } }, 'transfer_ship')).toEqual([
      'compliance.warehouse_not_licensed',
    ]);
  });

  test('a registrant needs no letter for its own product, nor does a company of the group', () => {
    const own = { item: { manufacturer_id: 20 }, facts: { authorisations: nothing } };
    expect(codes(own, 'purchase')).toEqual([]);
    expect(codes({ facts: { authorisations: nothing } }, 'purchase')).toEqual([
      'compliance.supplier_not_authorised',
    ]);
  });
});
