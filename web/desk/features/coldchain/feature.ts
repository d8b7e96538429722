import type { Feature } from '../../app/feature.ts';

export const coldchain: Feature = {
  module: 'coldchain',
  codes: () => import('./codes.ts'),
  pages: [],
};
