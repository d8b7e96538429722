import { coldchain_audit } from './audit-words/coldchain.ts';
import { company_settings_audit } from './audit-words/company-settings.ts';
import { compliance_records_audit } from './audit-words/compliance-records.ts';
import { consignment_audit } from './audit-words/consignment.ts';
import { destruction_audit } from './audit-words/destruction.ts';
import { epcis_audit } from './audit-words/epcis.ts';
import { finance_audit } from './audit-words/finance.ts';
import { identifiers_audit } from './audit-words/identifiers.ts';
import { inspection_audit } from './audit-words/inspection.ts';
import { labels_audit } from './audit-words/labels.ts';
import { outbound_audit } from './audit-words/outbound.ts';
import { purchasing_audit } from './audit-words/purchasing.ts';
import { quality_cases_audit } from './audit-words/quality-cases.ts';
import { recall_audit } from './audit-words/recall.ts';
import { receiving_audit } from './audit-words/receiving.ts';
import { repair_audit } from './audit-words/repair.ts';
import { retention_audit } from './audit-words/retention.ts';
import { rfid_audit } from './audit-words/rfid.ts';
import { rules_audit } from './audit-words/rules.ts';
import { trace_audit } from './audit-words/trace.ts';
import { transport_audit } from './audit-words/transport.ts';
import { warehouse_audit } from './audit-words/warehouse.ts';

/** What the audit trail calls the things that were done, for people. A verb's audit action has its words here. */
export const audit_actions = {
  ...quality_cases_audit,
  ...rfid_audit,
  ...recall_audit,
  ...retention_audit,
  ...trace_audit,
  ...epcis_audit,
  ...coldchain_audit,
  ...inspection_audit,
  ...rules_audit,
  ...compliance_records_audit,
  ...identifiers_audit,
  ...consignment_audit,
  ...company_settings_audit,
  ...destruction_audit,
  ...finance_audit,
  ...repair_audit,
  ...labels_audit,
  ...outbound_audit,
  ...purchasing_audit,
  ...receiving_audit,
  ...transport_audit,
  ...warehouse_audit,
  denied: { zh: '请求被拒绝', en: 'Denied a request' },
  'fulfilment.allocate': { zh: '分配需求', en: 'Allocated a demand' },
  'fulfilment.cancel': { zh: '取消需求', en: 'Cancelled a demand' },
  'fulfilment.create_demand': { zh: '新建需求', en: 'Entered a demand' },
  'fulfilment.ship': { zh: '向医院发货', en: 'Shipped to a hospital' },
  'identity.change_password': { zh: '修改密码', en: 'Changed the password' },
  'identity.confirm_totp': { zh: '启用动态口令', en: 'Turned one-time codes on' },
  'identity.create_api_key': { zh: '新建接口密钥', en: 'Made an API key' },
  'identity.create_user': { zh: '新建账号', en: 'Made an account' },
  'identity.disable_totp': { zh: '停用动态口令', en: 'Turned one-time codes off' },
  'identity.disable_user': { zh: '停用账号', en: 'Disabled an account' },
  'identity.enable_user': { zh: '启用账号', en: 'Enabled an account' },
  'identity.end_other_sessions': { zh: '退出其他登录', en: 'Ended other sessions' },
  'identity.first_run': { zh: '建立管理员', en: 'Made the administrator' },
  'identity.grant_role': { zh: '授予角色', en: 'Granted a role' },
  'identity.locked': { zh: '账号锁定', en: 'Locked an account' },
  'identity.re_authenticate': { zh: '再次验证身份', en: 'Proved identity again' },
  'identity.reset_password': { zh: '重置密码', en: 'Reset a password' },
  'identity.revoke_api_key': { zh: '吊销接口密钥', en: 'Revoked an API key' },
  'identity.revoke_role': { zh: '收回角色', en: 'Revoked a role' },
  'identity.set_language': { zh: '切换语言', en: 'Chose a language' },
  'identity.sign': { zh: '电子签名', en: 'Signed electronically' },
  'identity.sign_in': { zh: '登录', en: 'Signed in' },
  'identity.sign_out': { zh: '退出', en: 'Signed out' },
  'identity.start_totp': { zh: '准备动态口令', en: 'Prepared one-time codes' },
  'integration.import': { zh: '导入数据', en: 'Imported data' },
  'integration.preview': { zh: '预览导入', en: 'Previewed an import' },
  'masterdata.save': { zh: '保存主数据', en: 'Saved master data' },
  'planning.accept_proposal': { zh: '接受调拨建议', en: 'Accepted a proposal' },
  'planning.dismiss_risk': { zh: '忽略风险', en: 'Put a risk aside' },
  'planning.expire_proposal': { zh: '调拨建议失效', en: 'A proposal expired' },
  'planning.propose': { zh: '生成调拨建议', en: 'Proposed transfers' },
  'planning.propose_purchases': { zh: '按库存策略编制采购计划', en: 'Planned purchases by policy' },
  'planning.recompute': { zh: '重算预测与策略', en: 'Computed forecasts and policies' },
  'planning.reject_proposal': { zh: '驳回调拨建议', en: 'Rejected a proposal' },
  'planning.set_policy': { zh: '修改库存策略', en: 'Changed a policy' },
  'planning.set_settings': { zh: '修改计划参数', en: 'Changed planning settings' },
  'quality.dispose': { zh: '质量判定', en: 'Decided on quality' },
  'stock.close_period': { zh: '关闭期间', en: 'Closed a period' },
  'stock.count': { zh: '盘点过账', en: 'Posted a count' },
  'stock.create_handling_unit': { zh: '新建物流单元', en: 'Made a handling unit' },
  'stock.expire': { zh: '过期处理', en: 'Relabelled expired stock' },
  'stock.expire_allocations': { zh: '释放超时分配', en: 'Gave overdue allocations back' },
  'stock.hold': { zh: '冻结批号', en: 'Held a lot' },
  'stock.lift_hold': { zh: '解除冻结', en: 'Lifted a hold' },
  'stock.make_period': { zh: '生成月结存', en: 'Summed a month' },
  'stock.move_handling_unit': { zh: '移动物流单元', en: 'Moved a handling unit' },
  'stock.pack': { zh: '装入物流单元', en: 'Packed' },
  'stock.pick': { zh: '拣货', en: 'Picked' },
  'stock.post': { zh: '库存过账', en: 'Posted a movement' },
  'stock.recall': { zh: '召回批号', en: 'Recalled a lot' },
  'stock.release_allocation': { zh: '释放分配', en: 'Gave an allocation back' },
  'stock.reverse': { zh: '冲销移动', en: 'Reversed a movement' },
  'stock.unpack': { zh: '取出物流单元', en: 'Unpacked' },
  'transfer.allocate': { zh: '分配调拨单', en: 'Allocated a transfer' },
  'transfer.approve': { zh: '批准调拨单', en: 'Approved a transfer' },
  'transfer.print_note': { zh: '打印调拨随货同行单', en: 'Printed a transfer note' },
  'transfer.set_budget': { zh: '设定调拨预算', en: 'Set a transfer budget' },
  'transfer.set_approval_limit': { zh: '设定调拨审批限额', en: 'Set a limit of approval' },
  'transfer.open_claim': { zh: '提出索赔', en: 'Opened a claim' },
  'transfer.decide_claim': { zh: '处理索赔', en: 'Decided on a claim' },
  'transfer.cancel': { zh: '取消调拨单', en: 'Cancelled a transfer' },
  'transfer.receive': { zh: '调拨收货', en: 'Received a transfer' },
  'transfer.reject': { zh: '驳回调拨单', en: 'Rejected a transfer' },
  'transfer.request': { zh: '申请调拨', en: 'Requested a transfer' },
  'transfer.resolve_discrepancy': { zh: '处理收货差异', en: 'Settled a discrepancy' },
  'transfer.ship': { zh: '调拨发货', en: 'Shipped a transfer' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
