import { check } from './check.ts';

/** Older stock may lack a UDI: the day of production decides whether the label must carry one. */
export const carriesUdi = check(['compliance.udi_missing'], (_facts, { label, lot }, item) => {
  const { udi_required_from } = item;
  if (label === undefined || label.udi === true || udi_required_from === null) return null;
  const { lot_no, production_date } = lot;
  if (production_date === null || production_date < udi_required_from) return null;
  return { code: 'compliance.udi_missing', params: { lot_no, production_date, udi_required_from } };
});

/** Imports carry a label and instructions in Chinese. */
export const labelledInChinese = check(
  ['compliance.chinese_label_missing'],
  (_facts, { label, lot }, item) =>
    label === undefined || label.chinese === true || !item.needs_chinese_label
      ? null
      : {
          code: 'compliance.chinese_label_missing',
          params: { item_code: item.item_code, lot_no: lot.lot_no },
        },
);
