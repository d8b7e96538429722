import type { Feature } from '../../app/feature.ts';

export const qualityCases: Feature = {
  module: 'quality-cases',
  codes: () => import('./codes.ts'),
  pages: [],
};
