/**
 * What an EPCIS 2.0 document must look like, in our own words: the standard's schema asks for the same. Documents of
 * partners are held against it before anything of them is kept, and events of our own in the tests.
 */
import { z } from 'zod';
import { BIZ_STEPS, COMPONENTS, DISPOSITIONS, MEASUREMENTS, TRANSACTION_TYPES } from './vocabulary.ts';

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;
const CBV = /^(urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/;
const GS1_VOCABULARY = /^https?:\/\/(www\.)?gs1\.org\/voc\//;

const uri = z.string().regex(URI, { error: 'not a URI' });
const uris = z
  .array(uri)
  .refine((list) => new Set(list).size === list.length, { error: 'an identifier twice' });
const time = z.iso.datetime({ offset: true, error: 'not a time with its zone' });
/** Words of the Core Business Vocabulary are written short; others are URIs that do not pretend to be of it. */
const word = <const T extends readonly string[]>(words: T, foreign = CBV) =>
  z.union([z.enum(words), uri.refine((text) => !foreign.test(text), { error: 'written out' })], {
    error: 'not a word of the vocabulary',
  });

/** An object whose further fields are extensions: each under a name with its own prefix. */
function open<T extends z.ZodRawShape>(shape: T) {
  return z.looseObject(shape).check((context) => {
    for (const name of Object.keys(context.value)) {
      if (name in shape || URI.test(name)) continue;
      context.issues.push({
        code: 'custom',
        path: [name],
        input: undefined,
        message: 'not a field of EPCIS; an extension needs its prefix',
      });
    }
  });
}

const context = z.union([uri, z.looseObject({}), z.array(z.union([uri, z.looseObject({})]))]);
const disposition = word(DISPOSITIONS);
const dispositions = z.array(disposition).min(1);
const quantity = z.strictObject({
  epcClass: uri,
  quantity: z.number().optional(),
  uom: z
    .string()
    .regex(/^[A-Z0-9]{2,3}$/)
    .optional(),
});
const place = z.looseObject({ id: uri });
const partyType = word(['owning_party', 'possessing_party', 'location']);
const transaction = z.strictObject({ type: word(TRANSACTION_TYPES).optional(), bizTransaction: uri });
const sensorReport = open({
  type: word(MEASUREMENTS, GS1_VOCABULARY),
  exception: word(['ALARM_CONDITION', 'ERROR_CONDITION'], GS1_VOCABULARY).optional(),
  deviceID: uri.optional(),
  deviceMetadata: uri.optional(),
  rawData: uri.optional(),
  dataProcessingMethod: uri.optional(),
  bizRules: uri.optional(),
  time: time.optional(),
  microorganism: uri.optional(),
  chemicalSubstance: uri.optional(),
  coordinateReferenceSystem: uri.optional(),
  component: word(COMPONENTS).optional(),
  value: z.number().optional(),
  stringValue: z.string().optional(),
  booleanValue: z.boolean().optional(),
  hexBinaryValue: z
    .string()
    .regex(/^[A-Fa-f0-9]+$/)
    .optional(),
  uriValue: uri.optional(),
  minValue: z.number().optional(),
  maxValue: z.number().optional(),
  meanValue: z.number().optional(),
  sDev: z.number().optional(),
  percRank: z.number().optional(),
  percValue: z.number().optional(),
  uom: z.string().optional(),
});
const sensorMetadata = open({
  time: time.optional(),
  startTime: time.optional(),
  endTime: time.optional(),
  deviceID: uri.optional(),
  deviceMetadata: uri.optional(),
  rawData: uri.optional(),
  dataProcessingMethod: uri.optional(),
  bizRules: uri.optional(),
});
const sensorElement = open({
  sensorMetadata: sensorMetadata.optional(),
  sensorReport: z.array(sensorReport).min(1),
});

const common = {
  '@context': context.optional(),
  eventTime: time,
  recordTime: time.optional(),
  eventTimeZoneOffset: z
    .string()
    .regex(/^[+-]((0\d|1[0-3]):[0-5]\d|14:00)$/, { error: 'not an offset like +08:00' }),
  eventID: uri.optional(),
  certificationInfo: z.union([uri, z.array(uri)]).optional(),
  errorDeclaration: open({
    declarationTime: time,
    reason: word(['did_not_occur', 'incorrect_data']).optional(),
    correctiveEventIDs: z.array(uri).optional(),
  }).optional(),
  bizStep: word(BIZ_STEPS).optional(),
  disposition: disposition.optional(),
  readPoint: place.optional(),
  bizLocation: place.optional(),
  bizTransactionList: z.array(transaction).optional(),
  sourceList: z.array(z.strictObject({ type: partyType, source: uri })).optional(),
  destinationList: z.array(z.strictObject({ type: partyType, destination: uri })).optional(),
  sensorElementList: z.array(sensorElement).optional(),
};
const action = z.enum(['OBSERVE', 'ADD', 'DELETE']);
const persistentDisposition = z
  .strictObject({ set: dispositions.optional(), unset: dispositions.optional() })
  .refine((both) => both.set !== undefined || both.unset !== undefined, { error: 'sets and unsets nothing' });
/** Master data of the instance or lot: fields with a prefix only. */
const ilmd = open({});
const some = (list: readonly unknown[] | undefined) => list !== undefined && list.length > 0;

const objectEvent = open({
  ...common,
  type: z.literal('ObjectEvent'),
  action,
  epcList: uris.optional(),
  quantityList: z.array(quantity).optional(),
  persistentDisposition: persistentDisposition.optional(),
  ilmd: ilmd.optional(),
})
  .refine(
    (event) =>
      event.epcList !== undefined ||
      some(event.quantityList) ||
      (some(event.sensorElementList) && event.readPoint !== undefined),
    { error: 'names no object' },
  )
  .refine((event) => event.action === 'ADD' || event.ilmd === undefined, {
    path: ['ilmd'],
    error: 'master data only where objects come into being',
  });

const children = {
  parentID: uri.optional(),
  childEPCs: z.array(uri).optional(),
  childQuantityList: z.array(quantity).optional(),
};
const namesChildren = (event: { action: string; childEPCs?: unknown[]; childQuantityList?: unknown[] }) =>
  event.action === 'DELETE' || some(event.childEPCs) || some(event.childQuantityList);
const aggregationEvent = open({ ...common, type: z.literal('AggregationEvent'), action, ...children }).refine(
  namesChildren,
  { error: 'names no child' },
);
const associationEvent = open({
  ...common,
  type: z.literal('AssociationEvent'),
  action,
  ...children,
  parentID: uri,
}).refine(namesChildren, { error: 'names no child' });

const transactionEvent = open({
  ...common,
  type: z.literal('TransactionEvent'),
  action,
  bizTransactionList: z.array(transaction).min(1),
  parentID: uri.optional(),
  epcList: z.array(uri).optional(),
  quantityList: z.array(quantity).optional(),
}).refine((event) => event.action === 'DELETE' || event.epcList !== undefined || some(event.quantityList), {
  error: 'names no object',
});

const transformationEvent = open({
  ...common,
  type: z.literal('TransformationEvent'),
  inputEPCList: uris.optional(),
  inputQuantityList: z.array(quantity).optional(),
  outputEPCList: uris.optional(),
  outputQuantityList: z.array(quantity).optional(),
  transformationID: uri.optional(),
  persistentDisposition: persistentDisposition.optional(),
  ilmd: ilmd.optional(),
}).refine(
  (event) => {
    const into = some(event.inputEPCList) || some(event.inputQuantityList);
    const out = some(event.outputEPCList) || some(event.outputQuantityList);
    return event.transformationID === undefined ? into && out : into || out;
  },
  { error: 'names no input or no output' },
);

const event = z.discriminatedUnion('type', [
  objectEvent,
  aggregationEvent,
  associationEvent,
  transactionEvent,
  transformationEvent,
]);
export type EpcisEvent = z.infer<typeof event>;

const vocabularies = z.array(z.looseObject({ type: uri })).optional();
const epcisDocument = open({
  '@context': context,
  id: uri.optional(),
  type: z.literal('EPCISDocument'),
  schemaVersion: z.string().regex(/^\d+(\.\d+)*$/),
  creationDate: time,
  instanceIdentifier: z.string().optional(),
  sender: z.string().optional(),
  receiver: z.string().optional(),
  epcisHeader: open({
    epcisMasterData: z.looseObject({ vocabularyList: vocabularies }).optional(),
  }).optional(),
  epcisBody: z.looseObject({ eventList: z.array(event) }),
});
export type EpcisDocument = z.infer<typeof epcisDocument>;
const epcisQueryDocument = open({
  '@context': context,
  id: uri.optional(),
  type: z.literal('EPCISQueryDocument'),
  schemaVersion: z
    .string()
    .regex(/^\d+(\.\d+)*$/)
    .optional(),
  creationDate: time.optional(),
  epcisBody: z.strictObject({
    queryResults: open({
      queryName: z.string(),
      subscriptionID: z.string().optional(),
      resultsBody: open({ eventList: z.array(event), vocabularyList: vocabularies }),
    }),
  }),
});

export type Fault = { readonly path: string; readonly problem: string };
const FAULTS_MAX = 100;

/** What is wrong with a document, at most a hundred places; nothing where it is sound. */
export function faultsOf(document: unknown): Fault[] {
  const kind = (document as { type?: unknown } | null)?.type;
  const shape = kind === 'EPCISQueryDocument' ? epcisQueryDocument : epcisDocument;
  const { error } = shape.safeParse(document);
  return (error?.issues ?? [])
    .slice(0, FAULTS_MAX)
    .map(({ path, message }) => ({ path: path.join('.'), problem: message }));
}

/** What is wrong with one event. */
export function eventFaults(one: unknown): Fault[] {
  const { error } = event.safeParse(one);
  return (error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), problem: message }));
}

/** The events of a sound document of either kind. */
export function eventsOf(document: unknown): EpcisEvent[] {
  const { epcisBody } = document as {
    epcisBody: { eventList?: EpcisEvent[]; queryResults?: { resultsBody: { eventList: EpcisEvent[] } } };
  };
  return epcisBody.eventList ?? epcisBody.queryResults?.resultsBody.eventList ?? [];
}
