/** Rules about elements together: repeated, excluding each other, or needing a companion. */
import type { Issue } from '../issue.ts';
import { aiSpec } from './ai.ts';
import type { Gs1Element } from './scan.ts';

/** `n` in a pattern stands for any digit; `31nn` matches 3103. */
function matches(pattern: string, ai: string): boolean {
  if (pattern === ai) return true;
  if (!pattern.includes('n') || pattern.length !== ai.length) return false;
  for (let index = 0; index < pattern.length; index++) {
    if (pattern.charAt(index) !== 'n' && pattern.charAt(index) !== ai.charAt(index)) return false;
  }
  return true;
}

function isPresent(elements: readonly Gs1Element[], pattern: string): boolean {
  for (const element of elements) {
    if (matches(pattern, element.ai)) return true;
  }
  return false;
}

/** Removes exact repeats, which GS1 allows, and reports an AI that occurs with two values, which it does not. */
export function mergeRepeats(elements: readonly Gs1Element[]): {
  elements: readonly Gs1Element[];
  errors: Issue[];
} {
  if (!repeats(elements)) return { elements, errors: [] };
  const first = new Map<string, string>();
  const errors: Issue[] = [];
  const merged: Gs1Element[] = [];
  for (const element of elements) {
    const earlier = first.get(element.ai);
    if (earlier === undefined) {
      first.set(element.ai, element.value);
      merged.push(element);
    } else if (earlier !== element.value) {
      const params = { first: earlier, second: element.value };
      errors.push({ code: 'DUPLICATE_AI', ai: element.ai, params });
    }
  }
  return { elements: merged, errors };
}

/** Whether an AI stands twice; labels have so few elements that looking at each pair is quickest. */
function repeats(elements: readonly Gs1Element[]): boolean {
  for (let index = 1; index < elements.length; index++) {
    for (let before = 0; before < index; before++) {
      if (elements[before]?.ai === elements[index]?.ai) return true;
    }
  }
  return false;
}

/** AIs that may not stand together, such as 01 (item) with 02 (content). An AI never excludes itself. */
export function findExclusions(elements: readonly Gs1Element[]): Issue[] {
  const errors: Issue[] = [];
  for (const { ai } of elements) {
    for (const pattern of aiSpec(ai)?.excludes ?? []) {
      const other = elements.find((element) => element.ai !== ai && matches(pattern, element.ai));
      if (other !== undefined) errors.push({ code: 'EXCLUDES', ai, params: { other: other.ai } });
    }
  }
  return errors;
}

/** Keys whose optional serial part a digital signature (AI 8030) needs, with the length of the part before it. */
const KEYS_WITH_SERIAL: Readonly<Record<string, number>> = { '253': 13, '255': 13, '8003': 14 };

/** AIs whose companions are missing, such as 10 (lot) without an item. */
export function findMissing(elements: readonly Gs1Element[]): Issue[] {
  const errors: Issue[] = [];
  for (const { ai } of elements) {
    for (const groups of aiSpec(ai)?.requires ?? []) {
      if (groups.some((group) => group.every((pattern) => isPresent(elements, pattern)))) continue;
      errors.push({
        code: 'REQUIRES',
        ai,
        params: { needs: groups.map((group) => group.join('+')).join(',') },
      });
    }
  }
  return [...errors, ...findUnserialisedSignature(elements)];
}

function findUnserialisedSignature(elements: readonly Gs1Element[]): Issue[] {
  if (!elements.some((element) => element.ai === '8030')) return [];
  const bare = elements.find((element) => element.value.length === KEYS_WITH_SERIAL[element.ai]);
  return bare === undefined
    ? []
    : [{ code: 'REQUIRES', ai: '8030', params: { needs: `serial of ${bare.ai}` } }];
}
