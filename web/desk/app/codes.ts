import { type ErrorCatalogue, field_errors, identity_errors, platform_errors } from '@tongcang/contract';
import { type Dictionary, dictionary } from '../../ui/index.ts';

/** Texts by code. The server sends codes and parameters; the sentences come from the contract's catalogues. */
export type CodeTexts = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

const web_errors = dictionary(
  {
    'web.unreachable': '无法连接服务器，请检查网络后重试',
    'web.mismatch': '两次输入的密码不一致',
  },
  {
    'web.unreachable': 'The server cannot be reached; check the network and try again',
    'web.mismatch': 'The two passwords differ',
  },
);

/** One dictionary of all codes: the platform's, identity's, and those that features bring. */
export function codeDictionary(more: readonly (CodeTexts | ErrorCatalogue)[]): Dictionary {
  const zh: Record<string, string> = { ...web_errors.zh };
  const en: Record<string, string> = { ...web_errors.en };
  for (const texts of [field_errors, platform_errors, identity_errors, ...more]) {
    for (const [code, text] of Object.entries(texts)) {
      zh[code] = text.zh;
      en[code] = text.en;
    }
  }
  return { zh, en };
}
