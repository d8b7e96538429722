/**
 * Messages with parameters, in a small part of the ICU syntax.
 *
 * `{name}` inserts a parameter (numbers are grouped by the language), `{count, plural, one {# line} other
 * {# lines}}` chooses by Intl.PluralRules, `{kind, select, road {…} other {…}}` chooses by value. `#` is the
 * number of the nearest plural. A parameter that is missing stays visible as `{name}`, so that it is noticed.
 */
export type Language = 'zh' | 'en';
export type Params = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Texts of one part of the product; a key that English lacks does not compile. */
export type Dictionary<K extends string = string> = {
  readonly zh: Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
};

/** Declares a dictionary: Chinese is the source, English must have every key of it and no other. */
export function dictionary<const Z extends Readonly<Record<string, string>>>(
  zh: Z,
  en: Readonly<Record<keyof Z & string, string>>,
): Dictionary<keyof Z & string> {
  return { zh, en };
}

export type Translate<K extends string> = (key: K, params?: Params) => string;

export const localeOf = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB');

type Part = string | { name: string; choice?: 'plural' | 'select'; branches?: Record<string, Part[]> };

const parsed = new Map<string, Part[]>();

/** The text of `pattern` with `params` filled in. */
export function formatMessage(pattern: string, params: Params, language: Language): string {
  let parts = parsed.get(pattern);
  if (!parts) {
    parts = parse(pattern);
    parsed.set(pattern, parts);
  }
  return render(parts, params, language, undefined);
}

function render(parts: Part[], params: Params, language: Language, count: number | undefined): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') {
        return count === undefined ? part : part.replaceAll('#', formatNumber(count, language));
      }
      const value = params[part.name];
      if (value === undefined || value === null) return `{${part.name}}`;
      if (!part.branches) return typeof value === 'number' ? formatNumber(value, language) : String(value);
      const number = part.choice === 'plural' ? Number(value) : count;
      const key =
        part.choice === 'plural' ? pluralKey(Number(value), part.branches, language) : String(value);
      return render(part.branches[key] ?? part.branches.other ?? [], params, language, number);
    })
    .join('');
}

function pluralKey(count: number, branches: Record<string, Part[]>, language: Language): string {
  const exact = `=${count}`;
  return exact in branches ? exact : new Intl.PluralRules(localeOf(language)).select(count);
}

const numberFormats = new Map<Language, Intl.NumberFormat>();

/** A number in the digits and grouping of the language, at most three decimals. */
export function formatNumber(value: number, language: Language): string {
  let format = numberFormats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 3 });
    numberFormats.set(language, format);
  }
  return format.format(value);
}

function parse(pattern: string): Part[] {
  const [parts] = parseUntil(pattern, 0, false);
  return parts;
}

function parseUntil(pattern: string, from: number, nested: boolean): [Part[], number] {
  const parts: Part[] = [];
  let at = from;
  let text = '';
  while (at < pattern.length) {
    const char = pattern[at]!;
    if (char === '}' && nested) break;
    if (char !== '{') {
      text += char;
      at += 1;
      continue;
    }
    if (text) parts.push(text);
    text = '';
    const [part, next] = parseArgument(pattern, at + 1);
    parts.push(part);
    at = next;
  }
  if (text) parts.push(text);
  return [parts, at];
}

function parseArgument(pattern: string, from: number): [Part, number] {
  const head = /^\s*(\w+)\s*(?:,\s*(plural|select)\s*,)?/.exec(pattern.slice(from));
  if (!head) throw new Error(`Message is not well formed: ${pattern}`);
  let at = from + head[0].length;
  const name = head[1]!;
  if (!head[2]) {
    if (pattern[at] !== '}') throw new Error(`Message lacks a closing brace: ${pattern}`);
    return [{ name }, at + 1];
  }
  const branches: Record<string, Part[]> = {};
  for (;;) {
    const key = /^\s*([\w=]+)\s*\{/.exec(pattern.slice(at));
    if (!key) break;
    const [parts, end] = parseUntil(pattern, at + key[0].length, true);
    branches[key[1]!] = parts;
    at = end + 1;
  }
  const close = pattern.indexOf('}', at);
  if (close < 0) throw new Error(`Message lacks a closing brace: ${pattern}`);
  return [{ name, choice: head[2] as 'plural' | 'select', branches }, close + 1];
}
