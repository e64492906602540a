using System.Text.Json;
using Ziggie.Backends;
using Ziggie.Wire;

namespace Ziggie.Gateway;

/// <summary>What is sent to a backend for an exchange.</summary>
/// <param name="Format">The format it is in, which its reply will have.</param>
/// <param name="PassThrough">The caller's own bytes, and the reply's bytes go back as they come.</param>
internal readonly record struct UpstreamRequest(WireFormat Format, bool PassThrough)
{
    private static readonly byte[] s_askUsage = """{"include_usage":true}"""u8.ToArray();

    /// <summary>Writes head and body into <paramref name="output"/>. Throws <see cref="WireException"/> where the backend's dialect cannot say what the caller asked.</summary>
    public static UpstreamRequest Write(Exchange exchange, Target target, PooledBuffer output)
    {
        var backend = target.Backend;
        if (exchange.Door is { } door && door.Format.Dialect == backend.Settings.Dialect && CanPass(door.Format))
        {
            PassOn(exchange, door, target, output);
            return new(door.Format, true);
        }
        var request = exchange.ReadRequest();
        var format = (backend.Engine is null ? WireFormats.ForBackend(backend.Settings.Dialect, request) : WireFormats.ForEngine(request))
            ?? throw new WireException($"Backend {backend.Name} ({backend.Settings.Type.ToString().ToLowerInvariant()}) has no {request.Operation.ToString().ToLowerInvariant()}; choose a model of another backend.", "model", "unsupported_operation");
        var dropped = new DroppedFields();
        using var body = PooledBuffer.Rent();
        format.WriteRequest(request, target.Model.Name, body, dropped);
        exchange.Dropped = dropped;
        backend.Heads.WritePost(output, format.Path, body.WrittenCount);
        output.Write(body.WrittenSpan);
        return new(format, false);
    }

    /// <summary>Formats that backends of the dialect have themselves.</summary>
    private static bool CanPass(WireFormat format) => format != WireFormats.OpenAiResponses && format != WireFormats.ZiggieGenerate;

    private static void PassOn(Exchange exchange, Door door, Target target, PooledBuffer output)
    {
        var head = exchange.Head;
        var body = exchange.Body.Span;
        var renamed = head.Model != target.Model.Name;
        var asksUsage = exchange.Stream && door.Format.Dialect == Dialect.OpenAi && !head.IncludeUsage;
        if (!renamed && !asksUsage)
        {
            target.Backend.Heads.WritePost(output, door.Format.Path, body.Length, exchange.ForwardedHeaders);
            output.Write(body);
            return;
        }
        // The few bytes that differ are put between pieces of the caller's own.
        Span<Splice> splices = stackalloc Splice[2];
        var count = 0;
        byte[]? name = null;
        if (renamed)
        {
            name = Quote(target.Model.Name);
            splices[count++] = head.ModelLength > 0
                ? new(head.ModelStart, head.ModelLength, SpliceKind.Model)
                : new(head.FirstMember, 0, SpliceKind.ModelMember);
        }
        if (asksUsage)
        {
            splices[count++] = head.StreamOptionsLength > 0
                ? new(head.StreamOptionsStart, head.StreamOptionsLength, SpliceKind.Usage)
                : new(head.FirstMember, 0, SpliceKind.UsageMember);
        }
        splices = splices[..count];
        splices.Sort(static (a, b) => a.At.CompareTo(b.At));
        var length = body.Length;
        foreach (var splice in splices) length += Length(splice.Kind, name) - splice.Length;
        target.Backend.Heads.WritePost(output, door.Format.Path, length, exchange.ForwardedHeaders);
        var from = 0;
        foreach (var splice in splices)
        {
            output.Write(body[from..splice.At]);
            Insert(output, splice.Kind, name);
            from = splice.At + splice.Length;
        }
        output.Write(body[from..]);
    }

    private static int Length(SpliceKind kind, byte[]? name) => kind switch
    {
        SpliceKind.Model => name!.Length,
        SpliceKind.ModelMember => name!.Length + 9,
        SpliceKind.Usage => s_askUsage.Length,
        _ => s_askUsage.Length + 18,
    };

    private static void Insert(PooledBuffer output, SpliceKind kind, byte[]? name)
    {
        switch (kind)
        {
            case SpliceKind.Model:
                output.Write(name);
                break;
            case SpliceKind.ModelMember:
                output.Write("\"model\":"u8);
                output.Write(name);
                output.Write(","u8);
                break;
            case SpliceKind.Usage:
                output.Write(s_askUsage);
                break;
            default:
                output.Write("\"stream_options\":"u8);
                output.Write(s_askUsage);
                output.Write(","u8);
                break;
        }
    }

    private static byte[] Quote(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];

    private enum SpliceKind { Model, ModelMember, Usage, UsageMember }

    private readonly record struct Splice(int At, int Length, SpliceKind Kind);
}
