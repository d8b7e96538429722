import fc from 'fast-check';

/**
 * Properties are tried with the same values in every run, so that what lands is what was tested; the deep run draws its
 * own seed and prints it where something fails.
 */
if (import.meta.env.MODE !== 'deep') fc.configureGlobal({ seed: 20_261_128 });
