import type { Column, ColumnKind } from '@tongcang/contract';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../platform/tabular/index.ts';
import { type CellContext, converterOf } from './convert.ts';
import { createNear } from './near.ts';
import { datasetOf, optionWords } from './words.ts';

const csv: CellContext = { format: 'csv', date_system: 1900 };
const xlsx: CellContext = { format: 'xlsx', date_system: 1900 };
const column = (kind: ColumnKind): Column => ({
  key: 'k',
  zh: 'k',
  en: 'k',
  kind,
  required: false,
  example: '',
});

/** The value, or the code of the issue with a leading `!`. */
function convert(kind: ColumnKind, cell: Cell, context = csv): unknown {
  const result = converterOf(column(kind), context, null)(cell);
  return result.code === null ? result.value : `!${result.code}`;
}

describe('integer column', () => {
  it.each<[Cell, unknown]>([
    ['12', 12],
    [' 007 ', 7],
    ['-3', -3],
    ['１２３', 123],
    ['－３', -3],
    ['1,234,567', 1_234_567],
    ['１，２３４', 1234],
    ['100.00', 100],
    [5, 5],
    [9_007_199_254_740_991, 9_007_199_254_740_991],
    [null, undefined],
    ['  ', undefined],
    ['　', undefined],
  ])('reads %j', (cell, value) => {
    expect(convert('integer', cell)).toBe(value);
  });

  it.each<[Cell]>([
    ['1.5'],
    [1.5],
    ['1e3'],
    ['0x10'],
    ['NaN'],
    ['Infinity'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['1e309'],
    ['-0'],
    [-0],
    ['9007199254740993'],
    ['12,34'],
    ['1 2'],
    ['1.'],
    ['+5'],
    ['一'],
    ['٣'],
    [true],
    [{ date: '2026-01-01' }],
  ])('refuses %j', (cell) => {
    expect(convert('integer', cell)).toBe('!type');
  });
});

describe('decimal column', () => {
  it.each<[Cell, unknown]>([
    ['121.47', 121.47],
    ['0.3', 0.3],
    ['－0.5', -0.5],
    ['1,234.5', 1234.5],
    [31.23, 31.23],
  ])('reads %j', (cell, value) => {
    expect(convert('decimal', cell)).toBe(value);
  });
  it.each<[Cell]>([['1e3'], ['1e309'], ['.5'], ['0x1'], ['1.2.3'], ['-0.0'], ['abc'], [true]])(
    'refuses %j',
    (cell) => {
      expect(convert('decimal', cell)).toBe('!type');
    },
  );
});

describe('date column', () => {
  it.each<[Cell, CellContext, unknown]>([
    ['2026-12-31', csv, '2026-12-31'],
    ['2026/1/5', csv, '2026-01-05'],
    ['2026.1.5', csv, '2026-01-05'],
    ['20261231', csv, '2026-12-31'],
    ['2026年1月5日', csv, '2026-01-05'],
    ['2026-12-31 00:00:00', csv, '2026-12-31'],
    ['2024-02-29', csv, '2024-02-29'],
    [{ date: '2026-12-31' }, xlsx, '2026-12-31'],
    [20261231, xlsx, '2026-12-31'],
    [45292, xlsx, '2024-01-01'],
    [45292.75, xlsx, '2024-01-01'],
    [59, xlsx, '1900-02-28'],
    [61, xlsx, '1900-03-01'],
    [43830, { format: 'xlsx', date_system: 1904 }, '2024-01-01'],
  ])('reads %j', (cell, context, value) => {
    expect(convert('date', cell, context)).toBe(value);
  });

  it.each<[string, Cell, CellContext]>([
    ['31 February', '2024-02-31', csv],
    ['29 February of a common year', '2023-02-29', csv],
    ['month 13', '20261301', csv],
    ['a date that reads two ways', '03/04/2026', csv],
    ['mixed separators', '2026-01/05', csv],
    ['an instant with a zone', '2026-12-31T23:00:00Z', csv],
    ['a serial number in a text file', '45292', csv],
    ['the day that Excel made up', 60, xlsx],
    ['a negative serial', -1, xlsx],
    ['a time without a day', { date: '1899-12-31' }, xlsx],
    ['a truth value', true, xlsx],
  ])('refuses %s', (_, cell, context) => {
    expect(convert('date', cell, context)).toBe('!date');
  });
});

describe('boolean and list columns', () => {
  it.each<[Cell, unknown]>([
    ['是', true],
    ['Y', true],
    ['true', true],
    ['１', true],
    [1, true],
    [true, true],
    ['否', false],
    ['n', false],
    [0, false],
    ['maybe', '!type'],
    [2, '!type'],
  ])('reads the truth of %j', (cell, value) => {
    expect(convert('boolean', cell)).toBe(value);
  });

  it.each(['II;III', 'II；III', 'II,III', 'II，III', 'II、III', ' II ; III ;', 'II;III;II'])(
    'splits %j',
    (cell) => {
      expect(convert('list', cell)).toEqual(['II', 'III']);
    },
  );
});

describe('text column', () => {
  it.each<[Cell, CellContext, unknown]>([
    [' a ', csv, 'a'],
    [6945630100017, xlsx, '6945630100017'],
    [true, xlsx, 'TRUE'],
    ["'=1+1", csv, '=1+1'],
    ["'=1+1", xlsx, "'=1+1"],
    ['0６９', csv, '0６９'],
    ['6.94563E+12', csv, '!import.digits_lost'],
    ['1E+05', csv, '!import.digits_lost'],
    [1.23e17, xlsx, '!import.digits_lost'],
    [{ date: '2026-03-05' }, xlsx, '!import.became_date'],
    ['#N/A', xlsx, '!import.cell_error'],
    ['#REF!', csv, '!import.cell_error'],
    ['#1', csv, '#1'],
    ['1E5', csv, '1E5'],
  ])('reads %j of a %j', (cell, context, value) => {
    expect(convert('text', cell, context)).toBe(value);
  });

  it('accepts the Chinese words, Roman numerals and any case for a closed list', () => {
    const read = (dataset: 'item' | 'partner' | 'location', key: string, cell: Cell) => {
      const words = optionWords(datasetOf(dataset), key);
      return (converterOf(column('text'), csv, words)(cell) as { value: unknown }).value;
    };
    expect(['Ⅲ', '三类', 'iii', 3, 'III类'].map((c) => read('item', 'device_class', c))).toEqual(
      Array(5).fill('III'),
    );
    expect(read('item', 'storage_condition', '冷藏')).toBe('cold');
    expect(read('partner', 'kind', 'Customer')).toBe('customer');
    expect(read('partner', 'kind', '经营主体')).toBe('legal_entity');
    expect(read('location', 'zone_kind', '别的')).toBe('别的');
  });
});

describe('near codes', () => {
  const near = createNear(['I00001', 'I00002', 'H001-ICU', 'SH', 'sh-2']);
  it.each([
    ['i00001', ['I00001']],
    ['I0001', ['I00001']],
    ['I00003', ['I00001', 'I00002']],
    ['I000001', ['I00001']],
    ['H001-IUC', ['H001-ICU']],
    ['H0O1-ICU', ['H001-ICU']],
    ['SH-2', ['sh-2']],
    ['XXXXXX', []],
  ])('finds for %s what differs by one typing error', (unknown, expected) => {
    expect([...near(unknown)].sort()).toEqual(expected);
  });
  it('stops giving hints when nearly everything is unknown', () => {
    const tired = createNear(['A1']);
    for (let i = 0; i < 1_000; i++) tired(`B${i}x`);
    expect(tired('A2')).toEqual([]);
  });
});
