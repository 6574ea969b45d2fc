import { createServer } from 'node:http';

/** Speaks the protocol of OpenAI's chat completions on 127.0.0.1 and says the same to everybody. It is no language model. */
export async function startModel(answer) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => (body += part));
    request.on('end', () => {
      const asked = body ? JSON.parse(body) : {};
      const usage = { prompt_tokens: 1200, completion_tokens: 340, total_tokens: 1540 };
      const common = { id: 'chatcmpl-1', created: 1, model: asked.model ?? 'scripted' };
      if (!asked.messages) {
        response.setHeader('content-type', 'application/json');
        return response.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
      }
      if (!asked.stream) {
        response.setHeader('content-type', 'application/json');
        const message = { role: 'assistant', content: answer };
        return response.end(
          JSON.stringify({ ...common, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }], usage }),
        );
      }
      response.setHeader('content-type', 'text/event-stream');
      const piece = (delta, finish_reason = null) => ({
        ...common,
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta, finish_reason }],
      });
      const pieces = [piece({ role: 'assistant', content: answer }), piece({}, 'stop'), { ...piece({}), choices: [], usage }];
      response.end(pieces.map(one => `data: ${JSON.stringify(one)}\n\n`).join('') + 'data: [DONE]\n\n');
    });
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, stop: () => new Promise(done => server.close(done).closeAllConnections()) };
}
