/** Where the built engine lies below the till (see `scripts/engine-files.ts`); empty texts where it was not built. */
declare module 'virtual:engine' {
  const engine: { id: string; library: string; code: string };
  export default engine;
}
