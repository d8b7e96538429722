import type { Feature } from '../../app/feature.ts';

export const finance: Feature = {
  module: 'finance',
  pages: [],
};
