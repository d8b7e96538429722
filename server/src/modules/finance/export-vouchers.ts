import { exportVouchers as contract, type Flow } from '@tongcang/contract';
import { notFound } from '../../platform/errors.ts';
import { writeCsv, writeXlsx } from '../../platform/tabular/index.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { keptOf, linesOf } from './get-month.ts';
import { ownerOf, requireCompany } from './rights.ts';
import { LAYOUTS } from './voucher-layouts.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What the accountant reads in the summary of a voucher; accounting in China is kept in Chinese. */
const SUMMARIES: Readonly<Record<Flow, string>> = {
  opening: '期初库存',
  receipt: '采购入库暂估',
  landed: '采购运杂费',
  freight: '运输费',
  correction: '成本更正',
  supplier_return: '采购退货',
  issue: '发出商品',
  issue_back: '发出商品退回',
  sale: '结转销售成本',
  sale_issued: '结转销售成本(发出商品)',
  sale_return: '销售退货',
  gain: '盘盈',
  loss: '盘亏',
  scrap: '报废销毁',
  convert_out: '加工领用',
  convert_in: '加工完工入库',
  entity_out: '内部调出',
  entity_in: '内部调入',
  variance: '成本差异',
};

export const exportVouchers = defineVerb(
  contract,
  { permission: 'finance.export', audit: 'finance.export_vouchers' },
  async ({ tx, actor, audit }, { month, owner_id, layout, format }) => {
    requireCompany(actor, 'finance.export');
    const { owner_name } = await ownerOf(tx, owner_id);
    const kept = (await keptOf(tx, owner_id, month)) ?? notFound('month', month);
    const { date } = await tx.one<{ date: string }>(
      `select (to_date($1, 'YYYY-MM') + interval '1 month' - interval '1 day')::date as date`,
      [month],
    );
    const head = { date, owner_name, prepared_by: kept.closed_by_name };
    const columns = LAYOUTS[layout];
    const rows = (await linesOf(tx, kept.month_id)).map((line) =>
      columns.map(({ value }) => value({ ...line, summary: `${month} ${SUMMARIES[line.flow]}` }, head)),
    );
    audit({ entity: 'month', entity_id: kept.month_id, detail: { layout, format, lines: rows.length } });
    const name = `vouchers-${month}-${layout}`;
    return format === 'csv'
      ? {
          name: `${name}.csv`,
          type: 'text/csv; charset=utf-8',
          bytes: writeCsv({ header: columns.map(({ title }) => title), rows }),
        }
      : { name: `${name}.xlsx`, type: XLSX, bytes: await writeXlsx([{ name: '凭证', columns, rows }]) };
  },
);
