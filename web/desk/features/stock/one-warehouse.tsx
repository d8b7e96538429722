import { Button } from 'antd';
import type { ReactNode } from 'react';
import { EmptyState, useText } from '../../../ui/index.ts';
import { useScope, type Warehouse } from '../../app/scope.ts';
import { stockText } from './text.ts';

/** Work that belongs to one warehouse: asks which one while the scope is "all"; with only one there is no question. */
export function OneWarehouse({ children }: { children: (warehouse: Warehouse) => ReactNode }) {
  const t = useText(stockText);
  const { warehouse, warehouses, choose } = useScope();
  const one = warehouse ?? (warehouses.length === 1 ? warehouses[0] : undefined);
  if (one) return children(one);
  return (
    <EmptyState
      title={t('pick_warehouse')}
      action={
        <div className="tc-chips">
          {warehouses.map((each) => (
            <Button key={each.warehouse_id} onClick={() => choose(each.code)}>
              {each.name}
            </Button>
          ))}
        </div>
      }
    >
      {t('pick_warehouse_text')}
    </EmptyState>
  );
}
