import type { Feature } from '../feature.ts';

/** Pages of the desk itself. The kit samples are for developers: they are part of a build only
 * when VITE_KIT is set, which is how the kit is measured. */
export const settings: Feature = {
  module: 'settings',
  pages: [
    {
      path: '/settings/scan-test',
      title: { zh: '扫码自检', en: 'Scan self-test' },
      nav: 'settings',
      order: 90,
      hints: 'smzj saoma ceshi scanner barcode gs',
      load: () => import('./scan-test.tsx'),
    },
    {
      path: '/settings/password',
      title: { zh: '修改密码', en: 'Change password' },
      group: 'settings',
      hints: 'xgmm mima password',
      load: () => import('./change-password.tsx'),
    },
    ...(import.meta.env.DEV || import.meta.env.VITE_KIT
      ? [
          {
            path: '/settings/kit',
            title: { zh: '组件样张', en: 'Kit samples' },
            nav: 'settings' as const,
            order: 99,
            hints: 'zjyz kit',
            load: () => import('../dev/kit-page.tsx'),
          },
        ]
      : []),
  ],
};
