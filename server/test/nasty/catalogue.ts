import type { LightMyRequestResponse } from 'fastify';
import { ids } from '../../src/platform/ids.ts';
import { buildBook, buildZip } from '../../src/platform/tabular/tabular.fixtures.ts';
import type { Lot } from '../support/world.ts';
import type { Asked, Company } from './company.ts';

/**
 * The catalogue of nasty inputs, by its numbers. `status` and `code` are what the outside sees; `field` is the place
 * in the input and what is wrong there. Unless `writes` is set, no row of any data table may change.
 */
export type Entry = {
  readonly no: number;
  readonly what: string;
  readonly ask: (company: Company) => Asked | Promise<Asked>;
  readonly status: number;
  readonly code?: string;
  readonly field?: readonly [path: string, code: string];
  /** The refusal must stand in the audit trail. */
  readonly audited?: true;
  /** It is accepted and changes something. */
  readonly writes?: true;
  /** What else must hold of the answer; the problem as text. */
  readonly check?: (
    answer: LightMyRequestResponse,
    company: Company,
  ) => string | null | Promise<string | null>;
};

const MOVEMENT = '/api/stock/movement';

/** A relocation of one unit, with something changed in its line or around it. */
const relocation =
  (line: object = {}, document: object = {}) =>
  (c: Company) => ({
    url: MOVEMENT,
    body: relocationOf(c, line, document),
  });
function relocationOf(c: Company, line: object = {}, document: object = {}) {
  const { shelf, shelf_two } = c.world.north.bins;
  const owner_id = c.world.entity_id;
  const plain = { ...c.lots.plain, qty: 1, from_account_id: shelf, to_account_id: shelf_two, owner_id };
  return { purpose: 'relocate', lines: [{ ...plain, ...line }], ...document };
}

/** The same with text in place of a value that JSON.stringify would not write. */
const rawRelocation = (find: string, replace: string) => (c: Company) => ({
  url: MOVEMENT,
  raw: JSON.stringify(relocationOf(c)).replace(find, replace),
});

const shipment =
  (
    lot: (c: Company) => Lot,
    line: (c: Company) => object = () => ({}),
    document: (c: Company) => object = () => ({}),
  ) =>
  (c: Company) => ({
    url: MOVEMENT,
    body: {
      purpose: 'ship',
      ...document(c),
      lines: [
        {
          ...lot(c),
          qty: 1,
          from_account_id: c.world.north.bins.shelf,
          to_account_id: c.world.accounts.icu,
          owner_id: c.world.entity_id,
          ...line(c),
        },
      ],
    },
  });

const scan = (code: string) => () => ({ url: `/api/stock/scan?code=${encodeURIComponent(code)}` });
const upload = (dataset: string, file_name: string, bytes: () => Buffer | Uint8Array) => (): Asked => ({
  method: 'POST',
  url: `/api/integration/import?dataset=${dataset}&file_name=${encodeURIComponent(file_name)}`,
  raw: Buffer.from(bytes()),
  headers: { 'content-type': 'application/octet-stream' },
});
const record = (dataset: string, row: object) => () => ({
  url: '/api/masterdata/record',
  body: { dataset, row },
});
const partner = {
  partner_code: 'P-1',
  name: '某公司',
  kind: 'supplier',
  province: '上海',
  address: '某路 4 号',
};
const item = {
  item_code: 'NEW-1',
  name: '新品',
  model: 'M',
  device_class: 'II',
  category: '14',
  unit: '个',
  carton_qty: 10,
  udi_di: '06945630100055',
  registration_no: '国械注准20253140001',
  manufacturer_code: 'SUPPLIER',
  tracking: 'lot',
  storage_condition: 'ambient',
  unit_cost_fen: 100,
  unit_volume_ml: 1,
  unit_weight_g: 1,
};

const PARTNERS = 'partner_code,name,kind,province,address\n';
const STOCK =
  'warehouse_code,location_code,item_code,lot_no,production_date,expiry_date,qty,owner_code,supplier_code\n';
const stockRow = (row: { lot_no?: string; production_date?: string; expiry_date?: string }) =>
  `N1,A-01,GLOVES,${row.lot_no ?? 'FRESH'},${row.production_date ?? '2026-01-10'},${row.expiry_date ?? '2029-01-09'},5,ENTITY,SUPPLIER\n`;
const csv = (text: string) => () => Buffer.from(text);

const problemIn = (answer: LightMyRequestResponse, wanted: string): string | null =>
  answer.body.includes(wanted) ? null : `${wanted} is not in ${answer.body}`;
const refusedLine = (code: string) => ['lines.0', code] as const;

export const catalogue: readonly Entry[] = [
  // Barcodes and codes
  {
    no: 1,
    what: 'GTIN with a wrong check digit',
    ask: scan('(01)06945630100018'),
    status: 422,
    code: 'stock.scan_invalid',
  },
  {
    no: 2,
    what: 'GTIN-13 without its leading zero',
    ask: scan('6945630100017'),
    status: 200,
    check: (a) => problemIn(a, '"item_code":"GLOVES"'),
  },
  {
    no: 3,
    what: 'no separator between lot and serial',
    ask: scan('0106945630100024' + '10AB21' + '21CD'),
    status: 422,
    code: 'stock.scan_invalid',
    check: (a) => problemIn(a, 'AMBIGUOUS'),
  },
  {
    no: 4,
    what: 'expiry on 31 February',
    ask: scan('(01)06945630100017(17)240231'),
    status: 422,
    code: 'stock.scan_invalid',
  },
  {
    no: 5,
    what: 'expiry on day 00 is the last of the month',
    ask: scan('(01)06945630100017(17)280200'),
    status: 200,
    check: (a) => problemIn(a, '2028-02-29'),
  },
  {
    no: 6,
    what: 'an identifier that nobody knows',
    ask: scan('(01)06945630100017(10)PLAIN(8899)X'),
    status: 200,
  },
  {
    no: 7,
    what: 'one identifier with two values',
    ask: scan('(01)06945630100017(10)A(10)B'),
    status: 422,
    code: 'stock.scan_invalid',
  },
  {
    no: 8,
    what: 'a scan of 10,000 characters',
    ask: scan('1'.repeat(10_000)),
    status: 422,
    field: ['code', 'too_big'],
  },
  {
    no: 9,
    what: 'the scanner sends a pick twice within 80 ms',
    ask: async (c) => {
      const key = ids.uuid();
      const asked = { ...relocation()(c), key };
      c.send(asked).catch(() => {});
      return asked;
    },
    status: 200,
    writes: true,
    check: async (_a, c) => {
      const rows = await c.world.sql(`select 1 from stock.movement where purpose = 'relocate'`);
      return rows.length === 1 ? null : `${rows.length} movements`;
    },
  },
  {
    no: 10,
    what: 'full-width digits are read as digits',
    ask: scan('０６９４５６３０１０００１７'),
    status: 200,
    check: (a) => problemIn(a, '"item_code":"GLOVES"'),
  },
  {
    no: 11,
    what: 'the number of something that is no device',
    ask: scan('4006381333931'),
    status: 404,
    code: 'stock.scan_unknown',
  },
  {
    no: 12,
    what: 'a symbology prefix in lower case',
    ask: scan(']d20106945630100017'),
    status: 200,
    check: (a) => problemIn(a, '"item_code":"GLOVES"'),
  },
  // Lot, serial, text
  ...[
    { no: 13, what: 'a lot with an emoji', lot_no: 'LOT😀' },
    { no: 14, what: 'a lot with a direction override', lot_no: 'LOT\u202e1' },
    { no: 14, what: 'a lot with a zero-width space', lot_no: 'LOT\u200b1' },
    { no: 15, what: 'a lot that is a statement', lot_no: `'; drop table lot;--` },
    { no: 20, what: 'a look-alike letter in a lot', lot_no: 'LОT1' },
  ].map(
    ({ no, what, lot_no }): Entry => ({
      no,
      what,
      ask: (c) => ({
        url: '/api/stock/pick',
        body: { to_account_id: c.world.north.bins.dispatch, lines: [{ allocation_id: 1, qty: 1, lot_no }] },
      }),
      status: 422,
      field: ['lines.0.lot_no', 'charset'],
    }),
  ),
  {
    no: 15,
    what: 'a statement as free text is text',
    ask: relocation({}, { reason: `'; drop table lot;--` }),
    status: 200,
    writes: true,
  },
  {
    no: 16,
    what: 'U+0000 in a text',
    ask: relocation({}, { reason: 'a\u0000b' }),
    status: 422,
    field: ['reason', 'charset'],
  },
  {
    no: 17,
    what: 'a lone surrogate in a text',
    ask: rawRelocation('"relocate"', '"relocate","reason":"a\\ud800b"'),
    status: 422,
    field: ['reason', 'charset'],
  },
  {
    no: 18,
    what: 'markup in a name is kept as text',
    ask: record('partner', { ...partner, name: '<img src=x onerror=alert(1)>' }),
    status: 200,
    writes: true,
    check: async (_a, c) => {
      const answer = await c.send({ url: '/api/masterdata/partner?search=P-1' });
      const json = String(answer.headers['content-type']).startsWith('application/json');
      return json && answer.headers['x-content-type-options'] === 'nosniff'
        ? problemIn(answer, '<img src=x')
        : 'not plain JSON';
    },
  },
  {
    no: 19,
    what: 'a lot with a space at its end is the lot without',
    ask: upload(
      'opening_stock',
      'stock.csv',
      csv(STOCK + stockRow({ lot_no: 'PLAIN ', expiry_date: '2030-01-09' })),
    ),
    status: 200,
    writes: true,
    check: async (_a, c) => {
      const rows = await c.world.sql(`select 1 from stock.lot where trim(lot_no) = 'PLAIN'`);
      return rows.length === 1 ? null : `${rows.length} lots PLAIN`;
    },
  },
  {
    no: 20,
    what: 'a look-alike letter in a code',
    ask: record('partner', { ...partner, partner_code: 'P-О' }),
    status: 422,
    field: ['partner_code', 'charset'],
  },
  {
    no: 21,
    what: 'a serial twice in one line',
    ask: (c) => relocation({ ...c.lots.stents, qty: 2, serial_nos: ['T1', 'T1'] })(c),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('stock.serial_repeated'),
  },
  {
    no: 22,
    what: 'a serial that stands at another warehouse',
    ask: (c) => relocation({ ...c.lots.stents, qty: 1, serial_nos: ['T9'] })(c),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('stock.serial_elsewhere'),
  },
  {
    no: 23,
    what: 'two pieces and one serial',
    ask: (c) => relocation({ ...c.lots.stents, qty: 2, serial_nos: ['T1'] })(c),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('stock.serial_count'),
  },
  {
    no: 24,
    what: 'a known lot with another expiry date',
    ask: upload(
      'opening_stock',
      'stock.csv',
      csv(STOCK + stockRow({ lot_no: 'PLAIN', expiry_date: '2031-01-01' })),
    ),
    status: 422,
    code: 'integration.import_refused',
    check: (a) => problemIn(a, 'lot_conflict'),
  },
  // Quantity, unit, money
  {
    no: 25,
    what: 'quantity 0',
    ask: relocation({ qty: 0 }),
    status: 422,
    field: ['lines.0.qty', 'too_small'],
  },
  {
    no: 26,
    what: 'quantity -1',
    ask: relocation({ qty: -1 }),
    status: 422,
    field: ['lines.0.qty', 'too_small'],
  },
  {
    no: 27,
    what: 'quantity -0',
    ask: rawRelocation('"qty":1', '"qty":-0'),
    status: 422,
    field: ['lines.0.qty', 'too_small'],
  },
  {
    no: 28,
    what: 'quantity 1e309',
    ask: rawRelocation('"qty":1', '"qty":1e309'),
    status: 400,
    field: ['lines.0.qty', 'type'],
  },
  ...['"NaN"', '"Infinity"'].map(
    (qty): Entry => ({
      no: 29,
      what: `quantity ${qty}`,
      ask: rawRelocation('"qty":1', `"qty":${qty}`),
      status: 400,
      field: ['lines.0.qty', 'type'],
    }),
  ),
  {
    no: 29,
    what: 'the bare word NaN',
    ask: rawRelocation('"qty":1', '"qty":NaN'),
    status: 400,
    code: 'platform.malformed_json',
  },
  ...(
    [
      [30, '0.30000000000000004'],
      [31, '0.3'],
      [33, '0.5'],
    ] as const
  ).map(
    ([no, qty]): Entry => ({
      no,
      what: `quantity ${qty}`,
      ask: rawRelocation('"qty":1', `"qty":${qty}`),
      status: 422,
      field: ['lines.0.qty', 'whole'],
    }),
  ),
  {
    no: 32,
    what: 'quantity 9007199254740993',
    ask: rawRelocation('"qty":1', '"qty":9007199254740993'),
    status: 422,
    code: 'platform.invalid_input',
  },
  ...[0, -10].map(
    (carton_qty): Entry => ({
      no: 35,
      what: `${carton_qty} pieces in a carton`,
      ask: record('item', { ...item, carton_qty }),
      status: 422,
      field: ['carton_qty', 'too_small'],
    }),
  ),
  {
    no: 36,
    what: 'a price with seven decimals',
    ask: record('item', { ...item, unit_cost_fen: 1.0000001 }),
    status: 422,
    field: ['unit_cost_fen', 'whole'],
  },
  ...['"0x10"', '"1e3"'].map(
    (qty): Entry => ({
      no: 37,
      what: `quantity ${qty}`,
      ask: rawRelocation('"qty":1', `"qty":${qty}`),
      status: 400,
      field: ['lines.0.qty', 'type'],
    }),
  ),
  // Dates, compliance
  {
    no: 38,
    what: '31 February',
    ask: relocation({}, { arrival_date: '2024-02-31' }),
    status: 422,
    field: ['arrival_date', 'date'],
  },
  {
    no: 39,
    what: '29 February of a common year',
    ask: relocation({}, { arrival_date: '2023-02-29' }),
    status: 422,
    field: ['arrival_date', 'date'],
  },
  {
    no: 40,
    what: 'expiry before production',
    ask: upload(
      'opening_stock',
      'stock.csv',
      csv(STOCK + stockRow({ production_date: '2026-01-10', expiry_date: '2026-01-09' })),
    ),
    status: 422,
    code: 'integration.import_refused',
    check: (a) => problemIn(a, 'expiry_before_production'),
  },
  {
    no: 41,
    what: 'a lot on the last day of its life',
    ask: shipment((c) => c.lots.last_day),
    status: 200,
    writes: true,
  },
  {
    no: 41,
    what: 'a lot on the day after',
    ask: shipment((c) => c.lots.overdue),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('compliance.lot_expired'),
    audited: true,
  },
  {
    no: 44,
    what: 'class III to a customer without the scope',
    ask: shipment(
      (c) => c.lots.stents,
      (c) => ({ to_account_id: c.clinic, serial_nos: ['T1'] }),
    ),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('compliance.customer_scope'),
    audited: true,
  },
  {
    no: 45,
    what: 'a recalled lot',
    ask: shipment((c) => c.lots.recalled),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('compliance.lot_recalled'),
    audited: true,
  },
  {
    no: 46,
    what: 'goods in quarantine',
    ask: shipment(
      (c) => c.lots.quarantined,
      (c) => ({ from_account_id: c.world.north.bins.receiving, from_disposition: 'quarantine' }),
    ),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('compliance.not_released'),
    audited: true,
  },
  {
    no: 47,
    what: 'a cold item on an ambient lane',
    ask: shipment(
      (c) => c.lots.cold,
      (c) => ({ from_account_id: c.world.north.bins.cold }),
      (c) => ({ lane_id: c.world.lanes.ambient }),
    ),
    status: 409,
    code: 'stock.refused',
    field: refusedLine('compliance.lane_temperature'),
    audited: true,
  },
  {
    no: 49,
    what: 'a posting into a closed period',
    ask: relocation({}, { occurred_at: '2026-01-15T00:00:00Z' }),
    status: 409,
    code: 'stock.period_closed',
  },
  // Flow, identity
  ...idempotency(),
  {
    no: 53,
    what: 'one document number twice, under other keys',
    ask: async (c) => {
      await c.send(relocation({}, { document_no: 'D-1' })(c));
      return relocation({}, { document_no: 'D-1' })(c);
    },
    status: 409,
    code: 'stock.document_no_taken',
  },
  {
    no: 54,
    what: 'an unknown warehouse',
    ask: (c) => ({
      url: '/api/stock/count',
      body: { warehouse_id: 999_999, document_no: 'C-1', reason: 'x', lines: [countLine(c)] },
    }),
    status: 404,
  },
  {
    no: 55,
    what: 'goods of another warehouse, answered like goods that do not exist',
    ask: (c) => ({ ...relocation()(c), as: 'south' }),
    status: 404,
    audited: true,
    check: async (answer, c) => {
      const none = await c.send({
        ...relocation({ from_account_id: 987_654, to_account_id: 987_655 })(c),
        as: 'south',
      });
      const shown = (a: LightMyRequestResponse) =>
        JSON.stringify({ ...a.json(), request_id: null, params: null });
      return shown(answer) === shown(none) ? null : `${answer.body} is not ${none.body}`;
    },
  },
  {
    no: 56,
    what: 'a transfer from a warehouse to itself',
    ask: (c) => transferOf(c, { to_warehouse_id: c.world.north.warehouse_id }),
    status: 422,
    code: 'transfer.same_warehouse',
  },
  {
    no: 59,
    what: 'the own request approved',
    ask: async (c) => ({ url: `/api/transfer/${await requested(c)}/approve`, body: {} }),
    status: 403,
    code: 'transfer.own_request',
    audited: true,
  },
  {
    no: 60,
    what: 'shipped before it is approved',
    ask: async (c) => ({ url: `/api/transfer/${await requested(c)}/ship`, body: {} }),
    status: 409,
    code: 'transfer.wrong_status',
  },
  {
    no: 60,
    what: 'shipped before it is picked',
    ask: async (c) => ({ url: `/api/transfer/${await approved(c)}/ship`, body: {} }),
    status: 409,
  },
  {
    no: 58,
    what: 'more received than sent',
    ask: async (c) => {
      const { transfer_id, transfer_line_id } = await onTheRoad(c);
      return {
        url: `/api/transfer/${transfer_id}/receive`,
        body: { lines: [{ transfer_line_id, lot_no: 'PLAIN', received: 4 }] },
      };
    },
    status: 409,
    code: 'transfer.more_than_sent',
  },
  {
    no: 61,
    what: 'cancelled while it is on the road',
    ask: async (c) => ({
      url: `/api/transfer/${(await onTheRoad(c)).transfer_id}/cancel`,
      body: { reason: 'changed our mind' },
    }),
    status: 409,
    code: 'transfer.wrong_status',
  },
  // Web, files, protocol
  {
    no: 63,
    what: 'fields that nobody asked for',
    ask: relocation({}, { approved_by: 1, role: 'administrator' }),
    status: 400,
    field: ['approved_by', 'unknown_field'],
    audited: true,
  },
  {
    no: 64,
    what: '__proto__',
    ask: rawRelocation('"relocate"', '"relocate","__proto__":{"x":1}'),
    status: 400,
    code: 'platform.malformed_json',
  },
  {
    no: 64,
    what: 'constructor',
    ask: rawRelocation('"relocate"', '"relocate","constructor":{"x":1}'),
    status: 400,
    code: 'platform.malformed_json',
  },
  ...[
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJib3NzIn0.'],
    ['a signed token of somebody else', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib3NzIn0.c2lnbmF0dXJl'],
    ['a key that was never given', 'A'.repeat(43)],
  ].map(
    ([what, token]): Entry => ({
      no: 65,
      what: what!,
      ask: () => ({
        url: '/api/masterdata/warehouse',
        as: null,
        headers: { authorization: `Bearer ${token}` },
      }),
      status: 401,
      code: 'platform.not_signed_in',
      audited: true,
    }),
  ),
  {
    no: 66,
    what: 'a role that was taken away a moment ago',
    ask: async (c) => {
      const before = await c.send({ ...relocation()(c), as: 'leaver' });
      if (before.statusCode !== 200) throw new Error(before.body);
      await c.world.sql('delete from identity.grant where user_id = $1', [c.user_ids.leaver]);
      return { ...relocation()(c), as: 'leaver' };
    },
    status: 403,
    code: 'platform.forbidden',
    audited: true,
  },
  ...['https://evil.example', ''].map(
    (origin): Entry => ({
      no: 67,
      what: `a cookie from ${origin === '' ? 'nowhere' : 'a foreign page'}`,
      ask: (c) => ({
        ...relocation()(c),
        as: null,
        headers: { cookie: `tongcang_session=${'A'.repeat(43)}`, ...(origin === '' ? {} : { origin }) },
      }),
      status: 403,
      code: 'platform.foreign_origin',
      audited: true,
    }),
  ),
  {
    no: 68,
    what: '300 KB where 256 KB are the bound',
    ask: () => ({ url: '/api/stock/hold', raw: `{"reason":"${'x'.repeat(300 * 1024)}"}` }),
    status: 413,
    code: 'platform.too_large',
  },
  {
    no: 68,
    what: '20,000 brackets',
    ask: () => ({ url: MOVEMENT, raw: '['.repeat(20_000) }),
    status: 400,
    code: 'platform.malformed_json',
  },
  {
    no: 68,
    what: 'one key twice',
    ask: rawRelocation('"qty":1', '"qty":1,"qty":99'),
    status: 400,
    code: 'platform.malformed_json',
  },
  {
    no: 69,
    what: 'a form',
    ask: () => ({
      url: MOVEMENT,
      raw: 'purpose=ship',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    status: 415,
    code: 'platform.unsupported_media_type',
  },
  {
    no: 71,
    what: 'a workbook that unpacks to a thousand times its size',
    ask: upload('partner', 'partner.xlsx', bomb),
    status: 413,
    code: 'tabular.zip_ratio',
    audited: true,
  },
  {
    no: 72,
    what: 'a workbook with a path that climbs',
    ask: upload('partner', 'partner.xlsx', () => buildZip([{ name: 'xl/../../etc/passwd', content: 'x' }])),
    status: 422,
    code: 'tabular.zip_path',
    audited: true,
  },
  {
    no: 73,
    what: 'an external entity',
    ask: upload('partner', 'partner.xlsx', () =>
      buildBook([['partner_code']], {
        strings: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>',
      } as never),
    ),
    status: 422,
  },
  {
    no: 74,
    what: 'a formula in a cell of text is kept as text',
    ask: upload('partner', 'partner.csv', csv(`${PARTNERS}P-2,"=cmd|' /C calc'!A0",supplier,上海,某路\n`)),
    status: 200,
    writes: true,
    check: async (_a, c) =>
      problemIn(await c.send({ url: '/api/masterdata/partner?search=P-2' }), `=cmd|' /C calc'!A0`),
  },
  {
    no: 75,
    what: 'a file in GB18030',
    ask: upload('partner', 'partner.csv', () =>
      Buffer.concat([
        Buffer.from(`${PARTNERS}P-3,`),
        GB18030_SHANGHAI,
        Buffer.from(',supplier,'),
        GB18030_SHANGHAI,
        Buffer.from(',x\n'),
      ]),
    ),
    status: 200,
    writes: true,
    check: async (_a, c) => problemIn(await c.send({ url: '/api/masterdata/partner?search=P-3' }), '上海'),
  },
  {
    no: 75,
    what: 'a file with a byte order mark',
    ask: upload('partner', 'partner.csv', csv(`\ufeff${PARTNERS}P-4,某,supplier,上海,x\n`)),
    status: 200,
    writes: true,
  },
  {
    no: 82,
    what: 'a page of a billion',
    ask: () => ({ url: '/api/stock/lot?limit=1000000000' }),
    status: 422,
    field: ['limit', 'too_big'],
  },
  {
    no: 82,
    what: 'page -1',
    ask: () => ({ url: '/api/stock/lot?page=-1' }),
    status: 400,
    field: ['page', 'unknown_field'],
  },
  {
    no: 82,
    what: 'an order by anything',
    ask: () => ({ url: '/api/stock/lot?sort=1;drop' }),
    status: 400,
    field: ['sort', 'unknown_field'],
  },
  {
    no: 83,
    what: 'password after password',
    ask: async (c) => {
      const guess = { account: 'somebody', password: 'guess' };
      for (let n = 0; n < 5; n++) await c.send({ url: '/api/identity/sign-in', as: null, body: guess });
      return { url: '/api/identity/sign-in', as: null, body: guess };
    },
    status: 429,
    code: 'identity.locked',
    audited: true,
    check: (a) => (a.headers['retry-after'] === undefined ? 'no Retry-After' : null),
  },
  {
    no: 85,
    what: 'line breaks in a path',
    ask: () => ({ url: '/api/stock/lot%0d%0aSet-Cookie:%20x=1' }),
    status: 404,
    check: (a) => (a.headers['set-cookie'] === undefined ? null : 'a header was injected'),
  },
  ...['/.env', '/.git/config', '/api/../.env', '/graphql.php'].map(
    (url): Entry => ({ no: 86, what: url, ask: () => ({ url, as: null }), status: 404 }),
  ),
  {
    no: 86,
    what: 'introspection',
    ask: () => ({ url: '/api/graphql', body: { query: '{__schema{types{name}}}' } }),
    status: 404,
  },
  {
    no: 86,
    what: 'a method that no route has',
    ask: (c) => ({ ...relocation()(c), method: 'PUT' }),
    status: 404,
  },
  {
    no: 88,
    what: 'a long file whose last row but one is wrong',
    ask: upload('partner', 'partner.csv', () => {
      const rows = Array.from(
        { length: 2_000 },
        (_, n) => `B-${n},某,${n === 1_998 ? 'nobody' : 'supplier'},上海,x\n`,
      );
      return Buffer.from(PARTNERS + rows.join(''));
    }),
    status: 422,
    code: 'integration.import_refused',
    check: (a) => problemIn(a, 'line 2000'),
  },
];

const GB18030_SHANGHAI = Buffer.from([0xc9, 0xcf, 0xba, 0xa3]);

function bomb(): Uint8Array {
  const zeros = new Uint8Array(20_000_000);
  return buildZip([1, 2].map((n) => ({ name: `xl/media/${n}`, content: zeros })));
}

const countLine = (c: Company) => ({
  ...c.lots.plain,
  account_id: c.world.north.bins.shelf,
  owner_id: c.world.entity_id,
  counted: 1,
});

/** The same key again, with the same body, with another one, and both at once. */
function idempotency(): Entry[] {
  return [
    {
      no: 50,
      what: 'the same key and the same body',
      ask: async (c) => {
        const asked = { ...relocation()(c), key: ids.uuid() };
        await c.send(asked);
        return asked;
      },
      status: 200,
      check: (a) =>
        a.headers['idempotent-replayed'] === 'true' ? null : 'the header says nothing of a replay',
    },
    {
      no: 51,
      what: 'the same key and another body',
      ask: async (c) => {
        const key = ids.uuid();
        await c.send({ ...relocation()(c), key });
        return { ...relocation({ qty: 2 })(c), key };
      },
      status: 422,
      code: 'platform.idempotency_key_reused',
    },
    {
      no: 52,
      what: 'two in flight under one key',
      ask: (c) => ({ ...relocation()(c), key: 'two-in-flight' }),
      status: 200,
      writes: true,
      check: async (first, c) => {
        const asked = { ...relocation({ qty: 3 })(c), key: ids.uuid() };
        const [a, b] = await Promise.all([c.send(asked), c.send(asked)]);
        const same =
          (a!.json() as { movement_id: number }).movement_id ===
          (b!.json() as { movement_id: number }).movement_id;
        return first.statusCode === 200 && same ? null : `${a!.body} and ${b!.body}`;
      },
    },
    {
      no: 50,
      what: 'no key at all',
      ask: (c) => ({ ...relocation()(c), key: '' }),
      status: 400,
      code: 'platform.idempotency_key_missing',
    },
  ];
}

const transferOf = (c: Company, more: object = {}): Asked => ({
  url: '/api/transfer',
  body: {
    from_warehouse_id: c.world.north.warehouse_id,
    to_warehouse_id: c.world.south.warehouse_id,
    lane_id: c.world.lanes.ambient,
    reason: 'short in the south',
    lines: [{ item_id: c.lots.plain.item_id, lot_id: c.lots.plain.lot_id, qty: 3 }],
    ...more,
  },
});

async function expectDone<T>(c: Company, asked: Asked): Promise<T> {
  const answer = await c.send(asked);
  if (answer.statusCode !== 200) throw new Error(`${asked.url}: ${answer.body}`);
  return answer.json() as T;
}

async function requested(c: Company): Promise<number> {
  return (await expectDone<{ transfer_id: number }>(c, transferOf(c))).transfer_id;
}

async function approved(c: Company): Promise<number> {
  const transfer_id = await requested(c);
  await expectDone(c, { url: `/api/transfer/${transfer_id}/approve`, body: {}, as: 'approver' });
  return transfer_id;
}

async function onTheRoad(c: Company): Promise<{ transfer_id: number; transfer_line_id: number }> {
  const transfer_id = await approved(c);
  const [line] = await c.world.sql<{ transfer_line_id: string; allocation_id: string }>(
    `select l.transfer_line_id, a.allocation_id from transfer.transfer_line l
     join stock.allocation a on a.demand_kind = 'transfer_line' and a.demand_id = l.transfer_line_id
     where l.transfer_id = $1`,
    [transfer_id],
  );
  await expectDone(c, {
    url: '/api/stock/pick',
    body: {
      to_account_id: c.world.north.bins.dispatch,
      lines: [{ allocation_id: Number(line!.allocation_id), qty: 3, lot_no: 'PLAIN' }],
    },
  });
  await expectDone(c, { url: `/api/transfer/${transfer_id}/ship`, body: {} });
  return { transfer_id, transfer_line_id: Number(line!.transfer_line_id) };
}
