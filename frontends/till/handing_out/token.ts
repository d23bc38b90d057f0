/**
 * The unguessable part of a receipt's address: the id's bytes and sixteen secret ones, base64url. Made by the till, so
 * that a QR code shown without the node becomes valid as soon as the node has the receipt.
 */
export function receiptToken(id: string): string {
  const bytes = new Uint8Array(32);
  for (let at = 0; at < 16; at++) bytes[at] = parseInt(id.slice(2 * at, 2 * at + 2), 16);
  crypto.getRandomValues(bytes.subarray(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
