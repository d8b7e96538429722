import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Lot, refusalOf, type World } from '../../../test/support/world.ts';
import { SYSTEM_ACTOR } from '../../platform/actor.ts';
import { postOrFail } from '../stock/index.ts';
import { addEvidence } from './add-evidence.ts';
import { cancelDestruction } from './cancel-destruction.ts';
import { decideDestruction } from './decide-destruction.ts';
import { DESTRUCTION_TRANSITIONS, destroyedOf, followDestruction, isOfType } from './destruction.model.ts';
import { executeDestruction } from './execute-destruction.ts';
import { getDestruction } from './get-destruction.ts';
import { getEvidence } from './get-evidence.ts';
import { constraints } from './index.ts';
import { listDestructions } from './list-destructions.ts';
import { printDestruction } from './print-destruction.ts';
import { requestDestruction } from './request-destruction.ts';
import { witnessDestruction } from './witness-destruction.ts';

let world: World;
let lots = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const PDF = new TextEncoder().encode('%PDF-1.7 x');
const person = (user_id: number) => world.as(['quality.destroy'], [world.north.warehouse_id], user_id);
type Any = Record<string, never> & {
  destruction_id: number;
  status: string;
  movement_id: number;
  document_no: string;
};
const ask = (verb: Parameters<World['call']>[0], input: object, user_id = 1) =>
  world.call(verb, input, { actor: person(user_id) }) as Promise<Any>;

/** Goods in the rejected zone; numbered pieces where serials are given. */
async function rejected(qty: number, serial_nos?: string[]): Promise<Lot> {
  const lot = await world.lot(serial_nos ? world.items.stent : world.items.gloves, `D${++lots}`);
  await world.receive(lot, world.north.bins.receiving, qty, {
    disposition: 'quarantine',
    ...(serial_nos ? { serial_nos } : {}),
  });
  await world.tx((tx) =>
    postOrFail(tx, {
      purpose: 'reject',
      actor: SYSTEM_ACTOR,
      lines: [
        {
          ...lot,
          qty,
          from_account_id: world.north.bins.receiving,
          to_account_id: world.north.bins.rejected,
          from_owner_id: world.entity_id,
          to_owner_id: world.entity_id,
          from_disposition: 'quarantine',
          to_disposition: 'rejected',
          serial_nos,
        },
      ],
    }),
  );
  return lot;
}
const lineOf = (lot: Lot, qty: number, more: object = {}) => ({
  ...lot,
  account_id: world.north.bins.rejected,
  owner_id: world.entity_id,
  disposition: 'rejected',
  qty,
  ...more,
});
const request = (lines: object[]) =>
  ask(requestDestruction, { warehouse_id: world.north.warehouse_id, reason: '包装破损', lines }, 1);
const approve = (destruction_id: number, user_id = 2) =>
  ask(decideDestruction, { destruction_id, approve: true }, user_id);
const execute = (destruction_id: number, lines: object[] = [], user_id = 3) =>
  ask(executeDestruction, { destruction_id, method: '焚烧', place: '某环保公司', lines }, user_id);
const photo = (destruction_id: number, more: object = {}) =>
  ask(
    addEvidence,
    { destruction_id, kind: 'photo', file_name: 'a.png', media_type: 'image/png', bytes: PNG, ...more },
    3,
  );
const standing = async (lot: Lot) => (await world.balance(lot, world.north.bins.rejected, 'rejected')).qty;

describe('a destruction', () => {
  test('takes goods out of the books only when a second person has seen it, with evidence', async () => {
    const lot = await rejected(5);
    const { destruction_id, document_no } = await request([lineOf(lot, 5)]);
    await approve(destruction_id);
    expect((await execute(destruction_id)).status).toBe('executed');
    expect(await standing(lot)).toBe(5);
    const witness = (user_id: number) => ask(witnessDestruction, { destruction_id }, user_id);
    expect((await refusalOf(witness(3))).code).toBe('quality.own_witness');
    expect((await refusalOf(witness(4))).code).toBe('quality.evidence_missing');
    await photo(destruction_id);
    expect((await witness(4)).status).toBe('destroyed');
    expect(await standing(lot)).toBe(0);
    expect((await world.balance(lot, world.accounts.destroyed, 'rejected')).qty).toBe(5);
    const certificate = {
      kind: 'certificate',
      file_name: 'c.pdf',
      media_type: 'application/pdf',
      bytes: PDF,
    };
    expect((await photo(destruction_id, { ...certificate, certificate_no: 'HB-001' })).status).toBe('closed');
    const seen = (await ask(getDestruction, { destruction_id }, 3)) as unknown as {
      evidence: { evidence_id: number }[];
    };
    expect(seen).toMatchObject({
      document_no,
      status: 'closed',
      certificate_no: 'HB-001',
      executed_by_me: true,
      rows: [{ qty: 5, qty_destroyed: 5 }],
      evidence: [{ kind: 'photo' }, { kind: 'certificate' }],
    });
    const file = (await ask(getEvidence, { evidence_id: seen.evidence[0]!.evidence_id })) as unknown as {
      bytes: Uint8Array;
    };
    expect([...file.bytes]).toEqual([...PNG]);
    const printed = (await ask(printDestruction, { destruction_id })) as unknown as {
      bytes: Uint8Array;
      name: string;
    };
    expect(printed.name).toBe(`${document_no}.pdf`);
    expect(new TextDecoder('latin1').decode(printed.bytes.slice(0, 5))).toBe('%PDF-');
  });

  test('is approved by another person, and rejected or cancelled before anything is destroyed', async () => {
    const lot = await rejected(2);
    const { destruction_id } = await request([lineOf(lot, 1)]);
    expect((await refusalOf(approve(destruction_id, 1))).code).toBe('quality.own_request');
    expect((await refusalOf(execute(destruction_id))).error.params).toMatchObject({ status: 'requested' });
    expect((await refusalOf(photo(destruction_id))).code).toBe('quality.destruction_status');
    expect((await ask(decideDestruction, { destruction_id, approve: false, note: '可退货' }, 2)).status).toBe(
      'rejected',
    );
    const other = await request([lineOf(lot, 1)]);
    await approve(other.destruction_id);
    const cancel = { destruction_id: other.destruction_id, reason: '改为退货' };
    expect((await ask(cancelDestruction, cancel)).status).toBe('cancelled');
    expect((await refusalOf(ask(cancelDestruction, cancel))).code).toBe('quality.destruction_status');
  });

  test('of less than asked for says why, and names the pieces where they have numbers', async () => {
    const lot = await rejected(3, ['A1', 'A2', 'A3']);
    expect((await refusalOf(request([lineOf(lot, 2)]))).lines).toEqual([
      'lines.0.serial_nos stock.serial_count',
    ]);
    const odd = lineOf(lot, 1, { serial_nos: ['B1'] });
    expect((await refusalOf(request([odd]))).lines).toEqual(['lines.0.serial_nos stock.serial_unknown']);
    // All of a place need not be named.
    const { destruction_id } = await request([lineOf(lot, 3)]);
    await approve(destruction_id);
    const less = (more: object) => execute(destruction_id, [{ line_no: 1, qty_destroyed: 1, ...more }]);
    expect((await refusalOf(less({}))).code).toBe('quality.difference_reason');
    expect((await refusalOf(less({ reason: '送检' }))).code).toBe('stock.serial_count');
    expect((await refusalOf(less({ reason: '送检', serial_nos: ['B1'] }))).code).toBe('stock.serial_unknown');
    const unknown = execute(destruction_id, [{ line_no: 9, qty_destroyed: 1 }]);
    expect((await refusalOf(unknown)).code).toBe('quality.destruction_line_unknown');
    await less({ reason: '两件送检', serial_nos: ['A2'] });
    await photo(destruction_id);
    await ask(witnessDestruction, { destruction_id }, 4);
    const places = await world.sql<{ serial_no: string; kind: string }>(
      `select serial_no, kind from stock.serial join stock.account using (account_id) where lot_id = $1 order by 1`,
      [lot.lot_id],
    );
    expect(places.map((s) => `${s.serial_no} ${s.kind}`)).toEqual(['A1 bin', 'A2 destroyed', 'A3 bin']);
  });

  test('refuses released goods, what is not there, files that are not what they say, and other warehouses', async () => {
    const lot = await rejected(1);
    const asked = (line: object) => refusalOf(request([line]));
    expect((await asked(lineOf(lot, 1, { disposition: 'released' }))).lines).toEqual([
      'lines.0.disposition quality.destroy_released',
    ]);
    expect((await asked(lineOf(lot, 2))).error.params).toEqual({ wanted: 2, available: 1, short_by: 1 });
    expect((await asked(lineOf(lot, 1, { account_id: world.south.bins.rejected }))).code).toBe(
      'stock.place_or_lot_unknown',
    );
    const { destruction_id } = await request([lineOf(lot, 1)]);
    await approve(destruction_id);
    expect((await refusalOf(photo(destruction_id, { media_type: 'image/jpeg' }))).code).toBe(
      'quality.evidence_unreadable',
    );
    const south = world.as(['quality.destroy'], [world.south.warehouse_id], 9);
    const elsewhere = world.call(getDestruction, { destruction_id }, { actor: south });
    expect((await refusalOf(elsewhere)).code).toBe('platform.not_found');
    const { rows } = (await world.call(listDestructions, {}, { actor: south })) as { rows: unknown[] };
    expect(rows).toEqual([]);
    const late = ask(
      executeDestruction,
      { destruction_id, method: 'x', place: 'x', occurred_at: '2099-01-01T00:00:00Z' },
      3,
    );
    expect((await refusalOf(late)).code).toBe('stock.occurred_in_future');
  });

  test('is guarded by its table as well', async () => {
    const lot = await rejected(1);
    const { destruction_id } = await request([lineOf(lot, 1)]);
    const broken = async (text: string) =>
      world.sql(text, [destruction_id]).then(
        () => 'done',
        (error: { constraint?: string }) => error.constraint,
      );
    expect(
      await broken(`update quality.destruction set decided_by = requested_by where destruction_id = $1`),
    ).toBe('destruction_two_deciders');
    expect(
      await broken(
        `update quality.destruction set executed_by = 3, witnessed_by = 3 where destruction_id = $1`,
      ),
    ).toBe('destruction_two_witnesses');
    expect(constraints).toMatchObject({ destruction_two_witnesses: 'quality.own_witness' });
  });
});

describe('the rules', () => {
  test('follow one table of transitions that ends', () => {
    for (const [from, next] of Object.entries(DESTRUCTION_TRANSITIONS)) {
      for (const to of next)
        expect(followDestruction({ document_no: 'X', status: from as never }, to)).toBe(to);
      expect(() => followDestruction({ document_no: 'X', status: from as never }, 'requested')).toThrow();
    }
  });
  test('never let more be destroyed than was asked for', () => {
    const told = [{ line_no: 1, qty_destroyed: 99, reason: '', serial_nos: [] }];
    expect(destroyedOf([{ line_no: 1, qty: 5, serial_nos: [] }], told)).toEqual([
      { line_no: 1, qty_destroyed: 5, reason: null, serial_nos: [] },
    ]);
  });
  test('know files by how they begin', () => {
    expect(isOfType(PNG, 'image/png')).toBe(true);
    expect(isOfType(PDF, 'image/png')).toBe(false);
    expect(isOfType(new Uint8Array(), 'image/jpeg')).toBe(false);
  });
});
