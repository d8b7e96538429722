import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('runs so many at once, lets others wait in order, and refuses the rest', async () => {
  const slots = createSlots({ running_max: 1, waiting_max: 1 });
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = slots(() => gate.promise.then(() => order.push('first')));
  const second = slots(async () => order.push('second'));
  await expect(slots(async () => order.push('third'))).rejects.toMatchObject({ code: 'tabular.busy' });
  expect(order).toEqual([]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});

it('frees the place of work that failed', async () => {
  const slots = createSlots({ running_max: 1, waiting_max: 0 });
  await expect(slots(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await slots(async () => 'runs')).toBe('runs');
});
