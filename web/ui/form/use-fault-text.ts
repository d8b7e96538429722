import type { Params } from '../message.ts';
import { useCodeText, useKitText } from '../provider.tsx';

const KIT_CODES = new Set(
  'required too_short too_long too_small too_big too_few too_many number integer type format value date charset email'.split(
    ' ',
  ),
);

/** The sentence for a fault: the kit's own for the schema's codes, the product's for its own codes. */
export function useFaultText(): (fault: { code: string; params: Params }) => string {
  const t = useKitText();
  const textOf = useCodeText();
  return ({ code, params }) => {
    const known = textOf(code, params);
    if (known !== code) return known;
    if (KIT_CODES.has(code)) return t(`e_${code}` as Parameters<typeof t>[0], params);
    return t('e_other', { code });
  };
}
