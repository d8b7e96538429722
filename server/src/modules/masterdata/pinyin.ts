import { customPinyin, pinyin } from 'pinyin-pro';

// Words of the trade that the general dictionary reads another way.
customPinyin({ 重组: 'chóng zǔ', 冠状: 'guān zhuàng', 血糖: 'xuè táng', 支架: 'zhī jià', 缝合: 'féng hé' });

/** Initials of a Chinese name in lower case, for search: 一次性使用无菌注射器 -> ycxsywjzsq. Latin letters and digits stay. */
export function pinyinInitials(name: string): string {
  const syllables = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' });
  return syllables.join('').toLowerCase().replaceAll(/\s+/g, '');
}
