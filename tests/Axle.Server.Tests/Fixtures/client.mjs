// The npm client of OpenAI's interface, pointed at the gateway and otherwise unchanged. Prints one JSON object with what it got.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.GATEWAY_URL, apiKey: process.env.GATEWAY_KEY, maxRetries: 0 });
const ask = (more = {}) => ({ model: 'served-model', messages: [{ role: 'user', content: 'Hi' }], ...more });
const failure = async work => { try { await work(); return null; } catch (e) { return { status: e.status, code: e.code, kind: e.constructor.name }; } };
const got = {};

got.chat = (await client.chat.completions.create(ask())).choices[0].message.content;
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
const call = (await client.chat.completions.create(ask({ tools }))).choices[0];
got.tool = { reason: call.finish_reason, name: call.message.tool_calls[0].function.name, arguments: JSON.parse(call.message.tool_calls[0].function.arguments) };
got.stream = '';
for await (const chunk of await client.chat.completions.create(ask({ stream: true, stream_options: { include_usage: true } }))) {
  got.stream += chunk.choices[0]?.delta?.content ?? '';
  got.usage = chunk.usage?.total_tokens ?? got.usage;
}
got.limited = await failure(() => client.chat.completions.create(ask()));
got.invalid = await failure(() => client.chat.completions.create({ model: 'served-model', messages: [] }));
got.unknown = await failure(() => client.chat.completions.create(ask({ model: 'agent/nobody' })));
got.refused = await failure(() => new OpenAI({ baseURL: process.env.GATEWAY_URL, apiKey: 'wrong', maxRetries: 0 }).models.list());
got.models = (await client.models.list()).data.map(m => m.id);
got.vectors = (await client.embeddings.create({ model: 'local/served-model', input: ['a', 'b'] })).data.length;
console.log(JSON.stringify(got));
