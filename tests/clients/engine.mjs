// All three official clients against the engine, with models that were made to say one thing. MODEL is ignored: each case names its own.
// See cases.mjs for what it reads and prints.
import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';
import { cosine, ensure, ensurePerson, equal, failure, key, person, run, url, weather } from './cases.mjs';

const openai = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
const anthropic = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 });
const ollama = new Ollama({ host: url, headers: { Authorization: `Bearer ${key}` } });

const said = 'The quick brown fox jumps over the lazy dog.';
const hello = [{ role: 'user', content: 'Hello' }];
const exact = { temperature: 0 };
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const openaiTools = [{ type: 'function', function: { name: 'weather', description: weather.description, parameters: schema } }];
const anthropicTools = [{ name: 'weather', description: weather.description, input_schema: schema }];

await run({
  async 'openai: models'() {
    const names = (await openai.models.list()).data.map(m => m.id);
    for (const name of ['says', 'calls', 'thinks']) ensure(names.includes(name), JSON.stringify(names));
  },
  async 'openai: chat'() {
    const reply = await openai.chat.completions.create({ model: 'says', messages: hello, ...exact });
    equal([reply.choices[0].message.content, reply.choices[0].finish_reason], [said, 'stop']);
    ensure(reply.usage.completion_tokens > 5 && reply.usage.total_tokens === reply.usage.prompt_tokens + reply.usage.completion_tokens, JSON.stringify(reply.usage));
  },
  async 'openai: streaming'() {
    let text = '', usage, chunks = 0;
    for await (const chunk of await openai.chat.completions.create({ model: 'says', messages: hello, stream: true, stream_options: { include_usage: true }, ...exact })) {
      text += chunk.choices[0]?.delta?.content ?? '';
      usage = chunk.usage ?? usage;
      chunks++;
    }
    equal(text, said);
    ensure(usage.completion_tokens > 5 && chunks > 5, JSON.stringify({ usage, chunks }));
  },
  async 'openai: responses'() {
    const reply = await openai.responses.create({ model: 'says', input: 'Hello', ...exact });
    equal([reply.output_text, reply.status], [said, 'completed']);
  },
  async 'openai: completions'() {
    const reply = await openai.completions.create({ model: 'tiny', prompt: 'Once upon', max_tokens: 4, ...exact, ignore_eos: true });
    equal([reply.usage.completion_tokens, reply.choices[0].finish_reason], [4, 'length']);
  },
  async 'openai: tools'() {
    const reply = await openai.chat.completions.create({ model: 'calls', messages: hello, tools: openaiTools, ...exact });
    const call = reply.choices[0].message.tool_calls[0];
    equal([reply.choices[0].finish_reason, call.function.name, JSON.parse(call.function.arguments)], ['tool_calls', 'weather', { city: 'Oslo' }]);
  },
  async 'openai: streamed tools'() {
    const final = await openai.chat.completions.stream({ model: 'calls', messages: hello, tools: openaiTools, ...exact }).finalChatCompletion();
    equal(JSON.parse(final.choices[0].message.tool_calls[0].function.arguments), { city: 'Oslo' });
  },
  async 'openai: thinking'() {
    const message = (await openai.chat.completions.create({ model: 'thinks', messages: hello, ...exact })).choices[0].message;
    equal([message.reasoning_content, message.content], ['Hm, which?', 'That one.']);
  },
  async 'openai: structured output'() {
    const reply = await openai.chat.completions.create({ model: 'tiny', messages: hello, max_tokens: 600, ...exact, response_format: { type: 'json_schema', json_schema: { name: 'person', schema: bounded(person), strict: true } } });
    ensurePerson(JSON.parse(reply.choices[0].message.content));
  },
  async 'openai: logprobs'() {
    const reply = await openai.chat.completions.create({ model: 'says', messages: hello, logprobs: true, top_logprobs: 2, ...exact });
    const tokens = reply.choices[0].logprobs.content;
    ensure(tokens.length > 5 && tokens.every(t => t.logprob <= 0 && t.top_logprobs.length === 2), JSON.stringify(tokens));
  },
  async 'openai: embeddings'() {
    const { data, usage } = await openai.embeddings.create({ model: 'tiny', input: ['the little one', 'he said'] });
    ensure(Math.abs(cosine(data[0].embedding, data[0].embedding) - 1) < 1e-3 && usage.prompt_tokens > 4, JSON.stringify(usage));
  },
  async 'openai: a field that the engine does not know'() {
    const error = await failure(() => openai.chat.completions.create({ model: 'says', messages: hello, dry_multiplier: 0.8 }));
    equal([error.status, error.param], [400, 'dry_multiplier']);
  },
  async 'openai: leaving in mid-stream'() {
    const stream = await openai.chat.completions.create({ model: 'tiny', messages: hello, stream: true, max_tokens: 1500, ignore_eos: true });
    for await (const _ of stream) break;
    equal((await openai.chat.completions.create({ model: 'says', messages: hello, ...exact })).choices[0].message.content, said);
  },

  async 'anthropic: chat'() {
    const reply = await anthropic.messages.create({ model: 'says', max_tokens: 100, messages: hello, ...exact });
    equal([reply.content[0].text, reply.stop_reason], [said, 'end_turn']);
    ensure(reply.usage.output_tokens > 5, JSON.stringify(reply.usage));
  },
  async 'anthropic: streaming'() {
    const final = await anthropic.messages.stream({ model: 'says', max_tokens: 100, messages: hello, ...exact }).finalMessage();
    equal([final.content[0].text, final.stop_reason], [said, 'end_turn']);
  },
  async 'anthropic: tools'() {
    const reply = await anthropic.messages.create({ model: 'calls', max_tokens: 200, messages: hello, tools: anthropicTools, ...exact });
    const call = reply.content.find(b => b.type === 'tool_use');
    equal([reply.stop_reason, call.name, call.input], ['tool_use', 'weather', { city: 'Oslo' }]);
  },
  async 'anthropic: tokens are counted as they are used'() {
    const messages = [{ role: 'user', content: 'Once upon a time' }];
    const counted = (await anthropic.messages.countTokens({ model: 'says', messages })).input_tokens;
    const { usage } = await anthropic.messages.create({ model: 'says', max_tokens: 10, messages });
    equal(usage.input_tokens + (usage.cache_read_input_tokens ?? 0), counted);
  },
  async 'anthropic: max tokens'() {
    const reply = await anthropic.messages.create({ model: 'says', max_tokens: 3, messages: hello, ...exact });
    equal([reply.stop_reason, reply.usage.output_tokens], ['max_tokens', 3]);
  },

  async 'ollama: list, show, running'() {
    const found = (await ollama.list()).models.find(m => m.name.startsWith('says'));
    ensure(found?.size > 0 && found.details, JSON.stringify(found));
    ensure((await ollama.show({ model: 'says' })).capabilities.includes('completion'), 'capabilities');
    await ollama.chat({ model: 'says', messages: hello });
    ensure((await ollama.ps()).models.some(m => m.name.startsWith('says')), 'ps');
  },
  async 'ollama: chat'() {
    const reply = await ollama.chat({ model: 'says', messages: hello, options: exact });
    equal([reply.message.content, reply.done_reason], [said, 'stop']);
    ensure(reply.eval_count > 5 && reply.eval_duration > 0 && reply.prompt_eval_count > 0 && reply.total_duration > 0, JSON.stringify(reply));
  },
  async 'ollama: streaming'() {
    let text = '', last;
    for await (const part of await ollama.chat({ model: 'says', messages: hello, options: exact, stream: true })) {
      text += part.message.content;
      last = part;
    }
    equal([text, last.done], [said, true]);
  },
  async 'ollama: generate'() {
    equal((await ollama.generate({ model: 'says', prompt: 'Hello', options: exact })).response, said);
  },
  async 'ollama: tools and thinking'() {
    const call = (await ollama.chat({ model: 'calls', messages: hello, tools: openaiTools, options: exact })).message.tool_calls[0];
    equal([call.function.name, call.function.arguments], ['weather', { city: 'Oslo' }]);
    const { message } = await ollama.chat({ model: 'thinks', messages: hello, think: true, options: exact });
    equal([message.thinking, message.content], ['Hm, which?', 'That one.']);
  },
  async 'ollama: structured output'() {
    ensurePerson(JSON.parse((await ollama.chat({ model: 'tiny', messages: hello, format: bounded(person), options: { ...exact, num_predict: 600 } })).message.content));
  },
  async 'ollama: embed'() {
    const { embeddings } = await ollama.embed({ model: 'tiny', input: ['the little one', 'he said'] });
    ensure(embeddings.length === 2 && Math.abs(cosine(embeddings[1], embeddings[1]) - 1) < 1e-3, 'vectors');
  },
});

/** Strings of a model that talks at random end somewhere. */
function bounded(of) {
  return { ...of, properties: { ...of.properties, name: { type: 'string', maxLength: 20 } } };
}
