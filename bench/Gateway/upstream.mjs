// A provider that costs next to nothing: answers POST /v1/chat/completions at once, or with 20 chunks and the usage when "stream" is true.
import http from 'node:http';

const head = { id: 'chatcmpl-1', created: 1700000000, model: 'fake' };
const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 };
const whole = Buffer.from(JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello from the fake upstream.' }, finish_reason: 'stop' }],
    usage,
}));
const chunk = (delta, finish = null) =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const stream = Buffer.from([
    ...Array.from({ length: 20 }, (_, i) => chunk(i === 0 ? { role: 'assistant', content: 'token0 ' } : { content: `token${i} ` })),
    chunk({}, 'stop'),
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage })}\n\n`,
    'data: [DONE]\n\n',
].join(''));

http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
    let body = '';
    request.on('data', part => { body += part; });
    request.on('end', () => {
        const streams = /"stream"\s*:\s*true/.test(body);
        response.writeHead(200, streams
            ? { 'content-type': 'text/event-stream' }
            : { 'content-type': 'application/json', 'content-length': whole.length });
        response.end(streams ? stream : whole);
    });
}).listen(Number(process.argv[2]), '127.0.0.1');
