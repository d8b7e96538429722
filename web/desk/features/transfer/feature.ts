import type { Feature } from '../../app/feature.ts';

export const transfer: Feature = {
  module: 'transfer',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/transfer',
      title: { zh: '调拨单', en: 'Transfers' },
      nav: 'transfer',
      order: 20,
      permission: 'transfer.read',
      hints: 'dbd diaobo transfer',
      load: () => import('./transfer-list.tsx'),
    },
    {
      path: '/transfer/new',
      title: { zh: '申请调拨', en: 'Request transfer' },
      parent: '/transfer',
      permission: 'transfer.request',
      load: () => import('./transfer-new.tsx'),
    },
    {
      path: '/transfer/discrepancy',
      title: { zh: '收货差异', en: 'Discrepancies' },
      nav: 'transfer',
      order: 30,
      permission: 'transfer.read',
      hints: 'shcy chayi discrepancy',
      load: () => import('./discrepancy-list.tsx'),
    },
    {
      path: '/transfer/claim',
      title: { zh: '在途索赔', en: 'Claims' },
      nav: 'transfer',
      order: 40,
      permission: 'transfer.read',
      hints: 'ztsp suopei claim',
      load: () => import('./claim-list.tsx'),
    },
    {
      path: '/transfer/budget',
      title: { zh: '预算与限额', en: 'Budgets & limits' },
      nav: 'transfer',
      order: 50,
      permission: 'transfer.read',
      hints: 'ysxe yusuan xiane budget limit',
      load: () => import('./budget-page.tsx'),
    },
    {
      path: '/transfer/$transfer_id',
      title: { zh: '调拨详情', en: 'Transfer' },
      parent: '/transfer',
      permission: 'transfer.read',
      load: () => import('./transfer-page.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '申请调拨', en: 'Request transfer' },
      to: '/transfer/new',
      permission: 'transfer.request',
      hints: 'sqdb diaobo request',
    },
  ],
};
