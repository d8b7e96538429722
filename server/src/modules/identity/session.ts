import * as contract from '@tongcang/contract';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/db.ts';
import { defineVerb, type ServerVerb } from '../../platform/use-case.ts';
import type { Directory } from './directory.ts';
import { anyUser, readSelf } from './identity.read.ts';

export function defineSession(directory: Directory): ServerVerb {
  return defineVerb(contract.session, { permission: 'public', audit: null }, async ({ tx, actor }) => {
    if (actor.user_id !== null) return { first_run: false, user: await sessionUser(tx, actor, directory) };
    return { first_run: !(await anyUser(tx)), user: null };
  });
}

async function sessionUser(tx: Tx, actor: Actor, directory: Directory): Promise<contract.SessionUser> {
  const [self, warehouses] = await Promise.all([
    readSelf(tx, actor.user_id!),
    directory.warehouses(tx, actor.scope.warehouses),
  ]);
  return {
    user_id: actor.user_id!,
    account: actor.account,
    display_name: actor.display_name,
    language: actor.language,
    ...self,
    permissions: [...actor.permissions.keys()].sort(),
    all_warehouses: actor.scope.warehouses === 'all',
    warehouses,
    partner_id: actor.scope.partner_id,
  };
}
