using System.Buffers;
using Ziggie.Wire.Json;

namespace Ziggie.Wire.Ollama;

/// <summary>Tool calls of a reply as Ollama says them: whole, the arguments an object.</summary>
internal static class OllamaToolCalls
{
    /// <summary><c>,"tool_calls":[…]</c>; nothing where there is no call. One line, whatever space the model put into its arguments.</summary>
    /// <param name="cutOff">The token limit ended the reply: a broken call is left out, as Ollama does. Any other broken one is the model's fault and told.</param>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<GatheredCalls.Call> calls, bool cutOff)
    {
        var written = 0;
        foreach (var call in calls)
        {
            var arguments = new ArrayBufferWriter<byte>();
            if (!TryCompact(call, arguments))
            {
                if (cutOff) continue;
                throw ToolArgumentsJson.NoObject(call.Name);
            }
            output.Write(written == 0 ? ",\"tool_calls\":["u8 : ","u8);
            using (var json = JsonOutput.Create(output))
            {
                json.WriteStartObject();
                json.WriteString("id"u8, call.Id);
                json.WriteStartObject("function"u8);
                json.WriteNumber("index"u8, written);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("arguments"u8);
                json.WriteRawValue(arguments.WrittenSpan, skipInputValidation: true);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            written++;
        }
        if (written > 0) output.Write("]"u8);
    }

    private static bool TryCompact(GatheredCalls.Call call, ArrayBufferWriter<byte> arguments)
    {
        using var json = JsonOutput.Create(arguments);
        return ToolArgumentsJson.TryWrite(json, call.Arguments.Memory);
    }
}
