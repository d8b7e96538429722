/** The door of the package: identifiers of medical devices and of Chinese companies, pure and without I/O. */

export { type AhmResult, type AhmScan, parseAhm } from './ahm/ahm.ts';
export { type Licence, type LicenceKind, parseLicenceNo } from './cn/licence-no.ts';
export { type Filing, type Origin, parseRegistrationNo, type Registration } from './cn/registration-no.ts';
export { isValidUscc, usccCheckCharacter } from './cn/uscc.ts';
export {
  type Device,
  DI_ISSUERS,
  type DiIssuer,
  deviceOf,
  normaliseDi,
  productionOf,
  recogniseDi,
  writtenDi,
} from './di.ts';
export {
  EPC_SCHEMES,
  type Epc,
  type EpcScheme,
  elementsOfEpc,
  epcOfElements,
} from './epc/epc.ts';
export { type EpcResult, type EpcScan, parseEpc } from './epc/parse-epc.ts';
export { decodeTag, encodeTag } from './epc/tag.ts';
export {
  type EpcTag,
  formatEpcUri,
  formatTagUri,
  readEpcUri,
  TAG_SCHEMES,
  type TagScheme,
} from './epc/uri.ts';
export {
  checkDigit,
  hasValidCheckDigit,
  isValidGln,
  isValidGtin,
  isValidSscc,
  normaliseGtin,
} from './gs1/check-digit.ts';
export { formatDigitalLink } from './gs1/digital-link.ts';
export {
  fixedLengthFirst,
  formatBracketed,
  formatElementString,
  toDataMatrixText,
  toScanText,
} from './gs1/format.ts';
export { checkPair } from './gs1/lint.ts';
export { parseGs1, SCAN_LENGTH_MAX } from './gs1/parse-gs1.ts';
export { narrowReadings } from './gs1/readings.ts';
export type {
  Gs1Element,
  Gs1Fields,
  Gs1Form,
  Gs1Options,
  Gs1Reading,
  Gs1Result,
  Gs1Scan,
  Gs1Symbology,
} from './gs1/scan.ts';
export {
  formatHibc,
  type HibcLabel,
  type HibcResult,
  type HibcScan,
  hibcLinks,
  parseHibc,
} from './hibc/hibc.ts';
export { mod43 } from './hibc/mod43.ts';
export { type IccbbaResult, type IccbbaScan, parseIccbba } from './iccbba/iccbba.ts';
export type { Issue, IssueCode, IssueParams, Refusal, Warning, WarningCode } from './issue.ts';
export {
  isValidLot,
  isValidSerial,
  type LotKey,
  lotKey,
  type ParsedCode,
  parseLot,
  parseSerial,
} from './lot.ts';
export { formatMa, type MaLabel, type MaResult, type MaScan, parseMa } from './ma/ma.ts';
export { parseScan, type Scan, type ScanOptions, type ScanResult } from './scan.ts';
export type { ProductionFields, ReadOptions } from './scan-fields.ts';
export {
  type CharacterFault,
  type CharacterFinding,
  findForeignCharacter,
  findUnsafeText,
  mixesScripts,
  normaliseWidth,
} from './text.ts';
