import { type Consumer, emitEvents, type OutboxEvent } from '../../platform/outbox.ts';
import { saveTransportNews, type TransportNews } from './settings.write.ts';

/**
 * Notes in orders what transport tells: when they are expected, that they stand at the door, what the carrier's bill
 * lays on them. Nothing of this receives the goods: that is done by whoever counts them.
 */
export const followTransport: Consumer = {
  name: 'transfer.follow_transport',
  topics: ['transport.departed', 'transport.delayed', 'transport.delivered', 'transport.freight_allocated'],
  async handle(events, tx) {
    const news = newsOf(events);
    if (news.length === 0) return;
    const noted = await saveTransportNews(tx, news);
    const late = new Set(news.filter((one) => one.delayed_minutes !== null).map((one) => one.transfer_id));
    await emitEvents(
      tx,
      noted
        .filter((order) => late.has(order.transfer_id))
        .map((order) => ({ topic: 'transfer.delayed', key: String(order.transfer_id), payload: order })),
    );
  },
};

type Told = {
  readonly document_key?: string;
  readonly document_keys?: readonly string[];
  readonly documents?: readonly { readonly document_key: string; readonly eta_at?: string }[];
  readonly eta_at?: string;
  readonly delayed_minutes?: number;
  readonly reason?: string | null;
  readonly delivered_at?: string;
  readonly signed_by?: string;
  readonly lines?: readonly { readonly amount_fen: number }[];
};

/** The news of each order in a batch of events, the later over the earlier; other documents are passed over. */
export function newsOf(events: readonly Pick<OutboxEvent, 'topic' | 'payload'>[]): TransportNews[] {
  const news = new Map<number, TransportNews>();
  for (const { topic, payload } of events) {
    const told = payload as Told;
    const keys = told.document_keys ?? (told.document_key === undefined ? [] : [told.document_key]);
    for (const key of keys) {
      const id = /^transfer:(\d+)$/.exec(key)?.[1];
      if (id === undefined) continue;
      const transfer_id = Number(id);
      const before = news.get(transfer_id) ?? { ...NOTHING, transfer_id };
      news.set(transfer_id, { ...before, ...partOf(topic, told, key, before) });
    }
  }
  return [...news.values()];
}

const NOTHING = {
  expected_arrival: null,
  delayed_minutes: null,
  delay_reason: null,
  delivered_at: null,
  signed_by: null,
  freight_fen: null,
} as const;

function partOf(topic: string, told: Told, key: string, before: TransportNews): Partial<TransportNews> {
  const eta = told.documents?.find((document) => document.document_key === key)?.eta_at ?? told.eta_at;
  switch (topic) {
    case 'transport.departed':
      return { expected_arrival: eta ?? null };
    case 'transport.delayed':
      return {
        expected_arrival: eta ?? null,
        delayed_minutes: told.delayed_minutes ?? null,
        delay_reason: told.reason ?? null,
      };
    case 'transport.delivered':
      return { delivered_at: told.delivered_at ?? null, signed_by: told.signed_by ?? null };
    default: {
      const sum = (told.lines ?? []).reduce((total, line) => total + line.amount_fen, 0);
      return { freight_fen: (before.freight_fen ?? 0) + sum };
    }
  }
}
