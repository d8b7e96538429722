import type { OutputOf, previewUdid } from '@tongcang/contract';

type Device = OutputOf<typeof previewUdid>['devices'][number];
/** What of a device is taken over, and for which item. */
export type Choice = { readonly item_id: number | undefined; readonly fields: ReadonlySet<string> };

/**
 * At first everything that differs from a known item is chosen, but for a registration number that is not on file, under
 * which nothing could move. A device that no item has waits for a person.
 */
export function chosenOf(device: Device): Choice {
  const fields = new Set<string>(device.differences.map((one) => one.field));
  if (!device.registration_known) fields.delete('registration_no');
  if (device.new_packages.length > 0) fields.add('packages');
  return { item_id: device.item?.item_id, fields: device.item ? fields : new Set() };
}

const complete = ([, { item_id, fields }]: [number, Choice]) => item_id !== undefined && fields.size > 0;

export const countOf = (choices: ReadonlyMap<number, Choice>): number =>
  [...choices].filter(complete).reduce((sum, [, { fields }]) => sum + fields.size, 0);

/** The choice as the verb takes it: `1:42:name+model`. */
export const choiceText = (choices: ReadonlyMap<number, Choice>): string =>
  [...choices]
    .filter(complete)
    .map(([line_no, { item_id, fields }]) => `${line_no}:${item_id}:${[...fields].join('+')}`)
    .join(',');
