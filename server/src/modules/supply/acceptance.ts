import type { ACCEPTANCE_RESULTS, UNQUALIFIED_ACTIONS } from '@tongcang/contract';
import type { FieldError } from '../../platform/errors.ts';
import { qualifiableIn, takenIn, waitingIn } from './receiving.model.ts';
import type { Line } from './receiving.read.ts';

type Action = (typeof UNQUALIFIED_ACTIONS)[number];
type Result = (typeof ACCEPTANCE_RESULTS)[number];

/** One line as the acceptor gives it. */
export type JudgedLine = {
  readonly receipt_line_id: number;
  readonly sample: number;
  readonly qualified: number;
  readonly unqualified: number;
  readonly unqualified_reason?: string | undefined;
  readonly unqualified_action?: Action | undefined;
  readonly packaging_ok: boolean;
  readonly label_ok: boolean;
  readonly udi_ok?: boolean | undefined;
  readonly chinese_label_ok?: boolean | undefined;
  readonly documents_ok: boolean;
  readonly qualified_serial_nos?: readonly string[] | undefined;
  readonly unqualified_serial_nos?: readonly string[] | undefined;
  readonly production_date?: string | undefined;
  readonly purchase_date?: string | undefined;
  readonly registrant_name?: string | undefined;
  readonly producer_name?: string | undefined;
  readonly producer_licence_no?: string | undefined;
  readonly supplier_contact?: string | undefined;
};

/** What the system knows for the record of a line; empty where it does not. */
export type RecordFacts = {
  readonly receipt_line_id: number;
  readonly item_name: string;
  readonly model: string;
  readonly unit: string;
  readonly implant: boolean;
  readonly shelf_life_days: number | null;
  readonly temp_min_c: number | null;
  readonly temp_max_c: number | null;
  readonly registration_no: string;
  readonly registrant_name: string | null;
  readonly producer_name: string | null;
  readonly producer_licence_no: string | null;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
  readonly purchase_date: string | null;
  readonly arrival_date: string;
  readonly supplier_name: string;
  readonly supplier_address: string;
  readonly supplier_contact: string | null;
  /** The last day of its records, by the rules in force; null: for ever. */
  readonly retain_until: string | null;
  /** Serials of the line that still stand in quarantine where they were received. */
  readonly serials_waiting: readonly string[];
};

/** How the goods travelled, by the newest record. */
export type Travelled = {
  readonly transport_mode: string;
  readonly transit_minutes: number | null;
  readonly arrival_temp_c: number | null;
  readonly min_temp_c: number | null;
  readonly max_temp_c: number | null;
  readonly record_no: string | null;
};

/** The fields that the law asks for and that may be missing, in its own words. */
export const LEGAL_FIELDS = {
  registrant_name: { zh: '注册人/备案人', en: 'registrant' },
  producer_name: { zh: '生产企业', en: 'producer' },
  producer_licence_no: { zh: '生产许可证号/备案编号', en: 'production licence' },
  production_date: { zh: '生产日期', en: 'production date' },
  expiry_date: { zh: '使用期限/失效日期', en: 'expiry date' },
  purchase_date: { zh: '购货日期', en: 'purchase date' },
  supplier_address: { zh: '供货者地址', en: 'address of the supplier' },
  supplier_contact: { zh: '供货者联系方式', en: 'contact of the supplier' },
  model: { zh: '型号规格', en: 'model' },
} as const;

export type AcceptanceRecord = {
  readonly line: Line;
  readonly judged: JudgedLine;
  readonly facts: RecordFacts;
  readonly travelled: Travelled | null;
  readonly registrant_name: string;
  readonly producer_name: string;
  readonly producer_licence_no: string;
  readonly production_date: string;
  readonly purchase_date: string;
  readonly supplier_contact: string;
  readonly result: Result;
  readonly retain_until: string | null;
  readonly qualified_serial_nos: readonly string[] | undefined;
  readonly unqualified_serial_nos: readonly string[] | undefined;
};
export type AcceptanceDecision =
  | { readonly errors: readonly FieldError[] }
  | { readonly records: readonly AcceptanceRecord[] };

const error = (path: string, code: string, params: FieldError['params'] = {}): FieldError[] => [
  { path, code, params },
];

/** What is known besides the lines that are judged. */
export type AcceptanceGround = {
  readonly lines: ReadonlyMap<number, Line>;
  readonly facts: ReadonlyMap<number, RecordFacts>;
  readonly travelled: Travelled | null;
  readonly actor_id: number | null;
  readonly language: 'zh' | 'en';
};

/**
 * Decides an acceptance: a record with every legal field for each line, or what is wrong with which line. The person
 * must not have bought the goods; what is cold needs its temperature record before it may be qualified. Pure.
 */
export function decideAcceptance(
  judged: readonly JudgedLine[],
  ground: AcceptanceGround,
): AcceptanceDecision {
  const records: AcceptanceRecord[] = [];
  const errors = judged.flatMap((one, index) => {
    const line = ground.lines.get(one.receipt_line_id);
    const { receipt_line_id } = one;
    const path = `lines.${index}`;
    if (line === undefined || line.lot_id === null)
      return error(`${path}.receipt_line_id`, 'supply.receipt_line_unknown', { receipt_line_id });
    if (judged.findIndex((other) => other.receipt_line_id === receipt_line_id) !== index)
      return error(path, 'supply.receipt_line_repeated', { receipt_line_id });
    const facts = ground.facts.get(receipt_line_id)!;
    const found = [
      ...quantityProblems(one, line, path),
      ...dutyProblems(line, path, ground.actor_id),
      ...checkProblems(one, path),
      ...coldProblems(one, line, facts, ground.travelled, path),
      ...missingFields(one, facts, path, ground.language),
      ...serialProblems(one, line, facts, path),
    ];
    if (found.length === 0) records.push(recordOf(one, line, facts, ground.travelled));
    return found;
  });
  return errors.length > 0 ? { errors } : { records };
}

function quantityProblems(judged: JudgedLine, line: Line, path: string): FieldError[] {
  const given = judged.qualified + judged.unqualified;
  const { sample } = judged;
  if (given === 0) return error(path, 'supply.nothing_decided');
  if (sample === 0) return error(`${path}.sample`, 'supply.sample_missing');
  if (sample > given) return error(`${path}.sample`, 'supply.sample_exceeds', { sample, given });
  const waiting = waitingIn(line);
  if (given > waiting) return error(path, 'supply.more_than_waiting', { given, waiting });
  const limit = qualifiableIn(line);
  return judged.qualified > limit
    ? error(`${path}.qualified`, 'supply.not_qualifiable', { limit, damaged: line.damaged, over: line.over })
    : [];
}

function dutyProblems(line: Line, path: string, actor_id: number | null): FieldError[] {
  return actor_id !== null && line.bought_by === actor_id ? error(path, 'supply.acceptor_bought') : [];
}

function checkProblems(judged: JudgedLine, path: string): FieldError[] {
  const passed = judged.packaging_ok && judged.label_ok && judged.documents_ok;
  if (judged.qualified > 0 && !passed) return error(path, 'supply.check_failed');
  const explained = Boolean(judged.unqualified_reason) && judged.unqualified_action !== undefined;
  return judged.unqualified > 0 && !explained
    ? error(`${path}.unqualified_reason`, 'supply.unqualified_reason_missing', { qty: judged.unqualified })
    : [];
}

const COLD: ReadonlySet<string> = new Set(['cold', 'frozen']);
const MODES_FOR_COLD: ReadonlySet<string> = new Set(['cold_vehicle', 'cold_box']);

/** Cold goods are qualified only with mode, duration, arrival temperature and record, all within the item's range. */
function coldProblems(
  judged: JudgedLine,
  line: Line,
  facts: RecordFacts,
  travelled: Travelled | null,
  path: string,
): FieldError[] {
  if (!COLD.has(line.storage_condition) || judged.qualified === 0) return [];
  const { item_code } = line;
  const { arrival_temp_c, min_temp_c, max_temp_c, record_no, transit_minutes } = travelled ?? {};
  const whole =
    MODES_FOR_COLD.has(travelled?.transport_mode ?? '') &&
    [arrival_temp_c, min_temp_c, max_temp_c, record_no, transit_minutes].every((value) => value != null);
  if (!whole) return error(path, 'supply.cold_record_missing', { item_code });
  const lowest = Math.min(arrival_temp_c!, min_temp_c!);
  const highest = Math.max(arrival_temp_c!, max_temp_c!);
  const { temp_min_c, temp_max_c } = facts;
  const within =
    (temp_min_c === null || lowest >= temp_min_c) && (temp_max_c === null || highest <= temp_max_c);
  const needs = `${temp_min_c ?? ''}..${temp_max_c ?? ''}`;
  const has = `${lowest}..${highest}`;
  return within ? [] : error(path, 'supply.cold_out_of_range', { item_code, needs, has });
}

type Filled = Pick<
  AcceptanceRecord,
  | 'registrant_name'
  | 'producer_name'
  | 'producer_licence_no'
  | 'production_date'
  | 'purchase_date'
  | 'supplier_contact'
>;

/** An imported device is made under no Chinese production licence; its registration says that it is imported. */
const licenceOf = (facts: RecordFacts): string | null =>
  facts.producer_licence_no ?? (/[进许]/.test(facts.registration_no) ? '进口产品' : null);

/** What is on file counts before what the acceptor adds. */
function filled(judged: JudgedLine, facts: RecordFacts): { [K in keyof Filled]: string | null } {
  return {
    registrant_name: facts.registrant_name || judged.registrant_name || null,
    producer_name: facts.producer_name || judged.producer_name || null,
    producer_licence_no: licenceOf(facts) || judged.producer_licence_no || null,
    production_date: facts.production_date ?? judged.production_date ?? null,
    purchase_date: facts.purchase_date ?? judged.purchase_date ?? null,
    supplier_contact: facts.supplier_contact || judged.supplier_contact || null,
  };
}

function missingFields(
  judged: JudgedLine,
  facts: RecordFacts,
  path: string,
  language: 'zh' | 'en',
): FieldError[] {
  const values: Record<keyof typeof LEGAL_FIELDS, string | null> = {
    ...filled(judged, facts),
    expiry_date: facts.shelf_life_days === null ? 'none' : facts.expiry_date,
    supplier_address: facts.supplier_address,
    model: facts.model,
  };
  return Object.entries(LEGAL_FIELDS).flatMap(([field, words]) =>
    values[field as keyof typeof LEGAL_FIELDS]
      ? []
      : error(`${path}.${field}`, 'supply.acceptance_field_missing', { missing: words[language] }),
  );
}

type Serials = Pick<AcceptanceRecord, 'qualified_serial_nos' | 'unqualified_serial_nos'>;

/** Which serials are qualified: those named, or those that wait and are not named as unqualified. */
function serialsOf(judged: JudgedLine, line: Line, facts: RecordFacts): Serials {
  if (line.tracking === 'lot') return { qualified_serial_nos: undefined, unqualified_serial_nos: undefined };
  const bad = judged.unqualified_serial_nos;
  const good = judged.qualified_serial_nos;
  const without = (named: readonly string[] = []) => {
    const out = new Set(named);
    return facts.serials_waiting.filter((serial_no) => !out.has(serial_no));
  };
  return {
    qualified_serial_nos: judged.qualified === 0 ? [] : (good ?? without(bad)),
    unqualified_serial_nos: judged.unqualified === 0 ? [] : (bad ?? without(good)),
  };
}

function serialProblems(judged: JudgedLine, line: Line, facts: RecordFacts, path: string): FieldError[] {
  if (line.tracking === 'lot') return [];
  const { qualified_serial_nos = [], unqualified_serial_nos = [] } = serialsOf(judged, line, facts);
  const waiting = new Set(facts.serials_waiting);
  const all = [...qualified_serial_nos, ...unqualified_serial_nos];
  const fits =
    qualified_serial_nos.length === judged.qualified &&
    unqualified_serial_nos.length === judged.unqualified &&
    new Set(all).size === all.length &&
    all.every((serial_no) => waiting.has(serial_no));
  const qty = judged.qualified + judged.unqualified;
  const params = { lot_no: line.lot_no, qty, given: all.length };
  return fits ? [] : error(`${path}.unqualified_serial_nos`, 'supply.serials_to_name', params);
}

function recordOf(
  judged: JudgedLine,
  line: Line,
  facts: RecordFacts,
  travelled: Travelled | null,
): AcceptanceRecord {
  const result =
    judged.unqualified === 0 ? 'qualified' : judged.qualified === 0 ? 'unqualified' : ('partly' as const);
  return {
    line,
    judged,
    facts,
    travelled,
    ...(filled(judged, facts) as Filled),
    ...serialsOf(judged, line, facts),
    result,
    retain_until: facts.retain_until,
  };
}

/** Pieces that this acceptance finds in the line, as the record says them. */
export const arrivedIn = (line: Line): number => takenIn(line);
