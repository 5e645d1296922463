const END = ';';
const COMMENT = /^(?:--(?: |$)|$)/;

/**
 * The statements of a dump, one after the other. The programs that write dumps end a line where a
 * statement ends, and escape what could look like that in a text.
 * @param parts the dump as UTF-8, cut anywhere
 */
export async function* dumpStatements(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const line of linesOf(parts)) {
    if (lines.length === 0 && COMMENT.test(line)) continue;
    lines.push(line);
    if (!line.endsWith(END)) continue;
    const statement = lines.join('\n');
    lines = [];
    yield statement.slice(0, -END.length);
  }
  if (lines.some((line) => line.trim() !== '')) throw new Error('the dump ends in a statement');
}

/** Lines end with a line feed alone: other marks of an end may be letters of a text. */
async function* linesOf(parts: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let pieces: string[] = [];
  for await (const part of parts) {
    const [first = '', ...others] = decoder.decode(part, { stream: true }).split('\n');
    pieces.push(first);
    for (const piece of others) {
      yield pieces.join('');
      pieces = [piece];
    }
  }
  yield pieces.join('');
}
