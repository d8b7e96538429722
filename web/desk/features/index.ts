import type { Feature } from '../app/feature.ts';
import { settings } from '../app/settings/feature.ts';
import { compliance } from './compliance/feature.ts';
import { fulfilment } from './fulfilment/feature.ts';
import { identity } from './identity/feature.ts';
import { insight } from './insight/feature.ts';
import { integration } from './integration/feature.ts';
import { masterdata } from './masterdata/feature.ts';
import { planning } from './planning/feature.ts';
import { quality } from './quality/feature.ts';
import { stock } from './stock/feature.ts';
import { transfer } from './transfer/feature.ts';
import './pages.css';

/** The features of the desk; a new one is added here and nowhere else. */
export const features: readonly Feature[] = [
  insight,
  planning,
  fulfilment,
  transfer,
  compliance,
  integration,
  masterdata,
  stock,
  quality,
  identity,
  settings,
];
