// Loaded models by the structure of their programs: bounded, least recently used out first.

/** What a {@link SessionCache} holds. */
export interface Disposable {
  dispose(): unknown;
}

/** A bounded cache that disposes of what it drops. */
export class SessionCache<Session extends Disposable> {
  private readonly sessions = new Map<string, Session>();
  private readonly capacity: number;

  /** @param capacity - the most sessions that are kept, at least 1 */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Number of sessions held. */
  get size(): number {
    return this.sessions.size;
  }

  /** Returns the session stored under a key, which then counts as just used. */
  get(key: string): Session | undefined {
    const session = this.sessions.get(key);
    if (session === undefined) return undefined;
    this.sessions.delete(key);
    this.sessions.set(key, session);
    return session;
  }

  /** Stores a session and drops the least recently used ones that no longer fit. Takes ownership of the session. */
  set(key: string, session: Session): void {
    this.sessions.get(key)?.dispose();
    this.sessions.delete(key);
    this.sessions.set(key, session);
    for (const [oldest, dropped] of this.sessions) {
      if (this.sessions.size <= this.capacity) break;
      this.sessions.delete(oldest);
      dropped.dispose();
    }
  }

  /** Drops every session. */
  clear(): void {
    for (const session of this.sessions.values()) session.dispose();
    this.sessions.clear();
  }
}
