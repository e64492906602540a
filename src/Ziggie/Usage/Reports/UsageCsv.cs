using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ziggie.Usage.Reports;

/// <summary>Requests as comma-separated values (RFC 4180), safe to open in a spreadsheet.</summary>
internal static class UsageCsv
{
    public const string Header =
        "at,request_id,user,user_id,key,key_id,door,requested_model,model,backend,route,status,error,prompt_tokens,completion_tokens,cached_tokens,reasoning_tokens,estimated,streamed,queue_ms,first_token_ms,total_ms,cost,client,address\r\n";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static void Write(StringBuilder into, UsageRequest r)
    {
        Plain(into, r.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), first: true);
        foreach (var text in (ReadOnlySpan<string?>)[r.RequestId, r.User, r.UserId, r.Key, r.KeyId, r.Door, r.RequestedModel, r.Model, r.Backend, r.Route]) Text(into, text);
        Plain(into, r.Status);
        Text(into, r.Error);
        foreach (var tokens in (ReadOnlySpan<int?>)[r.PromptTokens, r.CompletionTokens, r.CachedTokens, r.ReasoningTokens]) Plain(into, tokens);
        Plain(into, r.Estimated ? "true" : "false");
        Plain(into, r.Streamed ? "true" : "false");
        foreach (var ms in (ReadOnlySpan<double?>)[r.QueueMs, r.FirstTokenMs, r.TotalMs, r.Cost]) Plain(into, ms);
        Text(into, r.Client);
        Text(into, r.Address);
        into.Append("\r\n");
    }

    private static void Plain<T>(StringBuilder into, T value, bool first = false)
    {
        if (!first) into.Append(',');
        into.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    // A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. Names and clients come from outside.
    private static void Text(StringBuilder into, string? text)
    {
        into.Append(',');
        if (string.IsNullOrEmpty(text)) return;
        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
        if (safe.AsSpan().IndexOfAny(Quoted) < 0) into.Append(safe);
        else into.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
