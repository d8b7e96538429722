import type { Feature } from '../../app/feature.ts';

export const recall: Feature = {
  module: 'recall',
  codes: () => import('./codes.ts'),
  pages: [],
};
