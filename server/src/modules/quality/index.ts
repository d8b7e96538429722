/** The door of module quality: who decides whether goods may be used. */
import type { ServerVerb } from '../../platform/use-case.ts';
import { dispose } from './dispose.ts';
import { listQuarantine } from './list-quarantine.ts';

export const verbs: ServerVerb[] = [listQuarantine, dispose];

/** Quality keeps no tables of its own yet: its decisions are movements and audit entries. */
export const constraints: Record<string, string> = {};
