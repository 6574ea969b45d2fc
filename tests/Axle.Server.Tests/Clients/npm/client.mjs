// Asks a gateway through OpenAI's own library, as programs of users do: node client.mjs SCENE BASE_URL KEY prints what came as one line of JSON.
import OpenAI from 'openai';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';

const [scene, baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const model = 'served-model';
const hello = [{ role: 'user', content: 'Hello' }];
const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const City = z.object({ name: z.string(), people: z.number() });
const weather = { type: 'function', function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } } };

const scenes = {
    async chat() {
        const { data, response } = await client.chat.completions.create({ model, messages: hello }).withResponse();
        return { text: data.choices[0].message.content, reason: data.choices[0].finish_reason, total: data.usage.total_tokens, requestId: response.headers.get('x-request-id') };
    },

    async stream() {
        const stream = await client.chat.completions.create({ model, messages: hello, stream: true, stream_options: { include_usage: true } });
        let [text, pieces, reason, total] = ['', 0, null, null];
        for await (const chunk of stream) {
            const delta = chunk.choices[0]?.delta?.content;
            if (delta)
                [text, pieces] = [text + delta, pieces + 1];
            reason = chunk.choices[0]?.finish_reason ?? reason;
            total = chunk.usage?.total_tokens ?? total;
        }
        return { text, pieces, reason, total };
    },

    async 'stream-helper'() {
        const stream = client.chat.completions.stream({ model, messages: hello, tools: [weather] });
        const completion = await stream.finalChatCompletion();
        return { calls: completion.choices[0].message.tool_calls.map(c => [c.id, c.function.name, c.function.arguments]), reason: completion.choices[0].finish_reason };
    },

    async tools() {
        const messages = [{ role: 'user', content: 'How is the weather in Paris?' }];
        const first = await client.chat.completions.create({ model, messages, tools: [weather], tool_choice: 'auto' });
        const [call] = first.choices[0].message.tool_calls;
        messages.push(first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '{"sky":"clear"}' });
        const second = await client.chat.completions.create({ model, messages, tools: [weather] });
        return { call: [call.function.name, JSON.parse(call.function.arguments)], reason: first.choices[0].finish_reason, text: second.choices[0].message.content };
    },

    async 'run-tools'() {
        let asked = null;
        const runner = client.chat.completions.runTools({
            model,
            messages: [{ role: 'user', content: 'How is the weather in Paris?' }],
            tools: [zodFunction({ name: 'weather', parameters: z.object({ city: z.string() }), function: input => { asked = input; return 'clear'; } })],
        });
        return { text: await runner.finalContent(), asked };
    },

    async schema() {
        const completion = await client.chat.completions.parse({ model, messages: hello, response_format: zodResponseFormat(City, 'city') });
        return completion.choices[0].message.parsed;
    },

    async image() {
        const content = [{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: pixel, detail: 'low' } }];
        const completion = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
        return { text: completion.choices[0].message.content };
    },

    async embeddings() {
        const ask = extra => client.embeddings.create({ model: 'local/served-model', input: ['one', 'two'], ...extra });
        const [usual, floats] = [await ask({}), await ask({ encoding_format: 'float' })];
        const nearly = usual.data.every((d, i) => d.embedding.length > 0 && d.embedding.every((v, j) => Math.abs(v - floats.data[i].embedding[j]) < 1e-6));
        return { count: usual.data.length, nearly, total: usual.usage.total_tokens };
    },

    async models() {
        const ids = [];
        for await (const listed of client.models.list())
            ids.push(listed.id);
        return { ids, one: (await client.models.retrieve('local/served-model')).id };
    },

    error: () => failure(() => client.chat.completions.create({ model, messages: hello })),

    'unknown-model': () => failure(() => client.chat.completions.create({ model: 'agent/nobody', messages: hello })),

    'bad-request': () => failure(() => client.chat.completions.create({ model, messages: [{ role: 'nobody', content: 'Hello' }] })),

    async retry() {
        const patient = client.withOptions({ maxRetries: 4 });
        return { text: (await patient.chat.completions.create({ model, messages: hello })).choices[0].message.content };
    },

    async 'broken-stream'() {
        let text = '';
        const failed = await failure(async () => {
            for await (const chunk of await client.chat.completions.create({ model, messages: hello, stream: true }))
                text += chunk.choices[0]?.delta?.content ?? '';
        });
        return { ...failed, text };
    },

    async abort() {
        const stop = new AbortController();
        const stream = await client.chat.completions.create({ model, messages: hello, stream: true }, { signal: stop.signal });
        let pieces = 0;
        for await (const chunk of stream) {
            pieces++;
            stop.abort();
        }
        return { pieces, next: (await client.chat.completions.create({ model, messages: hello })).choices[0].message.content };
    },
};

async function failure(ask) {
    try {
        await ask();
        return { name: null };
    } catch (error) {
        return {
            name: error.constructor.name,
            status: error.status ?? null,
            code: error.code ?? null,
            param: error.param ?? null,
            message: error.message,
            retryAfter: error.headers?.get('retry-after') ?? null,
        };
    }
}

console.log(JSON.stringify(await scenes[scene]()));
