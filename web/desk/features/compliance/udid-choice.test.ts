import { expect, it } from 'vitest';
import { choiceText, chosenOf, countOf } from './udid-choice.ts';

const device = {
  line_no: 1,
  item: { item_id: 42, item_code: 'I1', name: 'x' },
  registration_known: false,
  differences: [
    { field: 'model', on_file: 'a', udid: 'b' },
    { field: 'registration_no', on_file: 'a', udid: 'b' },
  ],
  new_packages: ['26942221705075'],
} as unknown as Parameters<typeof chosenOf>[0];

it('chooses what differs from a known item, and nothing of a device that no item has', () => {
  expect([...chosenOf(device).fields]).toEqual(['model', 'packages']);
  expect(chosenOf({ ...device, item: null })).toEqual({ item_id: undefined, fields: new Set() });
});

it('is written as the verb takes it, without devices of which nothing is chosen', () => {
  const choices = new Map([
    [1, chosenOf(device)],
    [2, { item_id: 7, fields: new Set<string>() }],
    [3, { item_id: undefined, fields: new Set(['name']) }],
  ]);
  expect(choiceText(choices)).toBe('1:42:model+packages');
  expect(countOf(choices)).toBe(2);
});
