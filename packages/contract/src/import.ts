import { z } from 'zod';
import { DATASET_NAMES } from './datasets.ts';
import type { ErrorCatalogue } from './errors.ts';

/** One thing that is wrong, or worth knowing, about one place of an uploaded table. */
export const import_issue = z.object({
  /** Line of the file (CSV) or row number (Excel). */
  line: z.number().int(),
  /** Key of the column; null when the whole line is meant. */
  column: z.string().nullable(),
  /** A code of `field_errors` or `import_issues`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** What stands in the cell, at most 100 characters. */
  value: z.string().nullable(),
});
export type ImportIssue = z.infer<typeof import_issue>;

/** What a file would do, without its rows: the answer of a preview. */
export const import_report = z.object({
  dataset: z.enum(DATASET_NAMES),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string(),
  sheet: z.string().nullable(),
  /** Which column of the file feeds which column of the dataset. */
  columns: z.array(z.object({ key: z.string(), header: z.string() })),
  counts: z.object({ rows: z.number().int(), valid: z.number().int(), invalid: z.number().int() }),
  /** The first ones in the order of the file; `error_count` tells how many there are. */
  errors: z.array(import_issue),
  error_count: z.number().int(),
  warnings: z.array(import_issue),
  warning_count: z.number().int(),
});
export type ImportReport = z.infer<typeof import_report>;

/** Codes of single issues beside those of `field_errors`. */
export const import_issues = {
  'import.missing_column': { zh: '缺少列“{zh}”', en: 'The column “{en}” is missing' },
  'import.repeated_column': {
    zh: '列“{header}”与“{other_header}”表示同一内容',
    en: 'The columns “{header}” and “{other_header}” mean the same',
  },
  'import.unknown_column': { zh: '未识别的列“{header}”,已忽略', en: 'Unknown column “{header}”, ignored' },
  'import.looks_like': {
    zh: '该文件更像“{dataset_zh}”的数据',
    en: 'This file looks like data of “{dataset_en}”',
  },
  'import.extra_cells': {
    zh: '该行有 {cells} 个单元格,表头只有 {columns} 列',
    en: 'The line has {cells} cells but the header only {columns} columns',
  },
  'import.cell_error': { zh: '单元格是 Excel 错误值', en: 'The cell holds an Excel error' },
  'import.digits_lost': {
    zh: 'Excel 已丢失编码的部分数字,请将该列设为文本格式后重新填写',
    en: 'Excel has lost digits of this code; format the column as text and enter it again',
  },
  'import.became_date': {
    zh: 'Excel 已将内容变为日期 {date},请将该列设为文本格式后重新填写',
    en: 'Excel has turned this into the date {date}; format the column as text and enter it again',
  },
  'import.partner_kind': {
    zh: '该单位的类型是 {found},此处应为 {expected}',
    en: 'This partner is a {found}; a {expected} is needed here',
  },
  'import.spelling': {
    zh: '与第 {other_line} 行的“{other}”仅大小写或空格不同',
    en: 'Differs from “{other}” in line {other_line} only by case or spaces',
  },
  'import.lot_conflict': {
    zh: '同一产品同一批号在第 {other_line} 行的日期为 {other_value}',
    en: 'The same lot of the same item has {other_value} in line {other_line}',
  },
  'import.serial_missing': {
    zh: '按序列号追踪的产品须填序列号',
    en: 'An item tracked by serial needs a serial',
  },
  'import.serial_quantity': {
    zh: '一个序列号的数量必须为 1,而不是 {qty}',
    en: 'The quantity of one serial is 1, not {qty}',
  },
  'import.serial_repeated': {
    zh: '该序列号已出现在第 {other_line} 行',
    en: 'This serial stands in line {other_line} already',
  },
  'import.serial_not_tracked': { zh: '该产品不按序列号追踪', en: 'This item is not tracked by serial' },
  'import.expiry_before_production': {
    zh: '失效日期必须晚于生产日期 {production_date}',
    en: 'The expiry date must lie after the production date {production_date}',
  },
  'import.expiry_missing': {
    zh: '该产品有有效期,建议填写失效日期',
    en: 'This item has a shelf life; its expiry date is missing',
  },
  'import.temperature_order': {
    zh: '最低温度不能高于最高温度 {temp_max_c}',
    en: 'The lowest temperature is above the highest, {temp_max_c}',
  },
  'import.temperature_missing': {
    zh: '储存条件为 {storage_condition} 的产品须填温度范围',
    en: 'An item stored {storage_condition} needs its temperature range',
  },
  'import.validity_order': {
    zh: '有效期止不能早于有效期起 {valid_from}',
    en: 'The validity ends before it begins ({valid_from})',
  },
  'import.same_place': { zh: '起点与终点相同', en: 'The lane leads from a place to itself' },
  'import.period_start': {
    zh: '按月数据的起始日应为每月 1 日',
    en: 'A monthly period starts on the first of the month',
  },
  'import.gtin_length': {
    zh: '{length} 位不是 GTIN(应为 8、12、13 或 14 位)',
    en: '{length} digits are no GTIN (8, 12, 13 or 14)',
  },
  'import.gtin_check_digit': {
    zh: '校验位应为 {expected}',
    en: 'The check digit should be {expected}',
  },
  'import.uscc_check': { zh: '统一社会信用代码校验不通过', en: 'The check character of the USCC is wrong' },
  'import.registration_format': {
    zh: '不是常见的注册证号/备案号格式',
    en: 'Not the usual form of a registration or filing number',
  },
  'import.registration_class': {
    zh: '注册证号表示 {class} 类,与管理类别 {device_class} 不符',
    en: 'The registration number says class {class}, the row says {device_class}',
  },
  'import.registration_category': {
    zh: '注册证号表示分类 {registered_category},与分类编码 {category} 不符',
    en: 'The registration number says category {registered_category}, the row says {category}',
  },
  'import.registration_unknown': { zh: '该注册证/备案尚未登记', en: 'This registration is not recorded yet' },
} as const;
export type ImportIssueCode = keyof typeof import_issues;

/** What can be wrong with an uploaded file as a whole. */
export const tabular_errors = {
  'tabular.empty': { status: 422, zh: '文件中没有数据', en: 'The file holds no data' },
  'tabular.too_large': {
    status: 413,
    zh: '文件过大:{bytes} 字节,上限 {bytes_max}',
    en: 'The file is too large: {bytes} bytes, at most {bytes_max}',
  },
  'tabular.too_many_rows': { status: 413, zh: '行数超过 {rows_max}', en: 'More than {rows_max} rows' },
  'tabular.too_many_columns': {
    status: 422,
    zh: '列数 {columns} 超过 {columns_max}',
    en: '{columns} columns, at most {columns_max}',
  },
  'tabular.record_too_long': {
    status: 422,
    zh: '第 {line} 行过长,可能缺少右引号',
    en: 'Line {line} is too long; a closing quote may be missing',
  },
  'tabular.not_a_table': {
    status: 422,
    zh: '文件不是 CSV 或 Excel 表格({found})',
    en: 'The file is no CSV or Excel table ({found})',
  },
  'tabular.name_mismatch': {
    status: 422,
    zh: '文件名为 .{named},内容却是 {found}',
    en: 'The file is named .{named} but holds {found}',
  },
  'tabular.old_excel': {
    status: 422,
    zh: '旧版 Excel 格式(.xls),请另存为 .xlsx',
    en: 'The old Excel format (.xls); please save as .xlsx',
  },
  'tabular.encrypted': {
    status: 422,
    zh: '文件已加密,请去掉密码',
    en: 'The file is encrypted; remove the password',
  },
  'tabular.encoding': {
    status: 422,
    zh: '文件编码有误({encoding},字节 {offset})',
    en: 'The text is damaged ({encoding}, byte {offset})',
  },
  'tabular.quote': {
    status: 422,
    zh: '第 {line} 行引号不成对',
    en: 'A quote in line {line} is out of place',
  },
  'tabular.duplicate_header': {
    status: 422,
    zh: '第 {column} 列与第 {other_column} 列标题相同:“{header}”',
    en: 'Columns {other_column} and {column} have the same title “{header}”',
  },
  'tabular.no_such_sheet': {
    status: 422,
    zh: '没有可读的工作表;现有:{sheets}',
    en: 'There is no such sheet; the file has: {sheets}',
  },
  'tabular.formula_without_value': {
    status: 422,
    zh: '单元格 {cell} 的公式没有计算结果,请用 Excel 打开并保存一次',
    en: 'The formula in {cell} has no value; open and save the file in Excel once',
  },
  'tabular.zip_broken': { status: 422, zh: '文件已损坏({reason})', en: 'The file is damaged ({reason})' },
  'tabular.zip_entries': {
    status: 422,
    zh: '压缩包内文件过多:{entries},上限 {entries_max}',
    en: '{entries} parts in the file, at most {entries_max}',
  },
  'tabular.zip_ratio': {
    status: 413,
    zh: '压缩比 {ratio} 异常,上限 {ratio_max}',
    en: 'The compression ratio {ratio} is above {ratio_max}',
  },
  'tabular.zip_path': { status: 422, zh: '压缩包内含不允许的路径', en: 'The file holds a forbidden path' },
  'tabular.zip_lying': {
    status: 422,
    zh: '压缩包目录与内容不符',
    en: 'The directory of the file contradicts its content',
  },
  'tabular.xml_entity': { status: 422, zh: '文件含有 XML 实体声明', en: 'The file declares XML entities' },
  'tabular.memory': { status: 413, zh: '文件内容过大,无法处理', en: 'The file needs too much memory' },
  'tabular.timeout': {
    status: 413,
    zh: '处理超过 {timeout_ms} 毫秒',
    en: 'Reading took more than {timeout_ms} ms',
  },
  'tabular.busy': {
    status: 503,
    zh: '正在处理的文件过多,请稍后重试',
    en: 'Too many files in work; try again later',
  },
} as const satisfies ErrorCatalogue;
