import type { Feature } from '../../app/feature.ts';

export const consignment: Feature = {
  module: 'fulfilment',
  pages: [],
};
