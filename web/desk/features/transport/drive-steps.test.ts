import { expect, test } from 'vitest';
import { type Command, withQueue } from './drive-steps.ts';
import type { Shipment } from './model.ts';

const stop = (stop_id: number) => ({ stop_id, status: 'planned', arrived_at: null, left_at: null });
const shipment = {
  shipment_id: 7,
  status: 'ready',
  departed_at: null,
  stop_rows: [stop(1), stop(2)],
} as unknown as Shipment;
const command = (kind: Command['kind'], stop_id: number | null = null, more: object = {}): Command => ({
  key: `${kind}${stop_id}`,
  kind,
  shipment_id: 7,
  stop_id,
  at: '2026-01-01T00:00:00.000Z',
  input: { ...more },
});

test('steps that wait on the phone count as done, in their order', () => {
  const steps = [command('depart'), command('arrive', 1), command('report'), command('hand_over', 1)];
  const after = withQueue(shipment, steps);
  expect(after.status).toBe('on_the_road');
  expect(after.stop_rows.map((one) => one.status)).toEqual(['delivered', 'planned']);
});

test('the last stop ends the journey, and what is refused is shown so', () => {
  const steps = [command('depart'), command('hand_over', 1, { refuse_all: true }), command('hand_over', 2)];
  const after = withQueue(shipment, steps);
  expect(after.status).toBe('completed');
  expect(after.stop_rows[0]!.status).toBe('refused');
});

test('steps of another journey change nothing here', () => {
  expect(withQueue(shipment, [{ ...command('depart'), shipment_id: 8 }])).toEqual(shipment);
});
