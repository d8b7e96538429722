import { audit_actions } from '@tongcang/contract';

export default audit_actions;
