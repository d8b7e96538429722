import type { OutputOf, Verb } from '@tongcang/contract';
import * as contract from '@tongcang/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../test/support/db.ts';
import { module_verbs } from '../../app.ts';
import { findViolations } from '../../invariants.ts';
import * as finance from '../../modules/finance/index.ts';
import * as fulfilment from '../../modules/fulfilment/index.ts';
import * as transfer from '../../modules/transfer/index.ts';
import { createDb, type Db } from '../../platform/db.ts';
import { startRelay } from '../../platform/outbox.ts';
import { createRunner } from '../../platform/use-case.ts';
import { companyToday, isEmpty, seedExample } from '../../seed-example.ts';
import { castOf, type Hand } from './teller.ts';

let source: TestDatabase;
let db: Db;
let look: Hand;
beforeAll(async () => {
  source = await createTestDatabase();
  db = createDb({ url: source.appUrl, max: 4 });
  await seedExample(db, { size: 'S', seed: 1, today: await companyToday(db) });
  const consumers = [...fulfilment.consumers, ...transfer.consumers, ...finance.consumers];
  const relay = startRelay({ db, consumers });
  await relay.drain();
  await relay.stop();
  look = castOf(createRunner(db), module_verbs).planner;
}, 120_000);
afterAll(async () => {
  await db?.close();
  await source?.drop();
});

/** Lists that must have something to show to somebody who starts the system. */
const LISTS = [
  contract.listAreas,
  contract.listTempDevices,
  contract.listExcursions,
  contract.listAlarms,
  contract.listReviews,
  contract.listAuthorisations,
  contract.listPartnerAgreements,
  contract.listWarehouseFilings,
  contract.listExpiring,
  contract.listAgreements,
  contract.listTerms,
  contract.listPrices,
  contract.listListedPrices,
  contract.listRequisitions,
  contract.listPurchasePlans,
  contract.listRfqs,
  contract.listPurchaseOrders,
  contract.listAsns,
  contract.listExpected,
  contract.listReceipts,
  contract.listReceiptDiscrepancies,
  contract.listAcceptances,
  contract.listLandedCosts,
  contract.listSupplierReturns,
  contract.listCounts,
  contract.listAdjustments,
  contract.listReplenishments,
  contract.listWorkOrders,
  contract.listBoms,
  contract.listChecks,
  contract.listNearExpiry,
  contract.listSamples,
  contract.listRecalls,
  contract.listDeviations,
  contract.listComplaints,
  contract.listAdverseEvents,
  contract.listHandlingUnits,
  contract.listDemands,
  contract.listOutbound,
  contract.listWaves,
  contract.listShortages,
  contract.listShipments,
  contract.listReturns,
  contract.listSalesPrices,
  contract.listCustomerRules,
  contract.listReservedLots,
  contract.listInvoiceLines,
  contract.listSetTemplates,
  contract.listSets,
  contract.listCases,
  contract.listConsignAgreements,
  contract.listRefills,
  contract.listUseReports,
  contract.listUsages,
  contract.listDifferences,
  contract.listFixedPacks,
  contract.listSettlements,
  contract.listTransfers,
  contract.listDiscrepancies,
  contract.listClaims,
  contract.listApprovalLimits,
  contract.listBudgets,
  contract.listTransportDocuments,
  contract.listTransportShipments,
  contract.listFreightBills,
  contract.listCarrierContracts,
  contract.listVehicles,
  contract.listDrivers,
  contract.listDeliveryPlaces,
  contract.listDestructions,
  contract.listInspections,
  contract.listInspectionPlans,
  contract.listLeadTimes,
  contract.listRepairs,
  contract.listLotCosts,
] as const satisfies readonly Verb[];

describe('who starts the system with the small company', () => {
  test.each(LISTS.map((verb) => [verb.name, verb] as const))('%s shows something', async (_name, verb) => {
    const { rows } = (await look(verb as Verb, {} as z.input<Verb['input']>)) as { rows: unknown[] };
    expect(rows).not.toEqual([]);
  });

  test('finds pick faces and count tasks where the story plays', async () => {
    const { rows } = await look(contract.listWarehouses, {});
    const { warehouse_id } = rows.find((row) => row.warehouse_code === 'WH')!;
    expect((await look(contract.listPickFaces, { warehouse_id })).rows).not.toEqual([]);
    expect((await look(contract.listCountTasks, { warehouse_id })).rows).not.toEqual([]);
  });

  test('finds documents at different points of their way', async () => {
    const statuses = (rows: readonly { status: string }[]) => new Set(rows.map((row) => row.status));
    const orders: OutputOf<typeof contract.listPurchaseOrders> = await look(contract.listPurchaseOrders, {});
    expect(statuses(orders.rows).size).toBeGreaterThanOrEqual(3);
    expect(statuses((await look(contract.listTransfers, {})).rows).size).toBeGreaterThanOrEqual(3);
    expect(statuses((await look(contract.listDemands, {})).rows).size).toBeGreaterThanOrEqual(3);
  });

  test('finds a ledger that adds up, nobody with an account, and a seed that is not run again', async () => {
    expect(await findViolations(db)).toEqual([]);
    expect(await db.rows('select account from identity."user"')).toEqual([]);
    expect(await isEmpty(db)).toBe(false);
  });
});
