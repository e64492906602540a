using System.Text;
using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>The few request headers that go on to a backend of the caller's dialect.</summary>
internal static class ForwardedHeaders
{
    private const int MaxValue = 1024;

    public static byte[] Of(HttpContext context, Door door) => Of(door, context.Request.Headers.TraceParent, context.Request.Headers["anthropic-beta"]);

    public static byte[] Of(Door door, string? traceParent, string? anthropicBeta)
    {
        StringBuilder? lines = null;
        if (door.Format.Dialect == Dialect.Anthropic) Add(ref lines, "anthropic-beta", anthropicBeta);
        Add(ref lines, "traceparent", traceParent);
        return lines is null ? [] : Encoding.ASCII.GetBytes(lines.ToString());
    }

    private static void Add(ref StringBuilder? lines, string name, string? value)
    {
        // Line breaks in values were refused already; what is not plain text is left out all the same.
        if (string.IsNullOrEmpty(value) || value.Length > MaxValue || value.AsSpan().ContainsAnyExceptInRange(' ', '~')) return;
        (lines ??= new StringBuilder()).Append(name).Append(": ").Append(value).Append("\r\n");
    }
}
