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
  ],
};
