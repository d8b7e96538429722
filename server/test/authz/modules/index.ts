import { consignment } from './consignment.ts';
import { disposal } from './disposal.ts';
import { finance } from './finance.ts';
import { outbound } from './outbound.ts';
import { purchasing } from './purchasing.ts';
import { receiving } from './receiving.ts';
import type { ModuleRows } from './rows.ts';
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
];
