/** What a query of EPCIS asks for, pure: its parameters, and whether an event fits them. */
import type { InputOf, queryEpcis } from '@tongcang/contract';
import { EPCIS_EVENT_TYPES } from '@tongcang/contract';
import { fail } from '../../../platform/errors.ts';
import type { Purpose } from '../../compliance/index.ts';
import { type Event, mayTell, PURPOSES } from './events.ts';
import { BIZ_STEPS, DISPOSITIONS } from './vocabulary.ts';

type Asked = Partial<Omit<InputOf<typeof queryEpcis>, 'perPage' | 'nextPageToken'>>;
export type Criteria = {
  readonly types: ReadonlySet<string> | null;
  readonly actions: ReadonlySet<string> | null;
  readonly steps: ReadonlySet<string> | null;
  readonly dispositions: ReadonlySet<string> | null;
  readonly locations: ReadonlySet<string> | null;
  readonly points: ReadonlySet<string> | null;
  readonly ids: ReadonlySet<string> | null;
  readonly objects: readonly string[] | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly recorded_from: string | null;
  readonly recorded_until: string | null;
};

/** Parameters as sets; a word that no event can carry is an error, because it would silently find nothing. */
export function criteriaOf(asked: Asked): Criteria {
  return {
    types: oneOf('eventType', asked.eventType, [...EPCIS_EVENT_TYPES, 'AssociationEvent']),
    actions: oneOf('EQ_action', asked.EQ_action, ['OBSERVE', 'ADD', 'DELETE']),
    steps: oneOf('EQ_bizStep', asked.EQ_bizStep, BIZ_STEPS),
    dispositions: oneOf('EQ_disposition', asked.EQ_disposition, DISPOSITIONS),
    locations: listOf(asked.EQ_bizLocation),
    points: listOf(asked.EQ_readPoint),
    ids: listOf(asked.EQ_eventID),
    objects: asked.MATCH_epc === undefined ? null : [...(listOf(asked.MATCH_epc) ?? [])],
    from: asked.GE_eventTime ?? null,
    until: asked.LT_eventTime ?? null,
    recorded_from: asked.GE_recordTime ?? null,
    recorded_until: asked.LT_recordTime ?? null,
  };
}

function listOf(text: string | undefined): ReadonlySet<string> | null {
  return text === undefined ? null : new Set(text.split(',').filter((one) => one !== ''));
}

function oneOf(name: string, text: string | undefined, words: readonly string[]): ReadonlySet<string> | null {
  const list = listOf(text);
  for (const value of list ?? [])
    if (!words.includes(value)) fail('integration.epcis_parameter', { name, value });
  return list;
}

const inside = (set: ReadonlySet<string> | null, value: unknown): boolean =>
  set === null || (typeof value === 'string' && set.has(value));

/** Purposes of the ledger that can give such an event at all. */
export function purposesFor({ types, actions, steps, dispositions }: Criteria): readonly Purpose[] {
  return PURPOSES.filter((purpose) =>
    mayTell(purpose).some(
      (told) =>
        inside(types, told.type) &&
        (actions === null || inside(actions, told.action)) &&
        inside(steps, told.bizStep) &&
        inside(dispositions, told.disposition),
    ),
  );
}

/** Whether an event fits; `objects` are the URIs by which the objects asked for appear in events. */
export function fits(event: Event, criteria: Criteria, objects: ReadonlySet<string> | null): boolean {
  const { bizLocation, readPoint } = event as { bizLocation?: { id: string }; readPoint?: { id: string } };
  return (
    inside(criteria.types, event.type) &&
    inside(criteria.actions, event.action) &&
    inside(criteria.steps, event.bizStep) &&
    inside(criteria.dispositions, event.disposition) &&
    inside(criteria.locations, bizLocation?.id) &&
    inside(criteria.points, readPoint?.id) &&
    inside(criteria.ids, event.eventID) &&
    within(event.eventTime, criteria.from, criteria.until) &&
    within(event.recordTime as string, criteria.recorded_from, criteria.recorded_until) &&
    (objects === null || urisOf(event).some((uri) => objects.has(uri)))
  );
}

function within(at: string, from: string | null, until: string | null): boolean {
  const moment = Date.parse(at);
  return (from === null || moment >= Date.parse(from)) && (until === null || moment < Date.parse(until));
}

const URI_LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'] as const;
const CLASS_LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;

/** Every object that an event names. */
export function urisOf(event: Readonly<Record<string, unknown>>): string[] {
  const epcs = URI_LISTS.flatMap((name) => (event[name] as string[] | undefined) ?? []);
  const classes = CLASS_LISTS.flatMap((name) => (event[name] as { epcClass: string }[] | undefined) ?? []);
  return [
    ...epcs,
    ...classes.map(({ epcClass }) => epcClass),
    ...(typeof event.parentID === 'string' ? [event.parentID] : []),
  ];
}

/** Where a page begins: the source of events, the last row of it that was told, and how many events of the next. */
export type Cursor = { readonly source: Source; readonly after: number; readonly skip: number };
export const SOURCES = ['ledger', 'unit', 'departure'] as const;
export type Source = (typeof SOURCES)[number];
export const START: Cursor = { source: 'ledger', after: 0, skip: 0 };

export const tokenOf = ({ source, after, skip }: Cursor): string => `${source}.${after}.${skip}`;

export function cursorOf(token: string | undefined): Cursor {
  if (token === undefined) return START;
  const match = /^([a-z]+)\.(\d{1,15})\.(\d{1,6})$/.exec(token);
  const source = SOURCES.find((one) => one === match?.[1]);
  if (match === null || source === undefined)
    fail('integration.epcis_parameter', { name: 'nextPageToken', value: token });
  return { source, after: Number(match[2]), skip: Number(match[3]) };
}
