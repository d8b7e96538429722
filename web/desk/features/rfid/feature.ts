import type { Feature } from '../../app/feature.ts';

export const rfid: Feature = {
  module: 'rfid',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/rfid',
      title: { zh: 'RFID 通过记录', en: 'RFID passes' },
      nav: 'warehouse',
      order: 90,
      permission: 'integration.rfid',
      hints: 'rfid biaoqian tongdao portal pass',
      load: () => import('./pass-list.tsx'),
    },
    {
      path: '/rfid/pass/$pass_id',
      title: { zh: '通过记录', en: 'Pass' },
      parent: '/rfid',
      permission: 'integration.rfid',
      load: () => import('./pass-page.tsx'),
    },
    {
      path: '/rfid/parked',
      title: { zh: '未知标签', en: 'Unknown tags' },
      nav: 'warehouse',
      order: 91,
      permission: 'integration.rfid',
      hints: 'wzbq weizhi biaoqian unknown foreign tags',
      load: () => import('./parked.tsx'),
    },
    {
      path: '/rfid/reader',
      title: { zh: 'RFID 读写器', en: 'RFID readers' },
      nav: 'warehouse',
      order: 92,
      permission: 'integration.rfid',
      hints: 'rfid duxieqi reader llrp',
      load: () => import('./readers.tsx'),
    },
  ],
};
