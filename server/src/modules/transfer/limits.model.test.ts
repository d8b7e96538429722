import { expect, test } from 'vitest';
import { newsOf } from './follow-transport.ts';
import { limitRefusal } from './limits.model.ts';

const limits = [
  { role: 'planner', max_value_fen: 100, max_cost_fen: 10 },
  { role: 'manager', max_value_fen: null, max_cost_fen: 50 },
];

test('the widest role counts, for value and freight apart, and a role without a row has no limit', () => {
  const order = { value_fen: 101, cost_fen: 10 };
  expect(limitRefusal(limits, ['planner'], { value_fen: 100, cost_fen: 10 })).toBeNull();
  expect(limitRefusal(limits, ['planner'], order)).toEqual({
    what: 'value',
    amount_fen: 101,
    limit_fen: 100,
  });
  expect(limitRefusal(limits, ['planner', 'manager'], order)).toBeNull();
  expect(limitRefusal(limits, ['manager'], { value_fen: 999, cost_fen: 51 })).toMatchObject({
    what: 'freight',
  });
  expect(limitRefusal(limits, ['planner', 'director'], { value_fen: 999, cost_fen: 999 })).toBeNull();
});

test('who holds no role by name is bound by the narrowest limit', () => {
  expect(limitRefusal(limits, [], { value_fen: 101, cost_fen: 0 })).toMatchObject({ limit_fen: 100 });
  expect(limitRefusal(limits, [], { value_fen: 0, cost_fen: 11 })).toMatchObject({ limit_fen: 10 });
});

test('news of a batch come together for each transfer, the later over the earlier', () => {
  const event = (topic: string, payload: object) => ({ topic: `transport.${topic}`, payload });
  const keys = { document_keys: ['transfer:7', 'delivery:7'] };
  expect(
    newsOf([
      event('departed', { ...keys, eta_at: 'A' }),
      event('delayed', {
        ...keys,
        delayed_minutes: 40,
        reason: '堵车',
        eta_at: 'C',
        documents: [{ document_key: 'transfer:7', eta_at: 'B' }],
      }),
      event('freight_allocated', {
        document_key: 'transfer:7',
        lines: [{ amount_fen: 3 }, { amount_fen: 4 }],
      }),
      event('freight_allocated', { document_key: 'transfer:7', lines: [{ amount_fen: -3 }] }),
      event('freight_allocated', { document_key: 'delivery:9', lines: [{ amount_fen: 5 }] }),
    ]),
  ).toEqual([
    {
      transfer_id: 7,
      expected_arrival: 'B',
      delayed_minutes: 40,
      delay_reason: '堵车',
      delivered_at: null,
      signed_by: null,
      freight_fen: 4,
    },
  ]);
});
