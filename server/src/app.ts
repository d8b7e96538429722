import { join } from 'node:path';
import * as words from '@tongcang/contract';
import type { FastifyInstance } from 'fastify';
import * as coldchain from './modules/coldchain/index.ts';
import * as compliance from './modules/compliance/index.ts';
import * as finance from './modules/finance/index.ts';
import * as fulfilment from './modules/fulfilment/index.ts';
import * as identity from './modules/identity/index.ts';
import * as insight from './modules/insight/index.ts';
import * as integration from './modules/integration/index.ts';
import * as masterdata from './modules/masterdata/index.ts';
import * as planning from './modules/planning/index.ts';
import * as quality from './modules/quality/index.ts';
import * as stock from './modules/stock/index.ts';
import * as supply from './modules/supply/index.ts';
import * as transfer from './modules/transfer/index.ts';
import * as transport from './modules/transport/index.ts';
import * as warehouse from './modules/warehouse/index.ts';
import type { Config } from './platform/config.ts';
import type { Db } from './platform/db.ts';
import { createHttp } from './platform/http.ts';
import type { Job } from './platform/jobs.ts';
import type { Logger } from './platform/log.ts';
import { openApi } from './platform/openapi.ts';
import type { Consumer } from './platform/outbox.ts';
import { servePages } from './platform/pages.ts';
import { createRunner, type Runner, type ServerVerb } from './platform/use-case.ts';
import type { Loop } from './platform/worker.ts';

/** Every code that the system may answer with; a test holds it against what the verbs declare. */
export const catalogue: words.ErrorCatalogue = {
  ...words.platform_errors,
  ...words.attachment_errors,
  ...words.tabular_errors,
  ...words.identity_errors,
  ...words.masterdata_errors,
  ...words.identifiers_errors,
  ...words.compliance_errors,
  ...words.rules_errors,
  ...words.compliance_records_errors,
  ...words.stock_errors,
  ...words.label_errors,
  ...words.quality_errors,
  ...words.recall_errors,
  ...words.quality_cases_errors,
  ...words.inspection_errors,
  ...words.destruction_errors,
  ...words.repair_errors,
  ...words.coldchain_errors,
  ...words.warehouse_errors,
  ...words.transport_errors,
  ...words.purchasing_errors,
  ...words.receiving_errors,
  ...words.fulfilment_errors,
  ...words.outbound_errors,
  ...words.consignment_errors,
  ...words.transfer_errors,
  ...words.finance_errors,
  ...words.planning_errors,
  ...words.insight_errors,
  ...words.retention_errors,
  ...words.integration_errors,
  ...words.rfid_errors,
  ...words.epcis_errors,
};

/** Constraint -> error code. */
export const constraints: Readonly<Record<string, string>> = {
  ...identity.constraints,
  ...masterdata.constraints,
  ...compliance.constraints,
  ...stock.constraints,
  ...quality.constraints,
  ...coldchain.constraints,
  ...warehouse.constraints,
  ...transport.constraints,
  ...supply.constraints,
  ...fulfilment.constraints,
  ...transfer.constraints,
  ...finance.constraints,
  ...planning.constraints,
  ...insight.constraints,
  ...integration.constraints,
};

/** The verbs of every module but those that are handed something: identity its readers, seals the folder of anchors. */
export const module_verbs: readonly ServerVerb[] = [
  ...masterdata.verbs,
  ...compliance.verbs,
  ...stock.verbs,
  ...quality.verbs,
  ...coldchain.verbs,
  ...warehouse.verbs,
  ...transport.verbs,
  ...supply.verbs,
  ...fulfilment.verbs,
  ...transfer.verbs,
  ...finance.verbs,
  ...planning.verbs,
  ...insight.verbs,
  ...integration.verbs,
];

export type App = {
  readonly http: FastifyInstance;
  readonly runner: Runner;
  readonly verbs: readonly ServerVerb[];
  /** What the worker role does: queued and timed work, and what follows events. */
  readonly jobs: readonly Job[];
  readonly consumers: readonly Consumer[];
  readonly loops: readonly Loop[];
};

/** Puts the modules together, in their order; this is the only place that lists them. */
export function createApp(parts: { config: Config; db: Db; log: Logger }): App {
  const { config, db, log } = parts;
  const runner = createRunner(db);
  const who = identity.createIdentity({ db, directory: masterdata.directory, log });
  const seals = insight.createSeals({ data_dir: config.data_dir });
  const verbs: ServerVerb[] = [...who.verbs, ...module_verbs, ...seals.verbs];
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
  insight.routes(http, { db });
  servePages(http, {
    web_dist: join(import.meta.dirname, '../../web/dist'),
    document: () => openApi(verbs, catalogue),
  });
  return {
    http,
    runner,
    verbs,
    jobs: [
      ...identity.jobs,
      ...stock.jobs,
      ...quality.jobs,
      ...coldchain.jobs,
      ...planning.jobs,
      ...insight.jobs,
      ...seals.jobs,
    ],
    consumers: [
      ...quality.consumers,
      ...coldchain.consumers,
      ...fulfilment.consumers,
      ...transfer.consumers,
      ...finance.consumers,
      ...planning.consumers,
    ],
    loops: [planning.startRiskLoop, ...coldchain.loops(config), ...integration.loops(config)],
  };
}
