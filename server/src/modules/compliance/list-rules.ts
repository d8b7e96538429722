import { listRules as contract } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';
import { pathsOf } from './asked.ts';
import { inOrder, rowOf } from './rules.model.ts';
import { readRules } from './rules.read.ts';

export const listRules = defineVerb(
  contract,
  { permission: 'compliance.read', audit: null },
  async ({ tx }) => {
    const { today, rules } = await readRules(tx, null);
    const rows = [...rules].map(([code, versions]) => rowOf(code, pathsOf(code), versions, today));
    return { today, rows: inOrder(rows) };
  },
);
