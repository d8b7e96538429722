/** The reader of the national UDI database against the sample beside the project, and its fields by their list. */
import { expect, it } from 'vitest';
import { readUdid } from '../server/src/modules/compliance/udid.model.ts';
import { readShared } from './support/vectors.ts';

const sample = readShared<object>('data/nmpa/udid-sample-device.json');

it.runIf(sample !== null)('reads the sample device as acceptance case 19 expects it', () => {
  expect(readUdid(JSON.stringify(sample))).toMatchObject([
    {
      name: '一次性使用采样器',
      device_class: 'I',
      registration_no: '粤潮械备20140023',
      packages: [{ di: '26942221705075', contains: 10 }],
      storage_condition: 'cold',
      temp_min_c: 2,
      temp_max_c: 8,
    },
  ]);
});
