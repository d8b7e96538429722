import { crc32, deflateRawSync } from 'node:zlib';

/** One file of a test archive; everything that a hostile archive lies about can be set apart from the truth. */
export type FixtureEntry = {
  name: string;
  content: string | Uint8Array;
  stored?: boolean;
  declared_size?: number;
  declared_crc?: number;
  local_name?: string;
  flags?: number;
  /** Upper half of the external attributes: the Unix mode. */
  unix_mode?: number;
};

/** Builds a zip archive from its parts, true or lying. */
export function buildZip(entries: readonly FixtureEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const packed = entry.stored ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0, 2);
    common.writeUInt16LE(entry.stored ? 0 : 8, 4);
    common.writeUInt32LE(entry.declared_crc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.declared_size ?? content.length, 18);
    const local_name = Buffer.from(entry.local_name ?? entry.name);
    const name = Buffer.from(entry.name);
    const local_common = Buffer.from(common);
    local_common.writeUInt16LE(local_name.length, 22);
    const local = Buffer.concat([uint32(0x04034b50), local_common, local_name, packed]);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.unix_mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const made_by = Buffer.from([20, entry.unix_mode === undefined ? 0 : 3]);
    centrals.push(Buffer.concat([uint32(0x02014b50), made_by, common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...locals, directory, end]));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export type FixtureBook = {
  /** Inner XML of `<sheetData>`, per sheet. */
  sheets: { name: string; data: string; state?: string }[];
  date1904?: boolean;
  shared_strings?: string;
};

const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_REL = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Parts of a small workbook written by hand, so that tests do not depend on any writer's habits. Style 1 is a date. */
export function bookParts(book: FixtureBook): FixtureEntry[] {
  const sheet_tags = book.sheets.map(
    (s, i) =>
      `<sheet name="${s.name}" sheetId="${i + 1}"${s.state ? ` state="${s.state}"` : ''} r:id="rId${i + 1}"/>`,
  );
  const sheet_rels = book.sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return [
    {
      name: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${PACKAGE_REL}"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${NS} xmlns:r="${REL}"><workbookPr${book.date1904 ? ' date1904="1"' : ''} /><sheets>${sheet_tags.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${PACKAGE_REL}">${sheet_rels.join('')}<Relationship Id="rId90" Type="${REL}/styles" Target="styles.xml"/><Relationship Id="rId91" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet ${NS}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    { name: 'xl/sharedStrings.xml', content: book.shared_strings ?? `<sst ${NS}/>` },
    ...book.sheets.map((s, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: `<worksheet ${NS}><sheetData>${s.data}</sheetData></worksheet>`,
    })),
  ];
}

/** A workbook with one sheet whose cells are given as the XML of `<c>` elements, row by row. */
export function buildBook(rows: readonly (readonly string[])[], more: Partial<FixtureBook> = {}): Uint8Array {
  const data = rows.map((cells, i) => `<row r="${i + 1}">${cells.join('')}</row>`).join('');
  return buildZip(bookParts({ sheets: [{ name: 'Sheet1', data }], ...more }));
}

/** A text cell as Excel writes it inline. */
export const textCell = (text: string) => `<c t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
export const numberCell = (value: number | string) => `<c><v>${value}</v></c>`;
export const dateCell = (serial: number | string) => `<c s="1"><v>${serial}</v></c>`;
