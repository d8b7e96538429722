import { expect, test } from 'vitest';
import { pinyinInitials } from '../../src/modules/masterdata/pinyin.ts';

test.each([
  ['ycxsywjzsq', '一次性使用无菌注射器'],
  ['gzdmzj', '冠状动脉支架系统'],
  ['czryds', '重组人胰岛素'],
])('AC53: %s is typed to find %s', (typed, name) => {
  expect(pinyinInitials(name).startsWith(typed)).toBe(true);
});
