import { createServer } from 'node:http';

const usage = { prompt_tokens: 1200, completion_tokens: 340, total_tokens: 1540 };

/**
 * Speaks the protocol of OpenAI's chat completions on 127.0.0.1 and says the same to everybody, or what a function makes of the request:
 * a text, a call of a tool (`{ text, tool, args }`), or undefined to refuse. It is no language model.
 */
export async function startModel(says) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => (body += part));
    request.on('end', () => {
      const asked = body ? JSON.parse(body) : {};
      const json = (status, value) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(value));
      };
      if (!asked.messages) return json(200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
      const answer = typeof says === 'function' ? says(asked, body) : says;
      if (answer === undefined) return json(400, { error: { type: 'invalid_request_error', message: 'I do not know where to look.' } });
      const common = { id: 'chatcmpl-1', created: 1, model: asked.model ?? 'scripted' };
      const [message, finish_reason] = messageOf(answer);
      if (!asked.stream) return json(200, { ...common, object: 'chat.completion', choices: [{ index: 0, message, finish_reason }], usage });
      const piece = (delta, finish_reason = null) => ({
        ...common,
        object: 'chat.completion.chunk',
        choices: [{ index: 0, delta, finish_reason }],
      });
      const pieces = [piece(message), piece({}, finish_reason), { ...piece({}), choices: [], usage }];
      response.setHeader('content-type', 'text/event-stream');
      response.end(pieces.map(one => `data: ${JSON.stringify(one)}\n\n`).join('') + 'data: [DONE]\n\n');
    });
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, stop: () => new Promise(done => server.close(done).closeAllConnections()) };
}

function messageOf(answer) {
  if (typeof answer === 'string') return [{ role: 'assistant', content: answer }, 'stop'];
  const call = { name: answer.tool, arguments: JSON.stringify(answer.args) };
  const calls = [{ index: 0, id: `call_${call.arguments.length}`, type: 'function', function: call }];
  return [{ role: 'assistant', content: answer.text, tool_calls: calls }, 'tool_calls'];
}
