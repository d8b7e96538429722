import * as contract from '@tongcang/contract';
import { type PrintForm, printPdf } from '../../platform/print/index.ts';
import { definePreparedVerb } from '../../platform/use-case.ts';
import { refillOf } from './get-refill.ts';
import { returnOf } from './get-return.ts';
import { settlementOf } from './get-settlement.ts';
import { waveOf } from './get-wave.ts';
import { refillPaper, returnPaper, settlementPaper, wavePaper } from './papers.ts';

/** Papers of outbound and consignment. Printing takes a moment, so it is done between transactions. */
const read = { permission: 'fulfilment.read', audit: null } as const;
const pdf = async (form: PrintForm) => ({
  name: `${form.document_no}.pdf`,
  type: 'application/pdf',
  bytes: await printPdf(form),
});

export const printWave = definePreparedVerb(
  contract.printWave,
  read,
  async ({ db, actor }, { wave_id, language }) =>
    pdf(wavePaper(await db.tx(actor.scope, (tx) => waveOf(tx, wave_id)), language)),
  async (_context, _input, file) => file,
);

export const printReturn = definePreparedVerb(
  contract.printReturn,
  read,
  async ({ db, actor }, { return_id, language }) =>
    pdf(returnPaper(await db.tx(actor.scope, (tx) => returnOf(tx, return_id)), language)),
  async (_context, _input, file) => file,
);

export const printSettlement = definePreparedVerb(
  contract.printSettlement,
  read,
  async ({ db, actor }, { settlement_id, language }) =>
    pdf(settlementPaper(await db.tx(actor.scope, (tx) => settlementOf(tx, settlement_id)), language)),
  async (_context, _input, file) => file,
);

export const printRefill = definePreparedVerb(
  contract.printRefill,
  read,
  async ({ db, actor }, { refill_id, language }) =>
    pdf(refillPaper(await db.tx(actor.scope, (tx) => refillOf(tx, refill_id)), language)),
  async (_context, _input, file) => file,
);
