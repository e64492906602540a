namespace Ziggie.Engine.Batching;

/// <summary>Which sequence serves a prompt, and whose memory it begins with.</summary>
/// <param name="Slot">Serves it.</param>
/// <param name="CopyFrom">Another sequence that remembers more of the prompt's beginning; null where its own memory is as good.</param>
internal readonly record struct SlotChoice(Slot Slot, Slot? CopyFrom);

/// <summary>Picks so that conversations find what they said before in memory. Pure.</summary>
internal static class SlotPicker
{
    /// <summary>Copying a sequence costs about what reading so many tokens would.</summary>
    private const int WorthCopying = 128;

    /// <returns>Null where all are busy.</returns>
    public static SlotChoice? Pick(IReadOnlyList<Slot> slots, ReadOnlySpan<int> prompt)
    {
        Slot? best = null, oldest = null;
        var bestCommon = 0;
        foreach (var slot in slots)
        {
            var common = slot.CommonPrefix(prompt);
            if (common > bestCommon || common == bestCommon && best is not null && best.IsBusy && !slot.IsBusy) (best, bestCommon) = (slot, common);
            if (!slot.IsBusy && (oldest is null || IsOlder(slot, oldest))) oldest = slot;
        }
        if (oldest is null) return null;
        // A conversation goes on where it was; one that only begins alike leaves the other's memory alone.
        if (best is { IsBusy: false } && (bestCommon * 2 >= best.Count || best == oldest)) return new(best, null);
        var own = oldest.CommonPrefix(prompt);
        return new(oldest, best is not null && bestCommon - own >= WorthCopying ? best : null);
    }

    /// <summary>Empty ones first, then the one unused for longest.</summary>
    private static bool IsOlder(Slot slot, Slot than) => slot.Count == 0 != (than.Count == 0) ? slot.Count == 0 : slot.LastUse < than.LastUse;
}
