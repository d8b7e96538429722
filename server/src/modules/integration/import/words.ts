import { type Dataset, datasets } from '@tongcang/contract';
import { z } from 'zod';

/** Words that Chinese spreadsheets use for the options of the datasets, beside the codes themselves. */
const OPTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  legal_entity: ['经营主体', '法人'],
  supplier: ['供应商', '供货者', '供货商'],
  manufacturer: ['注册人', '备案人', '生产企业', '生产商', '厂家', '厂商'],
  customer: ['客户', '医院'],
  carrier: ['承运商', '承运人', '物流公司'],
  I: ['1', '1类', 'I类', '一类', '第一类'],
  II: ['2', '2类', 'II类', '二类', '第二类'],
  III: ['3', '3类', 'III类', '三类', '第三类'],
  lot: ['批号', '批次', '按批号'],
  serial: ['序列号', '按序列号'],
  ambient: ['常温'],
  cool: ['阴凉'],
  cold: ['冷藏'],
  frozen: ['冷冻'],
  receiving: ['收货', '收货区'],
  storage: ['储存', '存储', '储存区', '存储区'],
  dispatch: ['发货', '发货区'],
  rejected: ['不合格', '不合格品', '不合格品区'],
  returns: ['退货', '退货区'],
  distribution_licence: ['经营许可证', '医疗器械经营许可证'],
  distribution_filing: ['经营备案', '经营备案凭证', '第二类医疗器械经营备案凭证'],
  production_licence: ['生产许可证', '医疗器械生产许可证'],
  production_filing: ['生产备案', '生产备案凭证'],
  medical_institution: ['执业许可证', '医疗机构执业许可证'],
  road: ['公路', '陆运', '汽运'],
  air: ['航空', '空运'],
  rail: ['铁路'],
  courier: ['快递'],
  released: ['合格'],
  quarantine: ['待验'],
  held: ['冻结'],
  day: ['日', '天'],
  week: ['周'],
  month: ['月'],
};

/** Titles and option words compare without case, spaces, width (full or half) and marks for "required". */
export function canonical(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\((必填|选填|required|optional)\)$/, '')
    .replace(/[\s_*:]/g, '');
}

/** The closed list of values of a column (or of the elements of a list column), or null when it is open. */
export function optionsOf(dataset: Dataset, key: string): readonly string[] | null {
  let schema = (dataset.schema as z.ZodObject).shape[key] as z.ZodType | undefined;
  for (;;) {
    if (
      schema instanceof z.ZodNullable ||
      schema instanceof z.ZodDefault ||
      schema instanceof z.ZodOptional
    ) {
      schema = schema.unwrap() as z.ZodType;
    } else if (schema instanceof z.ZodArray) {
      schema = schema.element as z.ZodType;
    } else {
      return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
    }
  }
}

/** From every accepted spelling to the option it means; null for a column without a closed list. */
export function optionWords(dataset: Dataset, key: string): ReadonlyMap<string, string> | null {
  const options = optionsOf(dataset, key);
  if (options === null) return null;
  return new Map(
    options.flatMap((option) =>
      [option, ...(OPTION_WORDS[option] ?? [])].map((word) => [canonical(word), option]),
    ),
  );
}

/** The Chinese word for an option, or the option itself. */
export function optionZh(option: string): string {
  return OPTION_WORDS[option]?.find((word) => /\p{Script=Han}/u.test(word)) ?? option;
}

export const datasetOf = (name: keyof typeof datasets): Dataset => datasets[name];
