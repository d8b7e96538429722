/** The one-character names that begin Chinese registration, filing and licence numbers. */
import { normaliseWidth, trimLayout } from '../text.ts';

/** The national authority. */
export const NATIONAL = '国';

/** Provinces, autonomous regions and municipalities, as one character class. */
export const PROVINCES = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川渝贵云藏陕甘青宁新';

/** Numbers as people paste them: full-width digits repaired, layout around and spaces inside removed. */
export function normaliseNumber(text: string): string {
  return trimLayout(normaliseWidth(text)).replaceAll(' ', '');
}
