/** "METHOD path" with * for one part, below /api/v1; every noun adds its own. */
export type Handler = (parts: string[], body: any, query: URLSearchParams) => unknown;
export type Routes = Record<string, Handler>;
