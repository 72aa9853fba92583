/**
 * Loaded before a program that is started with an IPC channel (`--import`): the program ends with whoever started it,
 * even one that was killed and could not say so. A channel that is closed tells.
 */
process.once('disconnect', () => process.exit(1));
// It waits for nothing else: a program that is done ends, channel or not.
process.channel?.unref();
