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
    {
      path: '/quality/retention',
      title: { zh: '记录保存', en: 'Retention' },
      nav: 'quality',
      order: 90,
      permission: 'insight.retention',
      hints: 'jlbc jilu baocun qingchu baoquan retention purge legal hold',
      load: () => import('./retention-page.tsx'),
    },
    {
      path: '/settings/seals',
      title: { zh: '审计链验证', en: 'Seals' },
      nav: 'settings',
      order: 33,
      permission: 'platform.read_audit',
      hints: 'sjlyz shenji lian yanzheng maodian seal anchor verify',
      load: () => import('./seals-page.tsx'),
    },
  ],
};
