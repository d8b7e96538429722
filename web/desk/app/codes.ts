import {
  attachment_errors,
  type ErrorCatalogue,
  field_errors,
  identity_errors,
  masterdata_errors,
  platform_errors,
} from '@tongcang/contract';
import { type Dictionary, dictionary } from '../../ui/index.ts';
import type { Feature } from './feature.ts';

/** Texts by code. The server sends codes and parameters; the sentences come from the contract's catalogues. */
export type CodeTexts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

const web_errors = dictionary(
  {
    'web.unreachable': '无法连接服务器，请检查网络后重试',
    'web.mismatch': '两次输入的密码不一致',
    'web.nothing_open': '没有待分配的数量',
    'web.nothing_picked': '还没有已拣的货物',
    'web.not_yet': '当前状态下还不能进行此操作',
    'web.not_counted': '还有批号没有填写实收数量',
    'web.not_scanned': '还没有扫描完',
    'web.one_warehouse': '请先在页面上方选择一个仓库',
    'web.field_missing': '请先填写：{fields}',
  },
  {
    'web.unreachable': 'The server cannot be reached; check the network and try again',
    'web.mismatch': 'The two passwords differ',
    'web.nothing_open': 'Nothing is left to allocate',
    'web.nothing_picked': 'Nothing is picked yet',
    'web.not_yet': 'Not possible in the present state',
    'web.not_counted': 'The count of a lot is still missing',
    'web.not_scanned': 'The scan is not complete',
    'web.one_warehouse': 'Choose one warehouse at the top first',
    'web.field_missing': 'Fill in first: {fields}',
  },
);

/** What may be answered before the texts of the features are there. */
const CATALOGUES: readonly (CodeTexts | ErrorCatalogue)[] = [
  field_errors,
  platform_errors,
  attachment_errors,
  identity_errors,
  masterdata_errors,
];

/** One dictionary of all codes: the contract's, and those that features bring for themselves. */
export function codeDictionary(more: readonly (CodeTexts | ErrorCatalogue)[]): Dictionary {
  const zh: Record<string, string> = { ...web_errors.zh };
  const en: Record<string, string> = { ...web_errors.en };
  for (const texts of [...CATALOGUES, ...more]) {
    for (const [code, text] of Object.entries(texts)) {
      zh[code] = text.zh;
      en[code] = text.en;
    }
  }
  return { zh, en };
}

/** The dictionary with the texts of all features; a part that cannot be fetched leaves its codes to stand for themselves. */
export async function allCodes(features: readonly Feature[]): Promise<Dictionary> {
  const parts = await Promise.allSettled(features.map((feature) => feature.codes?.()));
  return codeDictionary(
    parts.flatMap((part) => (part.status === 'fulfilled' ? (part.value?.default ?? []) : [])),
  );
}
