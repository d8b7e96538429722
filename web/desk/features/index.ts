import type { Feature } from '../app/feature.ts';
import { settings } from '../app/settings/feature.ts';
import { coldchain } from './coldchain/feature.ts';
import { compliance } from './compliance/feature.ts';
import { consignment } from './consignment/feature.ts';
import { finance } from './finance/feature.ts';
import { fulfilment } from './fulfilment/feature.ts';
import { identity } from './identity/feature.ts';
import { insight } from './insight/feature.ts';
import { inspection } from './inspection/feature.ts';
import { integration } from './integration/feature.ts';
import { masterdata } from './masterdata/feature.ts';
import { outbound } from './outbound/feature.ts';
import { planning } from './planning/feature.ts';
import { quality } from './quality/feature.ts';
import { qualityCases } from './quality-cases/feature.ts';
import { recall } from './recall/feature.ts';
import { rfid } from './rfid/feature.ts';
import { stock } from './stock/feature.ts';
import { supply } from './supply/feature.ts';
import { transfer } from './transfer/feature.ts';
import { transport } from './transport/feature.ts';
import { warehouse } from './warehouse/feature.ts';
import './pages.css';

/** The features of the desk; a new one is added here and nowhere else. */
export const features: readonly Feature[] = [
  insight,
  planning,
  fulfilment,
  outbound,
  consignment,
  supply,
  warehouse,
  transport,
  finance,
  transfer,
  compliance,
  integration,
  masterdata,
  stock,
  quality,
  inspection,
  coldchain,
  recall,
  rfid,
  qualityCases,
  identity,
  settings,
];
