import { coldchain } from './coldchain.ts';
import { complianceRecords } from './compliance-records.ts';
import { consignment } from './consignment.ts';
import { disposal } from './disposal.ts';
import { finance } from './finance.ts';
import { identifiers } from './identifiers.ts';
import { inspection } from './inspection.ts';
import { outbound } from './outbound.ts';
import { purchasing } from './purchasing.ts';
import { qualityCases } from './quality-cases.ts';
import { recall } from './recall.ts';
import { receiving } from './receiving.ts';
import { rfid } from './rfid.ts';
import type { ModuleRows } from './rows.ts';
import { rules } from './rules.ts';
import { trace } from './trace.ts';
import { transport } from './transport.ts';
import { warehouse } from './warehouse.ts';

/** Every module that writes its rows in a file of its own. */
export const MODULES: readonly ModuleRows[] = [
  warehouse,
  transport,
  purchasing,
  receiving,
  outbound,
  consignment,
  disposal,
  finance,
  identifiers,
  complianceRecords,
  rules,
  inspection,
  coldchain,
  trace,
  recall,
  rfid,
  qualityCases,
];
