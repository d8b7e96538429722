import { type Actor, canEverywhere } from '../../platform/actor.ts';
import { fail } from '../../platform/errors.ts';

/** Papers and reviews hold for the whole company, so whoever keeps them must be allowed to everywhere. */
export function requireEverywhere(actor: Actor, permission: string): void {
  if (!canEverywhere(actor, permission)) fail('platform.forbidden', { permission });
}
