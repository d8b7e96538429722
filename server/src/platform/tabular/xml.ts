import { refuse } from './tabular.errors.ts';

/**
 * Refuses XML that declares a document type or an entity, and XML that is not UTF-8 (where such a declaration
 * would not be recognised). Office writes neither; they serve to read files, call addresses, or multiply text.
 */
export function refuseDeclarations(xml: Buffer): void {
  const utf16 = (xml[0] === 0xff && xml[1] === 0xfe) || (xml[0] === 0xfe && xml[1] === 0xff) || xml[1] === 0;
  if (utf16) refuse('tabular.xml_entity', { found: 'utf-16' });
  for (let at = xml.indexOf('<!'); at >= 0; at = xml.indexOf('<!', at + 2)) {
    const start = xml.toString('latin1', at, at + 9);
    if (!start.startsWith('<!--') && start !== '<![CDATA[') refuse('tabular.xml_entity', { found: start });
  }
}

/**
 * Attributes of every element called `name`, without their prefixes. Enough for the small directory parts of a
 * workbook, whose elements of interest hold everything in attributes; the sheets go through the real parser.
 */
export function elementsOf(xml: string, name: string): Record<string, string>[] {
  const tags = xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^<>]*)>`, 'g'));
  return [...tags].map(([, attributes]) => {
    const pairs = attributes!.matchAll(/(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
    return Object.fromEntries([...pairs].map((pair) => [pair[1]!, decodeEntities(pair[2] ?? pair[3] ?? '')]));
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, named) => {
    if (named) return ENTITIES[named] ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
