import type { Feature } from '../../app/feature.ts';

export const compliance: Feature = {
  module: 'compliance',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/compliance/registration',
      title: { zh: '注册证与备案', en: 'Registrations' },
      nav: 'quality',
      order: 60,
      permission: 'compliance.read',
      hints: 'zcz zhucezheng beian registration',
      load: () => import('./registrations.tsx'),
    },
    {
      path: '/compliance/licence',
      title: { zh: '许可证', en: 'Licences' },
      nav: 'quality',
      order: 61,
      permission: 'compliance.read',
      hints: 'xkz xukezheng zizhi licence',
      load: () => import('./licences.tsx'),
    },
  ],
};
