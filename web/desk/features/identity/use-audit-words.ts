import { useEffect, useState } from 'react';
import type { Language } from '../../../ui/index.ts';

export type AuditWords = Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** What was done, in words: they come from every module, so the page does not wait for them. */
export function useAuditWords(): AuditWords {
  const [words, setWords] = useState<AuditWords>({});
  useEffect(() => void import('./audit-words.ts').then((loaded) => setWords(loaded.default)), []);
  return words;
}
