import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../platform/errors.ts';
import { passwordProblem } from './identity.model.ts';

/** Argon2id with 19 MiB and two passes, the first choice of the OWASP password storage cheat sheet. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), OPTIONS);
}

let nobody: Promise<string> | null = null;

/**
 * Whether the password fits. Without a hash (no such account) the same work is done on a hash that nobody has the
 * password of, so that the time tells nothing.
 */
export async function passwordFits(password: string, password_hash: string | null): Promise<boolean> {
  nobody ??= hashPassword('a hash for accounts that do not exist');
  const fits = await verify(password_hash ?? (await nobody), password.normalize('NFKC'));
  return fits && password_hash !== null;
}

/** Refuses a new password, naming the field it came in. */
export function checkNewPassword(password: string, account: string, field: string): void {
  const code = passwordProblem(password, account);
  if (code !== null) throw new AppError(code, {}, { errors: [{ path: field, code, params: {} }] });
}
