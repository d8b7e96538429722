/** Application identifiers: the table compiled once, look-up, and the check of one value. */
import type { IssueCode } from '../issue.ts';
import { AI_TABLE } from './ai-table.ts';
import { type ComponentType, firstOutside, TYPE_CODES } from './character-set.ts';
import { LINTERS, type Linter } from './lint.ts';

type Component = {
  readonly type: ComponentType;
  readonly length_min: number;
  readonly length_max: number;
  readonly optional: boolean;
  readonly linters: readonly Linter[];
};

/** One application identifier. `predefined`: needs no separator behind it. */
export type AiSpec = {
  readonly ai: string;
  readonly title: string;
  readonly predefined: boolean;
  readonly link_attribute: boolean;
  readonly components: readonly Component[];
  readonly length_min: number;
  readonly length_max: number;
  /** All of these must hold; each holds when one of its groups is wholly present. `n` in a pattern is any digit. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  readonly excludes: readonly string[];
  /** For a Digital Link primary key: its alternative qualifier sequences, in order. */
  readonly link_qualifiers?: readonly (readonly string[])[];
};

const SPECS = new Map<string, AiSpec>();

/** AI length by its first two digits (index 0 to 99); 0 where GS1 has allocated nothing. */
const AI_LENGTHS = new Uint8Array(100);

for (const line of AI_TABLE) {
  for (const spec of compileLine(line)) {
    SPECS.set(spec.ai, spec);
    AI_LENGTHS[Number(spec.ai.slice(0, 2))] = spec.ai.length;
  }
}

function compileLine(line: string): AiSpec[] {
  const [range, flags, parts, attributes, title] = line.split(';') as [
    string,
    string,
    string,
    string,
    string,
  ];
  const components = parts.split(' ').map(compileComponent);
  const words = attributes === '' ? [] : attributes.split(' ');
  const valuesOf = (key: string) =>
    words.filter((word) => word.startsWith(`${key}=`)).map((word) => word.slice(key.length + 1));
  const required = components.filter((component) => !component.optional);
  const keyed = words.some((word) => word.startsWith('dlpkey'));
  const common = {
    title,
    predefined: flags.includes('*'),
    link_attribute: flags.includes('?'),
    components,
    length_min: required.reduce((sum, component) => sum + component.length_min, 0),
    length_max: components.reduce((sum, component) => sum + component.length_max, 0),
    requires: valuesOf('req').map((value) => value.split(',').map((group) => group.split('+'))),
    excludes: valuesOf('ex').flatMap((value) => value.split(',')),
    ...(keyed && {
      link_qualifiers: valuesOf('dlpkey')
        .flatMap((value) => value.split('|'))
        .map(commaList),
    }),
  };
  return expandRange(range).map((ai) => ({ ai, ...common }));
}

function commaList(value: string): readonly string[] {
  return value.split(',');
}

function expandRange(range: string): string[] {
  const [first, last = first] = range.split('-') as [string, string?];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, index) =>
    String(Number(first) + index).padStart(first.length, '0'),
  );
}

/** `N13`, `X..20`, `[N4]`, each followed by `,check,check`. */
function compileComponent(text: string): Component {
  const [shape, ...names] = text.replace(/[[\]]/g, '').split(',') as [string, ...string[]];
  const upTo = shape.includes('..');
  const length_max = Number(shape.slice(upTo ? 3 : 1));
  const type = shape[0] as ComponentType;
  // The check for padding of base64url concerns the whole value, so it runs as a linter beside the named ones.
  const all = type === 'Z' ? ['cset64', ...names] : names;
  const linters = all.filter((name) => !name.startsWith('gcppos')).map(linterNamed);
  return { type, length_min: upTo ? 1 : length_max, length_max, optional: text.startsWith('['), linters };
}

function linterNamed(name: string): Linter {
  const linter = LINTERS[name];
  if (linter === undefined) throw new Error(`the AI table names the unknown check ${name}`);
  return linter;
}

/** The specification of an AI, or undefined when GS1 has not assigned it. */
export function aiSpec(ai: string): AiSpec | undefined {
  return SPECS.get(ai);
}

/** All assigned AIs, in the order of the dictionary. */
export function assignedAis(): readonly string[] {
  return [...SPECS.keys()];
}

/**
 * The AI at `at`, its digits only: GS1 fixes its length by the first two digits, also for AIs not yet assigned.
 * Null where no AI can stand: no digits, text too short, or first digits that GS1 has not allocated.
 */
export function aiAt(text: string, at: number): string | null {
  const tens = text.charCodeAt(at) - 48;
  const units = text.charCodeAt(at + 1) - 48;
  if (!(tens >= 0 && tens <= 9 && units >= 0 && units <= 9)) return null;
  const length = AI_LENGTHS[tens * 10 + units] as number;
  if (length === 0) return null;
  const ai = text.slice(at, at + length);
  return ai.length === length && firstOutside('N', ai) < 0 ? ai : null;
}

/** True when `ai` has the length that GS1 prescribes for its first two digits, or no length is prescribed there. */
export function hasAllocatedLength(ai: string): boolean {
  const length = AI_LENGTHS[Number(ai.slice(0, 2))] as number;
  return length === 0 || length === ai.length;
}

export type ValueFault = {
  readonly code: IssueCode;
  readonly at: number;
  readonly limit?: number;
};

/**
 * Checks one value against its specification: length, characters, content. Null when it is right.
 * The components consume the value from the left; optional ones end with the value.
 */
export function checkValue(spec: AiSpec, value: string, yearNow: number): ValueFault | null {
  if (value.length < spec.length_min) return { code: 'TOO_SHORT', at: value.length, limit: spec.length_min };
  if (value.length > spec.length_max)
    return { code: 'TOO_LONG', at: spec.length_max, limit: spec.length_max };
  let at = 0;
  for (const component of spec.components) {
    if (at === value.length && component.optional) return null;
    const end = Math.min(at + component.length_max, value.length);
    const part = at === 0 && end === value.length ? value : value.slice(at, end);
    const wrong = checkComponent(component, part, yearNow);
    if (wrong !== null) return { ...wrong, at: at + wrong.at };
    at = end;
  }
  return null;
}

function checkComponent(component: Component, part: string, yearNow: number): ValueFault | null {
  if (part.length < component.length_min) {
    return { code: 'TOO_SHORT', at: part.length, limit: component.length_min };
  }
  const foreign = firstOutside(component.type, part);
  if (foreign >= 0) return { code: TYPE_CODES[component.type], at: foreign };
  for (const linter of component.linters) {
    const wrong = linter(part, yearNow);
    if (wrong !== null) return wrong;
  }
  return null;
}
