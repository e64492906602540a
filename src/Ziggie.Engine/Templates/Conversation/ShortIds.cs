using System.Security.Cryptography;
using System.Text;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Conversation;

/// <summary>Ids of calls as Mistral's templates insist on: nine letters and digits. Others become such, the same each time.</summary>
internal static class ShortIds
{
    private const int Length = 9;

    public static void Apply(List<Map> turns)
    {
        foreach (var turn in turns)
        {
            if (turn["tool_call_id"] is { IsString: true } answered) turn["tool_call_id"] = Value.Of(Short(answered.Text));
            if (turn["tool_calls"] is not { IsSequence: true } calls) continue;
            foreach (var call in calls.Items) call.Map["id"] = Value.Of(Short(call.Map["id"].ToString()));
        }
    }

    private static string Short(string id) =>
        id.Length == Length && id.All(char.IsAsciiLetterOrDigit) ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..Length];
}
