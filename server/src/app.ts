import {
  compliance_errors,
  type ErrorCatalogue,
  identity_errors,
  masterdata_errors,
  platform_errors,
  stock_errors,
} from '@tongcang/contract';
import type { FastifyInstance } from 'fastify';
import * as identity from './modules/identity/index.ts';
import * as masterdata from './modules/masterdata/index.ts';
import * as stock from './modules/stock/index.ts';
import type { Config } from './platform/config.ts';
import type { Db } from './platform/db.ts';
import { createHttp } from './platform/http.ts';
import type { Logger } from './platform/log.ts';
import { createRunner, type Runner, type ServerVerb } from './platform/use-case.ts';

/** Every code that the system may answer with; a test holds it against what the verbs declare. */
export const catalogue: ErrorCatalogue = {
  ...platform_errors,
  ...identity_errors,
  ...masterdata_errors,
  ...compliance_errors,
  ...stock_errors,
};

const constraints = { ...identity.constraints, ...masterdata.constraints, ...stock.constraints };

export type App = {
  readonly http: FastifyInstance;
  readonly runner: Runner;
  readonly verbs: readonly ServerVerb[];
};

/** Puts the modules together, in their order; this is the only place that lists them. */
export function createApp(parts: { config: Config; db: Db; log: Logger }): App {
  const { config, db, log } = parts;
  const runner = createRunner(db);
  const who = identity.createIdentity({ db, directory: masterdata.directory, log });
  const verbs: ServerVerb[] = [...who.verbs, ...masterdata.verbs, ...stock.verbs];
  const http = createHttp({
    config,
    db,
    log,
    runner,
    verbs,
    authenticate: who.authenticate,
    catalogue,
    constraints,
  });
  return { http, runner, verbs };
}
