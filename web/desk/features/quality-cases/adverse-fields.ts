import { ADVERSE_CATEGORIES, ADVERSE_ORIGINS, PATIENT_SEXES } from '@tongcang/contract';
import type { useText } from '../../../ui/index.ts';
import type { customerText } from './customer-text.ts';
import type { StepField } from './step-dialog.tsx';

/** The questions of the national form, in its order. */
export function adverseFields(t: ReturnType<typeof useText<keyof typeof customerText.zh>>): StepField[] {
  return [
    {
      name: 'category',
      label: t('category'),
      kind: 'choice',
      required: true,
      options: ADVERSE_CATEGORIES.map((value) => ({ value, label: t(`g_${value}`) })),
    },
    {
      name: 'origin',
      label: t('origin'),
      kind: 'choice',
      required: true,
      options: ADVERSE_ORIGINS.map((value) => ({ value, label: t(`o_${value}`) })),
    },
    { name: 'is_group', label: t('group'), kind: 'check' },
    { name: 'item_id', label: t('product'), kind: 'item', required: true },
    { name: 'lot_no', label: t('lot'), kind: 'line', max: 20 },
    { name: 'serial_no', label: t('serial'), kind: 'line', max: 20 },
    { name: 'udi', label: t('udi'), kind: 'line', max: 120 },
    { name: 'happened_on', label: t('happened_on'), kind: 'date' },
    { name: 'event', label: t('event'), kind: 'text', required: true, max: 2000 },
    { name: 'device_failure', label: t('device_failure'), kind: 'text', max: 1000 },
    { name: 'consequence', label: t('consequence'), kind: 'text', required: true, max: 1000 },
    { name: 'handling', label: t('handling'), kind: 'text', max: 1000 },
    { name: 'cause_analysis', label: t('cause_analysis'), kind: 'text', max: 1000 },
    { name: 'purpose', label: t('purpose'), kind: 'line', max: 200 },
    { name: 'place_of_use', label: t('place_of_use'), kind: 'line', max: 100 },
    { name: 'patient_ref', label: t('patient_ref'), kind: 'line', max: 20, help: t('patient_hint') },
    { name: 'patient_age', label: t('patient_age'), kind: 'number' },
    {
      name: 'patient_sex',
      label: t('patient_sex'),
      kind: 'choice',
      required: true,
      options: PATIENT_SEXES.map((value) => ({ value, label: t(`x_${value}`) })),
    },
    { name: 'reporter', label: t('reporter'), kind: 'line', required: true, max: 100 },
    { name: 'reporter_phone', label: t('reporter_phone'), kind: 'line', max: 40 },
  ];
}
