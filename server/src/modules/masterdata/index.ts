import type { ServerVerb } from '../../platform/use-case.ts';
import { getCompanySettings, setCompanySettings } from './company-settings.ts';
import { addIdentifier, listIdentifiers, retireIdentifier } from './identifiers.ts';
import { listDepartments, listItems, listLanes, listPartners, listWarehouses } from './lists.ts';

export { completeItems, type ItemChange } from './complete-items.write.ts';
export { directory, requireWarehouse } from './directory.ts';
export {
  type IdentifierIssuer,
  type IdentifierRow,
  type LabelPart,
  type PackingLevel,
  writeIdentifiers,
} from './identifiers.write.ts';
export {
  type MapBin,
  writeDepartments,
  writeItems,
  writeLanes,
  writeLocations,
  writeMap,
  writePartners,
  writeWarehouses,
} from './masterdata.write.ts';
export { likeText, nextOf } from './page.ts';
export { seedIdentifiers } from './seed-identifiers.ts';

/** `masterdata.save-record` is run by integration, which knows how to write every dataset. */
export const verbs: ServerVerb[] = [
  listItems,
  listWarehouses,
  listPartners,
  listDepartments,
  listLanes,
  listIdentifiers,
  addIdentifier,
  retireIdentifier,
  getCompanySettings,
  setCompanySettings,
];

export const constraints: Record<string, string> = {
  item_udi_di_key: 'masterdata.udi_di_taken',
  item_identifier_di_key: 'masterdata.udi_di_taken',
};
