import { applyUdid as contract, UDID_FIELDS } from '@tongcang/contract';
import { fail, notFound } from '../../platform/errors.ts';
import { changeRules } from '../../platform/rules-lock.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { completeItems, type IdentifierRow, type ItemChange, writeIdentifiers } from '../masterdata/index.ts';
import { requireEverywhere } from './everywhere.ts';
import { devicesOf } from './preview-udid.ts';
import { type Matched, matchDevices } from './udid.read.ts';

type Choice = { readonly line_no: number; readonly item_id: number; readonly fields: ReadonlySet<string> };

/** The file comes once more with what was chosen of it, so that what is written is what the database says. */
export const applyUdid = defineVerb(
  contract,
  { permission: 'compliance.write', audit: 'compliance.apply_udid' },
  async ({ tx, actor, audit }, { bytes, choice, file_name }) => {
    requireEverywhere(actor, 'compliance.write');
    await changeRules(tx);
    const matched = await matchDevices(tx, devicesOf(bytes));
    const chosen = choicesOf(choice).map((one) => ({ ...one, ...deviceAt(matched, one) }));
    const changes = merged(chosen.map(changeOf)).filter((change) => Object.keys(change).length > 1);
    const packs = once(chosen.flatMap(identifiersOf));
    const written = await completeItems(tx, changes);
    if (written !== changes.length) notFound('item', changes[0]!.item_id);
    await writeIdentifiers(tx, packs);
    for (const { item_id, device, fields } of chosen) {
      const detail = { file_name, di: device.di, fields: [...fields] };
      audit({ entity: 'item', entity_id: item_id, detail });
    }
    return {
      items: chosen.length,
      fields: changes.reduce((sum, change) => sum + Object.keys(change).length - 1, 0),
      packages: packs.length,
    };
  },
);

function choicesOf(text: string): Choice[] {
  return text.split(',').map((part) => {
    const [line_no, item_id, fields] = part.split(':') as [string, string, string];
    return { line_no: Number(line_no), item_id: Number(item_id), fields: new Set(fields.split('+')) };
  });
}

/** The device of a line; one whose identifier belongs to another item is refused. */
function deviceAt(matched: readonly Matched[], { line_no, item_id }: Choice): Matched {
  const found = matched[line_no - 1] ?? notFound('device', line_no);
  if (found.item !== null && found.item.item_id !== item_id)
    fail('compliance.udid_other_device', { line_no });
  return found;
}

function changeOf({ item_id, device, fields }: Choice & Matched): ItemChange {
  const known = UDID_FIELDS.filter(
    (field) => fields.has(field) && device[field] !== null && device[field] !== '',
  );
  return { item_id, ...Object.fromEntries(known.map((field) => [field, device[field]])) };
}

/** One change for each item: a file may hold several devices that are one item of ours; the last one counts. */
function merged(changes: readonly ItemChange[]): ItemChange[] {
  const byItem = new Map<number, ItemChange>();
  for (const change of changes) byItem.set(change.item_id, { ...byItem.get(change.item_id), ...change });
  return [...byItem.values()];
}

/** Each identifier once, also where a file names a pack under several devices. */
const once = (rows: readonly IdentifierRow[]): IdentifierRow[] => [
  ...new Map(rows.map((row) => [`${row.issuer} ${row.di}`, row])).values(),
];

/** The smallest sale unit, where it is new, and its packs, as identifiers of the item. */
function identifiersOf({ item_id, item, units, device, fields }: Choice & Matched): IdentifierRow[] {
  if (!fields.has('packages')) return [];
  const own: IdentifierRow[] =
    item === null
      ? [
          {
            item_id,
            issuer: device.issuer,
            di: device.di,
            packing_level: 'unit',
            units_per_pack: 1,
            source: 'udid',
          },
        ]
      : [];
  const packs = device.packages.flatMap((pack): IdentifierRow[] =>
    pack.units === null
      ? []
      : [
          {
            item_id,
            issuer: device.issuer,
            di: pack.di,
            packing_level: levelOf(pack.level),
            units_per_pack: pack.units * units,
            source: 'udid',
          },
        ],
  );
  return [...own, ...packs];
}

function levelOf(word: string): IdentifierRow['packing_level'] {
  if (/托|垛|栈板/.test(word)) return 'pallet';
  return /箱|件/.test(word) ? 'carton' : 'inner';
}
