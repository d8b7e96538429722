import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** Events come in bursts; the page is read again at most this often. */
const AT_MOST_EVERY_MS = 3000;

/**
 * Reads the module's pages again when something changed, and says whether the line is open. Where the browser has no
 * event stream or the line is down, the caller asks by the clock instead.
 */
export function useLive(module: string, warehouse_id: number | undefined): boolean {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (typeof EventSource === 'undefined') return;
    const query = warehouse_id === undefined ? '' : `?warehouse_id=${warehouse_id}`;
    const source = new EventSource(`/api/insight/events${query}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      waiting = undefined;
      void client.invalidateQueries({ queryKey: [module] });
    };
    source.addEventListener('open', () => setOpen(true));
    source.addEventListener('error', () => setOpen(false));
    source.addEventListener('change', () => {
      waiting ??= setTimeout(refresh, AT_MOST_EVERY_MS);
    });
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [client, module, warehouse_id]);
  return open;
}
