import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptUntil, type LotDates, type RetentionRule, ruleOn, yearsAfter } from './retention.ts';

const rule = (more: Partial<RetentionRule>): RetentionRule => ({
  rule_id: 1,
  record_kind: 'sale',
  region: 'CN',
  effective_from: '2014-10-01',
  effective_to: null,
  basis: 'expiry',
  years: 2,
  years_without_expiry: 5,
  years_implant: null,
  legal_basis: '38',
  statutory: true,
  ...more,
});
const EU = rule({
  region: 'EU',
  basis: 'recorded',
  years: 10,
  years_without_expiry: 10,
  years_implant: 15,
  legal_basis: 'MDR',
});
const RECALL = rule({
  record_kind: 'recall',
  basis: 'certificate_end',
  years: 5,
  years_implant: 5,
  legal_basis: '29',
});
const RULES = [rule({ record_kind: 'purchase' }), rule({ record_kind: 'acceptance' }), rule({}), EU, RECALL];
const LOT: LotDates = {
  implant: false,
  expiry_date: '2030-01-09',
  arrived_on: '2026-03-01',
  sold_in_eu_on: null,
  recalled: false,
  certificate_ends_on: null,
};
const until = (more: Partial<LotDates>, rules = RULES) => keptUntil(rules, '2026-11-28', { ...LOT, ...more });

test('two years beyond the expiry, five after arrival without one, for ever for an implant', () => {
  expect(until({})).toMatchObject({ until: '2032-01-09', region: 'CN' });
  expect(until({ expiry_date: null })).toMatchObject({ until: '2031-03-01' });
  expect(until({ implant: true })).toMatchObject({ until: null });
});

test('sold in the European Union the longer of both laws holds', () => {
  expect(until({ sold_in_eu_on: '2026-05-01' })).toMatchObject({
    until: '2036-05-01',
    region: 'EU',
    legal_basis: 'MDR',
  });
  expect(until({ sold_in_eu_on: '2026-05-01', expiry_date: '2040-01-01' })).toMatchObject({
    until: '2042-01-01',
    region: 'CN',
  });
  expect(until({ sold_in_eu_on: '2026-05-01', implant: true })).toMatchObject({ until: null });
});

test('of a recalled lot five years beyond its certificate, and without an end where none is known', () => {
  expect(until({ recalled: true, certificate_ends_on: '2035-12-31' })).toMatchObject({
    until: '2040-12-31',
    legal_basis: '29',
  });
  expect(until({ recalled: true })).toMatchObject({ until: null });
});

test('without a rule nothing ends, and a rule holds only on its days', () => {
  expect(until({}, [])).toMatchObject({ until: null });
  const [old, later] = [
    rule({ effective_to: '2026-12-31' }),
    rule({ effective_from: '2027-01-01', years: 3 }),
  ];
  expect(ruleOn([old, later], 'sale', 'CN', '2026-12-31')).toBe(old);
  expect(ruleOn([old, later], 'sale', 'CN', '2027-01-01')).toBe(later);
});

test('a leap day ends on the day after where the year has none', () => {
  expect(yearsAfter('2028-02-29', 2)).toBe('2030-03-01');
  expect(yearsAfter('2028-02-29', -4)).toBe('2024-02-29');
});

const date = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const lots = fc.record({
  implant: fc.boolean(),
  expiry_date: fc.option(date),
  arrived_on: date,
  sold_in_eu_on: fc.option(date),
  recalled: fc.boolean(),
  certificate_ends_on: fc.option(date),
});

test('no lot ends before any single law says, and more facts never shorten', () => {
  fc.assert(
    fc.property(lots, (lot) => {
      const all = keptUntil(RULES, '2026-11-28', lot).until;
      const alone = keptUntil(RULES, '2026-11-28', { ...lot, sold_in_eu_on: null, recalled: false }).until;
      if (lot.implant) expect(all).toBeNull();
      else if (all !== null) expect(alone !== null && alone <= all).toBe(true);
    }),
  );
});
