import { type Actor, canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';

/** What holds for all warehouses is changed only by those who may at all of them. */
export function requireEverywhere(actor: Actor, permission: string): void {
  if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
}
