import { listLots } from '@tongcang/contract';
import { call } from '../../app/api.ts';
import type { Feature } from '../../app/feature.ts';

const FOUND_MAX = 6;

export const stock: Feature = {
  module: 'stock',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/stock',
      title: { zh: '库存', en: 'Stock' },
      nav: 'stock',
      order: 10,
      permission: 'stock.read',
      hints: 'kc kucun jiecun stock balance',
      load: () => import('./balances.tsx'),
    },
    {
      path: '/stock/availability',
      title: { zh: '可用量', en: 'Availability' },
      nav: 'stock',
      order: 11,
      permission: 'stock.read',
      hints: 'kyl keyong availability',
      load: () => import('./availability.tsx'),
    },
    {
      path: '/stock/move',
      title: { zh: '上架与移库', en: 'Put away and move' },
      nav: 'stock',
      order: 30,
      permission: 'stock.read',
      hints: 'sjyk shangjia yiku putaway relocate move',
      load: () => import('./move.tsx'),
    },
    {
      path: '/stock/pick',
      title: { zh: '拣货清单', en: 'Pick list' },
      nav: 'stock',
      order: 31,
      permission: 'stock.read',
      hints: 'jhqd jianhuo pick',
      load: () => import('./pick.tsx'),
    },
    {
      path: '/stock/count',
      title: { zh: '盘点', en: 'Count' },
      nav: 'stock',
      order: 32,
      permission: 'stock.read',
      hints: 'pd pandian count stocktake',
      load: () => import('./count.tsx'),
    },
    {
      path: '/stock/scan',
      title: { zh: '扫码查询', en: 'Scan look-up' },
      nav: 'stock',
      order: 40,
      permission: 'stock.read',
      hints: 'smcx saoma chaxun scan lookup',
      load: () => import('./scan-page.tsx'),
    },
    {
      path: '/stock/as-of',
      title: { zh: '历史时点库存', en: 'Stock as of' },
      nav: 'stock',
      order: 50,
      permission: 'stock.read',
      hints: 'lssd lishi shidian as of history',
      load: () => import('./as-of.tsx'),
    },
    {
      path: '/stock/lot',
      title: { zh: '批号与追溯', en: 'Lots and tracing' },
      nav: 'quality',
      order: 20,
      permission: 'stock.read',
      hints: 'phzs pihao zhuisu lot trace',
      load: () => import('./lots.tsx'),
    },
    {
      path: '/trace',
      title: { zh: '追溯查询', en: 'Trace' },
      nav: 'quality',
      order: 19,
      permission: 'stock.read',
      hints: 'zscx zhuisu chaxun trace any code patient sscc',
      load: () => import('./trace-find.tsx'),
    },
    {
      path: '/stock/trace/$item/$lot',
      title: { zh: '追溯', en: 'Trace' },
      parent: '/stock/lot',
      permission: 'stock.read',
      load: () => import('./trace.tsx'),
    },
    {
      path: '/stock/hold',
      title: { zh: '冻结与召回', en: 'Holds and recalls' },
      nav: 'quality',
      order: 30,
      permission: 'stock.read',
      hints: 'djzh dongjie zhaohui hold recall',
      load: () => import('./holds.tsx'),
    },
  ],
  search: async (query, signal) => {
    const { rows } = await call(listLots, { search: query, limit: FOUND_MAX }, { signal });
    return rows.map((row) => ({
      title: row.lot_no,
      detail: `${row.item_code} ${row.item_name}`,
      to: `/stock/trace/${row.item_id}/${row.lot_id}`,
    }));
  },
};
