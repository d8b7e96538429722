import type { Feature } from '../../app/feature.ts';

export const warehouse: Feature = {
  module: 'warehouse',
  pages: [],
};
