import type { Feature } from '../../app/feature.ts';
import { quality_codes } from './text.ts';

export const quality: Feature = {
  module: 'quality',
  codes: [quality_codes],
  pages: [
    {
      path: '/quality/quarantine',
      title: { zh: '待验处置', en: 'Disposition' },
      nav: 'quality',
      order: 10,
      permission: 'stock.read',
      hints: 'dycz daiyan fangxing yanshou quarantine release reject',
      load: () => import('./quarantine.tsx'),
    },
  ],
};
