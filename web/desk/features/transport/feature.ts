import type { Feature } from '../../app/feature.ts';

export const transport: Feature = {
  module: 'transport',
  pages: [],
};
