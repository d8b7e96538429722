import type { Feature } from '../../app/feature.ts';

export const planning: Feature = {
  module: 'planning',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/risk',
      title: { zh: '缺货风险', en: 'Shortage risks' },
      nav: 'control_tower',
      order: 20,
      permission: 'planning.read',
      hints: 'qhfx fengxian risk shortage',
      load: () => import('./risk-list.tsx'),
    },
    {
      path: '/risk/$item_id/$warehouse_id',
      title: { zh: '风险', en: 'Risk' },
      parent: '/risk',
      permission: 'planning.read',
      load: () => import('./risk-page.tsx'),
    },
    {
      path: '/proposal',
      title: { zh: '调拨建议', en: 'Proposals' },
      nav: 'transfer',
      order: 10,
      permission: 'planning.read',
      hints: 'dbjy jianyi proposal',
      load: () => import('./proposal-list.tsx'),
    },
    {
      path: '/proposal/$proposal_id',
      title: { zh: '建议详情', en: 'Proposal' },
      parent: '/proposal',
      permission: 'planning.read',
      load: () => import('./proposal-page.tsx'),
    },
    {
      path: '/policy',
      title: { zh: '库存策略', en: 'Stock policies' },
      nav: 'control_tower',
      order: 30,
      permission: 'planning.read',
      hints: 'kccl celve safety stock policy rop',
      load: () => import('./policy-list.tsx'),
    },
  ],
};
