import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { readSettings } from './settings.write.ts';

export const getSettings = defineVerb(
  contract.getWarehouseSettings,
  { permission: 'warehouse.read', audit: null },
  ({ tx }) => readSettings(tx),
);
