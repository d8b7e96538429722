import type { Feature } from '../../app/feature.ts';

export const rfid: Feature = {
  module: 'rfid',
  codes: () => import('./codes.ts'),
  pages: [],
};
