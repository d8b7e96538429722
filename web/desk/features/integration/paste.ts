/**
 * Cells copied from a spreadsheet (tab-separated, cells with line breaks or quotes in double quotes) as CSV by
 * RFC 4180. Text that has no tabs is taken for CSV already.
 */
export function csvOfPaste(text: string): string {
  if (!text.includes('\t')) return text;
  return readTsv(text)
    .map((cells) => cells.map(csvCell).join(','))
    .join('\r\n');
}

const csvCell = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Rows of cells of tab-separated text; a line break inside a quoted cell belongs to the cell. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === '\t') endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  endRow();
  return rows;
}
