// The official Anthropic client. See cases.mjs for what it reads and prints.
import Anthropic from '@anthropic-ai/sdk';
import { ensure, ensurePerson, ensureWeather, equal, failure, key, model, person, picture, pictureBytes, run, url, weather } from './cases.mjs';

const options = { apiKey: key, baseURL: url, maxRetries: 0 };
const client = new Anthropic(options);
const user = content => [{ role: 'user', content }];
const body = (content, more = {}) => ({ model, max_tokens: 1000, messages: user(content), ...more });
const ask = (content, more = {}) => client.messages.create(body(content, more));
const text = reply => reply.content.filter(b => b.type === 'text').map(b => b.text).join('');
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.schema }];

await run({
  async 'models'() {
    const list = await client.models.list();
    ensure(list.data.some(m => m.id === model || m.id.endsWith(`/${model}`) || m.id === `${model}:latest`), JSON.stringify(list.data));
    equal((await client.models.retrieve(model)).type, 'model');
  },
  async 'chat'() {
    const reply = await ask('Hello');
    ensure(text(reply).startsWith('This is a simulated reply'), text(reply));
    equal([reply.type, reply.role, reply.stop_reason], ['message', 'assistant', 'end_turn']);
  },
  async 'chat with history'() {
    const messages = [{ role: 'user', content: '[[say:wrong]]' }, { role: 'assistant', content: 'Yes?' }, { role: 'user', content: [{ type: 'text', text: '[[say:Grüße, 世界 🙂]]' }] }];
    equal(text(await client.messages.create({ model, max_tokens: 100, system: 'Be brief.', messages })), 'Grüße, 世界 🙂');
  },
  async 'streaming'() {
    let said = '', deltas = 0;
    const stream = client.messages.stream(body('[[say:one two three]]')).on('text', delta => { said += delta; deltas++; });
    const final = await stream.finalMessage();
    equal([said, text(final), final.stop_reason], ['one two three', 'one two three', 'end_turn']);
    ensure(deltas >= 3, `${deltas} deltas`);
  },
  async 'events in order'() {
    const types = [];
    for await (const event of await ask('[[say:one two]]', { stream: true })) if (types.at(-1) !== event.type) types.push(event.type);
    equal(types.filter(t => t !== 'ping'), ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
  },
  async 'usage'() {
    const { usage } = await ask('[[say:one two three]]');
    equal(usage.output_tokens, 3);
    ensure(usage.input_tokens > 0, JSON.stringify(usage));
  },
  async 'streamed usage'() {
    const { usage } = await client.messages.stream(body('[[say:one two three]]')).finalMessage();
    equal(usage.output_tokens, 3);
    ensure(usage.input_tokens > 0, JSON.stringify(usage));
  },
  async 'count tokens'() {
    const short = await client.messages.countTokens({ model, messages: user('one two') });
    const long = await client.messages.countTokens({ model, messages: user('one two three four five six seven') });
    ensure(short.input_tokens > 0 && long.input_tokens > short.input_tokens, JSON.stringify([short, long]));
  },
  async 'tools'() {
    const messages = user('[[tool:get_weather {"city":"Paris","unit":"celsius"}]]');
    const first = await client.messages.create({ model, max_tokens: 1000, messages, tools });
    equal(first.stop_reason, 'tool_use');
    const call = first.content.find(b => b.type === 'tool_use');
    equal([call.name, call.input], ['get_weather', { city: 'Paris', unit: 'celsius' }]);
    messages.push({ role: 'assistant', content: first.content }, { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '[[say:Sunny in Paris.]]' }] });
    const second = await client.messages.create({ model, max_tokens: 1000, messages, tools });
    equal([text(second), second.stop_reason], ['Sunny in Paris.', 'end_turn']);
  },
  async 'several tools at once'() {
    const reply = await ask('[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools });
    const calls = reply.content.filter(b => b.type === 'tool_use');
    equal(calls.map(c => c.input.city), ['Paris', 'Oslo']);
    ensure(calls[0].id && calls[0].id !== calls[1].id, 'ids');
  },
  async 'streamed tools'() {
    const final = await client.messages.stream(body('[[say:Let me see.]] [[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools })).finalMessage();
    equal(final.content.map(b => b.type), ['text', 'tool_use', 'tool_use']);
    equal([text(final), final.stop_reason], ['Let me see.', 'tool_use']);
    equal(final.content.slice(1).map(c => [c.name, c.input.city]), [['get_weather', 'Paris'], ['get_weather', 'Oslo']]);
  },
  async 'forced tool'() {
    const named = await ask('Hello', { tools, tool_choice: { type: 'tool', name: 'get_weather' } });
    ensureWeather(named.content.find(b => b.type === 'tool_use').input);
    const any = await ask('Hello', { tools, tool_choice: { type: 'any' } });
    ensureWeather(any.content.find(b => b.type === 'tool_use').input);
  },
  async 'structured output'() {
    const reply = await ask('A person', { output_config: { format: { type: 'json_schema', schema: person } } });
    ensurePerson(JSON.parse(text(reply)));
  },
  async 'images'() {
    const reply = await ask([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } }, { type: 'text', text: 'What is this?' }]);
    ensure(text(reply).includes(`an image of ${pictureBytes} bytes, image/png`), text(reply));
  },
  async 'thinking'() {
    const more = { max_tokens: 4000, thinking: { type: 'enabled', budget_tokens: 1024 } };
    const reply = await ask('[[think:hm, well]][[say:Done.]]', more);
    equal([reply.content[0].type, reply.content[0].thinking, text(reply)], ['thinking', 'hm, well', 'Done.']);
    const final = await client.messages.stream(body('[[think:hm, well]][[say:Done.]]', more)).finalMessage();
    equal([final.content[0].type, final.content[0].thinking, text(final)], ['thinking', 'hm, well', 'Done.']);
  },
  async 'stop sequences'() {
    const reply = await ask('[[say:one two three four]]', { stop_sequences: ['three', 'four'] });
    equal(text(reply).trimEnd(), 'one two');
    // Backends of other dialects do not say which string stopped them.
    ensure(['stop_sequence', 'end_turn'].includes(reply.stop_reason), reply.stop_reason);
    if (reply.stop_reason === 'stop_sequence') equal(reply.stop_sequence, 'three');
  },
  async 'max tokens'() {
    const reply = await ask('Hello', { max_tokens: 4 });
    equal([text(reply), reply.stop_reason, reply.usage.output_tokens], ['This is a simulated', 'max_tokens', 4]);
  },
  async 'unknown model'() {
    const error = await failure(() => client.messages.create({ model: 'no-such-model', max_tokens: 10, messages: user('Hello') }));
    equal([error instanceof Anthropic.NotFoundError, error.status, error.error?.error?.type], [true, 404, 'not_found_error']);
  },
  async 'bad key'() {
    const error = await failure(() => new Anthropic({ ...options, apiKey: 'zk-wrong' }).messages.create(body('Hello')));
    equal([error instanceof Anthropic.AuthenticationError, error.status], [true, 401]);
  },
  async 'bad request'() {
    const error = await failure(() => ask(42));
    equal([error instanceof Anthropic.BadRequestError, error.error?.error?.type], [true, 'invalid_request_error']);
  },
  async 'error in the stream'() {
    const error = await failure(() => client.messages.stream(body('[[fault:error-in-stream after=2]]')).finalMessage());
    ensure(error instanceof Anthropic.AnthropicError, String(error));
  },
  async 'broken stream'() {
    await failure(async () => {
      const final = await client.messages.stream(body('[[tokens:50]] [[fault:drop after=2]]')).finalMessage();
      ensure(final.stop_reason, 'the stream ended without a reason');
      return final;
    });
  },
  async 'cancellation'() {
    const stream = await ask('[[tokens:100000]] [[gap:5]]', { stream: true, max_tokens: 200000 });
    let seen = 0;
    for await (const event of stream) if (event.type === 'content_block_delta' && ++seen === 3) stream.controller.abort();
    ensure(seen < 50_000, `ran on for ${seen}`);
  },
});
