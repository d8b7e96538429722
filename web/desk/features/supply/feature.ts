import type { Feature } from '../../app/feature.ts';

export const supply: Feature = {
  module: 'supply',
  pages: [],
};
