import type { Feature } from '../../app/feature.ts';

export const inspection: Feature = {
  module: 'inspection',
  codes: () => import('./codes.ts'),
  pages: [],
};
