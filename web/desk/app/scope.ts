import { useNavigate, useSearch } from '@tanstack/react-router';
import { useUser } from './session.ts';

/** The warehouse in view. It is part of every address (`?wh=SH`), so a link shows another person the same. */
export type Warehouse = ReturnType<typeof useUser>['warehouses'][number];

export type Scope = {
  /** The chosen warehouse, or null for all that the person may see. */
  readonly warehouse: Warehouse | null;
  readonly warehouses: readonly Warehouse[];
  /** For filters of verbs: the id of the chosen warehouse, or undefined. */
  readonly warehouse_id: number | undefined;
  readonly choose: (code: string | null) => void;
};

const ZONE_DEFAULT = 'Asia/Shanghai';

export function useScope(): Scope {
  const user = useUser();
  const search = useSearch({ strict: false }) as { wh?: string };
  const navigate = useNavigate();
  const warehouse = user.warehouses.find((one) => one.code === search.wh) ?? null;
  return {
    warehouse,
    warehouses: user.warehouses,
    warehouse_id: warehouse?.warehouse_id,
    choose: (code) =>
      void navigate({ to: '.', search: (before: object) => ({ ...before, wh: code ?? undefined }) } as never),
  };
}

/** The zone in which instants are shown: that of the chosen warehouse, else of the first one. */
export function useScopeZone(): string {
  const { warehouse, warehouses } = useScope();
  return warehouse?.timezone ?? warehouses[0]?.timezone ?? ZONE_DEFAULT;
}

/** The name of a warehouse by its code, as people say it; the code where the person may not see the warehouse. */
export function useWarehouseName(): (code: string) => string {
  const { warehouses } = useScope();
  return (code) => warehouses.find((one) => one.code === code)?.name ?? code;
}
