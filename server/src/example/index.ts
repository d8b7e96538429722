import { createHash } from 'node:crypto';
import { DATASET_NAMES, type DatasetName, type DatasetRow, isCivilDate } from '@tongcang/contract';
import { type CompanySize, type Frame, SCALES } from './company.ts';
import { makeItems } from './items.ts';
import {
  makeAuthorisations,
  makeHospitals,
  makeLicences,
  makeManufacturers,
  makeSites,
  makeTraders,
} from './partners.ts';
import { laneRows, locationRows, warehouseRows } from './sites.ts';
import { demandHistory, openingStock } from './stock.ts';

export type { CompanySize } from './company.ts';
export {
  type DemandAssignment,
  DemandFileError,
  type DemandFileProblem,
  type MappedDemand,
  mapDemandFile,
  withDemand,
} from './demand-file.ts';
export { type GateCases, gateCases } from './gate-cases.ts';

/** The datasets that are generated row by row; each can be read any number of times. */
type Streamed = 'opening_stock' | 'demand_history';

/** A whole company as the rows of its datasets, in the order in which they can be imported. */
export type Company = {
  readonly [N in DatasetName]: N extends Streamed ? Iterable<DatasetRow<N>> : readonly DatasetRow<N>[];
};

const repeatable = <T>(start: () => Iterator<T>): Iterable<T> => ({ [Symbol.iterator]: start });

function makeFrame(seed: number, size: CompanySize, today: string) {
  const scale = SCALES[size];
  const sites = makeSites(scale);
  const { hospitals, partners: customers, departments } = makeHospitals(seed, scale, sites);
  const { manufacturers, partners: makers } = makeManufacturers(seed, scale);
  const { items, registrations } = makeItems(seed, today, scale, manufacturers);
  const frame: Frame = { seed, today, scale, sites, hospitals, departments, items };
  return { frame, customers, makers, manufacturers, registrations };
}

/**
 * The example company. The same seed, size and day give the same rows on every machine; no clock, no other
 * randomness.
 *
 * `seed`: any integer. `size`: S 6 warehouses x 300 items, M 20 x 5,000, L 60 x 20,000. `today`: the civil date
 * around which lots, certificates and history lie. Opening stock and demand history are generated while they are
 * read, so that a large company needs little memory. Throws RangeError for an impossible `today` or `seed`.
 */
export function generateCompany({
  seed,
  size,
  today,
}: {
  readonly seed: number;
  readonly size: CompanySize;
  readonly today: string;
}): Company {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}`);
  if (!isCivilDate(today)) throw new RangeError(`today must be a day as YYYY-MM-DD, not ${today}`);
  const { frame, customers, makers, manufacturers, registrations } = makeFrame(seed, size, today);
  const { scale, sites, hospitals } = frame;
  return {
    partner: [...makeTraders(seed, scale, sites), ...makers, ...customers],
    department: [...frame.departments],
    warehouse: warehouseRows(sites),
    location: locationRows(sites, scale),
    item: frame.items.map((item) => item.row),
    registration: registrations,
    licence: makeLicences(seed, today, scale, sites, manufacturers, hospitals),
    authorisation: makeAuthorisations(today, scale, manufacturers),
    lane: laneRows(seed, sites, hospitals),
    opening_stock: repeatable(() => openingStock(frame)),
    demand_history: repeatable(() => demandHistory(frame)),
  };
}

/** SHA-256 over every row of every dataset in order: equal hashes are equal companies. */
export function companyHash(company: Company): string {
  const hash = createHash('sha256');
  for (const name of DATASET_NAMES) {
    hash.update(`#${name}\n`);
    for (const row of company[name]) hash.update(`${JSON.stringify(row)}\n`);
  }
  return hash.digest('hex');
}
