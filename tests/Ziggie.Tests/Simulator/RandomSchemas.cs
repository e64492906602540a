using System.Text.Json;
using System.Text.Json.Nodes;
using Ziggie.Simulator.Replies;

namespace Ziggie.Tests.Simulator;

/// <summary>Schemas as tools have them, by chance.</summary>
internal static class RandomSchemas
{
    private const int Deepest = 4;

    public static JsonElement Make(Rng random) => JsonSerializer.SerializeToElement(Any(random, 0));

    private static JsonObject Any(Rng random, int depth) => random.Below(depth >= Deepest ? 6 : 10) switch
    {
        0 => Text(random),
        1 => Number(random, "integer"),
        2 => Number(random, "number"),
        3 => new JsonObject { ["type"] = "boolean" },
        4 => new JsonObject { ["enum"] = new JsonArray("a", 1, null, true) },
        5 => new JsonObject { ["const"] = random.Below(9) },
        6 => List(random, depth),
        7 => new JsonObject { ["anyOf"] = new JsonArray(Any(random, depth + 1), Any(random, depth + 1)) },
        _ => Object(random, depth),
    };

    private static JsonObject Text(Rng random)
    {
        var schema = new JsonObject { ["type"] = random.Below(4) == 0 ? new JsonArray("string", "null") : "string" };
        var least = random.Below(30);
        if (random.Below(2) == 0) schema["minLength"] = least;
        if (random.Below(2) == 0) schema["maxLength"] = least + random.Below(20);
        return schema;
    }

    private static JsonObject Number(Rng random, string type)
    {
        var schema = new JsonObject { ["type"] = type };
        var least = random.Below(200) - 100;
        if (random.Below(2) == 0) schema[random.Below(2) == 0 ? "minimum" : "exclusiveMinimum"] = least;
        if (random.Below(2) == 0) schema[random.Below(2) == 0 ? "maximum" : "exclusiveMaximum"] = least + 10 + random.Below(20);
        if (random.Below(4) == 0) schema["multipleOf"] = 1 + random.Below(4);
        return schema;
    }

    private static JsonObject List(Rng random, int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Any(random, depth + 1) };
        var least = random.Below(3);
        if (random.Below(2) == 0) schema["minItems"] = least;
        if (random.Below(2) == 0) schema["maxItems"] = least + random.Below(3);
        return schema;
    }

    private static JsonObject Object(Rng random, int depth)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (var i = random.Below(5); i > 0; i--)
        {
            properties[$"p{i}"] = Any(random, depth + 1);
            if (random.Below(2) == 0) required.Add($"p{i}");
        }
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }
}
