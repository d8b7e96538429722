import { useMemo } from 'react';
import { type Dictionary, useLanguage } from '../../../ui/index.ts';
import { placeText, purposeText } from './text.ts';

function useNames(texts: Dictionary): (value: string | null | undefined) => string {
  const language = useLanguage();
  return useMemo(
    () => (value: string | null | undefined) => (value ? (texts[language][value] ?? value) : ''),
    [texts, language],
  );
}

/** `usePurpose()('putaway')` -> 上架 */
export const usePurpose = () => useNames(purposeText);
/** `usePlaceKind()('in_transit')` -> 在途 */
export const usePlaceKind = () => useNames(placeText);
