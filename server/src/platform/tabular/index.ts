export { openTable } from './open.ts';
export { readTable, withTable } from './read.ts';
export type {
  Cell,
  DateCell,
  ReadOptions,
  Table,
  TableHead,
  TableRow,
  TableStream,
} from './tabular.model.ts';
export { TABULAR_LIMITS, type TabularLimits } from './tabular.model.ts';
export {
  type CsvOptions,
  type CsvTable,
  csvLines,
  guardFormula,
  type SheetColumn,
  type SheetToWrite,
  unguardFormula,
  writeCsv,
  writeXlsx,
} from './write.ts';
