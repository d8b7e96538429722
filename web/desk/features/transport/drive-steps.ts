import type { Shipment } from './model.ts';

export type CommandKind = 'check' | 'depart' | 'arrive' | 'hand_over' | 'report';

/** A step that was taken, as it is sent: with its moment and a key, so that it counts once however late it comes. */
export type Command = {
  readonly key: string;
  readonly kind: CommandKind;
  readonly shipment_id: number;
  readonly stop_id: number | null;
  readonly at: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** The journey as it stands once what waits on the phone has been sent; so a dead spot does not stop the work. */
export function withQueue(shipment: Shipment, queue: readonly Command[]): Shipment {
  return queue.filter((command) => command.shipment_id === shipment.shipment_id).reduce(applied, shipment);
}

function applied(shipment: Shipment, { kind, stop_id, at, input }: Command): Shipment {
  if (kind === 'check') return { ...shipment, status: 'ready' };
  if (kind === 'depart') return { ...shipment, status: 'on_the_road', departed_at: at };
  if (kind === 'report') return shipment;
  const done = input.refuse_all === true ? ('refused' as const) : ('delivered' as const);
  const stop_rows = shipment.stop_rows.map((stop) => {
    if (stop.stop_id !== stop_id) return stop;
    return kind === 'arrive'
      ? { ...stop, status: 'arrived' as const, arrived_at: at }
      : { ...stop, status: done, left_at: at };
  });
  const ended = stop_rows.every((stop) => stop.left_at !== null);
  return { ...shipment, stop_rows, ...(ended ? { status: 'completed' as const } : {}) };
}
