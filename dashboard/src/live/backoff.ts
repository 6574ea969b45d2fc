const first = 250;
const longest = 5_000;

/**
 * How long to wait before the n-th attempt to connect, in milliseconds: twice as long each time, up to 5 s. Half of it is left to
 * chance, so that the pages of a team do not all come back in the same moment after a restart.
 */
export function backoff(attempt: number, random: number): number {
  const whole = Math.min(longest, first * 2 ** Math.max(0, attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}
