/** Hints per column and file; an upload with a hundred thousand unknown codes is a wrong file, not typing errors. */
const HINTS_MAX = 1_000;
const SHOWN_MAX = 3;

/**
 * Finds known codes that differ from an unknown one by case, or by one character added, left out, changed or
 * swapped with its neighbour.
 *
 * Tries every such change of the unknown code against the known ones (about 900 look-ups for ten characters)
 * instead of comparing with each known code, so that the cost does not grow with the master data.
 */
export function createNear(known: Iterable<string>): (unknown: string, prefix?: string) => readonly string[] {
  let folded: Map<string, string> | null = null;
  let alphabet: string[] = [];
  const answers = new Map<string, readonly string[]>();
  const search = (prefix: string, text: string): string[] => {
    const same = folded!.get(prefix + text);
    if (same !== undefined) return [same.slice(prefix.length)];
    const hits = new Set<string>();
    for (const candidate of neighbours(text, alphabet)) {
      const hit = folded!.get(prefix + candidate);
      if (hit !== undefined) hits.add(hit.slice(prefix.length));
      if (hits.size === SHOWN_MAX) break;
    }
    return [...hits];
  };
  return (unknown, prefix = '') => {
    const key = prefix + unknown;
    const answer = answers.get(key);
    if (answer) return answer;
    if (answers.size >= HINTS_MAX || unknown.length > 40) return [];
    if (!folded) {
      folded = new Map([...known].map((code) => [code.toUpperCase(), code]));
      alphabet = [...new Set([...folded.keys()].join(''))].slice(0, 100);
    }
    const found = search(prefix.toUpperCase(), unknown.toUpperCase());
    answers.set(key, found);
    return found;
  };
}

function* neighbours(text: string, alphabet: readonly string[]): Generator<string> {
  for (let i = 0; i < text.length; i++) {
    const [before, after] = [text.slice(0, i), text.slice(i + 1)];
    yield before + after;
    if (after !== '') yield before + after[0] + text[i] + after.slice(1);
    for (const char of alphabet) yield before + char + after;
  }
  for (let i = 0; i <= text.length; i++) {
    for (const char of alphabet) yield text.slice(0, i) + char + text.slice(i);
  }
}
