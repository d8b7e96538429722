import type { Feature } from '../../app/feature.ts';

export const recall: Feature = {
  module: 'recall',
  codes: () => import('./codes.ts'),
  pages: [
    {
      path: '/quality/recall',
      title: { zh: '召回与停售', en: 'Recalls and holds' },
      nav: 'quality',
      order: 31,
      permission: 'stock.read',
      hints: 'zhts zhaohui tingshou moni recall hold mock',
      load: () => import('./recall-list.tsx'),
    },
    {
      path: '/quality/recall/new',
      title: { zh: '发起召回或停售', en: 'Start a recall or hold' },
      parent: '/quality/recall',
      permission: 'quality.recall',
      load: () => import('./recall-new.tsx'),
    },
    {
      path: '/quality/recall/$case_id',
      title: { zh: '召回案件', en: 'Case' },
      parent: '/quality/recall',
      permission: 'stock.read',
      load: () => import('./recall-page.tsx'),
    },
    {
      path: '/quality/recall-notice',
      title: { zh: '召回通知', en: 'Recall notices' },
      nav: 'quality',
      order: 32,
      permission: 'fulfilment.read',
      hints: 'zhtz zhaohui tongzhi notice recall',
      load: () => import('./notices.tsx'),
    },
  ],
  actions: [
    {
      title: { zh: '发起召回或停售', en: 'Start a recall or hold' },
      hints: 'fqzh zhaohui recall hold',
      permission: 'quality.recall',
      to: '/quality/recall/new',
    },
  ],
};
