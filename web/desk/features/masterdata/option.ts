import { type Column, type DatasetName, datasets } from '@tongcang/contract';
import { useMemo } from 'react';
import { useLanguage, useText } from '../../../ui/index.ts';
import { masterdataText } from './text.ts';

/** The word for an option of a dataset (`customer` -> 客户); an option without a word is shown as itself. */
export function useOption(): (value: string | null | undefined) => string {
  const t = useText(masterdataText);
  return useMemo(
    () => (value: string | null | undefined) => {
      if (value === null || value === undefined) return '';
      const key = `o_${value}`;
      return key in masterdataText.zh ? t(key as keyof typeof masterdataText.zh) : value;
    },
    [t],
  );
}

/** Options with their words, for selects and column filters. */
export function useChoices(): (values: readonly string[]) => { value: string; label: string }[] {
  const option = useOption();
  return useMemo(
    () => (values: readonly string[]) => values.map((value) => ({ value, label: option(value) })),
    [option],
  );
}

export const columnsOf = (dataset: DatasetName): readonly Column[] => datasets[dataset].columns;

/** The title of a dataset's column in the language of the person, so that screens and templates say the same. */
export function useColumnTitle(dataset: DatasetName): (key: string) => string {
  const language = useLanguage();
  return useMemo(
    () => (key: string) => columnsOf(dataset).find((column) => column.key === key)?.[language] ?? key,
    [dataset, language],
  );
}
