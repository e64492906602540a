namespace Ziggie.Engine.Host;

/// <summary>A request of the parent process.</summary>
internal sealed record HttpRequest(string Method, string Path, ReadOnlyMemory<byte> Body);
