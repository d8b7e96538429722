import { useQueryClient } from '@tanstack/react-query';
import {
  arriveAtStop,
  checkTransportDeparture,
  departTransportShipment,
  handOverGoods,
  recordTransportEvents,
} from '@tongcang/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readStored, uuid, writeStored } from '../../../ui/index.ts';
import { call, type VerbLike } from '../../app/api.ts';
import { ApiError } from '../../app/api-error.ts';
import { useUser } from '../../app/session.ts';
import type { Command, CommandKind } from './drive-steps.ts';

const VERBS = {
  check: checkTransportDeparture,
  depart: departTransportShipment,
  arrive: arriveAtStop,
  hand_over: handOverGoods,
  report: recordTransportEvents,
} as const satisfies Record<CommandKind, VerbLike>;

const AGAIN_MS = 15_000;

/**
 * What the driver does goes to the server at once; without a network it stays on the phone in its order and is sent when
 * there is one again. A step that the server refuses is dropped and told, those after it still go.
 */
export function useDriveQueue() {
  const client = useQueryClient();
  const { user_id } = useUser();
  const store = `transport.queue.${user_id}`;
  const [queue, setQueue] = useState(() => readStored<readonly Command[]>(store, []));
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const waiting = useRef(queue);
  const sending = useRef(false);

  const keep = useCallback(
    (next: readonly Command[]) => {
      waiting.current = next;
      writeStored(store, next);
      setQueue(next);
    },
    [store],
  );

  const flush = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    try {
      while (waiting.current.length > 0) {
        const first = waiting.current[0]!;
        try {
          await call(VERBS[first.kind] as VerbLike, first.input, { idempotencyKey: first.key });
        } catch (failure) {
          if (!(failure instanceof ApiError) || failure.status === 0 || failure.status >= 500) break;
          setError(failure);
        }
        // The step counts as taken until the journey has been read with it, or the page would go back for a moment.
        await client.invalidateQueries({ queryKey: ['transport'] });
        keep(waiting.current.slice(1));
      }
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }, [client, keep]);

  useEffect(() => {
    void flush();
    const online = () => void flush();
    addEventListener('online', online);
    const timer = setInterval(online, AGAIN_MS);
    return () => {
      removeEventListener('online', online);
      clearInterval(timer);
    };
  }, [flush]);

  const take = async (step: Omit<Command, 'key' | 'at'>) => {
    setError(null);
    const at = new Date().toISOString();
    const told = step.kind === 'report' ? {} : { occurred_at: at };
    keep([...waiting.current, { ...step, key: uuid(), at, input: { ...told, ...step.input } }]);
    await flush();
  };
  return { queue, error, busy, take };
}
