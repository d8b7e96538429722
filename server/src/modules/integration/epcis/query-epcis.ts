import { queryEpcis as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../../platform/use-case.ts';
import { CONTEXT } from './context.ts';
import { pageOf } from './page.ts';
import { criteriaOf, cursorOf } from './query.ts';

export const queryEpcis = defineVerb(
  contract,
  { permission: 'integration.export', audit: null, statement_timeout_ms: 20_000 },
  async ({ tx }, { perPage, nextPageToken, ...asked }): Promise<OutputOf<typeof contract>> => {
    const { events, next } = await pageOf(tx, criteriaOf(asked), cursorOf(nextPageToken), perPage);
    const { now } = await tx.one<{ now: string }>('select clock_timestamp() as now');
    return {
      '@context': CONTEXT,
      type: 'EPCISQueryDocument',
      schemaVersion: '2.0',
      creationDate: now,
      epcisBody: { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: events } } },
      ...(next !== null && { 'tongcang:nextPageToken': next }),
    };
  },
);
