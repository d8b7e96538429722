import {
  DEVICE_CLASSES,
  LICENCE_KINDS,
  LICENCE_MODES,
  PARTNER_AGREEMENTS,
  REGIONS,
} from '@tongcang/contract';
import { useMemo } from 'react';
import { useText } from '../../../ui/index.ts';
import { useChoices } from '../masterdata/option.ts';
import type { FieldKind, PaperField } from './paper-form.tsx';
import { type RecordsWord, recordsText } from './records-text.ts';

const NOTHING = {};
type More = Partial<Omit<PaperField, 'name' | 'label' | 'kind'>>;

/** The fields of each paper with their words. `fixed` names those that a new version keeps, with what they show. */
export function usePaperFields(fixed: Readonly<Record<string, string>> = NOTHING) {
  const t = useText(recordsText);
  const choices = useChoices();
  return useMemo(() => {
    const field = (
      name: string,
      kind: FieldKind,
      more: More = {},
      word = name.replace(/_ids?$/, ''),
    ): PaperField => ({
      name,
      label: t(word as RecordsWord),
      kind,
      ...(name in fixed ? { disabled: true, chosen: fixed[name]! } : {}),
      ...more,
    });
    const validity = [field('valid_from', 'date'), field('valid_to', 'date')];
    const words = (values: readonly string[], prefix: string) =>
      values.map((value) => ({ value, label: t(`${prefix}_${value}` as RecordsWord) }));
    return {
      registration: [
        field('registration_no', 'text'),
        field('registrant_id', 'partner'),
        field('product_name', 'text'),
        field('device_class', 'choice', { choices: choices(DEVICE_CLASSES) }),
        ...validity,
        field('models', 'tags', { help: t('models_hint') }),
        field('specification', 'text'),
        field('category_code_new', 'text'),
        field('category_code_old', 'text'),
        field('insurance_code', 'text'),
        field('change_note', 'long'),
      ],
      licence: [
        field('partner_id', 'partner'),
        field('licence_no', 'text'),
        field('kind', 'choice', { choices: choices(LICENCE_KINDS) }),
        field('classes', 'choices', { choices: choices(DEVICE_CLASSES) }),
        field('categories', 'tags', { help: t('categories_hint') }),
        ...validity,
        field('warehouse_ids', 'warehouses', {}, 'warehouses'),
        field('warehouse_addresses', 'tags'),
        field('scope_text', 'long'),
        field('legal_representative', 'text'),
        field('person_in_charge', 'text'),
        field('domicile', 'text'),
        field('premises', 'text'),
        field('mode', 'choice', { choices: words(LICENCE_MODES, 'm') }),
        field('issuer', 'text'),
        field('change_note', 'long'),
      ],
      authorisation: [
        field('authorisation_no', 'text'),
        field('grantor_id', 'partner'),
        field('grantee_id', 'partner'),
        field('registrant_id', 'partner'),
        ...validity,
        field('regions', 'choices', {
          choices: [
            { value: '*', label: t('all_regions') },
            ...REGIONS.map((value) => ({ value, label: value })),
          ],
        }),
        field('categories', 'tags', { help: t('categories_hint') }),
        field('item_ids', 'items', {}, 'scope_items'),
        field('note', 'long'),
      ],
      agreement: [
        field('agreement_no', 'text'),
        field('partner_id', 'partner'),
        field('kind', 'choice', { choices: words(PARTNER_AGREEMENTS, 'g') }),
        ...validity,
        field('assessed_on', 'date'),
        field('warehouse_ids', 'warehouses', {}, 'warehouses'),
        field('note', 'long'),
      ],
      warehouse_filing: [
        field('warehouse_id', 'warehouse'),
        field('regulator', 'text'),
        field('filing_no', 'text'),
        ...validity,
        field('note', 'long'),
      ],
    };
  }, [t, choices, fixed]);
}
