import type { Feature } from '../../app/feature.ts';

export const fulfilment: Feature = {
  module: 'fulfilment',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/demand',
      title: { zh: '需求与订单', en: 'Demand and orders' },
      nav: 'demand',
      order: 10,
      permission: 'fulfilment.read',
      hints: 'ksxq xuqiu demand order',
      load: () => import('./demand-list.tsx'),
    },
    {
      path: '/demand/new',
      title: { zh: '新建需求', en: 'New demand' },
      parent: '/demand',
      permission: 'fulfilment.demand',
      load: () => import('./demand-new.tsx'),
    },
    {
      path: '/demand/$demand_id',
      title: { zh: '需求单', en: 'Demand order' },
      parent: '/demand',
      permission: 'fulfilment.read',
      load: () => import('./demand-page.tsx'),
    },
    {
      path: '/demand/note/$shipment_id',
      title: { zh: '随货同行单', en: 'Delivery note' },
      parent: '/demand',
      permission: 'fulfilment.read',
      load: () => import('./delivery-note.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '新建科室需求', en: 'New demand' },
      to: '/demand/new',
      permission: 'fulfilment.demand',
      hints: 'xjksxq jinji urgent',
    },
  ],
};
