namespace Ziggie.Gateway;

/// <summary>What a client calls itself, bounded.</summary>
internal static class ClientName
{
    private const int MaxLength = 200;

    /// <summary>From its User-Agent; null where there is none.</summary>
    public static string? Of(string agent) => agent.Length == 0 ? null : agent.Length <= MaxLength ? agent : agent[..MaxLength];
}
