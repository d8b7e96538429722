import type { Feature } from '../../app/feature.ts';

export const inspection: Feature = {
  module: 'inspection',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/quality/inspection',
      title: { zh: '检验', en: 'Inspections' },
      nav: 'quality',
      order: 8,
      permission: 'stock.read',
      hints: 'jy jianyan choujian aql inspection qc sample',
      load: () => import('./inspection-list.tsx'),
    },
    {
      path: '/quality/inspection/$inspection_id',
      title: { zh: '检验单', en: 'Inspection' },
      parent: '/quality/inspection',
      permission: 'stock.read',
      load: () => import('./inspection-page.tsx'),
    },
    {
      path: '/quality/inspection-plan',
      title: { zh: '检验方案', en: 'Inspection plans' },
      nav: 'quality',
      order: 9,
      permission: 'stock.read',
      hints: 'jyfa jianyanfangan choujian aql plan sampling gb2828',
      load: () => import('./plan-list.tsx'),
    },
    {
      path: '/quality/inspection-plan/new',
      title: { zh: '新建检验方案', en: 'New inspection plan' },
      parent: '/quality/inspection-plan',
      permission: 'quality.inspect',
      load: () => import('./plan-edit.tsx'),
    },
    {
      path: '/quality/inspection-plan/$plan_id',
      title: { zh: '检验方案', en: 'Inspection plan' },
      parent: '/quality/inspection-plan',
      permission: 'stock.read',
      load: () => import('./plan-page.tsx'),
    },
    {
      path: '/quality/inspection-plan/$plan_id/edit',
      title: { zh: '编制检验方案', en: 'Next version of a plan' },
      parent: '/quality/inspection-plan',
      permission: 'quality.inspect',
      load: () => import('./plan-edit.tsx'),
    },
  ],
};
