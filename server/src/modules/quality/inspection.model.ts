/** The rules of an inspection, free of I/O: what is drawn, what is complete, what the numbers say, what may follow what. */
import {
  type CHECK_EXTENTS,
  type CHECK_KINDS,
  DEFECT_CLASSES,
  type INSPECTION_STATUSES,
} from '@tongcang/contract';
import { fail } from '../../platform/errors.ts';
import { codeLetter, fitsNextAql, type Level, samplingPlan } from './sampling.ts';
import type { JudgedLot, SamplingSeverity } from './switching.ts';

export type InspectionStatus = (typeof INSPECTION_STATUSES)[number];
export type DefectClass = (typeof DEFECT_CLASSES)[number];

/** What may follow what; the table's CHECK knows the same words. */
export const INSPECTION_TRANSITIONS: Readonly<Record<InspectionStatus, readonly InspectionStatus[]>> = {
  open: ['recording', 'concluded', 'cancelled'],
  recording: ['recording', 'concluded', 'cancelled'],
  concluded: ['recording', 'part_decided', 'closed', 'cancelled'],
  part_decided: ['part_decided', 'closed'],
  closed: [],
  cancelled: [],
};

/** The next status, or the error that says why not. */
export function followInspection(
  { document_no, status }: { readonly document_no: string; readonly status: InspectionStatus },
  next: InspectionStatus,
): InspectionStatus {
  if (INSPECTION_TRANSITIONS[status].includes(next)) return next;
  fail('quality.inspection_status', { document_no, status });
}

/** Results are entered until there is a conclusion; after it only a retest brings new ones. */
export function refuseConcluded({
  document_no,
  status,
}: {
  readonly document_no: string;
  readonly status: InspectionStatus;
}): InspectionStatus {
  if (status === 'open' || status === 'recording') return 'recording';
  fail('quality.inspection_status', { document_no, status });
}

export type Check = {
  readonly line_no: number;
  readonly name: string;
  readonly kind: (typeof CHECK_KINDS)[number];
  readonly defect_class: DefectClass;
  readonly extent: (typeof CHECK_EXTENTS)[number];
  readonly sample_qty: number | null;
  readonly lower_limit: number | null;
  readonly upper_limit: number | null;
};
export type PlanTerms = {
  readonly level: Level;
  readonly aql_critical: number | null;
  readonly aql_major: number | null;
  readonly aql_minor: number | null;
};
/** What is drawn for one class of defects. */
export type DrawnClass = {
  readonly defect_class: DefectClass;
  readonly aql: number;
  readonly letter: string;
  readonly sample: number;
  readonly ac: number;
  readonly re: number;
};
export type Draw = { readonly sample: number; readonly classes: readonly DrawnClass[] };

/** While sampling is stopped, lots are drawn tightened, so that there is a record; none of them is released. */
export const drawnAs = (severity: SamplingSeverity) => (severity === 'discontinued' ? 'tightened' : severity);

const aqlOf = (terms: PlanTerms, defect_class: DefectClass) => terms[`aql_${defect_class}`];

/** The sample of a lot: for each class that the plan samples, and the largest of them. */
export function drawOf(
  qty: number,
  terms: PlanTerms,
  checks: readonly Pick<Check, 'defect_class' | 'extent'>[],
  severity: SamplingSeverity,
): Draw {
  const classes = DEFECT_CLASSES.flatMap((defect_class): DrawnClass[] => {
    const aql = aqlOf(terms, defect_class);
    const sampled = checks.some((c) => c.extent === 'sample' && c.defect_class === defect_class);
    if (aql === null || !sampled) return [];
    const { letter, sample, ac, re } = samplingPlan(qty, terms.level, aql, drawnAs(severity));
    return [{ defect_class, aql, letter, sample, ac, re }];
  });
  return { sample: Math.max(0, ...classes.map((drawn) => drawn.sample)), classes };
}

/** Pieces that a check must have seen. Of a lot whose sample is skipped only the papers are looked at. */
export function neededOf(
  check: Check,
  qty: number,
  classes: readonly DrawnClass[],
  skipped: boolean,
): number {
  if (check.extent === 'once') return 1;
  if (skipped) return 0;
  if (check.extent === 'all') return qty;
  if (check.extent === 'fixed') return Math.min(qty, check.sample_qty ?? 1);
  return classes.find((drawn) => drawn.defect_class === check.defect_class)?.sample ?? 0;
}

export type Seen = { readonly line_no: number; readonly checked: number; readonly nonconforming: number };
export type CheckedLine = Check & {
  readonly needed: number;
  readonly checked: number;
  readonly nonconforming: number;
};

/** Each check with what it needs and what was seen of it. */
export function progressOf(
  checks: readonly Check[],
  seen: readonly Seen[],
  { qty, classes, skipped }: { qty: number; classes: readonly DrawnClass[]; skipped: boolean },
): CheckedLine[] {
  return checks.map((check) => {
    const own = seen.filter((one) => one.line_no === check.line_no);
    const sum = (field: 'checked' | 'nonconforming') => own.reduce((total, one) => total + one[field], 0);
    const needed = neededOf(check, qty, classes, skipped);
    return { ...check, needed, checked: sum('checked'), nonconforming: sum('nonconforming') };
  });
}

export type ClassVerdict = DrawnClass & {
  readonly nonconforming: number;
  readonly verdict: 'accepted' | 'not_accepted' | 'open';
};

/** What the acceptance numbers say of each class: not accepted as soon as Re is reached, accepted once all was seen. */
export function classVerdicts(
  classes: readonly DrawnClass[],
  lines: readonly CheckedLine[],
): readonly ClassVerdict[] {
  return classes.map((drawn) => {
    const own = lines.filter((l) => l.extent === 'sample' && l.defect_class === drawn.defect_class);
    const nonconforming = own.reduce((sum, line) => sum + line.nonconforming, 0);
    const complete = own.every((line) => line.checked >= line.needed);
    const verdict = nonconforming >= drawn.re ? 'not_accepted' : complete ? 'accepted' : 'open';
    return { ...drawn, nonconforming, verdict };
  });
}

/** Names of the checks that still lack pieces. A class that is lost need not be looked at to its end. */
export function missingOf(lines: readonly CheckedLine[], verdicts: readonly ClassVerdict[]): string[] {
  const lost = new Set(verdicts.filter((v) => v.verdict === 'not_accepted').map((v) => v.defect_class));
  return lines
    .filter(
      (line) => line.checked < line.needed && !(line.extent === 'sample' && lost.has(line.defect_class)),
    )
    .map((line) => `${line.name} ${line.checked}/${line.needed}`);
}

/**
 * Whether the lot as a whole is accepted: every class by its numbers, and nothing wrong with papers or fixed samples. Where
 * all pieces are looked at, bad ones are sorted out instead.
 */
export function isAccepted(lines: readonly CheckedLine[], verdicts: readonly ClassVerdict[]): boolean {
  const strict = lines.filter((line) => line.extent === 'once' || line.extent === 'fixed');
  return verdicts.every((v) => v.verdict === 'accepted') && strict.every((line) => line.nonconforming === 0);
}

/** Pieces that are known to be bad, at least: what one check found is not added to what another found. */
export const knownBad = (lines: readonly CheckedLine[]): number =>
  Math.max(0, ...lines.filter((line) => line.kind !== 'document').map((line) => line.nonconforming));

/** How a first inspection counts for the switching rules; null where nothing was sampled. */
export function lotForSwitching(
  qty: number,
  level: Level,
  verdicts: readonly ClassVerdict[],
): JudgedLot | null {
  if (verdicts.length === 0) return null;
  if (verdicts.some((v) => v.verdict !== 'accepted')) return { accepted: false, points: 0 };
  const letter = codeLetter(qty, level);
  const points = verdicts.map((v) => (v.ac < 2 ? 2 : fitsNextAql(letter, v.aql, v.nonconforming) ? 3 : 0));
  return { accepted: true, points: Math.min(...points) as JudgedLot['points'] };
}

/** How many readings lie outside the limits of a measured check. */
export function outOfLimits(check: Check, readings: readonly number[]): number {
  const { lower_limit, upper_limit } = check;
  return readings.filter(
    (value) => (lower_limit !== null && value < lower_limit) || (upper_limit !== null && value > upper_limit),
  ).length;
}

export type Deciding = {
  readonly document_no: string;
  readonly status: InspectionStatus;
  readonly version: number;
  readonly conclusion: 'accepted' | 'not_accepted' | null;
  readonly qty: number;
  readonly qty_released: number;
  readonly qty_rejected: number;
};

/**
 * Whether so many pieces may be released and rejected by a signature on this version of the record, and where the inspection
 * stands then. A lot that was not accepted is never released; neither are pieces known to be bad, nor anything while
 * sampling is stopped.
 */
export function decideRelease(
  inspection: Deciding,
  given: { readonly version: number; readonly released: number; readonly rejected: number },
  known: { readonly bad: number; readonly discontinued: boolean },
): InspectionStatus {
  const { qty, qty_released, qty_rejected, version } = inspection;
  const undecided = qty - qty_released - qty_rejected;
  const { released, rejected } = given;
  const status = followInspection(inspection, released + rejected === undecided ? 'closed' : 'part_decided');
  if (given.version !== version) fail('quality.record_changed', { version });
  if (released + rejected === 0) fail('quality.nothing_to_decide');
  if (released + rejected > undecided)
    fail('quality.more_than_undecided', { undecided, given: released + rejected });
  if (released > 0) refuseRelease(inspection, released, known);
  return status;
}

function refuseRelease(
  { conclusion, qty, qty_released }: Deciding,
  released: number,
  { bad, discontinued }: { readonly bad: number; readonly discontinued: boolean },
): void {
  if (discontinued) fail('quality.sampling_discontinued');
  if (conclusion !== 'accepted') fail('quality.not_accepted_lot');
  const limit = qty - bad;
  if (qty_released + released > limit) fail('quality.nonconforming_released', { nonconforming: bad, limit });
}
