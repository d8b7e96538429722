import { type CsvError, parse } from 'csv-parse';
import { encodingOf } from './sniff.ts';
import { refuse } from './tabular.errors.ts';
import type { Encoding, TableRow, TabularLimits } from './tabular.model.ts';

/** Bytes decoded and parsed at once; about two thousand rows, a few milliseconds. */
const PORTION = 128 * 1024;

export type CsvRows = { readonly encoding: Encoding; readonly batches: AsyncGenerator<TableRow[]> };

/** Rows of a delimited text file, header included, in portions. Throws `tabular.encoding` at once. */
export function openCsv(bytes: Uint8Array, limits: TabularLimits): CsvRows {
  const mark = encodingOf(bytes);
  const content = bytes.subarray(mark.length);
  return { encoding: mark.encoding, batches: parseRows(decodePortions(content, mark.encoding), limits) };
}

/**
 * Decodes in portions and turns CR and CRLF into LF. The parser counts a CRLF inside quotes as two lines; with LF
 * alone its line numbers are those that an editor shows.
 */
function* decodePortions(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  let held_cr = false;
  for (let at = 0; at < bytes.length; at += PORTION) {
    const last = at + PORTION >= bytes.length;
    let text: string =
      (held_cr ? '\r' : '') + decode(decoder, bytes.subarray(at, at + PORTION), !last, at, encoding);
    held_cr = !last && text.endsWith('\r');
    if (held_cr) text = text.slice(0, -1);
    yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

function decode(
  decoder: TextDecoder,
  bytes: Uint8Array,
  stream: boolean,
  offset: number,
  encoding: Encoding,
) {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return refuse('tabular.encoding', { encoding, offset, line: null });
  }
}

async function* parseRows(portions: Iterable<string>, limits: TabularLimits): AsyncGenerator<TableRow[]> {
  let rows: TableRow[] = [];
  let parser: ReturnType<typeof createParser> | null = null;
  for (const portion of portions) {
    parser ??= createParser(portion, limits, (row) => rows.push(row));
    await parser.write(parser.first ? withoutDirective(portion) : portion);
    parser.first = false;
    if (rows.length > 0) yield rows;
    rows = [];
  }
  await parser?.end();
  if (rows.length > 0) yield rows;
}

function createParser(start: string, limits: TabularLimits, push: (row: TableRow) => void) {
  judgeText(start);
  let end_line = 0;
  let empty_lines = 0;
  const stream = parse({
    delimiter: delimiterOf(start),
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.record_bytes_max,
    on_record: (cells: string[], { lines, empty_lines: empty }) => {
      // A record begins on the line after the one before it ended, not counting empty lines between.
      push({
        line: end_line + 1 + (empty - empty_lines),
        cells: cells.map((text) => (text === '' ? null : text)),
      });
      end_line = lines;
      empty_lines = empty;
      // Every record counts as the first one: rows may be of any length, and the parser would otherwise make an
      // error object for each that differs from the first (14 s for a million short rows instead of 2 s).
      (stream.info as { records: number }).records = 0;
      return null;
    },
  });
  let failure: Error | null = null;
  stream.on('error', (error) => {
    failure = csvRefusal(error);
  });
  stream.resume();
  /** Runs one step of the stream; a broken record surfaces as the step's own rejection. */
  const step = (start: (done: () => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const settle = () => setImmediate(() => (failure ? reject(failure) : resolve()));
      stream.once('error', settle);
      start(() => {
        stream.off('error', settle);
        settle();
      });
    });
  return {
    first: true,
    write: (text: string) => step((done) => stream.write(text, done)),
    end: () => step((done) => stream.end(done)),
  };
}

function csvRefusal(error: Error): Error {
  const { code, lines } = error as CsvError & { lines?: number };
  try {
    if (code === 'CSV_MAX_RECORD_SIZE') refuse('tabular.record_too_long', { line: lines ?? null });
    refuse('tabular.quote', { line: lines ?? null });
  } catch (refusal) {
    return refusal as Error;
  }
}

/** A table holds no control characters; more than a stray one says that this is some other kind of file. */
function judgeText(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is counted
  const controls = text.match(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g)?.length ?? 0;
  if (controls > 2 && controls * 100 > text.length) refuse('tabular.not_a_table', { found: 'binary' });
}

const DIRECTIVE = /^sep=(.)\n/i;

/** Excel's own first line `sep=;`: not data, but its line counts, so it becomes an empty one. */
function withoutDirective(text: string): string {
  return text.replace(DIRECTIVE, '\n');
}

/** The delimiter of Excel's directive, or the most frequent one outside quotes on the first line with text. */
function delimiterOf(text: string): string {
  const directive = DIRECTIVE.exec(text)?.[1];
  if (directive) return directive;
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let quoted = false;
  for (const char of text.replace(/^\n+/, '')) {
    if (char === '"') quoted = !quoted;
    else if (char === '\n' && !quoted) break;
    else if (!quoted && counts.has(char)) counts.set(char, counts.get(char)! + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
