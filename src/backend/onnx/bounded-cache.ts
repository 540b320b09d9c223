// A bounded cache that disposes of what it drops, least recently used first.

/** What a {@link BoundedCache} holds. */
export interface Disposable {
  dispose(): unknown;
}

/** Values by key, of which the least recently used make room for new ones. */
export class BoundedCache<Value extends Disposable> {
  private readonly values = new Map<string, Value>();
  private readonly capacity: number;

  /** @param capacity - the most values that are kept, at least 1 */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Number of values held. */
  get size(): number {
    return this.values.size;
  }

  /** Returns the value stored under a key, which then counts as just used. */
  get(key: string): Value | undefined {
    const value = this.values.get(key);
    if (value === undefined) return undefined;
    this.values.delete(key);
    this.values.set(key, value);
    return value;
  }

  /** Stores a value and drops the least recently used ones that no longer fit. Takes ownership of the value. */
  set(key: string, value: Value): void {
    this.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.capacity) break;
      this.delete(oldest);
    }
  }

  /** Drops the value stored under a key, if there is one. */
  delete(key: string): void {
    this.values.get(key)?.dispose();
    this.values.delete(key);
  }

  /** Drops every value. */
  clear(): void {
    for (const value of this.values.values()) value.dispose();
    this.values.clear();
  }
}
