import { resolve } from 'node:path';

export type ProcessRole = 'api' | 'worker' | 'all';
export type Config = {
  role: ProcessRole;
  host: string;
  port: number;
  /** Login that owns the schema; absent means the embedded database in `data_dir`. */
  database_owner_url: string | null;
  /** Login of the application; when absent the owner's login is used and gives up its rights by `role`. */
  database_app_url: string | null;
  data_dir: string;
  pool_max: number;
  /** Requests in work at once before new ones are answered 503. */
  admission_max: number;
  log_level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Cookies are marked Secure; switch off only for plain-HTTP use on one machine. */
  secure_cookies: boolean;
  example: 'none' | 'S' | 'M' | 'L';
  /** Another MQTT broker that devices publish to; without one there is one of our own. */
  mqtt_url: string | null;
  mqtt_host: string;
  mqtt_port: number;
};

export class ConfigError extends Error {}

/** Reads the configuration; this is the only place of the project that looks at environment and arguments. */
export function loadConfig(
  argv: readonly string[] = process.argv.slice(2),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const option = (name: string) => {
    const prefix = `--${name}=`;
    return argv.find((a) => a.startsWith(prefix))?.slice(prefix.length);
  };
  return {
    role: oneOf('--role', option('role') ?? env.ROLE ?? 'all', ['api', 'worker', 'all']),
    host: env.HOST ?? '127.0.0.1',
    port: integer('PORT', option('port') ?? env.PORT ?? '8080', 0, 65_535),
    database_owner_url: env.DATABASE_URL || null,
    database_app_url: env.DATABASE_APP_URL || null,
    data_dir: resolve(env.DATA_DIR || '.data'),
    pool_max: integer('POOL_MAX', env.POOL_MAX ?? '5', 1, 100),
    admission_max: integer('ADMISSION_MAX', env.ADMISSION_MAX ?? '1000', 1, 100_000),
    log_level: oneOf('LOG_LEVEL', env.LOG_LEVEL ?? 'info', [
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'silent',
    ]),
    secure_cookies: env.SECURE_COOKIES === 'on',
    // A customer's own database is never filled unasked.
    example: oneOf('EXAMPLE', option('example') ?? env.EXAMPLE ?? (env.DATABASE_URL ? 'none' : 'S'), [
      'none',
      'S',
      'M',
      'L',
    ]),
    mqtt_url: env.MQTT_URL || null,
    mqtt_host: env.MQTT_HOST ?? '127.0.0.1',
    mqtt_port: integer('MQTT_PORT', env.MQTT_PORT ?? '1883', 0, 65_535),
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

function oneOf<const T extends string>(name: string, value: string, allowed: readonly T[]): T {
  if (!(allowed as readonly string[]).includes(value)) {
    throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, not "${value}"`);
  }
  return value as T;
}
