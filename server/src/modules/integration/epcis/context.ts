/** What the names in our documents mean: EPCIS itself, master data of lots, and two fields of our own. */
export const CONTEXT: (string | Record<string, string>)[] = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { cbvmda: 'urn:epcglobal:cbv:mda:' },
  { tongcang: 'urn:x-tongcang:term:' },
];
