// Runs named cases one after another and prints a JSON line for each: {"name","ok","detail"}. Exits 1 if one failed.
// env: BASE_URL (the server's root), KEY, MODEL; WITHOUT: names of cases to leave out, separated by commas; TIMEOUT_MS for each case.

export const url = (process.env.BASE_URL ?? 'http://127.0.0.1:54112').replace(/\/$/, '');
export const key = process.env.KEY ?? 'none';
export const model = process.env.MODEL ?? 'demo';

const without = new Set((process.env.WITHOUT ?? '').split(',').filter(Boolean));
const limit = Number(process.env.TIMEOUT_MS ?? 20_000);

/** @param {Record<string, () => Promise<unknown>>} cases */
export async function run(cases) {
  let failed = 0;
  for (const [name, body] of Object.entries(cases)) {
    if (without.has(name)) continue;
    const { ok, detail } = await attempt(body);
    if (!ok) failed++;
    console.log(JSON.stringify({ name, ok, detail }));
  }
  // Connections that a case left open must not keep the process.
  process.exit(failed ? 1 : 0);
}

async function attempt(body) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`nothing after ${limit} ms`)), limit); });
  try {
    const detail = await Promise.race([body(), late]);
    return { ok: true, detail: detail === undefined ? '' : String(detail) };
  } catch (error) {
    return { ok: false, detail: String(error?.stack ?? error).slice(0, 1000) };
  } finally {
    clearTimeout(timer);
  }
}

export function equal(actual, expected, what = 'value') {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) throw new Error(`${what}: expected ${e}, got ${a}`);
}

export function ensure(condition, what) {
  if (!condition) throw new Error(what);
}

/** The error that `body` ends in; fails where it ends well. */
export async function failure(body) {
  let result;
  try {
    result = await body();
  } catch (error) {
    return error;
  }
  throw new Error(`expected an error, got ${JSON.stringify(result)?.slice(0, 300)}`);
}

/** A picture of one pixel. */
export const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
export const pictureBytes = Buffer.from(picture, 'base64').length;

export const weather = {
  name: 'get_weather',
  description: 'The weather of a city',
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
    required: ['city', 'unit'],
    additionalProperties: false,
  },
};

export const person = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer', minimum: 0, maximum: 120 },
    tags: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, minItems: 2, maxItems: 3 },
  },
  required: ['name', 'age', 'tags'],
  additionalProperties: false,
};

export function ensureWeather(args) {
  ensure(typeof args.city === 'string', `city in ${JSON.stringify(args)}`);
  ensure(weather.schema.properties.unit.enum.includes(args.unit), `unit in ${JSON.stringify(args)}`);
}

export function ensurePerson(value) {
  ensure(typeof value.name === 'string', `name in ${JSON.stringify(value)}`);
  ensure(Number.isInteger(value.age) && value.age >= 0 && value.age <= 120, `age in ${JSON.stringify(value)}`);
  ensure(value.tags.length >= 2 && value.tags.every(t => 'abc'.includes(t)), `tags in ${JSON.stringify(value)}`);
}

export function cosine(a, b) {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
