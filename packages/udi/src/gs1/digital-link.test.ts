import { describe, expect, it } from 'vitest';
import { formatDigitalLink } from './digital-link.ts';
import { parseGs1 } from './parse-gs1.ts';

const OPTIONS = { today: '2026-11-22' };

describe('Digital Link', () => {
  it.each([
    ['an address without a path', 'https://example.com', 'URI'],
    ['characters that no address may have', 'https://a/01/12312312312333<x', 'URI'],
    ['a host with a zone', 'https://[fe80::1%25lo]/01/12312312312333', 'URI'],
    ['no primary key', 'https://a/b/c', 'KEY_MISSING'],
    ['a name that every object has', 'https://a/__defineGetter__/x', 'KEY_MISSING'],
    ['a trailing slash', 'https://a/01/12312312312333/', 'KEY_MISSING'],
    ['qualifiers out of order', 'https://a/01/12312312312333/21/S/10/L', 'QUALIFIER_ORDER'],
    ['a qualifier in the query', 'https://a/01/12312312312333?10=L', 'QUALIFIER_ORDER'],
    ['an element twice', 'https://a/01/12312312312333?99=A&99=A', 'DUPLICATE_AI'],
    ['an empty value', 'https://a/01/12312312312333/10/', 'TOO_SHORT'],
    ['a wrong check digit', 'https://a/01/12312312312334', 'CHECK_DIGIT'],
    ['an encoded NUL', 'https://a/01/12312312312333?99=A%00', 'CSET82'],
  ])('refuses %s', (_what, text, code) => {
    expect(parseGs1(text, OPTIONS)).toMatchObject({ ok: false, errors: [{ code }] });
  });

  it('names the place of a fault in path and query', () => {
    const path = 'https://a/x/01/12312312312334/10/L';
    expect(parseGs1(path, OPTIONS)).toMatchObject({ errors: [{ position: path.indexOf('4/10') }] });
    const query = 'https://a/01/12312312312333?x=1&17=281301';
    expect(parseGs1(query, OPTIONS)).toMatchObject({ errors: [{ position: query.indexOf('1301') }] });
  });

  it('writes a link that leads with the key and escapes values', () => {
    const elements = [
      { ai: '21', value: 'S/9' },
      { ai: '01', value: '12312312312333' },
      { ai: '17', value: '280101' },
    ];
    const link = formatDigitalLink(elements, 'https://example.com/');
    expect(link).toEqual({ ok: true, uri: 'https://example.com/01/12312312312333/21/S%2F9?17=280101' });
  });

  it('refuses to write a link without a key or with what links may not carry', () => {
    expect(formatDigitalLink([{ ai: '99', value: 'A' }])).toMatchObject({
      errors: [{ code: 'KEY_MISSING' }],
    });
    const elements = [
      { ai: '01', value: '12312312312333' },
      { ai: '8200', value: 'http://example.com' },
    ];
    expect(formatDigitalLink(elements)).toMatchObject({ errors: [{ code: 'QUALIFIER_ORDER', ai: '8200' }] });
    const twice = [
      { ai: '01', value: '12312312312333' },
      { ai: '10', value: 'A' },
      { ai: '10', value: 'B' },
    ];
    expect(formatDigitalLink(twice)).toMatchObject({ errors: [{ code: 'DUPLICATE_AI' }] });
  });
});
