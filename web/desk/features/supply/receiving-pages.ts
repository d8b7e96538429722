import type { Feature } from '../../app/feature.ts';

/** Pages of receiving: from what is to come to the shelf, and the way back to the supplier. */
export const receiving_pages: Feature['pages'] = [
  {
    path: '/receiving/expected',
    title: { zh: '待到货', en: 'Expected' },
    nav: 'supply',
    order: 50,
    permission: 'supply.read',
    hints: 'ddh daidaohuo expected arrival',
    load: () => import('./expected-list.tsx'),
  },
  {
    path: '/receiving/count/$source',
    title: { zh: '收货', en: 'Receive' },
    parent: '/receiving/expected',
    permission: 'supply.receive',
    load: () => import('./receive-page.tsx'),
  },
  {
    path: '/receiving',
    title: { zh: '收货单', en: 'Receipts' },
    nav: 'supply',
    order: 52,
    permission: 'supply.read',
    hints: 'shd shouhuo yanshou shangjia receipt accept putaway',
    load: () => import('./receipt-list.tsx'),
  },
  {
    path: '/receiving/discrepancy',
    title: { zh: '到货差异', en: 'Delivery differences' },
    nav: 'supply',
    order: 54,
    permission: 'supply.read',
    hints: 'dhcy shcy chayi difference',
    load: () => import('./receipt-discrepancy-list.tsx'),
  },
  {
    path: '/receiving/acceptance',
    title: { zh: '验收记录', en: 'Acceptance records' },
    nav: 'supply',
    order: 56,
    permission: 'supply.read',
    hints: 'ysjl jinhuochayan yanshou acceptance record',
    load: () => import('./acceptance-list.tsx'),
  },
  {
    path: '/receiving/return',
    title: { zh: '退供应商', en: 'Supplier returns' },
    nav: 'supply',
    order: 58,
    permission: 'supply.read',
    hints: 'tgys gjtc goujintuichu return',
    load: () => import('./return-list.tsx'),
  },
  {
    path: '/receiving/return/new',
    title: { zh: '申请退货', en: 'Ask for a return' },
    parent: '/receiving/return',
    permission: 'supply.return',
    load: () => import('./return-new.tsx'),
  },
  {
    path: '/receiving/return/$supplier_return_id',
    title: { zh: '退货单', en: 'Supplier return' },
    parent: '/receiving/return',
    permission: 'supply.read',
    load: () => import('./return-page.tsx'),
  },
  {
    path: '/receiving/$receipt_id',
    title: { zh: '收货单详情', en: 'Receipt' },
    parent: '/receiving',
    permission: 'supply.read',
    load: () => import('./receipt-page.tsx'),
  },
];

export const receiving_actions: NonNullable<Feature['actions']> = [
  {
    title: { zh: '收货', en: 'Receive goods' },
    to: '/receiving/expected',
    permission: 'supply.receive',
    hints: 'sh shouhuo receive',
  },
];
