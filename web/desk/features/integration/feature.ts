import type { Feature } from '../../app/feature.ts';

export const integration: Feature = {
  module: 'integration',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/settings/import',
      title: { zh: '数据导入', en: 'Import' },
      nav: 'settings',
      order: 5,
      permission: 'integration.import',
      hints: 'sjdr daoru shangchuan excel csv import upload',
      load: () => import('./import-page.tsx'),
    },
    {
      path: '/settings/epcis',
      title: { zh: 'EPCIS 事件', en: 'EPCIS events' },
      nav: 'settings',
      order: 6,
      permission: 'integration.export',
      hints: 'epcis shijian zhuisu gln gs1 events trace',
      load: () => import('./epcis-page.tsx'),
    },
  ],
};
