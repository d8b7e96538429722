import type { Feature } from '../../app/feature.ts';

export const outbound: Feature = {
  module: 'fulfilment',
  pages: [],
};
