import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, refusalOf, type World } from '../../../test/support/world.ts';
import { observeStatements } from '../../platform/db.ts';
import { record_verbs } from './records.ts';
import { readUdid } from './udid.model.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

/** A device as the interface of udi.nmpa.gov.cn gives it. */
const DEVICE = {
  zxxsdycpbs: '06942221705071',
  cpbsbmtxmc: 'GS1',
  zczbhhzbapzbh: '粤潮械备20140023号',
  cpmctymc: '一次性使用采样器',
  ggxh: 'KPCJ12',
  flbm: '22-11-01',
  ybbm: 'C0102',
  sfwwjbz: '是',
  packingList: [
    { bzcpbs: '26942221705075', cpbzjb: '箱', bznhxyjcpbssl: 10, bznhxyjbzcpbs: '16942221705078' },
    { bzcpbs: '16942221705078', cpbzjb: '盒', bznhxyjcpbssl: 5, bznhxyjbzcpbs: '06942221705071' },
  ],
  storageList: [{ cchcztj: '冷藏', zdz: '2', zgz: '8', jldw: '℃' }],
};
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<udid version="1.0"><devices><device>
  <zxxsdycpbs>06942221705071</zxxsdycpbs><cpmctymc>采样器 &amp; 附件</cpmctymc><zczbhhzbapzbh>粤潮械备20140023</zczbhhzbapzbh>
  <packingList><packing><bzcpbs>26942221705075</bzcpbs><cpbzjb>箱</cpbzjb><bznhxyjcpbssl>10</bznhxyjcpbssl>
    <bznhxyjbzcpbs>06942221705071</bznhxyjbzcpbs></packing></packingList>
  <storageList><storage><cchcztj>冷冻</cchcztj><zdz>-25</zdz><zgz>-15</zgz><jldw>℃</jldw></storage></storageList>
</device></devices></udid>`;

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const ask = <T>(name: string, input: object): Promise<T> =>
  world.call(record_verbs.find((one) => one.contract.name === `compliance.${name}`)!, input, {
    actor: world.as(['compliance.write']),
  }) as Promise<T>;
type Device = {
  item: { item_id: number } | null;
  differences: { field: string; on_file: unknown; udid: unknown }[];
  packages: { di: string; units: number | null }[];
  new_packages: string[];
};
const preview = async (value: unknown) =>
  (await ask<{ devices: Device[] }>('preview-udid', { file_name: 'udid.json', bytes: bytes(value) })).devices;
const apply = (value: unknown, choice: string) =>
  ask<{ items: number; fields: number; packages: number }>('apply-udid', {
    file_name: 'udid.json',
    bytes: bytes(value),
    choice,
  });

describe('reading', () => {
  test('finds devices alone, in lists and in the envelope of the interface', () => {
    for (const shape of [DEVICE, [DEVICE], { returnCode: 1, dataSet: { deviceInfo: [DEVICE] } }])
      expect(readUdid(JSON.stringify(shape))).toMatchObject([{ di: '06942221705071', device_class: 'I' }]);
    expect(readUdid(XML)).toMatchObject([
      {
        name: '采样器 & 附件',
        storage_condition: 'frozen',
        temp_min_c: -25,
        packages: [{ di: '26942221705075', contains: 10, units: 10 }],
      },
    ]);
  });

  test('counts units through packs inside packs, and not at all where the chain is broken or turns in a circle', () => {
    const units = (packingList: object[]) =>
      readUdid(JSON.stringify({ ...DEVICE, packingList }))![0]!.packages.map((pack) => pack.units);
    expect(units(DEVICE.packingList)).toEqual([50, 5]);
    expect(units([{ ...DEVICE.packingList[0], bznhxyjbzcpbs: '36942221705072' }])).toEqual([null]);
    const circle = DEVICE.packingList.map((pack, index) => ({
      ...pack,
      bznhxyjbzcpbs: DEVICE.packingList[1 - index]!.bzcpbs,
    }));
    expect(units(circle)).toEqual([null, null]);
  });

  test('takes the class from the number, else from the words for it', () => {
    const read = (more: object) => readUdid(JSON.stringify({ ...DEVICE, ...more }))![0]!.device_class;
    expect(read({ zczbhhzbapzbh: '国械注准20203140001' })).toBe('III');
    expect(read({ zczbhhzbapzbh: '国食药监械(准)字2013第3150001号', qxlb: 'Ⅲ类' })).toBe('III');
    expect(read({ zczbhhzbapzbh: null, qxlb: 'II' })).toBe('II');
    expect(read({ zczbhhzbapzbh: null, qxlb: null })).toBeNull();
  });

  test('never breaks on what is no such file', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((s) => `<${s}>`),
        ),
        (text) => void readUdid(text),
      ),
    );
    expect(readUdid('{"a":1}')).toBeNull();
    expect(readUdid('<a><b></a>')).toBeNull();
  });
});

describe('completing an item', () => {
  async function item(di: string): Promise<number> {
    const [row] = await world.sql<{ item_id: string }>(
      `insert into masterdata.item (item_code, name, model, device_class, category, unit, carton_qty, udi_di, registration_no,
         manufacturer_id, tracking, implant, sterile, storage_condition, unit_cost_fen, unit_volume_ml, unit_weight_g)
       values ($1, '采样器', 'X', 'II', '22', '支', 10, $1, 'X', $2, 'lot', false, false, 'ambient', 1, 1, 1) returning item_id`,
      [di, world.supplier_id],
    );
    return Number(row!.item_id);
  }

  test('shows field by field what differs, and changes only what was chosen', async () => {
    const item_id = await item('06942221705071');
    const [device] = await preview(DEVICE);
    expect(device).toMatchObject({ item: { item_id }, cold_chain: true, registration_known: false });
    expect(device!.differences).toContainEqual({
      field: 'storage_condition',
      on_file: 'ambient',
      udid: 'cold',
    });
    expect(device!.new_packages).toEqual(['26942221705075', '16942221705078']);
    expect(
      await apply(DEVICE, `1:${item_id}:device_class+storage_condition+temp_min_c+temp_max_c+packages`),
    ).toEqual({
      items: 1,
      fields: 4,
      packages: 2,
    });
    const [after] = await world.sql('select * from masterdata.item where item_id = $1', [item_id]);
    expect(after).toMatchObject({
      device_class: 'I',
      storage_condition: 'cold',
      temp_max_c: 8,
      name: '采样器',
      model: 'X',
    });
    const packs = await world.sql(
      `select di, packing_level, units_per_pack::int as units from masterdata.item_identifier
       where item_id = $1 and source = 'udid' order by di`,
      [item_id],
    );
    expect(packs).toEqual([
      { di: '16942221705078', packing_level: 'inner', units: 5 },
      { di: '26942221705075', packing_level: 'carton', units: 50 },
    ]);
    const [again] = await preview(DEVICE);
    expect(again!.new_packages).toEqual([]);
    expect(again!.differences.map((one) => one.field)).not.toContain('temp_max_c');
  });

  test('gives an item that is chosen by hand the identifier, and refuses one that belongs to another', async () => {
    const other = { ...DEVICE, zxxsdycpbs: '06945630100017', packingList: [] };
    const { gloves, stent } = world.items;
    const [before] = await preview({ ...other, zxxsdycpbs: '06901234567892' });
    expect(before!.item).toBeNull();
    await apply({ ...other, zxxsdycpbs: '06901234567892' }, `1:${gloves}:packages`);
    const [device] = await preview({ ...other, zxxsdycpbs: '06901234567892' });
    expect(device!.item).toMatchObject({ item_id: gloves });
    const wrong = apply({ ...other, zxxsdycpbs: '06901234567892' }, `1:${stent}:packages`);
    expect((await refusalOf(wrong)).code).toBe('compliance.udid_other_device');
  });

  test('takes as many statements for many devices as for one', async () => {
    const statements = async (count: number) => {
      const devices = Array.from({ length: count }, (_, index) => ({
        ...DEVICE,
        zxxsdycpbs: `X${count}-${index}`,
        packingList: [],
      }));
      const choice = devices.map((_, index) => `${index + 1}:${world.items.bandage}:packages`).join(',');
      let counted = 0;
      observeStatements(() => {
        counted += 1;
      });
      try {
        await apply(devices, choice);
      } finally {
        observeStatements(null);
      }
      return counted;
    };
    expect(await statements(40)).toBe(await statements(1));
  });

  test('takes a device that the file holds twice as one, and leaves out text that is no clean text', async () => {
    const di = '06955555500013';
    const twice = [
      {
        ...DEVICE,
        zxxsdycpbs: di,
        ggxh: 'A',
        packingList: [{ ...DEVICE.packingList[1], bzcpbs: '16955555500010', bznhxyjbzcpbs: di }],
      },
      {
        ...DEVICE,
        zxxsdycpbs: di,
        ggxh: 'B',
        cpmctymc: 'x\u0000y',
        packingList: [{ ...DEVICE.packingList[1], bzcpbs: '16955555500010', bznhxyjbzcpbs: di }],
      },
    ];
    const item_id = await item('06955555500990');
    const fields = 'name+model+packages';
    const done = await apply(twice, `1:${item_id}:${fields},2:${item_id}:${fields},2:${item_id}:model`);
    expect(done).toMatchObject({ packages: 2 });
    const [after] = await world.sql('select name, model from masterdata.item where item_id = $1', [item_id]);
    expect(after).toEqual({ name: '一次性使用采样器', model: 'B' });
  });

  test('refuses a file without devices and a line that the file does not have', async () => {
    expect((await refusalOf(preview('hello'))).code).toBe('compliance.udid_unreadable');
    expect((await refusalOf(apply(DEVICE, `7:${world.items.gloves}:name`))).code).toBe('platform.not_found');
    expect((await refusalOf(apply({ ...DEVICE, zxxsdycpbs: '06912345678909' }, '1:987654:name'))).code).toBe(
      'platform.not_found',
    );
  });
});
