/**
 * The server's clock, as far as this page knows it. The clock of a computer may be wrong, and that of the demo is moved;
 * what is late and how long ago something was is told by the clock that stamped it.
 */
let ahead = 0;

/** Takes over what the server's clock shows. */
export function setServerTime(moment: string): void {
  const server = Date.parse(moment);
  ahead = Number.isNaN(server) ? 0 : server - Date.now();
}

/** The time now by the server's clock, in milliseconds since 1970. */
export function serverTime(): number {
  return Date.now() + ahead;
}
