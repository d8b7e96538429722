import { describe, expect, test } from 'vitest';
import { lineOf, sqlStatements } from './sql-statements.ts';

const texts = (sql: string) => sqlStatements(sql).map(({ text }) => text);

describe('sqlStatements', () => {
  test('gives each statement with the line on which it begins, without its semicolon', () => {
    expect(sqlStatements('-- head\nselect 1;\n\n  select\n 2 ;')).toEqual([
      { text: 'select 1', line: 2 },
      { text: 'select\n 2', line: 4 },
    ]);
  });

  test.each([
    ['a string', "select 'a;b'''"],
    ['an escape string', "select E'it\\'s; fine'"],
    ['a quoted name', 'select 1 as "a;""b"'],
    ['a line comment inside a statement', 'select 1 -- one; two\n + 1'],
    ['nested block comments', 'select 1 /* a; /* b; */ c; */ + 1'],
    ['a dollar quote', 'do $$ begin perform 1; end $$'],
    ['a tagged dollar quote with another inside', 'do $body$ begin execute $$select 1;$$; end $body$'],
    ['a parameter, which is no dollar quote', 'prepare p as select $1'],
    [
      'an SQL function with an atomic body',
      'create function f(n int) returns int begin atomic select case n when 1 then 2 end; select 3; end',
    ],
  ])('does not split inside %s', (_, sql) => {
    expect(texts(`${sql}; select 'next'`)).toEqual([sql, "select 'next'"]);
  });

  test('leaves out comments and empty statements', () => {
    expect(texts(';; -- nothing\n /* nothing */ ;')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  test('gives the rest of a file that ends inside a quote, for PostgreSQL to refuse', () => {
    expect(texts('select 1; do $$ begin')).toEqual(['select 1', 'do $$ begin']);
    expect(texts('select 1; /* open')).toEqual(['select 1']);
  });
});

test('lineOf counts from 1', () => {
  expect([0, 2, 3].map((offset) => lineOf('a\n\nb', offset))).toEqual([1, 2, 3]);
});
