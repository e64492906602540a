using System.Globalization;

namespace Ziggie.Identity;

/// <summary>What comes of a refresh token.</summary>
internal enum RefreshVerdict
{
    /// <summary>It is the newest: the next generation begins.</summary>
    Rotate,

    /// <summary>Its successor was given out moments ago (two tabs, a lost reply): the same again.</summary>
    Repeat,

    /// <summary>It was used long ago: somebody has a copy.</summary>
    Reused,
}

/// <summary>The newest generation of a session's refresh tokens and when the last few began.</summary>
internal sealed record RefreshState(int Generation, IReadOnlyList<(int Generation, long At)> Rotations)
{
    public const long GraceMilliseconds = 20_000;
    private const int Remembered = 32;

    /// <summary>Decides, and tells the state to keep.</summary>
    public (RefreshVerdict Verdict, RefreshState Next) Use(int generation, long now)
    {
        if (generation == Generation)
        {
            var recent = Rotations.Where(r => now - r.At <= GraceMilliseconds).TakeLast(Remembered - 1);
            return (RefreshVerdict.Rotate, new RefreshState(Generation + 1, [.. recent, (generation, now)]));
        }
        var repeated = Rotations.Any(r => r.Generation == generation && now - r.At <= GraceMilliseconds);
        return (repeated ? RefreshVerdict.Repeat : RefreshVerdict.Reused, this);
    }

    public static RefreshState Parse(int generation, string rotations) => new(generation,
        [.. rotations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r.Split('@')).Select(r => (Number<int>(r[0]), Number<long>(r[1])))]);

    /// <summary>The rotations as kept in the database: <c>generation@milliseconds</c>, by spaces.</summary>
    public override string ToString() => string.Join(' ', Rotations.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Generation}@{r.At}")));

    private static T Number<T>(string text) where T : ISpanParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
