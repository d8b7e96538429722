import type { Bilingual } from './feature.ts';

/** An entry of the command palette: found by its title in either language, or by its hints. */
export type Entry = {
  readonly id: string;
  readonly kind: 'page' | 'action' | 'scope' | 'record';
  readonly title: string;
  readonly words: string;
  readonly detail?: string;
  readonly run: () => void;
};

/** Everything an entry is found by, in lower case. */
export const wordsOf = (title: Bilingual, hints = ''): string =>
  `${title.zh} ${title.en} ${hints}`.toLowerCase();

/** How well an entry answers a query, or null: the start of a word beats the middle of one. */
export function scoreOf(words: string, query: string): number | null {
  let score = 0;
  for (const part of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = words.indexOf(part);
    if (at < 0) return null;
    score += at === 0 || words[at - 1] === ' ' ? 10 - Math.min(at, 9) / 10 : 1;
  }
  return score;
}

/** The entries that answer the query, best first; all of them in their order for an empty query. */
export function match(entries: readonly Entry[], query: string): readonly Entry[] {
  if (query.trim() === '') return entries;
  return entries
    .map((entry, index) => ({ entry, index, score: scoreOf(entry.words, query) }))
    .filter((found) => found.score !== null)
    .sort((a, b) => b.score! - a.score! || a.index - b.index)
    .map(({ entry }) => entry);
}
