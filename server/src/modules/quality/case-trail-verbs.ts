import * as contract from '@tongcang/contract';
import { type Actor, requireAt } from '../../platform/actor.ts';
import { attachmentOf, insertAttachment } from '../../platform/attachments.ts';
import { defineVerb } from '../../platform/use-case.ts';
import { peopleGranted } from '../identity/index.ts';
import { requireWarehouse } from '../masterdata/index.ts';
import { insertNote } from './case.write.ts';
import { type CaseFact, caseFor, caseToAddTo, requireCaseRight } from './case-trail.ts';

/** What the staff adds to a complaint stays inside; what the customer adds it sees again. */
const sight = ({ warehouse_id, partner_id }: CaseFact, actor: Actor): CaseFact => ({
  warehouse_id,
  partner_id: actor.scope.partner_id === null ? null : partner_id,
});

export const addCaseNote = defineVerb(
  contract.addCaseNote,
  { permission: 'session', audit: 'quality.add_case_note' },
  async ({ tx, actor, audit }, { entity, entity_id, text }) => {
    const found = sight(await caseToAddTo(tx, actor, entity, entity_id), actor);
    const { note_id } = await insertNote(tx, { entity, entity_id, ...found, text }, actor);
    audit({ entity, entity_id, warehouse_id: found.warehouse_id, detail: { note_id, text } });
    return { note_id };
  },
);

export const addCaseFile = defineVerb(
  contract.addCaseFile,
  { permission: 'session', audit: 'quality.add_case_file' },
  async ({ tx, actor, audit }, { entity, entity_id, ...paper }) => {
    const found = sight(await caseToAddTo(tx, actor, entity, entity_id), actor);
    const attachment_id = await insertAttachment(tx, { entity, entity_id, ...found, ...paper }, actor);
    const { kind, file_name } = paper;
    audit({
      entity,
      entity_id,
      warehouse_id: found.warehouse_id,
      detail: { attachment_id, kind, file_name },
    });
    return { attachment_id };
  },
);

export const getCaseFile = defineVerb(
  contract.getCaseFile,
  { permission: 'session', audit: null },
  async ({ tx, actor }, { entity, attachment_id }) => {
    requireCaseRight(actor, entity);
    const { entity_id, ...file } = await attachmentOf(tx, entity, attachment_id);
    await caseFor(tx, actor, entity, entity_id);
    return file;
  },
);

export const listCasePeople = defineVerb(
  contract.listCasePeople,
  { permission: 'quality.case', audit: null },
  async ({ tx, actor }, { warehouse_id }) => {
    requireAt(actor, 'quality.case', warehouse_id);
    await requireWarehouse(tx, warehouse_id);
    return { rows: await peopleGranted(tx, 'quality.case', warehouse_id) };
  },
);
