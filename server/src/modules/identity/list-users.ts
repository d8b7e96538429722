import * as contract from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { readUsers } from './identity.read.ts';

export const listUsers = defineVerb(
  contract.listUsers,
  { permission: 'identity.manage_users', audit: null },
  async ({ tx }) => ({ rows: await readUsers(tx) }),
);
