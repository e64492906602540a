using System.Buffers;
using System.Text;

namespace Ziggie.Engine.Replies.Calls;

/// <summary>Gemma's: <c>call:name{key:&lt;|"|&gt;text&lt;|"|&gt;,other:1}</c>, JSON without quotes around keys and with a token for those around text.</summary>
internal sealed class BraceCallReader : CallReader
{
    private static readonly byte[] s_quote = Bytes.Of("<|\"|>");
    private static readonly SearchValues<byte> s_marks = SearchValues.Create("{}[],:<"u8);

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended)
    {
        var end = text.IndexOf("<tool_call|>"u8);
        if (end < 0 && !ended)
        {
            Read = 0;
            return CallStep.More;
        }
        var call = end < 0 ? text : text[..end];
        Read = call.Length;
        call = call[..^Bytes.WhiteAtEnd(call)];
        var open = call.IndexOf((byte)'{');
        if (!call.StartsWith("call:"u8) || open < 0 || call[^1] != (byte)'}') return CallStep.Malformed;
        Name = Bytes.Text(call[5..open]).Trim();
        var json = ToJson(call[open..]);
        if (Name.Length is 0 or > MostName || !ArgumentJson.IsObject(json)) return CallStep.Malformed;
        AddArguments(json);
        return CallStep.Done;
    }

    private static byte[] ToJson(ReadOnlySpan<byte> call)
    {
        var json = new StringBuilder();
        while (!call.IsEmpty)
        {
            if (call.StartsWith(s_quote))
            {
                var rest = call[s_quote.Length..];
                var end = rest.IndexOf(s_quote);
                if (end < 0) return [];
                json.Append(Bytes.Text(ArgumentJson.Quote(Bytes.Text(rest[..end]))));
                call = rest[(end + s_quote.Length)..];
                continue;
            }
            var key = KeyLength(call);
            if (key > 0)
            {
                json.Append(Bytes.Text(ArgumentJson.Quote(Bytes.Text(call[..key]).Trim())));
                call = call[key..];
                continue;
            }
            json.Append((char)call[0]);
            call = call[1..];
        }
        return Bytes.Of(json.ToString());
    }

    /// <summary>How long the key is that stands here, before its colon; 0 where none does.</summary>
    private static int KeyLength(ReadOnlySpan<byte> call)
    {
        if (call[0] is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' or (byte)'"') return 0;
        var end = call.IndexOfAny(s_marks);
        return end > 0 && call[end] == (byte)':' ? end : 0;
    }
}
