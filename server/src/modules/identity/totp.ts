import { Secret, TOTP } from 'otpauth';
import { clock } from '../../platform/clock.ts';

const PERIOD_S = 30;

/** 160 random bits in base32, as authenticator apps take it. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

export function totpUri(account: string, secret: string): string {
  return totpOf(secret, account).toString();
}

/**
 * The 30-second step (RFC 6238) whose code this is, one step of tolerance either way; null for a wrong code. The
 * caller spends the step, because a code is good for one use only.
 */
export function totpStep(secret: string, code: string): number | null {
  const now_ms = clock.wall_ms();
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now_ms, window: 1 });
  return delta === null ? null : Math.floor(now_ms / 1_000 / PERIOD_S) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Tongcang',
    label,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
    digits: 6,
  });
}
