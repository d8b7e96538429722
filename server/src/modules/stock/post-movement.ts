import {
  postMovement as contract,
  type DIRECT_PURPOSES,
  type InputOf,
  type OutputOf,
} from '@tongcang/contract';
import { AppError } from '../../platform/errors.ts';
import { type Answered, type Asked, defineBatchVerb } from '../../platform/use-case.ts';
import { placesOf } from './places.ts';
import { mayPost, post, refusedError } from './post.ts';
import { emitPosted } from './posted-event.ts';
import type { PostDocument } from './stock.model.ts';

type Input = InputOf<typeof contract>;
type Output = OutputOf<typeof contract>;

/** What a person needs to be allowed to do for each purpose that may be posted directly. */
const PERMISSION: Readonly<Record<(typeof DIRECT_PURPOSES)[number], string>> = {
  putaway: 'stock.post',
  relocate: 'stock.post',
  ship: 'fulfilment.ship',
  quarantine: 'stock.hold',
  reject: 'quality.dispose',
  destroy: 'stock.adjust',
  adjust: 'stock.adjust',
  supplier_return: 'stock.post',
};

export const postMovement = defineBatchVerb(
  contract,
  { permission: 'stock.post', audit: 'stock.post', judges: true },
  async (requests, tx) => {
    const documents = requests.map((request) => documentOf(request));
    const accounts = new Set(
      documents.flatMap((d) => d.lines.flatMap((l) => [l.from_account_id, l.to_account_id])),
    );
    const epoch = (tx.memory.get('compliance.facts') as { epoch: number } | undefined)?.epoch ?? 0;
    const places = await placesOf(tx, epoch, accounts, []);
    const checked = documents.map((document) =>
      mayPost(document, PERMISSION[document.purpose as keyof typeof PERMISSION], places.accounts),
    );
    const admitted = documents.filter((_, index) => checked[index] === 'yes');
    const outcomes = admitted.length > 0 ? await post(tx, admitted) : [];
    let next = 0;
    return requests.map((request, index): Answered<Output> => {
      if (checked[index] === 'unseen') return { error: new AppError('stock.place_or_lot_unknown') };
      if (checked[index] === 'forbidden') {
        return {
          error: new AppError('platform.forbidden', { permission: PERMISSION[request.input.purpose] }),
        };
      }
      const outcome = outcomes[next++]!;
      if ('refusals' in outcome) return { error: refusedError(outcome.refusals) };
      report(request, outcome.movement_id);
      return { value: { movement_id: outcome.movement_id, warnings: [...outcome.warnings] } };
    });
  },
);

function documentOf({ actor, input }: Asked<Input>): PostDocument {
  return {
    ...input,
    actor,
    lines: input.lines.map((line) => ({
      item_id: line.item_id,
      lot_id: line.lot_id,
      qty: line.qty,
      from_account_id: line.from_account_id,
      to_account_id: line.to_account_id,
      from_owner_id: line.owner_id,
      to_owner_id: line.to_owner_id ?? line.owner_id,
      from_disposition: line.from_disposition,
      to_disposition: line.to_disposition ?? line.from_disposition,
      serial_nos: line.serial_nos,
    })),
  };
}

/** The record of a posting, and the event that read models and the risk radar follow. */
function report(request: Asked<Input>, movement_id: number): void {
  const { input } = request;
  request.audit({
    entity: 'movement',
    entity_id: movement_id,
    reason: input.reason ?? null,
    detail: { purpose: input.purpose, lines: input.lines.length, document_no: input.document_no ?? null },
  });
  emitPosted(request, { movement_id, purpose: input.purpose, lines: input.lines });
}
