import { getTemplate as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { templateCsv, templateXlsx } from './import/index.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const getTemplate = defineVerb(
  contract,
  { permission: 'session', audit: null },
  async (_context, input) => ({
    name: `tongcang-${input.dataset}.${input.format}`,
    type: input.format === 'xlsx' ? XLSX : 'text/csv; charset=utf-8',
    bytes: input.format === 'xlsx' ? await templateXlsx(input.dataset) : templateCsv(input.dataset),
  }),
);
