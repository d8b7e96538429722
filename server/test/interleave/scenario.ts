import type { Answer } from '../support/ask.ts';
import type { World } from '../support/world.ts';
import type { Lane } from './gate.ts';

/** Two or three verbs that meet, on goods of their own, and the only outcomes that are right. */
export type Scenario = {
  readonly name: string;
  arrange(world: World): Promise<{
    readonly works: readonly ((lane: Lane) => Promise<Answer>)[];
    /** What is wrong with these answers and with what the database now holds; empty when all is well. */
    judge(answers: readonly Answer[]): Promise<string[]>;
  }>;
};
