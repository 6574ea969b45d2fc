/** Cuts a stream of server-sent events into their data; what is not complete yet is kept for the next part. */
export class EventCutter {
  private rest = '';

  push(text: string): string[] {
    this.rest += text.replace(/\r\n?/g, '\n');
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop() ?? '';
    return blocks.map(dataOf).filter(data => data !== '');
  }
}

function dataOf(block: string): string {
  return block
    .split('\n')
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice(5).replace(/^ /, ''))
    .join('\n');
}
