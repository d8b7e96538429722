/**
 * All ways to read a raw text whose separators may have been swallowed by the scanner.
 *
 * `10ABC21SN1` is the lot ABC21SN1 by the letter of GS1, and the lot ABC with the serial SN1 when the separator was
 * lost. Taking the wrong one would trace the wrong goods, so every valid reading is listed and the caller decides
 * with what it knows.
 */
import { aiAt, aiSpec, checkValue } from './ai.ts';
import { findExclusions } from './associations.ts';
import { GROUP_SEPARATOR_UNIT, type ReadContext, segmentEnd } from './element-string.ts';
import { fieldsOf } from './fields.ts';
import type { Gs1Element, Gs1Reading } from './scan.ts';

/** What a device label carries in its bars: item, lot, production date, expiry, serial (UDI rules, article 6). */
const UDI_AIS: ReadonlySet<string> = new Set(['01', '10', '11', '17', '21']);

/** Tried only when no reading with the set above is valid; they are rarer, and short ones would match by chance. */
const RARER_AIS: ReadonlySet<string> = new Set([
  ...UDI_AIS,
  ...['02', '13', '15', '16', '30', '37', '240', '241', '250', '410', '414', '7003', '8008', '8012'],
]);

/** Enough for every label seen; a text that needs more is answered as ambiguous and not searched further. */
const READINGS_MAX = 16;
const STEPS_MAX = 2_000;

export type Readings = {
  readonly readings: readonly Gs1Reading[];
  /** False when the search was cut off, so that a single reading proves nothing. */
  readonly complete: boolean;
};

type Search = {
  readonly text: string;
  readonly context: ReadContext;
  readonly after: ReadonlySet<string>;
  readonly found: Gs1Reading[];
  readonly path: Gs1Element[];
  steps: number;
};

/**
 * Valid readings of `text` from `start`, the strict one first where it is valid.
 * When the strict reading is valid, only the common AIs are looked for behind a lost separator.
 */
export function enumerateReadings(
  text: string,
  start: number,
  context: ReadContext,
  strictIsValid: boolean,
): Readings {
  const common = search(text, start, context, UDI_AIS);
  if (strictIsValid || common.readings.length > 0 || !common.complete) return common;
  return search(text, start, context, RARER_AIS);
}

function search(text: string, start: number, context: ReadContext, after: ReadonlySet<string>): Readings {
  const state: Search = { text, context, after, found: [], path: [], steps: 0 };
  extend(state, start, true);
  return { readings: state.found, complete: state.steps < STEPS_MAX && state.found.length < READINGS_MAX };
}

/** Adds every element that can stand at `at`; `known` says that an element surely begins here. */
function extend(state: Search, at: number, known: boolean): void {
  if (state.found.length >= READINGS_MAX || ++state.steps >= STEPS_MAX) return;
  if (at === state.text.length) {
    keepReading(state);
    return;
  }
  if (state.text.charCodeAt(at) === GROUP_SEPARATOR_UNIT) {
    extend(state, at + 1, true);
    return;
  }
  const ai = aiAt(state.text, at);
  if (ai === null || !(known || state.after.has(ai)) || state.path.some((element) => element.ai === ai))
    return;
  const spec = aiSpec(ai);
  if (spec === undefined) return;
  const valueAt = at + ai.length;
  const last = Math.min(segmentEnd(state.text, valueAt), valueAt + spec.length_max);
  // Longest value first, so that the strict reading leads the list.
  for (let end = last; end >= valueAt + spec.length_min; end--) {
    if (spec.predefined && end < last) break;
    if (!canEnd(state, end, spec.predefined)) continue;
    const value = state.text.slice(valueAt, end);
    if (checkValue(spec, value, state.context.yearNow) !== null) continue;
    state.path.push({ ai, value });
    extend(state, end, spec.predefined);
    state.path.pop();
  }
}

/** Cheap look ahead: an element ends at the end of its segment or before an AI that may follow a lost separator. */
function canEnd(state: Search, end: number, predefined: boolean): boolean {
  if (predefined || end === state.text.length) return true;
  if (state.text.charCodeAt(end) === GROUP_SEPARATOR_UNIT) return true;
  const next = aiAt(state.text, end);
  return next !== null && state.after.has(next);
}

function keepReading(state: Search): void {
  const elements = [...state.path];
  if (elements.length === 0 || findExclusions(elements).length > 0) return;
  // A reading that expires before it is made is kept: the label may say so, and then the other readings are wrong.
  state.found.push({ ...fieldsOf(elements, state.context.yearNow), elements });
}

/** True when the value could hide a lost separator: somewhere inside it a common AI begins. */
export function mayHideElements(value: string): boolean {
  for (let at = 1; at < value.length - 1; at++) {
    const tens = value.charCodeAt(at);
    if (tens < 48 || tens > 50) continue;
    if (UDI_AIS.has(value.slice(at, at + 2))) return true;
  }
  return false;
}

/**
 * Drops readings that contradict what the caller knows: lots that exist, and which of 10, 11, 17, 21 the label of the
 * item carries. Knowledge that fits no reading is ignored, because master data may be wrong too.
 */
export function narrowReadings(
  readings: readonly Gs1Reading[],
  known: { readonly knownLots?: readonly string[]; readonly labelAis?: readonly string[] },
): readonly Gs1Reading[] {
  const { knownLots, labelAis } = known;
  let kept = readings;
  if (labelAis !== undefined) {
    kept = preferred(kept, (reading) => labelParts(reading).every((ai) => labelAis.includes(ai)));
    kept = preferred(kept, (reading) => {
      const parts = labelParts(reading);
      return labelAis.every((ai) => parts.includes(ai) || !UDI_AIS.has(ai) || ai === '01');
    });
  }
  if (knownLots === undefined) return kept;
  return preferred(kept, (reading) => reading.lot !== undefined && knownLots.includes(reading.lot));
}

function preferred(
  readings: readonly Gs1Reading[],
  fits: (reading: Gs1Reading) => boolean,
): readonly Gs1Reading[] {
  const fitting = readings.filter(fits);
  return fitting.length > 0 ? fitting : readings;
}

function labelParts(reading: Gs1Reading): string[] {
  return reading.elements.map((element) => element.ai).filter((ai) => UDI_AIS.has(ai) && ai !== '01');
}
