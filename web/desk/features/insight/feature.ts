import type { Feature } from '../../app/feature.ts';

export const insight: Feature = {
  module: 'insight',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/control-tower',
      title: { zh: '控制塔', en: 'Control tower' },
      nav: 'control_tower',
      order: 10,
      permission: 'insight.read',
      hints: 'kzt kongzhita tower home',
      load: () => import('./control-tower.tsx'),
    },
    {
      path: '/kpi',
      title: { zh: '指标口径', en: 'Definitions of figures' },
      nav: 'insight',
      order: 10,
      permission: 'insight.read',
      hints: 'zbkj zhibiao kpi',
      load: () => import('./kpi-list.tsx'),
    },
  ],
};
