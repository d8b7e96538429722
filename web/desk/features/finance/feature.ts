import type { Feature } from '../../app/feature.ts';

export const finance: Feature = {
  module: 'finance',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/finance/stock-value',
      title: { zh: '库存价值', en: 'Stock value' },
      nav: 'finance',
      order: 10,
      permission: 'finance.read',
      hints: 'kcjz jiazhi jine value',
      load: () => import('./stock-value.tsx'),
    },
    {
      path: '/finance/lot-cost',
      title: { zh: '批号成本', en: 'Lot costs' },
      nav: 'finance',
      order: 20,
      permission: 'finance.read',
      hints: 'phcb chengben cost',
      load: () => import('./lot-costs.tsx'),
    },
    {
      path: '/finance/month',
      title: { zh: '月结', en: 'Month end' },
      nav: 'finance',
      order: 30,
      permission: 'finance.read',
      hints: 'yj yuejie pingzheng month voucher',
      load: () => import('./month-list.tsx'),
    },
    {
      path: '/finance/month/$month',
      title: { zh: '月结详情', en: 'Month' },
      parent: '/finance/month',
      permission: 'finance.read',
      load: () => import('./month-page.tsx'),
    },
    {
      path: '/finance/account',
      title: { zh: '凭证科目', en: 'Accounts' },
      nav: 'finance',
      order: 40,
      permission: 'finance.read',
      hints: 'pzkm kemu account',
      load: () => import('./accounts.tsx'),
    },
  ],
};
