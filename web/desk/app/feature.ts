import type { ComponentType } from 'react';
import type { CodeTexts } from './codes.ts';

/**
 * How a feature joins the desk. `features/<module>/feature.ts` exports one `Feature`; it stays small, because it
 * is part of the first load, and reaches its screens only through `load`.
 */
export const NAV_GROUPS = [
  'control_tower',
  'demand',
  'supply',
  'stock',
  'warehouse',
  'transfer',
  'transport',
  'quality',
  'compliance',
  'coldchain',
  'finance',
  'insight',
  'settings',
] as const;
export type NavGroup = (typeof NAV_GROUPS)[number];
export type Bilingual = { readonly zh: string; readonly en: string };

export type Page = {
  /** Path with parameters as `$name`: `/transfer/$transfer_id`. */
  readonly path: string;
  readonly title: Bilingual;
  readonly load: () => Promise<{ default: ComponentType }>;
  /** Where the navigation shows it; pages of single records are not shown. */
  readonly nav?: NavGroup;
  /** Place within its group; smaller stands higher. */
  readonly order?: number;
  /** Path of the page above, for the trail in the header and the mark in the navigation. */
  readonly parent?: string;
  /** Group of a page that is not in the navigation and has no parent. */
  readonly group?: NavGroup;
  readonly permission?: string;
  /** Other words and pinyin initials it is found by: `db diaobo transfer`. */
  readonly hints?: string;
};

export type Action = {
  readonly title: Bilingual;
  readonly hints?: string;
  readonly permission?: string;
  /** Address to go to, such as `/transfer?new=1`. */
  readonly to: string;
};

export type Found = { readonly title: string; readonly detail?: string; readonly to: string };
/** Finds records for the search field. */
export type SearchProvider = (query: string, signal: AbortSignal) => Promise<readonly Found[]>;

export type Feature = {
  readonly module: string;
  readonly pages: readonly Page[];
  readonly actions?: readonly Action[];
  /** Error and refusal texts of the module, usually the contract's `<module>_errors`: loaded after the desk has opened. */
  readonly codes?: () => Promise<{ readonly default: readonly CodeTexts[] }>;
  readonly search?: SearchProvider;
};
