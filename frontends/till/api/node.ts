import { Client } from '$shared/api/client';

/** The shop's node, as this till speaks to it. */
export const node = new Client('/api/v1');
