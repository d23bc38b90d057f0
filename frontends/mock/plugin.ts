import type { Plugin } from 'vite';

export function mockNode(): Plugin {
  return { name: 'tresen-mock-node' };
}
