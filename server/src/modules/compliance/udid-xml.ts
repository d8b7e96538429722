/** The five entities that XML knows without a declaration; no other is expanded. */
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<([/?!]?)([\w.:-]+)[^>]*?(\/?)>|([^<]+)/g;
const DEPTH_MAX = 20;

type Element = { readonly name: string; readonly held: Record<string, unknown>; text: string };

/**
 * XML without attributes as plain objects: an element that repeats becomes a list, one without children its text. Null
 * where tags do not match. Enough for the national UDI database; declarations and foreign entities are left unread.
 */
export function readXml(text: string): unknown {
  const root: Element = { name: '', held: {}, text: '' };
  const open: Element[] = [root];
  for (const [, cdata, mark, name, closed, words] of text.matchAll(TOKEN)) {
    const top = open.at(-1)!;
    if (cdata !== undefined) top.text += cdata;
    else if (words !== undefined)
      top.text += words.replaceAll(/&(\w+);/g, (all, key: string) => ENTITIES[key] ?? all);
    else if (name === undefined || mark === '?' || mark === '!') continue;
    else if (mark === '/') {
      if (open.length < 2 || top.name !== name) return null;
      open.pop();
      put(open.at(-1)!.held, name, Object.keys(top.held).length === 0 ? top.text.trim() : top.held);
    } else if (closed === '/') put(top.held, name, '');
    else if (open.length > DEPTH_MAX) return null;
    else open.push({ name, held: Object.create(null) as Record<string, unknown>, text: '' });
  }
  return open.length === 1 ? root.held : null;
}

function put(held: Record<string, unknown>, name: string, value: unknown): void {
  const before = Object.hasOwn(held, name) ? held[name] : undefined;
  if (before === undefined) held[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else held[name] = [before, value];
}
