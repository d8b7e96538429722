import type { Feature } from '../app/feature.ts';
import { settings } from '../app/settings/feature.ts';

/** The features of the desk; a new one is added here and nowhere else. */
export const features: readonly Feature[] = [settings];
