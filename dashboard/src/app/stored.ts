/** Small things that this browser remembers. A browser without storage forgets them, and nothing else happens. */
export function stored<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`axle.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function store(key: string, value: unknown): void {
  try {
    localStorage.setItem(`axle.${key}`, JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}
