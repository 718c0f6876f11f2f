/** Random bytes the loaders hand the core at start: its key's 32 and half as many again. */
export const SEED_BYTES = 48
