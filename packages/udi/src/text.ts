/**
 * Characters that must not reach a code: what scanners, input methods and copy-and-paste smuggle in.
 *
 * A lot with an invisible character looks equal on screen and is another lot in the database, so codes are printable
 * ASCII or they are refused; only full-width forms, which Chinese input methods produce by accident, are repaired.
 */

/** Unicode look-alikes of ASCII letters: Cyrillic, Greek and a few Latin strays, upper and lower case. */
const LOOK_ALIKES = new Map<string, string>(
  Object.entries({
    ...pairs('АВЕЅІЈКМНОРСТХУ', 'ABESIJKMHOPCTXY'),
    ...pairs('аеѕіјорсхуһԁԛԝ', 'aesijopcxyhdqw'),
    ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
    ...pairs('ονικρα', 'ovikpa'),
    ...pairs('ıſ‐‑‒–—―−', 'is-------'),
  }),
);

function pairs(from: string, to: string): Record<string, string> {
  return Object.fromEntries([...from].map((letter, index) => [letter, to[index] as string]));
}

/** Zero-width, joiner, bidirectional and other format characters: they change meaning without being seen. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\u180E\u2028\u2029\uFFF9-\uFFFB]/u;

const FULL_WIDTH = /[\uFF01-\uFF5E\u3000]/;
const FULL_WIDTH_ALL = /[\uFF01-\uFF5E\u3000]/g;
const FULL_WIDTH_SHIFT = 0xfee0;

export type CharacterFault = 'CONTROL' | 'INVISIBLE' | 'LONE_SURROGATE' | 'HOMOGRAPH' | 'NON_ASCII';

/** One character that a code may not contain; `looks_like` is the ASCII letter that a homograph imitates. */
export type CharacterFinding = {
  readonly code: CharacterFault;
  readonly position: number;
  readonly character: string;
  readonly looks_like?: string;
};

/** True when the text holds full-width ASCII forms such as `０６９` or `（`. */
export function hasFullWidth(text: string): boolean {
  return FULL_WIDTH.test(text);
}

/** Replaces full-width ASCII forms and the ideographic space by their ASCII characters; the length stays the same. */
export function normaliseWidth(text: string): string {
  if (!FULL_WIDTH.test(text)) return text;
  return text.replace(FULL_WIDTH_ALL, (form) =>
    form === '\u3000' ? ' ' : String.fromCharCode(form.charCodeAt(0) - FULL_WIDTH_SHIFT),
  );
}

/**
 * The first character that is not printable ASCII, or null.
 *
 * Inputs: a text, and one control character that is let through (the GS1 separator in a scan).
 */
export function findForeignCharacter(text: string, allowed = -1): CharacterFinding | null {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if ((unit >= 0x20 && unit <= 0x7e) || unit === allowed) continue;
    return describeCharacter(text, index, unit);
  }
  return null;
}

function describeCharacter(text: string, position: number, unit: number): CharacterFinding {
  const point = text.codePointAt(position) as number;
  const character = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const letter = String.fromCodePoint(point);
  if (unit <= 0x1f || (unit >= 0x7f && unit <= 0x9f)) return { code: 'CONTROL', position, character };
  if (point >= 0xd800 && point <= 0xdfff) return { code: 'LONE_SURROGATE', position, character };
  if (INVISIBLE.test(letter)) return { code: 'INVISIBLE', position, character };
  const looks_like = LOOK_ALIKES.get(letter);
  if (looks_like !== undefined) return { code: 'HOMOGRAPH', position, character, looks_like };
  return { code: 'NON_ASCII', position, character };
}

/** The parameters with which a finding becomes a refusal. */
export function findingParams(finding: CharacterFinding): Readonly<Record<string, string>> {
  const { character, looks_like } = finding;
  return { character, ...(looks_like !== undefined && { looks_like }) };
}

/**
 * What is dangerous in a free text such as a name: control and invisible characters, halves of surrogate pairs, and
 * look-alikes inside a word that also has Latin letters (`АBC` with a Cyrillic А). Chinese beside Latin is normal,
 * and a word wholly in Cyrillic or Greek is a word and not a trick.
 */
export function findUnsafeText(text: string): readonly CharacterFinding[] {
  const findings: CharacterFinding[] = [];
  for (const word of text.matchAll(/[^ \t\r\n]+/gu)) {
    const mixed = mixesScripts(word[0]);
    for (let offset = 0; offset < word[0].length; offset++) {
      const finding = describeIfForeign(word[0], offset);
      if (finding === null) continue;
      if (finding.code === 'NON_ASCII' || (finding.code === 'HOMOGRAPH' && !mixed)) continue;
      findings.push({ ...finding, position: word.index + offset });
    }
  }
  return findings;
}

function describeIfForeign(text: string, index: number): CharacterFinding | null {
  const unit = text.charCodeAt(index);
  if (unit >= 0x20 && unit <= 0x7e) return null;
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return isSecondHalf ? null : describeCharacter(text, index, unit);
}

/** True when one text holds letters of more than one of Latin, Cyrillic and Greek: the mark of a homograph. */
export function mixesScripts(text: string): boolean {
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];
  return scripts.filter((script) => script.test(text)).length > 1;
}

/** True for the layout characters that keyboards, files and scanners add around a code. */
function isLayout(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d;
}

/** The index of the first character that is not layout; the length of the text when there is none. */
export function layoutEnd(text: string): number {
  let at = 0;
  while (at < text.length && isLayout(text.charCodeAt(at))) at += 1;
  return at;
}

/** Removes spaces, tabs and line ends at the end. Unlike `trimEnd` it keeps invisible characters, to be refused. */
export function trimLayoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isLayout(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Removes spaces, tabs and line ends on both sides. */
export function trimLayout(text: string): string {
  const trimmed = trimLayoutEnd(text);
  return trimmed.slice(layoutEnd(trimmed));
}
