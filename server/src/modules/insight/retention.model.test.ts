import { PURGE_STATUSES } from '@tongcang/contract';
import { expect, test } from 'vitest';
import type { RetentionRule } from '../../platform/retention.ts';
import {
  cutOff,
  followPurge,
  heldGoods,
  heldWhole,
  PURGE_TRANSITIONS,
  refuseGoods,
  refuseWeaker,
  whyKept,
} from './retention.model.ts';

const rule = (more: Partial<RetentionRule>): RetentionRule => ({
  rule_id: 1,
  record_kind: 'session',
  region: 'CN',
  effective_from: '2014-10-01',
  effective_to: null,
  basis: 'recorded',
  years: 2,
  years_without_expiry: 2,
  years_implant: 2,
  legal_basis: 'x',
  statutory: false,
  ...more,
});
const day = '2026-11-28';

test('a purge goes from request to decision to work, and nowhere else', () => {
  for (const from of PURGE_STATUSES)
    for (const to of PURGE_STATUSES) {
      const follow = () => followPurge({ document_no: 'PG1', status: from }, to);
      if (PURGE_TRANSITIONS[from].includes(to)) expect(follow()).toBe(to);
      else expect(follow).toThrow(/purge_status/);
    }
});

test('records of goods are refused, of implants by their own code', () => {
  expect(() => refuseGoods(['session', 'sale'], 3)).toThrow(/retention_permanent/);
  expect(() => refuseGoods(['acceptance'], 0)).toThrow(/retention_kept/);
  expect(() => refuseGoods(['session', 'attachment', 'temperature'], 3)).not.toThrow();
});

test('records from before a day may go; for ever is never', () => {
  expect(cutOff([rule({})], 'session', day)).toBe('2024-11-28');
  expect(cutOff([rule({ years: null })], 'session', day)).toBeNull();
  expect(cutOff([], 'session', day)).toBeNull();
});

test('a hold on everything, a kind, an item or a lot stops what it names', () => {
  const goods = { item_id: 1, lot_id: 2 };
  const hold = (
    record_kind: 'session' | 'attachment' | null,
    item_id: number | null,
    lot_id: number | null,
  ) => [{ record_kind, item_id, lot_id }];
  expect(heldWhole(hold(null, null, null), 'session')).toBe(true);
  expect(heldWhole(hold('attachment', null, null), 'session')).toBe(false);
  expect(heldWhole(hold('session', 1, null), 'session')).toBe(false);
  expect(heldGoods(hold(null, 1, null), 'attachment', goods)).toBe(true);
  expect(heldGoods(hold('attachment', 1, 2), 'attachment', goods)).toBe(true);
  expect(heldGoods(hold('attachment', 1, 3), 'attachment', goods)).toBe(false);
});

test('a paper stays as long as the longest of its lots, and where nobody knows what it is about', () => {
  const lot = (until: string | null, implant = false) => ({
    item_id: 1,
    lot_id: 2,
    implant,
    kept: { until, region: 'CN' as const, legal_basis: 'x' },
  });
  const why = (...lots: ReturnType<typeof lot>[]) => whyKept({ attachment_id: 1, lots }, day, []);
  expect(why(lot('2020-01-01'))).toBeNull();
  expect(why(lot(day))).toBe('not_yet');
  expect(why(lot('2020-01-01'), lot('2030-01-01'))).toBe('not_yet');
  expect(why(lot('2020-01-01'), lot('2020-01-01', true))).toBe('implant');
  expect(why(lot(null))).toBe('permanent');
  expect(why()).toBe('not_tied');
  const held = [{ record_kind: null, item_id: 1, lot_id: 2 }];
  expect(whyKept({ attachment_id: 1, lots: [lot('2020-01-01')] }, day, held)).toBe('legal_hold');
});

test('no rule asks for less than the law, nor for an end of what has none, nor begins before the last', () => {
  const law = rule({
    record_kind: 'sale',
    years: 2,
    years_without_expiry: 5,
    years_implant: null,
    statutory: true,
  });
  const asked = { ...law, effective_from: '2027-01-01' };
  expect(() => refuseWeaker([law], { ...asked, years: 3, years_without_expiry: 6 })).not.toThrow();
  expect(() => refuseWeaker([law], { ...asked, years: null })).not.toThrow();
  expect(() => refuseWeaker([law], { ...asked, years: 1 })).toThrow(/rule_weaker/);
  expect(() => refuseWeaker([law], { ...asked, years_without_expiry: 4 })).toThrow(/rule_weaker/);
  expect(() => refuseWeaker([law], { ...asked, years_implant: 30 })).toThrow(/retention_permanent/);
  expect(() => refuseWeaker([law], { ...asked, effective_from: '2014-10-01' })).toThrow(/rule_order/);
  expect(() =>
    refuseWeaker([rule({})], { ...rule({}), effective_from: '2027-01-01', years: 1 }),
  ).not.toThrow();
});
