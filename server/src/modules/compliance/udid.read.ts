import { type OutputOf, type previewUdid, UDID_FIELDS, type UdidField } from '@tongcang/contract';
import type { Tx } from '../../platform/db.ts';
import type { UdidDevice } from './udid.model.ts';

type Compared = OutputOf<typeof previewUdid>['devices'][number];
export type Value = string | number | boolean | null;
export type OnFile = Readonly<Record<UdidField, Value>> & {
  readonly item_id: number;
  readonly item_code: string;
};
/** A device with the item of ours that carries its identifier, and the packs of it that are known. */
export type Matched = {
  readonly device: UdidDevice;
  readonly item: OnFile | null;
  /** Base units of ours in the smallest sale unit of the database. */
  readonly units: number;
  readonly known_packages: readonly string[];
  readonly registration_known: boolean;
};

type Found = OnFile & { readonly line_no: number; readonly units: number };

/** Finds the item of each device by its identifier: three statements for any number of devices. */
export async function matchDevices(tx: Tx, devices: readonly UdidDevice[]): Promise<Matched[]> {
  const [found, known, registrations] = await Promise.all([
    tx.rows<Found>(
      `select k.line_no::int as line_no, i.item_id, i.item_code, i.name, i.model, i.device_class, i.category, i.registration_no,
         i.sterile, i.storage_condition, i.temp_min_c, i.temp_max_c, i.catalogue_old, i.catalogue_new, i.insurance_code,
         greatest(d.units_per_pack, 1) as units
       from unnest($1::text[], $2::text[]) with ordinality as k(issuer, di, line_no)
       join masterdata.v_item_identifier d on d.issuer = k.issuer and d.di = k.di
       join masterdata.v_item i on i.item_id = d.item_id`,
      [devices.map((d) => d.issuer), devices.map((d) => d.di)],
    ),
    tx.rows<{ di: string }>('select di from masterdata.v_item_identifier where di = any($1::text[])', [
      devices.flatMap((device) => device.packages.map((pack) => pack.di)),
    ]),
    tx.rows<{ registration_no: string }>(
      'select distinct registration_no from compliance.registration where registration_no = any($1::text[])',
      [devices.flatMap((device) => device.registration_no ?? [])],
    ),
  ]);
  const items = new Map(found.map((row) => [row.line_no, row]));
  const packs = new Set(known.map((row) => row.di));
  const numbers = new Set(registrations.map((row) => row.registration_no));
  return devices.map((device) => ({
    device,
    item: items.get(device.line_no) ?? null,
    units: items.get(device.line_no)?.units ?? 1,
    known_packages: device.packages.map((pack) => pack.di).filter((di) => packs.has(di)),
    registration_known: device.registration_no !== null && numbers.has(device.registration_no),
  }));
}

/** Fields that the database knows and that stand differently on file. What it leaves out is no difference. */
export function differencesOf(device: UdidDevice, item: OnFile): Compared['differences'] {
  return UDID_FIELDS.flatMap((field) => {
    const udid: Value = device[field];
    const on_file = item[field];
    return udid === null || udid === '' || udid === on_file ? [] : [{ field, on_file, udid }];
  });
}

export function comparedOf({ device, item, units, known_packages, registration_known }: Matched): Compared {
  const {
    issuer: _issuer,
    category: _category,
    catalogue_old: _old,
    catalogue_new: _new,
    sterile: _sterile,
    ...shown
  } = device;
  return {
    ...shown,
    registration_known,
    cold_chain: device.storage_condition === 'cold' || device.storage_condition === 'frozen',
    packages: device.packages.map((pack) => ({
      ...pack,
      units: pack.units === null ? null : pack.units * units,
    })),
    item:
      item === null ? null : { item_id: item.item_id, item_code: item.item_code, name: String(item.name) },
    differences: item === null ? [] : differencesOf(device, item),
    new_packages: device.packages.map((pack) => pack.di).filter((di) => !known_packages.includes(di)),
  };
}
