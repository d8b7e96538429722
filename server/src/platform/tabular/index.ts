export { openTable } from './open.ts';
export { withTable } from './read.ts';
export type {
  Cell,
  DateCell,
  ReadOptions,
  Table,
  TableHead,
  TableRow,
  TableStream,
  TabularLimits,
} from './tabular.model.ts';
export {
  type CsvOptions,
  type CsvTable,
  csvLines,
  type SheetColumn,
  type SheetToWrite,
  unguardFormula,
  writeCsv,
  writeXlsx,
} from './write.ts';
