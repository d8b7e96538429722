import type { listBalances } from '@tongcang/contract';
import { useMemo } from 'react';
import { type Dictionary, useLanguage } from '../../../ui/index.ts';
import type { RowOf } from '../../app/api.ts';
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

/** What makes a row of the ledger the same row: goods, place, owner and disposition. */
export const balanceKey = (row: RowOf<typeof listBalances>): string =>
  `${row.item_id}|${row.lot_id}|${row.account_id}|${row.owner_id}|${row.disposition}`;
