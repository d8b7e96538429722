import { listKpis as contract, type OutputOf } from '@tongcang/contract';
import { defineVerb } from '../../platform/use-case.ts';

/** What every figure means. A figure that stands here is computed in one place only, the one named as its source. */
export const KPIS: OutputOf<typeof contract>['rows'] = [
  {
    code: 'shortage_risks',
    zh: '缺货风险',
    en: 'Shortage risks',
    formula: 'count(risk.level in stock_out, critical, warning and not dismissed)',
    unit: 'count',
    source: 'planning.v_risk',
  },
  {
    code: 'shortage_risks_change',
    zh: '缺货风险较昨日',
    en: 'Shortage risks against yesterday',
    formula: 'shortage_risks - last shortage_risks of the newest earlier day',
    unit: 'count',
    source: 'insight.v_kpi_day',
  },
  {
    code: 'in_transit',
    zh: '在途',
    en: 'In transit',
    formula: 'count(transfer.status = in_transit)',
    unit: 'count',
    source: 'transfer.v_transfer_order',
  },
  {
    code: 'in_transit_late',
    zh: '在途延误',
    en: 'Late in transit',
    formula: 'count(transfer.status = in_transit and expected_arrival < now)',
    unit: 'count',
    source: 'transfer.v_transfer_order',
  },
  {
    code: 'expiring_90_days',
    zh: '90 天到期',
    en: 'Expiring in 90 days',
    formula: 'lots with stock (released, quarantine, held) and today <= expiry_date <= today + 90',
    unit: 'lots',
    source: 'stock.v_balance, stock.v_lot',
  },
  {
    code: 'fill_rate',
    zh: '满足率',
    en: 'Fill rate',
    formula:
      'sum(qty_shipped) / sum(qty) of demand lines needed in the last 30 days, cancelled ones left out',
    unit: 'ratio',
    source: 'fulfilment.v_demand_line',
  },
  {
    code: 'transfer_budget_used',
    zh: '调拨预算使用率',
    en: 'Transfer budget used',
    formula:
      'sum(cost_fen of transfers approved this month, not cancelled or rejected) / transfer_budget_fen',
    unit: 'ratio',
    source: 'transfer.v_transfer_order, planning.v_setting',
  },
  {
    code: 'days_until_stock_out',
    zh: '断货天数',
    en: 'Days until stock-out',
    formula:
      'first day d with usable(d) + arrivals(<= d) - open demand due(<= d) - daily_mean x (d + 1) < 0, lots dropping out after expiry_date',
    unit: 'days',
    source: 'planning.v_risk',
  },
  {
    code: 'risk_severity',
    zh: '风险程度',
    en: 'Severity of a risk',
    formula:
      'clinical weight (4000, 1200, 400, 150 for class 1 to 4) x max(7 / (7 + days_until_stock_out), 0.3 x (1 - net / safety_stock))',
    unit: 'points',
    source: 'planning.v_risk',
  },
  {
    code: 'safety_stock',
    zh: '安全库存',
    en: 'Safety stock',
    formula:
      'z(service_level) x sqrt((lead_time_days + qc_days) x daily_sd^2 + daily_mean^2 x lead_time_sd_days^2), capped by shelf life',
    unit: 'base units',
    source: 'planning.v_policy',
  },
  {
    code: 'reorder_point',
    zh: '再订货点',
    en: 'Reorder point',
    formula: 'daily_mean x (lead_time_days + qc_days) + safety_stock',
    unit: 'base units',
    source: 'planning.v_policy',
  },
  {
    code: 'decision_score',
    zh: '待决策排序',
    en: 'Order of decisions',
    formula:
      'risk: severity; proposal: severity x 1.05 + 1; others: max(base, severity of the item there) x min(3, 1 + days waiting / 7), base 400 discrepancy, 300 hold, 100 quarantine',
    unit: 'points',
    source: 'planning.v_risk, planning.v_proposal, transfer.v_discrepancy, stock.v_hold',
  },
  {
    code: 'loop',
    zh: '闭环:预测→通知→执行→确认→复核',
    en: 'Loop: forecast, notify, execute, confirm, review',
    formula:
      'shortage risks now -> proposals made, transfers approved, received, closed without open difference, each in the last 30 days',
    unit: 'count',
    source: 'planning.v_proposal, transfer.v_transfer_order',
  },
];

export const listKpis = defineVerb(contract, { permission: 'insight.read', audit: null }, async () => ({
  rows: KPIS,
}));
