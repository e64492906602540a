// The official Ollama client. See cases.mjs for what it reads and prints.
import { Ollama } from 'ollama';
import { cosine, ensure, ensurePerson, equal, failure, key, model, person, picture, pictureBytes, run, url, weather } from './cases.mjs';

const client = new Ollama({ host: url, headers: { Authorization: `Bearer ${key}` } });
const user = (content, more = {}) => [{ role: 'user', content, ...more }];
const chat = (content, more = {}) => client.chat({ model, messages: user(content), ...more });
const tools = [{ type: 'function', function: { name: weather.name, description: weather.description, parameters: weather.schema } }];

async function gather(stream) {
  const all = { text: '', thinking: '', calls: [], last: null, chunks: 0 };
  for await (const chunk of stream) {
    all.chunks++;
    all.text += chunk.message?.content ?? chunk.response ?? '';
    all.thinking += chunk.message?.thinking ?? chunk.thinking ?? '';
    all.calls.push(...chunk.message?.tool_calls ?? []);
    all.last = chunk;
  }
  return all;
}

await run({
  async 'models'() {
    const { models } = await client.list();
    const found = models.find(m => m.name === model || m.name === `${model}:latest` || m.name.endsWith(`/${model}`));
    ensure(found, JSON.stringify(models));
    ensure(found.digest.length >= 12 && found.modified_at && found.details, JSON.stringify(found));
    const shown = await client.show({ model });
    ensure(shown.capabilities.includes('completion'), JSON.stringify(shown));
    ensure((await client.version()).version, 'version');
  },
  async 'running models'() {
    await chat('[[say:hi]]');
    const { models } = await client.ps();
    ensure(Array.isArray(models), JSON.stringify(models));
  },
  async 'chat'() {
    const reply = await chat('Hello');
    ensure(reply.message.content.startsWith('This is a simulated reply'), reply.message.content);
    equal([reply.message.role, reply.done, reply.done_reason], ['assistant', true, 'stop']);
  },
  async 'chat with history'() {
    const messages = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: '[[say:wrong]]' }, { role: 'assistant', content: 'Yes?' }, { role: 'user', content: '[[say:Grüße, 世界 🙂]]' }];
    equal((await client.chat({ model, messages })).message.content, 'Grüße, 世界 🙂');
  },
  async 'streaming'() {
    const all = await gather(await chat('[[say:one two three]]', { stream: true }));
    equal([all.text, all.last.done, all.last.done_reason], ['one two three', true, 'stop']);
    ensure(all.chunks >= 3, `${all.chunks} chunks`);
  },
  async 'usage'() {
    const reply = await chat('[[say:one two three]]');
    equal(reply.eval_count, 3);
    ensure(reply.prompt_eval_count > 0 && reply.total_duration > 0, JSON.stringify(reply));
  },
  async 'streamed usage'() {
    const { last } = await gather(await chat('[[say:one two three]]', { stream: true }));
    equal(last.eval_count, 3);
    ensure(last.prompt_eval_count > 0, JSON.stringify(last));
  },
  async 'generate'() {
    const reply = await client.generate({ model, prompt: '[[say:one two three]]' });
    equal([reply.response, reply.done_reason, reply.eval_count], ['one two three', 'stop', 3]);
    const all = await gather(await client.generate({ model, prompt: '[[say:one two three]]', system: 'Be brief.', stream: true }));
    equal([all.text, all.last.done], ['one two three', true]);
  },
  async 'tools'() {
    const messages = user('[[tool:get_weather {"city":"Paris","unit":"celsius"}]]');
    const first = await client.chat({ model, messages, tools });
    const call = first.message.tool_calls[0];
    equal([call.function.name, call.function.arguments], ['get_weather', { city: 'Paris', unit: 'celsius' }]);
    messages.push(first.message, { role: 'tool', tool_name: 'get_weather', content: '[[say:Sunny in Paris.]]' });
    equal((await client.chat({ model, messages, tools })).message.content, 'Sunny in Paris.');
  },
  async 'several tools at once'() {
    const reply = await chat('[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools });
    equal(reply.message.tool_calls.map(c => c.function.arguments.city), ['Paris', 'Oslo']);
  },
  async 'streamed tools'() {
    const all = await gather(await chat('[[tool:get_weather {"city":"Paris"}]] [[tool:get_weather {"city":"Oslo"}]]', { tools, stream: true }));
    equal(all.calls.map(c => [c.function.name, c.function.arguments.city]), [['get_weather', 'Paris'], ['get_weather', 'Oslo']]);
    equal(all.last.done, true);
  },
  async 'structured output'() {
    ensurePerson(JSON.parse((await chat('A person', { format: person })).message.content));
    ensurePerson(JSON.parse((await client.generate({ model, prompt: 'A person', format: person })).response));
  },
  async 'json mode'() {
    equal(typeof JSON.parse((await chat('Answer in JSON', { format: 'json' })).message.content), 'object');
  },
  async 'images'() {
    const asked = await client.chat({ model, messages: user('What is this?', { images: [picture] }) });
    ensure(asked.message.content.includes(`an image of ${pictureBytes} bytes, image/png`), asked.message.content);
    const generated = await client.generate({ model, prompt: 'What is this?', images: [Buffer.from(picture, 'base64')] });
    ensure(generated.response.includes(`an image of ${pictureBytes} bytes, image/png`), generated.response);
  },
  async 'thinking'() {
    const reply = await chat('[[think:hm, well]][[say:Done.]]', { think: true });
    equal([reply.message.thinking, reply.message.content], ['hm, well', 'Done.']);
    const all = await gather(await chat('[[think:hm, well]][[say:Done.]]', { think: true, stream: true }));
    equal([all.thinking, all.text], ['hm, well', 'Done.']);
  },
  async 'stop sequences'() {
    const reply = await chat('[[say:one two three four]]', { options: { stop: ['three', 'four'] } });
    equal([reply.message.content.trimEnd(), reply.done_reason], ['one two', 'stop']);
  },
  async 'max tokens'() {
    const reply = await chat('Hello', { options: { num_predict: 4 } });
    equal([reply.message.content, reply.done_reason, reply.eval_count], ['This is a simulated', 'length', 4]);
  },
  async 'embeddings'() {
    const { embeddings, prompt_eval_count } = await client.embed({ model, input: ['the red fox jumps', 'the red fox sleeps', 'quarterly tax report'] });
    ensure(Math.abs(cosine(embeddings[0], embeddings[0]) - 1) < 1e-3, 'length one');
    ensure(cosine(embeddings[0], embeddings[1]) > cosine(embeddings[0], embeddings[2]), 'texts that share words are closer');
    ensure(prompt_eval_count > 0, 'usage');
    const { embedding } = await client.embeddings({ model, prompt: 'the red fox jumps' });
    ensure(cosine(embedding, embeddings[0]) / Math.sqrt(cosine(embedding, embedding)) > 0.999, 'the older endpoint gives the same direction');
  },
  async 'pull and remove'() {
    const seen = [];
    for await (const step of await client.pull({ model: 'pulled-by-test', stream: true })) seen.push(step);
    equal(seen.at(-1).status, 'success');
    ensure(seen.some(s => s.total > 0 && s.completed <= s.total), JSON.stringify(seen));
    ensure((await client.list()).models.some(m => m.name.startsWith('pulled-by-test')), 'in the list');
    await client.delete({ model: 'pulled-by-test' });
    ensure(!(await client.list()).models.some(m => m.name.startsWith('pulled-by-test')), 'gone from the list');
    await failure(async () => { for await (const _ of await client.pull({ model: 'no-such-model', stream: true })); });
  },
  async 'unknown model'() {
    const error = await failure(() => client.chat({ model: 'no-such-model', messages: user('Hello') }));
    equal([error.name, error.status_code], ['ResponseError', 404]);
    ensure(error.error.length > 0, 'message');
  },
  async 'bad key'() {
    const stranger = new Ollama({ host: url, headers: { Authorization: 'Bearer zk-wrong' } });
    equal((await failure(() => stranger.chat({ model, messages: user('Hello') }))).status_code, 401);
  },
  async 'bad request'() {
    const error = await failure(() => client.chat({ model, messages: [{ role: 'user', content: 42 }] }));
    equal(error.status_code, 400);
    ensure(error.error.length > 0, 'message');
  },
  async 'error in the stream'() {
    const error = await failure(async () => gather(await chat('[[fault:error-in-stream after=2]]', { stream: true })));
    ensure(error.message.length > 0, String(error));
  },
  async 'broken stream'() {
    await failure(async () => gather(await chat('[[tokens:50]] [[fault:drop after=2]]', { stream: true })));
  },
  async 'cancellation'() {
    const stream = await chat('[[tokens:100000]] [[gap:5]]', { stream: true });
    let seen = 0;
    const error = await failure(async () => {
      for await (const chunk of stream) if (chunk.message.content && ++seen === 3) stream.abort();
    });
    equal(error.name, 'AbortError');
    ensure(seen < 50_000, `ran on for ${seen}`);
  },
});
