import type { Feature } from '../../app/feature.ts';

export const quality: Feature = {
  module: 'quality',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/quality/quarantine',
      title: { zh: '待验处置', en: 'Disposition' },
      nav: 'quality',
      order: 10,
      permission: 'stock.read',
      hints: 'dycz daiyan fangxing yanshou quarantine release reject',
      load: () => import('./quarantine.tsx'),
    },
    {
      path: '/quality/destruction',
      title: { zh: '销毁', en: 'Destruction' },
      nav: 'quality',
      order: 60,
      permission: 'quality.destroy',
      hints: 'xh xiaohui baofei destruction scrap',
      load: () => import('./destruction-list.tsx'),
    },
    {
      path: '/quality/destruction/new',
      title: { zh: '申请销毁', en: 'Ask for destruction' },
      parent: '/quality/destruction',
      permission: 'quality.destroy',
      load: () => import('./destruction-new.tsx'),
    },
    {
      path: '/quality/destruction/$destruction_id',
      title: { zh: '销毁单', en: 'Destruction' },
      parent: '/quality/destruction',
      permission: 'quality.destroy',
      load: () => import('./destruction-page.tsx'),
    },
    {
      path: '/quality/repair',
      title: { zh: '维修', en: 'Repairs' },
      nav: 'quality',
      order: 70,
      permission: 'quality.repair',
      hints: 'wx weixiu songxiu repair loaner',
      load: () => import('./repair-list.tsx'),
    },
    {
      path: '/quality/repair/$repair_id',
      title: { zh: '维修单', en: 'Repair' },
      parent: '/quality/repair',
      permission: 'quality.repair',
      load: () => import('./repair-page.tsx'),
    },
  ],
};
