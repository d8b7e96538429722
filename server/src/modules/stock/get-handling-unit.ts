import { getHandlingUnit as contract, type OutputOf } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { defineVerb } from '../../platform/use-case.ts';

type Output = OutputOf<typeof contract>;

export const getHandlingUnit = defineVerb(
  contract,
  { permission: 'stock.read', audit: null },
  async ({ tx }, { handling_unit_id }): Promise<Output> => {
    const [unit] = await tx.rows<Omit<Output, 'lines'>>(
      `select u.handling_unit_id, u.sscc, u.status, u.account_id, p.location_code, u.warehouse_id
       from stock.handling_unit u
       join stock.account a on a.account_id = u.account_id
       left join masterdata.v_location p on p.location_id = a.location_id
       where u.handling_unit_id = $1`,
      [handling_unit_id],
    );
    if (unit === undefined) notFound('handling_unit', handling_unit_id);
    const lines = await tx.rows<Output['lines'][number]>(
      `select c.item_id, i.item_code, i.name as item_name, c.lot_id, l.lot_no, l.expiry_date, c.owner_id, c.disposition, c.qty,
         array(select s.serial_no from stock.serial s where s.handling_unit_id = c.handling_unit_id and s.item_id = c.item_id
           and s.lot_id = c.lot_id and s.owner_id = c.owner_id and s.disposition = c.disposition order by s.serial_no) as serial_nos
       from stock.handling_unit_line c
       join masterdata.v_item i on i.item_id = c.item_id
       join stock.lot l on l.item_id = c.item_id and l.lot_id = c.lot_id
       where c.handling_unit_id = $1
       order by i.item_code, l.lot_no, c.disposition`,
      [handling_unit_id],
    );
    return { ...unit, lines };
  },
);
