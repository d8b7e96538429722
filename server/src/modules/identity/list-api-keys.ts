import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { readApiKeys } from './identity.read.ts';

export const listApiKeys = defineVerb(
  contract.listApiKeys,
  { permission: 'identity.manage_keys', audit: null },
  async ({ tx }) => ({ rows: await readApiKeys(tx) }),
);
