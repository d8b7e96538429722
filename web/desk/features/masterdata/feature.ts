import { listItems } from '@tongcang/contract';
import { call } from '../../app/api.ts';
import type { Feature } from '../../app/feature.ts';

const FOUND_MAX = 6;

export const masterdata: Feature = {
  module: 'masterdata',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/masterdata/item',
      title: { zh: '产品', en: 'Items' },
      nav: 'settings',
      order: 11,
      permission: 'masterdata.read',
      hints: 'cp chanpin wuliao item product udi',
      load: () => import('./items.tsx'),
    },
    {
      path: '/masterdata/partner',
      title: { zh: '往来单位', en: 'Partners' },
      nav: 'settings',
      order: 12,
      permission: 'masterdata.read',
      hints: 'wldw danwei gongyingshang kehu partner supplier customer',
      load: () => import('./partners.tsx'),
    },
    {
      path: '/masterdata/department',
      title: { zh: '医院科室', en: 'Departments' },
      nav: 'settings',
      order: 13,
      permission: 'masterdata.read',
      hints: 'yyks keshi department hospital',
      load: () => import('./departments.tsx'),
    },
    {
      path: '/masterdata/warehouse',
      title: { zh: '仓库', en: 'Warehouses' },
      nav: 'settings',
      order: 14,
      permission: 'masterdata.read',
      hints: 'ck cangku warehouse',
      load: () => import('./warehouses.tsx'),
    },
    {
      path: '/masterdata/lane',
      title: { zh: '线路', en: 'Lanes' },
      nav: 'settings',
      order: 15,
      permission: 'masterdata.read',
      hints: 'xl xianlu lane carrier',
      load: () => import('./lanes.tsx'),
    },
    {
      path: '/masterdata/company',
      title: { zh: '公司参数', en: 'Company settings' },
      nav: 'settings',
      order: 16,
      permission: 'masterdata.read',
      hints: 'gscs canshu gs1 settings company',
      load: () => import('./company-page.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '新增产品', en: 'New item' },
      hints: 'xzcp xinzeng chanpin new item',
      permission: 'masterdata.write',
      to: '/masterdata/item?id=new&edit=1',
    },
  ],
  search: async (query, signal) => {
    const { rows } = await call(listItems, { search: query, limit: FOUND_MAX }, { signal });
    return rows.map((row) => ({
      title: `${row.item_code} ${row.name}`,
      detail: row.model,
      to: `/masterdata/item?find=${encodeURIComponent(row.item_code)}&id=${row.item_id}`,
    }));
  },
};
