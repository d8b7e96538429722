import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger } from 'pino';

/** Fields that never reach a log line, wherever they stand in the object. */
export const REDACTED = [
  'password',
  'totp',
  'token',
  'secret',
  'authorization',
  'cookie',
  'patient_ref',
  'phone',
] as const;

/** JSON lines on standard error, so that standard output stays free for answers of commands. */
export function createLog(config: Pick<Config, 'log_level'>): Logger {
  const paths = REDACTED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level: config.log_level,
      redact: { paths: [...paths, 'req.headers.authorization', 'req.headers.cookie'], censor: '[redacted]' },
      base: null,
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
