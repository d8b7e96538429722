import type { RULE_SEVERITIES, RuleParams } from '@tongcang/contract';
import { useCallback } from 'react';
import { StatusChip, type ToneName, useLanguage, useText } from '../../../ui/index.ts';
import { usePurpose } from '../stock/words.ts';
import { ruleNames, rulesText } from './rules-text.ts';

export type Severity = (typeof RULE_SEVERITIES)[number];
export type RulesText = ReturnType<typeof useText<keyof typeof rulesText.zh>>;

const TONES: Readonly<Record<Severity, ToneName>> = { block: 'bad', warn: 'warn', off: 'neutral' };

export function SeverityChip({ severity }: { severity: Severity }) {
  const t = useText(rulesText);
  return <StatusChip tone={TONES[severity]}>{t(severity)}</StatusChip>;
}

/** `useRuleName()('compliance.lot_expired')` -> 批号已过期; a rule without a name shows its code. */
export function useRuleName(): (code: string) => string {
  const language = useLanguage();
  return useCallback((code) => (ruleNames[language] as Record<string, string>)[code] ?? code, [language]);
}

/** Address of a rule's page; a dot in an address would name a file. */
export const rulePath = (code: string) => `/compliance/rule/${code.replace('.', ':')}`;
export const codeOfPath = (name: string) => name.replace(':', '.');

/** Names of the steps at which the gate is asked. */
export function usePathName(): (path: string) => string {
  const t = useText(rulesText);
  const purpose = usePurpose();
  return useCallback(
    (path) => (path === 'purchase' || path === 'lend' ? t(path) : purpose(path)),
    [t, purpose],
  );
}

/** What a version says besides its severity, in words. */
export function settingsOf(params: RuleParams, t: RulesText, path: (name: string) => string): string[] {
  const named = (paths: readonly string[]) => paths.map(path).join('、');
  return [
    ...(params.paths?.length ? [t('only_on', { paths: named(params.paths) })] : []),
    ...(params.warns_on?.length ? [t('warns_on', { paths: named(params.warns_on) })] : []),
    ...(params.must_acknowledge?.length
      ? [t('must_acknowledge', { paths: named(params.must_acknowledge) })]
      : []),
    ...(params.min_percent === undefined ? [] : [t('min_percent', { n: params.min_percent })]),
  ];
}
