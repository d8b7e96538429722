import type { Feature } from '../../app/feature.ts';
import { purchasing_actions, purchasing_pages } from './purchasing-pages.ts';
import { receiving_actions, receiving_pages } from './receiving-pages.ts';

export const supply: Feature = {
  module: 'supply',
  pages: [...purchasing_pages, ...receiving_pages],
  actions: [...purchasing_actions, ...receiving_actions],
  codes: () => import('./codes.ts'),
};
