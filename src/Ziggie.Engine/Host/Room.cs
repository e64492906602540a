namespace Ziggie.Engine.Host;

/// <summary>A loaded model, as far as making room is concerned.</summary>
/// <param name="Users">Requests that run or wait on it.</param>
/// <param name="IsPinned">It was asked to stay for good; it goes last.</param>
internal sealed record Tenant(string Name, long Memory, int Users, DateTimeOffset LastUse, bool IsPinned);

/// <summary>What to do so that a model fits.</summary>
internal enum RoomAnswer
{
    /// <summary>Unload those named, then load.</summary>
    Load,

    /// <summary>Wait until one of the busy models is idle, then ask again.</summary>
    Wait,

    /// <summary>It will never fit.</summary>
    TooLarge,
}

/// <summary>Decides which models go when another one is to come. Pure.</summary>
internal static class Room
{
    public static (RoomAnswer Answer, IReadOnlyList<string> Unload) Make(long needed, long budget, IReadOnlyList<Tenant> tenants)
    {
        if (needed > budget) return (RoomAnswer.TooLarge, []);
        var free = budget - tenants.Sum(t => t.Memory);
        var unload = new List<string>();
        foreach (var idle in tenants.Where(t => t.Users == 0).OrderBy(t => t.IsPinned).ThenBy(t => t.LastUse))
        {
            if (free >= needed) break;
            unload.Add(idle.Name);
            free += idle.Memory;
        }
        return free >= needed ? (RoomAnswer.Load, unload) : (RoomAnswer.Wait, []);
    }
}
