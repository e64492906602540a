// The official OpenAI client. See cases.mjs for what it reads and prints.
import OpenAI from 'openai';
import { cosine, ensure, ensurePerson, ensureWeather, equal, failure, key, model, person, picture, pictureBytes, run, url, weather } from './cases.mjs';

const options = { apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 };
const client = new OpenAI(options);
const user = content => [{ role: 'user', content }];
const chat = (content, more = {}) => client.chat.completions.create({ model, messages: user(content), ...more });
const tools = [{ type: 'function', function: { name: weather.name, description: weather.description, parameters: weather.schema } }];

async function gather(stream) {
  const all = { text: '', thinking: '', calls: [], finish: null, usage: null, chunks: 0 };
  for await (const chunk of stream) {
    all.chunks++;
    if (chunk.usage) all.usage = chunk.usage;
    const choice = chunk.choices[0];
    if (!choice) continue;
    all.text += choice.delta?.content ?? '';
    all.thinking += choice.delta?.reasoning_content ?? choice.delta?.reasoning ?? '';
    all.finish = choice.finish_reason ?? all.finish;
    for (const part of choice.delta?.tool_calls ?? []) {
      const call = all.calls[part.index] ??= { id: part.id, name: part.function.name, arguments: '' };
      call.arguments += part.function?.arguments ?? '';
    }
  }
  return all;
}

await run({
  async 'models'() {
    const list = await client.models.list();
    ensure(list.data.some(m => m.id === model || m.id.endsWith(`/${model}`) || m.id === `${model}:latest`), JSON.stringify(list.data.map(m => m.id)));
    const one = await client.models.retrieve(model);
    equal(one.object, 'model');
  },
  async 'chat'() {
    const reply = await chat('Hello');
    ensure(reply.choices[0].message.content.startsWith('This is a simulated reply'), reply.choices[0].message.content);
    equal([reply.object, reply.choices[0].message.role, reply.choices[0].finish_reason], ['chat.completion', 'assistant', 'stop']);
  },
  async 'chat with history'() {
    const messages = [
      { role: 'system', content: 'Be brief.' }, { role: 'user', content: '[[say:wrong]]' }, { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: [{ type: 'text', text: '[[say:' }, { type: 'text', text: 'Grüße, 世界 🙂]]' }] },
    ];
    const reply = await client.chat.completions.create({ model, messages });
    equal(reply.choices[0].message.content, 'Grüße, 世界 🙂');
  },
  async 'streaming'() {
    const all = await gather(await chat('[[say:one two three]]', { stream: true }));
    equal([all.text, all.finish, all.usage], ['one two three', 'stop', null]);
    ensure(all.chunks >= 3, `${all.chunks} chunks`);
  },
  async 'streaming with the helper'() {
    const final = await client.chat.completions.stream({ model, messages: user('[[say:one two three]]') }).finalChatCompletion();
    equal(final.choices[0].message.content, 'one two three');
  },
  async 'usage'() {
    const usage = (await chat('[[say:one two three]]')).usage;
    equal(usage.completion_tokens, 3);
    ensure(usage.prompt_tokens > 0 && usage.total_tokens === usage.prompt_tokens + 3, JSON.stringify(usage));
  },
  async 'streamed usage'() {
    const all = await gather(await chat('[[say:one two three]]', { stream: true, stream_options: { include_usage: true } }));
    equal(all.usage?.completion_tokens, 3);
    ensure(all.usage.prompt_tokens > 0, JSON.stringify(all.usage));
  },
  async 'tools'() {
    const messages = user('[[tool:get_weather {"city":"Paris","unit":"celsius"}]]');
    const first = await client.chat.completions.create({ model, messages, tools });
    equal(first.choices[0].finish_reason, 'tool_calls');
    const call = first.choices[0].message.tool_calls[0];
    equal([call.type, call.function.name, JSON.parse(call.function.arguments)], ['function', 'get_weather', { city: 'Paris', unit: 'celsius' }]);
    messages.push(first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '[[say:Sunny in Paris.]]' });
    const second = await client.chat.completions.create({ model, messages, tools });
    equal([second.choices[0].message.content, second.choices[0].finish_reason], ['Sunny in Paris.', 'stop']);
  },
  async 'several tools at once'() {
    const reply = await chat('[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools });
    const calls = reply.choices[0].message.tool_calls;
    equal(calls.map(c => JSON.parse(c.function.arguments).city), ['Paris', 'Oslo']);
    ensure(calls[0].id && calls[0].id !== calls[1].id, 'ids');
  },
  async 'streamed tools'() {
    const all = await gather(await chat('[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools, stream: true }));
    equal([all.finish, all.calls.length], ['tool_calls', 2]);
    equal(all.calls.map(c => [c.name, JSON.parse(c.arguments).city]), [['get_weather', 'Paris'], ['get_weather', 'Oslo']]);
    ensure(all.calls.every(c => c.id), 'ids');
  },
  async 'forced tool'() {
    const named = await chat('Hello', { tools, tool_choice: { type: 'function', function: { name: 'get_weather' } } });
    ensureWeather(JSON.parse(named.choices[0].message.tool_calls[0].function.arguments));
    const required = await chat('Hello', { tools, tool_choice: 'required' });
    ensureWeather(JSON.parse(required.choices[0].message.tool_calls[0].function.arguments));
  },
  async 'structured output'() {
    const reply = await chat('A person', { response_format: { type: 'json_schema', json_schema: { name: 'person', schema: person, strict: true } } });
    ensurePerson(JSON.parse(reply.choices[0].message.content));
  },
  async 'json mode'() {
    const reply = await chat('Answer in JSON', { response_format: { type: 'json_object' } });
    equal(typeof JSON.parse(reply.choices[0].message.content), 'object');
  },
  async 'images'() {
    const reply = await chat([{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}` } }]);
    ensure(reply.choices[0].message.content.includes(`an image of ${pictureBytes} bytes, image/png`), reply.choices[0].message.content);
  },
  async 'thinking'() {
    const all = await gather(await chat('[[think:hm, well]][[say:Done.]]', { stream: true, reasoning_effort: 'low' }));
    equal([all.thinking, all.text], ['hm, well', 'Done.']);
  },
  async 'stop sequences'() {
    const reply = await chat('[[say:one two three four]]', { stop: ['three', 'four'] });
    equal([reply.choices[0].message.content.trimEnd(), reply.choices[0].finish_reason], ['one two', 'stop']);
  },
  async 'max tokens'() {
    for (const limit of [{ max_tokens: 4 }, { max_completion_tokens: 4 }]) {
      const reply = await chat('Hello', limit);
      equal([reply.choices[0].message.content, reply.choices[0].finish_reason, reply.usage.completion_tokens], ['This is a simulated', 'length', 4]);
    }
  },
  async 'logprobs'() {
    const reply = await chat('[[say:one two]]', { logprobs: true, top_logprobs: 2 });
    const tokens = reply.choices[0].logprobs.content;
    equal(tokens.map(t => t.token).join(''), 'one two');
    ensure(tokens.every(t => t.logprob <= 0 && t.top_logprobs.length === 2), JSON.stringify(tokens));
  },
  async 'completions'() {
    const reply = await client.completions.create({ model, prompt: '[[say:one two]]', max_tokens: 10 });
    equal([reply.choices[0].text, reply.choices[0].finish_reason, reply.usage.completion_tokens], ['one two', 'stop', 2]);
    let text = '';
    for await (const chunk of await client.completions.create({ model, prompt: '[[say:one two]]', max_tokens: 10, stream: true })) text += chunk.choices[0]?.text ?? '';
    equal(text, 'one two');
  },
  async 'responses'() {
    const reply = await client.responses.create({ model, input: '[[say:one two three]]' });
    equal([reply.output_text, reply.status, reply.usage.output_tokens], ['one two three', 'completed', 3]);
    let text = '', done = false;
    for await (const event of await client.responses.create({ model, input: '[[say:one two three]]', stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.completed') done = true;
    }
    equal([text, done], ['one two three', true]);
  },
  async 'responses with tools'() {
    const functions = [{ type: 'function', name: weather.name, description: weather.description, parameters: weather.schema, strict: true }];
    const input = [{ role: 'user', content: '[[tool:get_weather {"city":"Paris","unit":"celsius"}]]' }];
    const first = await client.responses.create({ model, input, tools: functions });
    const call = first.output.find(o => o.type === 'function_call');
    equal([call.name, JSON.parse(call.arguments).city], ['get_weather', 'Paris']);
    const second = await client.responses.create({ model, tools: functions, input: [...input, call, { type: 'function_call_output', call_id: call.call_id, output: '[[say:Sunny.]]' }] });
    equal(second.output_text, 'Sunny.');
  },
  async 'embeddings as floats'() {
    const reply = await client.embeddings.create({ model, input: ['the red fox jumps', 'the red fox sleeps', 'quarterly tax report'], encoding_format: 'float' });
    const [fox, otherFox, tax] = reply.data.map(d => d.embedding);
    equal(reply.data.map(d => d.index), [0, 1, 2]);
    ensure(Math.abs(cosine(fox, fox) - 1) < 1e-3, 'length one');
    ensure(cosine(fox, otherFox) > cosine(fox, tax), 'texts that share words are closer');
    ensure(reply.usage.prompt_tokens > 0, 'usage');
  },
  async 'embeddings as base64'() {
    const raw = await client.embeddings.create({ model, input: 'the red fox', encoding_format: 'base64' });
    equal(typeof raw.data[0].embedding, 'string');
    const floats = await client.embeddings.create({ model, input: 'the red fox', encoding_format: 'float' });
    // Without a format the client asks for base64 and decodes it itself.
    const decoded = await client.embeddings.create({ model, input: 'the red fox' });
    ensure(decoded.data[0].embedding.every((x, i) => Math.abs(x - floats.data[0].embedding[i]) < 1e-6), 'the same vector');
  },
  async 'embeddings with dimensions'() {
    const reply = await client.embeddings.create({ model, input: 'x', dimensions: 16 });
    equal(reply.data[0].embedding.length, 16);
  },
  async 'unknown model'() {
    const error = await failure(() => client.chat.completions.create({ model: 'no-such-model', messages: user('Hello') }));
    equal([error instanceof OpenAI.NotFoundError, error.status, error.code], [true, 404, 'model_not_found']);
  },
  async 'bad key'() {
    const error = await failure(() => new OpenAI({ ...options, apiKey: 'zk-wrong' }).chat.completions.create({ model, messages: user('Hello') }));
    equal([error instanceof OpenAI.AuthenticationError, error.status], [true, 401]);
  },
  async 'bad request'() {
    const error = await failure(() => client.chat.completions.create({ model, messages: [{ role: 'user', content: 42 }] }));
    equal([error instanceof OpenAI.BadRequestError, error.status, error.type], [true, 400, 'invalid_request_error']);
    ensure(error.param?.includes('messages[0].content'), `param ${error.param}`);
  },
  async 'error in the stream'() {
    const error = await failure(async () => gather(await chat('[[fault:error-in-stream after=2]]', { stream: true })));
    ensure(error instanceof OpenAI.APIError, String(error));
  },
  async 'broken stream'() {
    // Reset in mid-stream, or an error in the stream where someone between saw the reset: never a good end.
    await failure(async () => {
      const all = await gather(await chat('[[tokens:50]] [[fault:drop after=2]]', { stream: true }));
      ensure(all.finish, 'the stream ended without a finish');
      return all;
    });
  },
  async 'cancellation'() {
    const stop = new AbortController();
    const stream = await client.chat.completions.create({ model, messages: user('[[tokens:100000]] [[gap:5]]'), stream: true }, { signal: stop.signal });
    let seen = 0;
    for await (const chunk of stream) if (chunk.choices[0]?.delta?.content && ++seen === 3) stop.abort();
    ensure(seen < 50_000, `ran on for ${seen}`);
  },
});
