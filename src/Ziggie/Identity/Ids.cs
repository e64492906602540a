namespace Ziggie.Identity;

/// <summary>Ids that sort by the time they were made, so that lists page by id alone.</summary>
internal static class Ids
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
