// Where the onnx backend says that something runs slower than it could.

/** Receives notices, one line each. */
export type NoticeListener = (notice: string) => void;

let listener: NoticeListener = (notice) => {
  process.stderr.write(`${notice}\n`);
};

/** Sets who receives notices from now on; the standard error stream until then. @returns the listener so far */
export function onNotice(next: NoticeListener): NoticeListener {
  const previous = listener;
  listener = next;
  return previous;
}

/** Sends a notice to the listener. */
export function notify(notice: string): void {
  listener(notice);
}
