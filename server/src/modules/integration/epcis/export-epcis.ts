import { exportEpcis as contract } from '@tongcang/contract';
import type { Tx } from '../../../platform/db.ts';
import { fail } from '../../../platform/errors.ts';
import { defineVerb } from '../../../platform/use-case.ts';
import { CONTEXT } from './context.ts';
import type { Event } from './events.ts';
import { lotUri, readUri } from './ids.ts';
import { knownUris } from './known.ts';
import { pageOf } from './page.ts';
import { criteriaOf, START, urisOf } from './query.ts';

const EVENTS_MAX = 10_000;

export const exportEpcis = defineVerb(
  contract,
  { permission: 'integration.export', audit: 'integration.export_epcis', statement_timeout_ms: 60_000 },
  async ({ tx, audit }, asked) => {
    const { events, next } = await pageOf(tx, criteriaOf(asked), START, EVENTS_MAX);
    if (next !== null) fail('integration.epcis_too_many', { limit: EVENTS_MAX });
    const { now } = await tx.one<{ now: string }>('select clock_timestamp() as now');
    const master_data = await masterDataOf(tx, events);
    const document = {
      '@context': CONTEXT,
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: now,
      ...(master_data.length > 0 && {
        epcisHeader: { epcisMasterData: { vocabularyList: master_data } },
      }),
      epcisBody: { eventList: events },
    };
    audit({ entity: 'epcis', entity_id: 'export', detail: { ...asked, events: events.length } });
    return {
      name: `epcis-${now.slice(0, 19).replaceAll(/[-:]/g, '')}.jsonld`,
      type: 'application/ld+json',
      bytes: Buffer.from(JSON.stringify(document, null, 1)),
    };
  },
);

type LotFacts = {
  readonly item_code: string;
  readonly udi_di: string;
  readonly item_name: string;
  readonly lot_no: string;
  readonly production_date: string | null;
  readonly expiry_date: string | null;
};

/** Name, lot and dates of every class that the events speak of: what a receiver cannot read out of the numbers. */
async function masterDataOf(tx: Tx, events: readonly Event[]): Promise<object[]> {
  const classes = [...new Set(events.flatMap(urisOf))].filter((uri) => readUri(uri).lot_no !== null);
  const known = await knownUris(tx, classes);
  const lots = await tx.rows<LotFacts>(
    `select i.item_code, i.udi_di, i.name as item_name, l.lot_no, l.production_date, l.expiry_date
     from unnest($1::bigint[], $2::bigint[]) as k(item_id, lot_id)
     join masterdata.v_item i on i.item_id = k.item_id
     join stock.v_lot l on l.item_id = k.item_id and l.lot_id = k.lot_id order by 1, 4`,
    [known.map(({ item_id }) => item_id), known.map(({ lot_id }) => lot_id)],
  );
  if (lots.length === 0) return [];
  return [{ type: 'urn:epcglobal:epcis:vtyp:EPCClass', vocabularyElementList: lots.map(elementOf) }];
}

const elementOf = (lot: LotFacts) => ({
  id: lotUri(lot),
  attributes: [
    attribute('urn:epcglobal:cbv:mda#descriptionShort', lot.item_name),
    attribute('urn:epcglobal:cbv:mda#lotNumber', lot.lot_no),
    ...(lot.production_date === null
      ? []
      : [attribute('urn:x-tongcang:term:productionDate', lot.production_date)]),
    ...(lot.expiry_date === null
      ? []
      : [attribute('urn:epcglobal:cbv:mda#itemExpirationDate', lot.expiry_date)]),
  ],
});
const attribute = (id: string, value: string) => ({ id, attribute: value });
